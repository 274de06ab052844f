package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What similar datapaths compute on the same rows, with the values kept of nodes that several
 * datapaths have.
 *
 * <p>It computes as {@link BlockInterpreter} does, by {@link BlockOperations}. What it adds is the
 * memory: of many candidates of a circuit, which differ in a few nodes, each common node is
 * computed once, where an interpreter of one datapath would compute it for each.
 */
public final class RowInterpreter {
  /** Values that are kept before all are forgotten: 80 MB. */
  private static final long MAX_KEPT_VALUES = 10_000_000;

  /** A node whose operands are columns. */
  private record Key(Operation operation, FixedFormat format, List<FunctionTable> table) {}

  private final List<long[]> rows;
  private final Map<Key, Integer> known = new HashMap<>();
  private final List<long[]> columns = new ArrayList<>();

  /**
   * Makes an interpreter.
   *
   * @param rows raw values, one for each input port
   */
  public RowInterpreter(List<long[]> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * {@return for each output, its raw value on every row; not to be changed}
   *
   * @param datapath a verified datapath
   */
  public List<long[]> evaluate(Datapath datapath) {
    if ((long) columns.size() * rows.size() > MAX_KEPT_VALUES) {
      known.clear();
      columns.clear();
    }
    int[] column = new int[datapath.nodes().size()];
    long[][] values = new long[column.length][];
    int inputs = 0;
    for (int i = 0; i < column.length; i++) {
      Node node = datapath.node(i);
      int port = node.operation() instanceof Operation.Input ? inputs++ : -1;
      Key key = key(datapath, node, port, column);
      Integer kept = known.get(key);
      if (kept == null) {
        values[i] = new long[rows.size()];
        if (port >= 0) {
          Arrays.setAll(values[i], row -> rows.get(row)[port]);
        } else {
          BlockOperations.evaluate(datapath, i, values, rows.size());
        }
        columns.add(values[i]);
        kept = columns.size() - 1;
        known.put(key, kept);
      }
      column[i] = kept;
      values[i] = columns.get(kept);
    }
    return datapath.outputs().stream().map(o -> columns.get(column[o.node()])).toList();
  }

  /** An input is told apart from others by a literal, which has no operands either. */
  private static Key key(Datapath datapath, Node node, int port, int[] column) {
    if (port >= 0) {
      return new Key(new Operation.Bits(-1 - port, 0), node.format(), List.of());
    }
    return new Key(
        node.operation() instanceof Operation.Lookup(_, int index)
            ? new Operation.Lookup(0, column[index])
            : node.operation().mapped(o -> column[o]),
        node.format(),
        node.operation() instanceof Operation.Lookup(int table, _)
            ? List.of(datapath.tables().get(table))
            : List.of());
  }
}
