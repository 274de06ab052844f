package io.formgate.constraints;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.Set;

/**
 * Counts operators that make a difference on the data.
 *
 * <p>The simplifier drops what changes nothing for all numbers; {@code x + 1e-12*sin(x)} keeps a
 * sine that nobody can see. A node has influence if the prediction changes when the node's mean
 * over the rows takes its place: if the root mean square of the change is more than {@value
 * #THRESHOLD} of the root mean square of the prediction. The mean is the best constant for the
 * node, so that a node that is nearly constant has no influence either; the root mean square of the
 * prediction, and not its spread, is the scale, because a formula that is nearly constant as a
 * whole computes nothing with any node. {@value #THRESHOLD} is far below what a fit resolves and
 * far above the rounding of an evaluation. Nodes are replaced one at a time: of two that undo each
 * other both have influence.
 *
 * <p>Beside a prediction that is 0 on all rows every change counts. A change or prediction that is
 * not finite on some row counts, too: nothing shows then that the node can be spared.
 */
public final class Influence {
  /** Relative change of the prediction from which on a node counts. */
  public static final double THRESHOLD = 1e-6;

  private final RowBlocks data;
  private final List<String> columns;
  private final Set<String> inputs;

  /**
   * Takes the data.
   *
   * @param data rows
   * @param columns names of the input columns of the rows, in their order
   * @param inputs the columns that are inputs; operators count only above one of them
   */
  public Influence(RowBlocks data, List<String> columns, Set<String> inputs) {
    this.data = data;
    this.columns = List.copyOf(columns);
    this.inputs = Set.copyOf(inputs);
  }

  /**
   * {@return the number of nodes with one of some operators that have influence}
   *
   * @param e as {@link CountedForm} makes it, its variables are columns
   * @param operators that are counted
   */
  public int count(Expr e, Set<Operator> operators) {
    Tape tape = Tape.of(e, columns);
    BatchEvaluator evaluator = new BatchEvaluator(data, tape.length());
    double[] prediction = values(evaluator, tape);
    int count = 0;
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isOperator(i) && operators.contains(tape.operatorAt(i))) {
        int start = tape.subtreeStart(i);
        Tape node = new Tape(i + 1 - start);
        node.addAll(tape, start, i + 1);
        if (varies(node) && matters(evaluator, tape, start, i, node, prediction)) {
          count++;
        }
      }
    }
    return count;
  }

  /**
   * {@return whether an input has influence}
   *
   * @param e as {@link CountedForm} makes it, its variables are columns
   * @param input one of the columns
   */
  public boolean uses(Expr e, String input) {
    Tape tape = Tape.of(e, columns);
    int column = columns.indexOf(input);
    BatchEvaluator evaluator = new BatchEvaluator(data, tape.length());
    Tape variable = new Tape(1);
    variable.addVariable(column);
    double mean = mean(values(evaluator, variable));
    Tape replaced = new Tape(tape.length());
    boolean found = false;
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isVariable(i) && tape.variableAt(i) == column) {
        replaced.addConstant(mean);
        found = true;
      } else {
        replaced.addAll(tape, i, i + 1);
      }
    }
    return found && changes(evaluator, replaced, values(evaluator, tape));
  }

  private boolean varies(Tape node) {
    for (int i = 0; i < node.length(); i++) {
      if (node.isVariable(i) && inputs.contains(columns.get(node.variableAt(i)))) {
        return true;
      }
    }
    return false;
  }

  private boolean matters(
      BatchEvaluator evaluator, Tape tape, int start, int end, Tape node, double[] prediction) {
    double mean = mean(values(evaluator, node));
    if (!Double.isFinite(mean)) {
      return true;
    }
    Tape replaced = new Tape(tape.length());
    replaced.addAll(tape, 0, start);
    replaced.addConstant(mean);
    replaced.addAll(tape, end + 1, tape.length());
    return changes(evaluator, replaced, prediction);
  }

  private boolean changes(BatchEvaluator evaluator, Tape replaced, double[] prediction) {
    double[] change = values(evaluator, replaced);
    for (int r = 0; r < change.length; r++) {
      change[r] -= prediction[r];
    }
    // Written so that NaN counts.
    return !(rootMeanSquare(change) <= THRESHOLD * rootMeanSquare(prediction));
  }

  private double[] values(BatchEvaluator evaluator, Tape tape) {
    double[] out = new double[data.rows()];
    evaluator.evaluate(tape, out);
    return out;
  }

  /** A running mean: a sum could overflow. */
  private static double mean(double[] values) {
    double mean = 0;
    for (int r = 0; r < values.length; r++) {
      mean += (values[r] - mean) / (r + 1);
    }
    return mean;
  }

  /** {@return the root mean square, NaN if a value is not finite; scaled, as squares overflow} */
  private static double rootMeanSquare(double[] values) {
    double largest = 0;
    for (double v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    if (largest == 0 || !Double.isFinite(largest)) {
      return largest == 0 ? 0 : Double.NaN;
    }
    double sum = 0;
    for (double v : values) {
      sum += (v / largest) * (v / largest);
    }
    return largest * Math.sqrt(sum / values.length);
  }
}
