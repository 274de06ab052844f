package io.formgate.constraints;

import io.formgate.expression.Expr;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Whether units agree, by one matrix of whole numbers: a column for every node of every formula, a
 * row for every demand, the right-hand sides in parts of an exponent.
 */
final class UnitMatrix {
  private static final int BASE_UNITS = BaseUnit.values().length;

  private record Row(NavigableMap<Integer, BigInteger> coefficients, List<BigInteger> right) {}

  private final List<Row> rows = new ArrayList<>();
  private final Map<Integer, Integer> groups = new HashMap<>();
  private final List<List<Integer>> constantColumns = new ArrayList<>();
  private final Map<String, Dimension> variables;
  private int columns;
  private int constant;

  UnitMatrix(List<UnitFormula> formulas, Map<String, Dimension> variables) {
    this.variables = variables;
    for (UnitFormula formula : formulas) {
      constantColumns.add(new ArrayList<>());
      constant = 0;
      equal(add(formula.formula(), formula), formula.output());
    }
  }

  /** Demands that a constant has a dimension. */
  void demand(int formula, int constantNumber, Dimension dimension) {
    equal(constantColumns.get(formula).get(constantNumber), dimension);
  }

  private int add(Expr e, UnitFormula formula) {
    List<Integer> a = e.children().stream().map(child -> add(child, formula)).toList();
    int own = columns++;
    switch (e) {
      case Expr.Constant(double value) -> {
        constantColumns.getLast().add(own);
        switch (formula.constants().get(constant++)) {
          case ConstantRole.Literal _ -> {
            if (value != 0) {
              equal(own, Dimension.NONE);
            }
          }
          case ConstantRole.Own _ -> {}
          case ConstantRole.Shared(int group) ->
              row(1, own, -1, groups.computeIfAbsent(group, _ -> own));
        }
      }
      case Expr.Variable(String name) -> equal(own, Objects.requireNonNull(variables.get(name)));
      case Expr.Apply(var operator, var arguments) -> {
        switch (operator.unitRule()) {
          case ALL_EQUAL -> a.forEach(x -> row(1, own, -1, x));
          case SAME_TO_NONE -> {
            a.forEach(x -> row(1, a.getFirst(), -1, x));
            equal(own, Dimension.NONE);
          }
          case CONDITION -> {
            equal(a.get(0), Dimension.NONE);
            row(1, own, -1, a.get(1));
            row(1, own, -1, a.get(2));
          }
          case PRODUCT -> row(1, own, -1, a.get(0), -1, a.get(1));
          case PRODUCT_SUM -> {
            row(1, own, -1, a.get(0), -1, a.get(1));
            row(1, own, -1, a.get(2));
          }
          case QUOTIENT -> row(1, own, -1, a.get(0), 1, a.get(1));
          case RECIPROCAL -> row(1, own, 1, a.get(0));
          case SQUARE -> row(1, own, -2, a.get(0));
          case CUBE -> row(1, own, -3, a.get(0));
          case SQUARE_ROOT -> row(2, own, -1, a.get(0));
          case CUBE_ROOT -> row(3, own, -1, a.get(0));
          case DIMENSIONLESS -> {
            a.forEach(x -> equal(x, Dimension.NONE));
            equal(own, Dimension.NONE);
          }
          case POWER -> {
            equal(a.get(1), Dimension.NONE);
            Optional<Exponent> power =
                arguments.get(1) instanceof Expr.Constant(double value)
                    ? Exponent.nearest(value)
                    : Optional.empty();
            if (power.isPresent()) {
              row(power.get().denominator(), own, -power.get().numerator(), a.get(0));
            } else {
              equal(a.get(0), Dimension.NONE);
              equal(own, Dimension.NONE);
            }
          }
        }
      }
      case Expr.Call call -> throw new IllegalArgumentException("" + call);
    }
    return own;
  }

  private void row(int... coefficientsAndColumns) {
    row(Collections.nCopies(BASE_UNITS, BigInteger.ZERO), coefficientsAndColumns);
  }

  private void row(List<BigInteger> right, int... coefficientsAndColumns) {
    Row row = new Row(new TreeMap<>(), right);
    for (int i = 0; i < coefficientsAndColumns.length; i += 2) {
      put(row, coefficientsAndColumns[i + 1], BigInteger.valueOf(coefficientsAndColumns[i]));
    }
    rows.add(row);
  }

  private static void put(Row row, int column, BigInteger more) {
    BigInteger sum = row.coefficients.getOrDefault(column, BigInteger.ZERO).add(more);
    if (sum.signum() == 0) {
      row.coefficients.remove(column);
    } else {
      row.coefficients.put(column, sum);
    }
  }

  private void equal(int column, Dimension d) {
    row(d.exponents().stream().map(e -> BigInteger.valueOf(e.parts())).toList(), 1, column);
  }

  /** Eliminates column by column and looks for a row that says 0 = something else. */
  boolean isSolvable() {
    List<Row> rest = new ArrayList<>(rows);
    for (int column = 0; column < columns; column++) {
      List<Row> next = new ArrayList<>();
      Row pivot = null;
      for (Row row : rest) {
        if (!row.coefficients.containsKey(column)) {
          next.add(row);
        } else if (pivot == null) {
          pivot = row;
        } else {
          next.add(eliminated(row, pivot, column));
        }
      }
      rest = next;
    }
    return rest.stream().flatMap(r -> r.right.stream()).allMatch(x -> x.signum() == 0);
  }

  private static Row eliminated(Row row, Row pivot, int column) {
    BigInteger p = Objects.requireNonNull(pivot.coefficients.get(column));
    BigInteger f = Objects.requireNonNull(row.coefficients.get(column));
    List<BigInteger> right =
        IntStream.range(0, BASE_UNITS)
            .mapToObj(k -> row.right.get(k).multiply(p).subtract(pivot.right.get(k).multiply(f)))
            .toList();
    Row result = new Row(new TreeMap<>(), right);
    row.coefficients.forEach((c, x) -> put(result, c, x.multiply(p)));
    pivot.coefficients.forEach((c, x) -> put(result, c, x.multiply(f).negate()));
    return result;
  }
}
