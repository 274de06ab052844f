package io.formgate.search;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Expr;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The values that the variables of a form's trees have, as far as the data tell: of each call of a
 * hole whose arguments hold no other hole and no parameter.
 */
final class FormArguments {
  private final double[][] columns;
  private final double[] targets;
  private final double[] weights;

  private FormArguments(double[][] columns, double[] targets, double[] weights) {
    this.columns = columns;
    this.targets = targets;
    this.weights = weights;
  }

  /** {@return {@code columns[variable][call and row]}, the rows of one call after another's} */
  double[][] columns() {
    return columns;
  }

  /** {@return the targets of the rows, once for each call} */
  double[] targets() {
    return targets;
  }

  /** {@return the weights of the rows, once for each call} */
  double[] weights() {
    return weights;
  }

  /**
   * {@return the values}
   *
   * @param template with a form
   * @param data the rows to fit
   */
  static FormArguments of(FormulaTemplate template, RowBlocks data) {
    List<List<Expr>> calls = new ArrayList<>();
    Set<Expr> seen = new HashSet<>();
    List<Expr> open = new ArrayList<>();
    if (template.body() != null) {
      open.add(template.body());
    }
    while (!open.isEmpty()) {
      Expr e = open.removeLast();
      boolean isNew = e instanceof Expr.Call && seen.add(e);
      if (isNew && e.children().stream().allMatch(a -> isKnown(template, a))) {
        calls.add(e.children());
      }
      open.addAll(e.children().reversed());
    }
    int rows = data.rows();
    calls.removeIf(List::isEmpty);
    double[][] columns = new double[template.variables()][calls.size() * rows];
    double[] targets = new double[calls.size() * rows];
    double[] weights = new double[calls.size() * rows];
    for (int c = 0; c < calls.size(); c++) {
      List<Expr> arguments = calls.get(c);
      for (int i = 0; i < columns.length; i++) {
        double[] values = values(template, data, arguments.get(i % arguments.size()));
        System.arraycopy(values, 0, columns[i], c * rows, rows);
      }
      System.arraycopy(data.targets(), 0, targets, c * rows, rows);
      System.arraycopy(data.weights(), 0, weights, c * rows, rows);
    }
    return new FormArguments(columns, targets, weights);
  }

  private static boolean isKnown(FormulaTemplate template, Expr argument) {
    return !argument.hasCalls() && template.inputs().containsAll(argument.variables());
  }

  private static double[] values(FormulaTemplate template, RowBlocks data, Expr argument) {
    Tape tape = Tape.of(argument, template.inputs());
    double[] values = new double[data.rows()];
    new BatchEvaluator(data, tape.length()).evaluate(tape, values);
    return values;
  }
}
