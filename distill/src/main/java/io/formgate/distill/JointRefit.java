package io.formgate.distill;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Dataset;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Simplifier;
import io.formgate.expression.Softmax;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fits the constants of the formulas of all classes together.
 *
 * <p>The largest score decides, which no derivative sees; the surrogate is the cross-entropy of the
 * softmax of the scores against given probabilities. Steps are those of Gauss and Newton: the
 * Hessian of the cross-entropy in the scores, J'(diag(p) - pp')J, with Levenberg and Marquardt's
 * damping. Derivatives are central differences. A step that does not lower the cross-entropy is not
 * taken, so that the result is never worse.
 */
public final class JointRefit {
  private static final double FIRST_DAMPING = 1e-3;
  private static final double LARGEST_DAMPING = 1e8;
  private static final double DAMPING_UP = 8;
  private static final double DAMPING_DOWN = 0.1;

  /** The cube root of the last bit of 1: central differences are then as exact as they can be. */
  private static final double STEP = 0x1p-17;

  private static final double ENOUGH = 1e-7;

  /** Share of the cross-entropy that rounding all constants may cost. */
  private static final double ROUNDING_LOSS = 0.01;

  /** Significant bits of a rounded constant. */
  private static final int MOST_BITS = 8;

  /** No input has such a name. */
  private static final String UNUSED = "#unused";

  private static final String TABLE = "#t";

  private final RowBlocks rows;
  private final List<Tape> tapes;
  private final double[] targets;
  private final BatchEvaluator evaluator;
  private final List<int[]> constants = new ArrayList<>();

  private JointRefit(RowBlocks rows, List<Tape> tapes, double[] targets) {
    this.rows = rows;
    this.tapes = tapes;
    this.targets = targets;
    evaluator = new BatchEvaluator(rows, tapes.stream().mapToInt(Tape::length).max().orElseThrow());
    for (int k = 0; k < tapes.size(); k++) {
      for (int i = 0; i < tapes.get(k).length(); i++) {
        if (tapes.get(k).isConstant(i)) {
          constants.add(new int[] {k, i});
        }
      }
    }
  }

  /**
   * {@return the formulas with fitted constants, each with one that is added to it} Learned tables
   * stay as they are.
   *
   * @param formulas the scores of the classes
   * @param inputs names of the inputs
   * @param columns {@code columns[input][row]}
   * @param targets {@code targets[row * classes + class]}; those of a row sum to 1
   * @param steps most steps
   */
  public static List<Expr> fit(
      List<Expr> formulas, List<String> inputs, double[][] columns, double[] targets, int steps) {
    return moved(formulas, inputs, columns, targets, refit -> refit.descend(steps));
  }

  /**
   * {@return fitted formulas with constants of few significant bits, which cost a circuit few
   * adders} One constant after the other takes the nearest number of the fewest bits at which the
   * cross-entropy stays near that of the fit, and those behind it are fitted again. One that finds
   * none stays.
   *
   * @param fitted the scores of the classes
   * @param inputs names of the inputs
   * @param columns {@code columns[input][row]}
   * @param targets {@code targets[row * classes + class]}; those of a row sum to 1
   */
  public static List<Expr> onGrids(
      List<Expr> fitted, List<String> inputs, double[][] columns, double[] targets) {
    return moved(fitted, inputs, columns, targets, JointRefit::round);
  }

  private static List<Expr> moved(
      List<Expr> formulas,
      List<String> inputs,
      double[][] columns,
      double[] targets,
      Consumer<JointRefit> work) {
    List<LearnedFunction> tables =
        formulas.stream().flatMap(f -> LearnedFunction.allOf(f).stream()).distinct().toList();
    List<String> variables = new ArrayList<>(inputs);
    IntStream.range(0, tables.size()).forEach(t -> variables.add(TABLE + t));
    List<Tape> tapes =
        formulas.stream()
            .map(f -> LearnedFunction.replaced(f, table -> column(tables.indexOf(table))))
            .map(f -> Tape.of(withOffset(f), variables))
            .collect(Collectors.toCollection(ArrayList::new));
    double[][] all = Arrays.copyOf(columns, variables.size() + 1);
    for (int t = 0; t < tables.size(); t++) {
      all[columns.length + t] = values(tables.get(t), inputs, columns);
    }
    all[variables.size()] = new double[columns[0].length];
    List<String> names = new ArrayList<>(variables);
    names.add(UNUSED);
    RowBlocks rows = new RowBlocks(new Dataset(names, all), variables, UNUSED);
    work.accept(new JointRefit(rows, tapes, targets));
    List<String> tableNames = variables.subList(inputs.size(), variables.size());
    List<Expr> contents = tables.stream().map(LearnedFunction::toExpr).toList();
    return tapes.stream()
        .map(t -> Expansion.substitute(t.toExpr(variables), tableNames, contents))
        .map(e -> Simplifier.removing().simplify(e))
        .toList();
  }

  private static Expr column(int table) {
    return Expr.variable(TABLE + table);
  }

  private static double[] values(LearnedFunction table, List<String> inputs, double[][] columns) {
    List<String> names = new ArrayList<>(inputs);
    names.add(UNUSED);
    double[][] all = Arrays.copyOf(columns, columns.length + 1);
    all[columns.length] = new double[columns[0].length];
    RowBlocks rows = new RowBlocks(new Dataset(names, all), inputs, UNUSED);
    Tape tape = Tape.of(table.toExpr(), inputs);
    double[] values = new double[rows.rows()];
    new BatchEvaluator(rows, tape.length()).evaluate(tape, values);
    return values;
  }

  /** A formula that is a sum with a constant, or one, has an offset already. */
  private static Expr withOffset(Expr formula) {
    boolean hasOne =
        formula instanceof Expr.Constant
            || (formula instanceof Expr.Apply(Operator operator, List<Expr> arguments)
                && (operator == Operator.ADD || operator == Operator.SUBTRACT)
                && arguments.stream().anyMatch(a -> a instanceof Expr.Constant));
    return hasOne ? formula : Expr.apply(Operator.ADD, formula, Expr.constant(0));
  }

  private double get(int c) {
    return tapes.get(constants.get(c)[0]).constantAt(constants.get(c)[1]);
  }

  private void set(int c, double value) {
    tapes.get(constants.get(c)[0]).setConstant(constants.get(c)[1], value);
  }

  private double[][] scores() {
    double[][] scores = new double[tapes.size()][];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = values(k);
    }
    return scores;
  }

  private double[] values(int k) {
    double[] values = new double[rows.rows()];
    evaluator.evaluate(tapes.get(k), values);
    return values;
  }

  /** {@return the mean cross-entropy; the probabilities are left in {@code p[class][row]}} */
  private double crossEntropy(double[][] scores, double[][] p) {
    int classes = scores.length;
    double sum = 0;
    double[] own = new double[classes];
    double[] q = new double[classes];
    for (int row = 0; row < rows.rows(); row++) {
      for (int k = 0; k < classes; k++) {
        own[k] = scores[k][row];
      }
      double log = Softmax.of(own, 0, 1, q);
      for (int k = 0; k < classes; k++) {
        p[k][row] = q[k];
        sum += targets[row * classes + k] * (log - own[k]);
      }
    }
    return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum / rows.rows();
  }

  /** Constants behind a rounded one make up for what rounding has cost. */
  private void round() {
    List<int[]> all = List.copyOf(constants);
    double[][] p = new double[tapes.size()][rows.rows()];
    double first = crossEntropy(scores(), p);
    for (int c = 0; c < all.size(); c++) {
      double value = get(0);
      double allowed = first * (1 + ROUNDING_LOSS * (c + 1) / all.size());
      int bits = 0;
      do {
        bits++;
        set(0, rounded(value, bits));
      } while (bits < MOST_BITS && !(crossEntropy(scores(), p) <= allowed));
      if (!(crossEntropy(scores(), p) <= allowed)) {
        set(0, value);
      }
      constants.removeFirst();
      descend(1);
    }
  }

  /** {@return the nearest number of so many significant bits} */
  static double rounded(double value, int bits) {
    double unit = Math.scalb(1.0, Math.getExponent(value) + 1 - bits);
    return value == 0 ? 0 : Math.rint(value / unit) * unit;
  }

  private void descend(int steps) {
    int n = constants.size();
    if (n == 0) {
      return;
    }
    int classes = tapes.size();
    double[][] p = new double[classes][rows.rows()];
    double loss = crossEntropy(scores(), p);
    double damping = FIRST_DAMPING;
    for (int step = 0; step < steps && Double.isFinite(loss); step++) {
      double[][] jacobian = jacobian();
      double[][] h = new double[n][n];
      double[] g = new double[n];
      for (int a = 0; a < n; a++) {
        int ka = constants.get(a)[0];
        for (int row = 0; row < rows.rows(); row++) {
          g[a] += jacobian[a][row] * (p[ka][row] - targets[row * classes + ka]);
        }
        for (int b = 0; b <= a; b++) {
          int kb = constants.get(b)[0];
          double sum = 0;
          for (int row = 0; row < rows.rows(); row++) {
            double curvature = (ka == kb ? p[ka][row] : 0) - p[ka][row] * p[kb][row];
            sum += jacobian[a][row] * jacobian[b][row] * curvature;
          }
          h[a][b] = sum;
          h[b][a] = sum;
        }
      }
      double[] kept = IntStream.range(0, n).mapToDouble(this::get).toArray();
      double next = Double.POSITIVE_INFINITY;
      while (damping <= LARGEST_DAMPING && !(next < loss)) {
        double[] move = NewtonStep.solve(h, g, damping);
        for (int c = 0; c < n; c++) {
          set(c, kept[c] - move[c]);
        }
        next = crossEntropy(scores(), p);
        damping *= next < loss ? DAMPING_DOWN : DAMPING_UP;
      }
      if (!(next < loss)) {
        for (int c = 0; c < n; c++) {
          set(c, kept[c]);
        }
        return;
      }
      boolean isDone = loss - next <= ENOUGH * loss;
      loss = next;
      if (isDone) {
        return;
      }
    }
  }

  /** {@return the derivative of the score of each constant's formula by it, in every row} */
  private double[][] jacobian() {
    double[][] jacobian = new double[constants.size()][];
    for (int c = 0; c < jacobian.length; c++) {
      double value = get(c);
      double step = STEP * Math.max(1, Math.abs(value));
      set(c, value + step);
      double[] above = values(constants.get(c)[0]);
      set(c, value - step);
      double[] below = values(constants.get(c)[0]);
      set(c, value);
      for (int row = 0; row < above.length; row++) {
        above[row] = (above[row] - below[row]) / (2 * step);
      }
      jacobian[c] = above;
    }
    return jacobian;
  }
}
