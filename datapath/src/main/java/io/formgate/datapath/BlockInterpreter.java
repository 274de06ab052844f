package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.Arrays;
import java.util.List;

/**
 * What {@link DatapathInterpreter} says, for many vectors: each node is computed for a block of
 * vectors before the next node is, by a loop of one operation over arrays, without allocation.
 *
 * <p>The reference stays {@link DatapathInterpreter}. Tests hold the two against each other on
 * random datapaths, and whoever relies on this one compares a sample of its own vectors.
 *
 * <p>An interpreter belongs to one thread: it has buffers of 2 KiB for each value that is needed at
 * one time, however many vectors there are. What an operation does is in {@link BlockOperations}.
 */
public final class BlockInterpreter {
  /** Vectors of a block: the values that are needed at one time stay in the nearest caches. */
  private static final int BLOCK_VECTORS = 256;

  private final Datapath datapath;
  private final FixedFormat[] formats;

  /** The values of each node in a block. */
  private final long[][] values;

  /** The port of each input node. */
  private final int[] ports;

  private final int inputs;

  /**
   * Makes an interpreter.
   *
   * @param datapath a verified datapath
   */
  public BlockInterpreter(Datapath datapath) {
    this.datapath = datapath;
    List<Node> nodes = datapath.nodes();
    this.formats = nodes.stream().map(Node::format).toArray(FixedFormat[]::new);
    this.values = BlockBuffers.of(datapath, BLOCK_VECTORS);
    this.ports = new int[nodes.size()];
    int nextPort = 0;
    for (int i = 0; i < nodes.size(); i++) {
      Operation operation = nodes.get(i).operation();
      if (operation instanceof Operation.Input) {
        ports[i] = nextPort++;
      } else if (operation instanceof Operation.Literal(long raw)) {
        Arrays.fill(values[i], raw);
      }
    }
    this.inputs = nextPort;
  }

  /**
   * Computes the raw values of the outputs.
   *
   * @param rawInputs for each input port raw values in the port's format, one for each vector
   * @param from first vector
   * @param to vector behind the last one
   * @param rawOutputs gets for each output the raw values of these vectors, at the same places
   */
  public void evaluate(long[][] rawInputs, int from, int to, long[][] rawOutputs) {
    if (rawInputs.length != inputs || rawOutputs.length != datapath.outputs().size()) {
      throw new IllegalArgumentException(
          rawInputs.length
              + " columns for "
              + inputs
              + " inputs, "
              + rawOutputs.length
              + " for "
              + datapath.outputs().size()
              + " outputs");
    }
    for (int start = from; start < to; start += BLOCK_VECTORS) {
      int count = Math.min(BLOCK_VECTORS, to - start);
      for (int i = 0; i < values.length; i++) {
        Operation operation = datapath.node(i).operation();
        if (operation instanceof Operation.Input) {
          System.arraycopy(rawInputs[ports[i]], start, values[i], 0, count);
        } else if (!(operation instanceof Operation.Literal)) {
          BlockOperations.evaluate(datapath, i, values, count);
        }
        check(i, count);
      }
      for (int i = 0; i < rawOutputs.length; i++) {
        long[] made = values[datapath.outputs().get(i).node()];
        System.arraycopy(made, 0, rawOutputs[i], start, count);
      }
    }
  }

  /** Holds what the reference holds: every value fits its format. */
  private void check(int node, int count) {
    FixedFormat format = formats[node];
    if (BlockLoops.isOutside(values[node], format.rawMin(), format.rawMax(), count)) {
      throw new IllegalStateException(
          "a value of node " + datapath.node(node).name() + " does not fit " + format);
    }
  }
}
