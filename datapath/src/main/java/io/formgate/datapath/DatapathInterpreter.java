package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.List;

/**
 * The golden model: what a datapath computes, in integer arithmetic, one vector at a time.
 *
 * <p>Everything else, the search's hardware loss and the emitted circuit, has to agree with it to
 * the bit.
 */
public final class DatapathInterpreter {
  private final Datapath datapath;
  private final List<Integer> inputs;

  /**
   * Makes an interpreter.
   *
   * @param datapath a verified datapath
   */
  public DatapathInterpreter(Datapath datapath) {
    this.datapath = datapath;
    this.inputs = datapath.inputs();
  }

  /**
   * {@return the raw values of the outputs}
   *
   * @param rawInputs one raw value per input port, in the port's format
   */
  public long[] evaluate(long... rawInputs) {
    long[] values = evaluateNodes(rawInputs);
    return datapath.outputs().stream().mapToLong(o -> values[o.node()]).toArray();
  }

  /**
   * {@return the raw values of all nodes}
   *
   * @param rawInputs one raw value per input port, in the port's format
   */
  public long[] evaluateNodes(long... rawInputs) {
    if (rawInputs.length != inputs.size()) {
      throw new IllegalArgumentException(
          rawInputs.length + " values for " + inputs.size() + " inputs");
    }
    long[] values = new long[datapath.nodes().size()];
    int nextInput = 0;
    for (int i = 0; i < values.length; i++) {
      Node node = datapath.node(i);
      if (node.operation() instanceof Operation.Input) {
        values[i] = rawInputs[nextInput++];
      } else {
        values[i] = evaluate(node, values);
      }
      if (!node.format().holds(values[i])) {
        throw new IllegalStateException(
            "node " + node.name() + " = " + values[i] + " does not fit " + node.format());
      }
    }
    return values;
  }

  /**
   * {@return the raw value of a node that is no input}
   *
   * @param node of the datapath
   * @param v values by node, of which only the operands' count
   */
  public long evaluate(Node node, long[] v) {
    FixedFormat format = node.format();
    return switch (node.operation()) {
      case Operation.Input() -> throw new IllegalStateException("inputs have no operands");
      case Operation.Literal(long raw) -> raw;
      case Operation.Add(int a, int b) -> v[a] + v[b];
      case Operation.Subtract(int a, int b) -> v[a] - v[b];
      case Operation.Multiply(int a, int b) -> Math.multiplyExact(v[a], v[b]);
      case Operation.Negate(int a) -> -v[a];
      case Operation.Absolute(int a) -> Math.abs(v[a]);
      case Operation.Minimum(int a, int b) -> Math.min(v[a], v[b]);
      case Operation.Maximum(int a, int b) -> Math.max(v[a], v[b]);
      case Operation.Select(int c, int a, int b) -> v[c] == 1 ? v[a] : v[b];
      case Operation.Align(int a) -> v[a] << (format.fractionBits() - fractionBits(a));
      case Operation.Round(int a, Operation.Rounding mode) -> {
        int dropped = fractionBits(a) - format.fractionBits();
        yield switch (mode) {
          case FLOOR -> v[a] >> dropped;
          case NEAREST -> (v[a] + (1L << (dropped - 1))) >> dropped;
        };
      }
      case Operation.Saturate(int a) -> Math.max(format.rawMin(), Math.min(format.rawMax(), v[a]));
      case Operation.Lookup(int table, int a) -> datapath.tables().get(table).lookup(v[a]);
      case Operation.Bits(int a, int lowBit) ->
          format.toBits(datapath.node(a).format().toBits(v[a]) >>> lowBit);
      case Operation.Concat(int high, int low) ->
          (v[high] << datapath.node(low).format().widthBits()) | v[low];
      case Operation.Any(int a) -> v[a] != 0 ? 1 : 0;
      case Operation.Reinterpret(int a) -> format.fromBits(datapath.node(a).format().toBits(v[a]));
    };
  }

  private int fractionBits(int node) {
    return datapath.node(node).format().fractionBits();
  }
}
