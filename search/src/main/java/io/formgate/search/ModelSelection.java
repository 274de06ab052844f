package io.formgate.search;

import io.formgate.constraints.SelectionRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses a formula by loss and complexity alone. The rules {@code best}, {@code accuracy} and
 * {@code score} are those of PySR's {@code model_selection}.
 */
public final class ModelSelection {
  /** Largest loss that the rule {@code best} looks at, as a multiple of the smallest. */
  private static final double NEAR_BEST = 1.5;

  /** A loss that is smaller than this share of the largest counts as this share in a logarithm. */
  private static final double SMALLEST_SHARE = 1e-24;

  /**
   * A formula of the front.
   *
   * @param complexity 0 or more
   * @param loss finite
   */
  public record Point(double complexity, double loss) {}

  private ModelSelection() {}

  /**
   * {@return the place of the chosen point} Only points of a smaller loss than all of lower
   * complexity are chosen; where losses are negative, which only a user's own loss is, no logarithm
   * says anything, and {@code best} and {@code score} are {@code accuracy}.
   *
   * @param rule by loss and complexity; not {@code cycles}
   * @param points at least one
   */
  public static int choose(SelectionRule rule, List<Point> points) {
    List<Integer> front = front(points);
    List<Point> falling = front.stream().map(points::get).toList();
    int last = falling.size() - 1;
    boolean hasLogarithms = falling.getLast().loss() >= 0;
    int chosen =
        switch (rule) {
          case ACCURACY -> last;
          case SCORE -> hasLogarithms ? steepest(falling, Double.POSITIVE_INFINITY) : last;
          case BEST ->
              hasLogarithms ? steepest(falling, NEAR_BEST * falling.getLast().loss()) : last;
          case KNEE -> knee(falling, hasLogarithms);
          case CYCLES ->
              throw new IllegalArgumentException("the circuits decide, not the complexity");
        };
    return front.get(chosen);
  }

  /** {@return places of rising complexity and falling loss} */
  private static List<Integer> front(List<Point> points) {
    List<Integer> sorted = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      sorted.add(i);
    }
    sorted.sort(
        Comparator.<Integer>comparingDouble(i -> points.get(i).complexity())
            .thenComparingDouble(i -> points.get(i).loss()));
    List<Integer> front = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    for (int i : sorted) {
      if (points.get(i).loss() < least) {
        least = points.get(i).loss();
        front.add(i);
      }
    }
    return front;
  }

  /**
   * {@return the score of each point: the fall of the logarithm of the loss by complexity, from the
   * point before; 0 for the first, infinite for a loss of 0}
   *
   * @param falling of rising complexity and falling loss, none negative
   */
  static double[] scores(List<Point> falling) {
    double[] scores = new double[falling.size()];
    for (int i = 1; i < scores.length; i++) {
      Point before = falling.get(i - 1);
      Point point = falling.get(i);
      scores[i] =
          point.loss() == 0
              ? Double.POSITIVE_INFINITY
              : StrictMath.log(before.loss() / point.loss())
                  / (point.complexity() - before.complexity());
    }
    return scores;
  }

  /** {@return the first of the highest score among those of at most a loss} */
  private static int steepest(List<Point> falling, double largestLoss) {
    double[] scores = scores(falling);
    int best = -1;
    for (int i = 0; i < scores.length; i++) {
      if (falling.get(i).loss() <= largestLoss && (best < 0 || scores[i] > scores[best])) {
        best = i;
      }
    }
    return best;
  }

  /**
   * {@return the point farthest below the chord from the first to the last, both axes from 0 to 1;
   * the last of equal ones, so the most accurate if none lies below}
   */
  private static int knee(List<Point> falling, boolean logarithmic) {
    int last = falling.size() - 1;
    double[] height = new double[last + 1];
    double floor = SMALLEST_SHARE * falling.getFirst().loss();
    for (int i = 0; i <= last; i++) {
      double loss = falling.get(i).loss();
      height[i] = logarithmic ? StrictMath.log(Math.max(loss, floor)) : loss;
    }
    int best = last;
    double deepest = 0;
    for (int i = last - 1; i > 0; i--) {
      double x =
          (falling.get(i).complexity() - falling.getFirst().complexity())
              / (falling.get(last).complexity() - falling.getFirst().complexity());
      double y = (height[i] - height[last]) / (height[0] - height[last]);
      double below = 1 - x - y;
      if (below > deepest) {
        deepest = below;
        best = i;
      }
    }
    return best;
  }
}
