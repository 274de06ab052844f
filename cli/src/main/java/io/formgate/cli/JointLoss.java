package io.formgate.cli;

import io.formgate.constraints.HardwareBudget;
import io.formgate.constraints.Spec;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Softmax;
import io.formgate.expression.Tape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loss by which formulas of several outputs are chosen together: of classes with the
 * cross-entropy that of all scores, on the rows kept apart if there are any, with the soft costs of
 * the formulas; of other outputs each one's own.
 */
final class JointLoss {
  /** Passes over the outputs after which the choice stands; mostly two change nothing more. */
  private static final int MOST_PASSES = 10;

  private final Map<Tape, double[]> scores = new HashMap<>();
  private final int[] truth;
  private final double[] weights;
  private final List<Integer> rows;
  private final boolean isJoint;

  private JointLoss() {
    truth = new int[0];
    weights = new double[0];
    rows = List.of();
    isJoint = false;
  }

  /**
   * Evaluates all formulas of the fronts.
   *
   * @param spec the spec
   * @param data the rows
   * @param fronts of the classes, in their order
   */
  JointLoss(Spec spec, TrainingData data, List<List<FrontRow>> fronts) {
    truth = JointClasses.truth(spec, data);
    weights = data.weights().stream().mapToDouble(Double::doubleValue).toArray();
    rows = data.validation().isEmpty() ? data.training() : data.validation();
    isJoint = true;
    RowBlocks blocks = new RowBlocks(data.columns(), spec.inputNames(), spec.output().name());
    for (List<FrontRow> front : fronts) {
      for (FrontRow row : front) {
        double[] values = new double[blocks.rows()];
        Tape formula = row.entry().formula();
        new BatchEvaluator(blocks, formula.length()).evaluate(formula, values);
        scores.put(formula, values);
      }
    }
  }

  /** {@return the loss of outputs that are chosen each by itself} */
  static JointLoss separate() {
    return new JointLoss();
  }

  /** {@return the loss with one of the picks replaced} */
  double of(List<FrontRow> picks, int output, FrontRow by) {
    if (!isJoint) {
      return by.rankingLoss();
    }
    double[][] values = new double[picks.size()][];
    double soft = 0;
    for (int k = 0; k < values.length; k++) {
      FrontRow row = k == output ? by : picks.get(k);
      values[k] = values(row);
      soft += row.entry().softCost();
    }
    return Softmax.crossEntropy(values, truth, weights, rows) + soft;
  }

  private double[] values(FrontRow row) {
    double @Nullable [] values = scores.get(row.entry().formula());
    if (values == null) {
      throw new IllegalStateException("a formula of no front was picked");
    }
    return values;
  }

  /**
   * Applies the rule of the spec to each class in turn, with the joint loss beside the picks of the
   * others, until nothing changes.
   *
   * @param spec the spec
   * @param fronts of the classes
   * @param picks changed
   */
  void refine(Spec spec, List<List<FrontRow>> fronts, List<FrontRow> picks) {
    HardwareBudget budget = spec.hardware().budget();
    boolean changed = isJoint;
    for (int pass = 0; pass < MOST_PASSES && changed; pass++) {
      changed = false;
      for (int k = 0; k < picks.size(); k++) {
        int output = k;
        FrontRow next =
            FrontRow.pick(
                    spec.selection(),
                    fronts.get(k),
                    budget,
                    spec.complexity().mode(),
                    row -> of(picks, output, row))
                .orElseThrow();
        changed |= !next.equals(picks.get(k));
        picks.set(k, next);
      }
    }
  }
}
