package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Replaces a subtree v by {@code log(exp(k*v) + 1)/k}, or with a minus sign: v where k v is large,
 * and something else where it is small.
 *
 * <p>Where the target is a logarithm, sums are of this form, with the k by which v, as it stands in
 * the formula, counts in the target. With any other k such a sum is no better than the term that it
 * takes the place of, and with an exponential that overflows it is no start for a fit; so k is
 * measured.
 */
final class SoftSwitch {
  /** Relative change for the derivative: near the square root of the rounding error of a double. */
  private static final double STEP = 1e-6;

  /** Largest argument whose exponential is finite, with room for a fit to move. */
  private static final double LARGEST = 690;

  private final Screen screen;
  private final List<Operator> operators;
  private final double[] moved;
  private final double[] value;
  private final Tape trial;

  /**
   * Makes it for one island and epoch.
   *
   * @param screen the sample; its state is overwritten
   * @param operators of the search
   * @param longest longest tape
   */
  SoftSwitch(Screen screen, List<Operator> operators, int longest) {
    this.screen = screen;
    this.operators = operators;
    moved = new double[screen.rows()];
    value = new double[screen.rows()];
    trial = new Tape(longest);
  }

  /**
   * Writes the shape with a random subtree replaced.
   *
   * @param shape not changed
   * @param child overwritten when the result is true
   * @param random the stream
   * @return whether the operators allow it and the result fits the child's capacity
   */
  boolean replace(Tape shape, Tape child, RandomGenerator random) {
    if (!operators.containsAll(List.of(Operator.EXP, Operator.LOG, Operator.MULTIPLY))
        || shape.length() + 8 > Math.min(child.capacity(), trial.capacity())
        || !screen.evaluate(shape)) {
      return false;
    }
    int at = random.nextInt(shape.length());
    double k = weight(shape, at) * (random.nextBoolean() ? 1 : -1);
    if (!(k != 0 && Double.isFinite(k) && Double.isFinite(1 / k))) {
      return false;
    }
    Operator sign = random.nextBoolean() ? Operator.ADD : Operator.SUBTRACT;
    if (!operators.contains(sign)) {
      return false;
    }
    child.clear();
    child.addAll(shape, 0, at + 1);
    child.addConstant(k);
    child.addOperator(Operator.MULTIPLY);
    child.addOperator(Operator.EXP);
    child.addConstant(1);
    child.addOperator(sign);
    child.addOperator(Operator.LOG);
    child.addConstant(1 / k);
    child.addOperator(Operator.MULTIPLY);
    child.addAll(shape, at + 1, shape.length());
    return true;
  }

  /**
   * {@return by how much what is fitted rises with a subtree, on average over the weighted rows}
   */
  private double weight(Tape shape, int at) {
    double slope = screen.isLogarithmic() ? 1 : screen.slope(Scaling.AFFINE);
    double[] base = screen.prediction().clone();
    trial.clear();
    trial.addAll(shape, shape.subtreeStart(at), at + 1);
    if (!screen.values(trial, value)) {
      return 0;
    }
    trial.clear();
    trial.addAll(shape, 0, at + 1);
    trial.addConstant(1 + STEP);
    trial.addOperator(Operator.MULTIPLY);
    trial.addAll(shape, at + 1, shape.length());
    if (!screen.fittedValues(trial, moved)) {
      return 0;
    }
    double largest = 0;
    double products = 0;
    double squares = 0;
    double[] weight = screen.weight();
    for (int r = 0; r < base.length; r++) {
      if (weight[r] == 0) {
        continue;
      }
      double change = slope * (moved[r] - base[r]) / STEP;
      products += weight[r] * (change * value[r]);
      squares += weight[r] * (value[r] * value[r]);
      largest = Math.max(largest, Math.abs(value[r]));
    }
    double k = products / squares;
    return Math.abs(k) * largest > LARGEST ? Math.signum(k) * LARGEST / largest : k;
  }
}
