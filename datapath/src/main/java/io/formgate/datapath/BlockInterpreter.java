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
 * one time, however many vectors there are.
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
        } else {
          evaluate(operation, i, count);
        }
        check(i, count);
      }
      for (int i = 0; i < rawOutputs.length; i++) {
        long[] made = values[datapath.outputs().get(i).node()];
        System.arraycopy(made, 0, rawOutputs[i], start, count);
      }
    }
  }

  private void evaluate(Operation operation, int node, int n) {
    long[][] v = values;
    long[] r = v[node];
    FixedFormat format = formats[node];
    switch (operation) {
      case Operation.Input() -> throw new IllegalStateException("inputs have no operands");
      case Operation.Literal(_) -> {}
      case Operation.Add(int a, int b) -> BlockLoops.add(v[a], v[b], r, n);
      case Operation.Subtract(int a, int b) -> BlockLoops.subtract(v[a], v[b], r, n);
      case Operation.Multiply(int a, int b) -> BlockLoops.multiply(v[a], v[b], r, n);
      case Operation.Negate(int a) -> BlockLoops.negate(v[a], r, n);
      case Operation.Absolute(int a) -> BlockLoops.absolute(v[a], r, n);
      case Operation.Minimum(int a, int b) -> BlockLoops.minimum(v[a], v[b], r, n);
      case Operation.Maximum(int a, int b) -> BlockLoops.maximum(v[a], v[b], r, n);
      case Operation.Select(int c, int a, int b) -> BlockLoops.select(v[c], v[a], v[b], r, n);
      case Operation.Align(int a) ->
          BlockLoops.shiftLeft(v[a], format.fractionBits() - formats[a].fractionBits(), r, n);
      case Operation.Round(int a, Operation.Rounding mode) -> {
        int dropped = formats[a].fractionBits() - format.fractionBits();
        switch (mode) {
          case FLOOR -> BlockLoops.addAndShiftRight(v[a], 0, dropped, r, n);
          case NEAREST -> BlockLoops.addAndShiftRight(v[a], 1L << (dropped - 1), dropped, r, n);
        }
      }
      case Operation.Saturate(int a) ->
          BlockLoops.saturate(v[a], format.rawMin(), format.rawMax(), r, n);
      case Operation.Lookup(int table, int a) -> datapath.tables().get(table).lookup(v[a], r, n);
      case Operation.Bits(int a, int lowBit) ->
          BlockLoops.bits(v[a], lowBit, format.toBits(-1), r, n);
      case Operation.Concat(int high, int low) ->
          BlockLoops.concat(v[high], formats[low].widthBits(), v[low], r, n);
      case Operation.Any(int a) -> BlockLoops.any(v[a], r, n);
      case Operation.Reinterpret(int a) -> {
        int unused = Long.SIZE - format.widthBits();
        if (format.signed()) {
          BlockLoops.signedBits(v[a], unused, r, n);
        } else {
          BlockLoops.bits(v[a], 0, format.toBits(-1), r, n);
        }
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
