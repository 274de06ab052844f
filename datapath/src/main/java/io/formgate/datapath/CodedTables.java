package io.formgate.datapath;

import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import io.formgate.expression.PairTable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/** Makes learned tables of two values as an encoder of each and one table of both codes. */
final class CodedTables {
  private CodedTables() {}

  /**
   * {@return the vertex of a table; empty if a formula is none, and where choices between its
   * entries are as good, because a value has but one code, or better, because a value lies on no
   * grid or its codes need so many bits that they are no table, or because every value has one
   * format}
   *
   * @param graph gets the vertices
   * @param formula perhaps that of a table
   * @param add makes the vertex of a formula
   */
  static OptionalInt of(GraphBuilder graph, Expr.Apply formula, ToIntFunction<Expr> add) {
    return formula.operator() == Operator.COND && graph.request().everywhere().isEmpty()
        ? PairTable.of(formula).map(table -> of(graph, table, add)).orElse(OptionalInt.empty())
        : OptionalInt.empty();
  }

  private static OptionalInt of(GraphBuilder graph, PairTable table, ToIntFunction<Expr> add) {
    OptionalInt high = code(graph, table.first(), add);
    OptionalInt low = code(graph, table.second(), add);
    if (high.isEmpty() || low.isEmpty()) {
      return OptionalInt.empty();
    }
    int lowBits = bits(table.second().codes() - 1);
    int address = graph.vertex(new Coded.Address(high.getAsInt(), low.getAsInt(), lowBits));
    return OptionalInt.of(
        graph.vertex(new Coded.Entry(address, lowBits, table.second().codes(), table.entries())));
  }

  private static OptionalInt code(
      GraphBuilder graph, PairTable.Encoder encoder, ToIntFunction<Expr> add) {
    int of = add.applyAsInt(encoder.argument());
    if (graph.isConstant(of) || graph.grid(of) == Grid.NONE || !graph.range(of).isFinite()) {
      return OptionalInt.empty();
    }
    List<Double> cuts = new ArrayList<>();
    for (double cut : encoder.cuts()) {
      cuts.add(Grid.up(cut, graph.grid(of)));
    }
    Coded.Code code = new Coded.Code(of, cuts);
    // The plan takes another index only if that has no more bits or is narrow.
    boolean isNarrow = code.bitsOf(graph.range(of)) <= TableLimits.MAX_TABLE_BITS;
    return isNarrow && TermRange.of(graph, code).lo() < TermRange.of(graph, code).hi()
        ? OptionalInt.of(graph.vertex(code))
        : OptionalInt.empty();
  }

  /** {@return the bits of a code, one if there is but one code, which has the number 0} */
  static int bits(double largest) {
    return largest < 1 ? 1 : 1 + Math.getExponent(largest);
  }
}
