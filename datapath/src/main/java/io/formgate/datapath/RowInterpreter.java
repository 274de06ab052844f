package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What similar datapaths compute on the same rows: {@link DatapathInterpreter}'s values, kept for
 * nodes that several datapaths have.
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
    DatapathInterpreter interpreter = new DatapathInterpreter(datapath);
    int[] column = new int[datapath.nodes().size()];
    long[] values = new long[column.length];
    int inputs = 0;
    for (int i = 0; i < column.length; i++) {
      Node node = datapath.node(i);
      int port = node.operation() instanceof Operation.Input ? inputs++ : -1;
      Key key = key(datapath, node, port, column);
      Integer kept = known.get(key);
      if (kept == null) {
        columns.add(
            port >= 0
                ? rows.stream().mapToLong(r -> r[port]).toArray()
                : computed(interpreter, node, column, values));
        kept = columns.size() - 1;
        known.put(key, kept);
      }
      column[i] = kept;
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

  private long[] computed(DatapathInterpreter interpreter, Node node, int[] column, long[] values) {
    List<Integer> operands = node.operation().operands();
    long[][] of = new long[operands.size()][];
    for (int k = 0; k < of.length; k++) {
      of[k] = Objects.requireNonNull(columns.get(column[operands.get(k)]));
    }
    long[] result = new long[rows.size()];
    for (int row = 0; row < result.length; row++) {
      for (int k = 0; k < of.length; k++) {
        values[operands.get(k)] = of[k][row];
      }
      result[row] = interpreter.evaluate(node, values);
    }
    return result;
  }
}
