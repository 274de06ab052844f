package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.Arrays;

/**
 * What an operation of a datapath does to many values at a time: the fast counterpart of {@link
 * DatapathInterpreter}, used by {@link BlockInterpreter} and {@link RowInterpreter}.
 */
final class BlockOperations {
  private BlockOperations() {}

  /**
   * Computes a node that is no input.
   *
   * @param datapath a verified datapath
   * @param node the node
   * @param v for each node its raw values; those of the operands are read, and those of the node
   *     written
   * @param n vectors, from the first on
   */
  static void evaluate(Datapath datapath, int node, long[][] v, int n) {
    long[] r = v[node];
    FixedFormat format = datapath.node(node).format();
    switch (datapath.node(node).operation()) {
      case Operation.Input() -> throw new IllegalStateException("inputs have no operands");
      case Operation.Literal(long raw) -> Arrays.fill(r, 0, n, raw);
      case Operation.Add(int a, int b) -> BlockLoops.add(v[a], v[b], r, n);
      case Operation.Subtract(int a, int b) -> BlockLoops.subtract(v[a], v[b], r, n);
      case Operation.Multiply(int a, int b) -> BlockLoops.multiply(v[a], v[b], r, n);
      case Operation.Negate(int a) -> BlockLoops.negate(v[a], r, n);
      case Operation.Absolute(int a) -> BlockLoops.absolute(v[a], r, n);
      case Operation.Minimum(int a, int b) -> BlockLoops.minimum(v[a], v[b], r, n);
      case Operation.Maximum(int a, int b) -> BlockLoops.maximum(v[a], v[b], r, n);
      case Operation.Select(int c, int a, int b) -> BlockLoops.select(v[c], v[a], v[b], r, n);
      case Operation.Align(int a) ->
          BlockLoops.shiftLeft(
              v[a], format.fractionBits() - datapath.node(a).format().fractionBits(), r, n);
      case Operation.Round(int a, Operation.Rounding mode) -> {
        int dropped = datapath.node(a).format().fractionBits() - format.fractionBits();
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
          BlockLoops.concat(v[high], datapath.node(low).format().widthBits(), v[low], r, n);
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
}
