package io.formgate.distill;

import io.formgate.expression.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses one formula for each class so that the classes of the largest scores are most often those
 * of a teacher: from the cheapest choice upwards, each step the exchange of one formula, or where
 * none gains, of two, that gains most agreement for its area. Subexpressions that formulas share
 * count once.
 */
public final class JointChoice {
  /** Exchanges that gain less are noise. */
  private static final double LEAST_GAIN = 1e-4;

  private final List<List<Option>> fronts;
  private final int[] teacher;

  /** Of each option the value in every row. */
  private final double[][][] values;

  private JointChoice(List<List<Option>> fronts, int[] teacher) {
    this.fronts = fronts;
    this.teacher = teacher;
    values =
        fronts.stream()
            .map(front ->
                front.stream()
                    .map(o -> o.values().stream().mapToDouble(Double::doubleValue).toArray())
                    .toArray(double[][]::new))
            .toArray(double[][][]::new);
  }

  /**
   * A formula that a class may have.
   *
   * @param formula the score
   * @param values of the score in every row
   * @param area of its circuit, in look-up tables or what counts as so many
   */
  public record Option(Expr formula, List<Double> values, double area) {
    /** Copies the list. */
    public Option {
      values = List.copyOf(values);
    }
  }

  /**
   * {@return choices of rising area and agreement: for each class an index into its front}
   *
   * @param fronts of the classes, none of them empty
   * @param teacher the class that the teacher gives each row
   */
  public static List<List<Integer>> path(List<List<Option>> fronts, int[] teacher) {
    return new JointChoice(fronts, teacher).path();
  }

  private List<List<Integer>> path() {
    int[] now = new int[fronts.size()];
    for (int k = 0; k < now.length; k++) {
      for (int i = 0; i < fronts.get(k).size(); i++) {
        now[k] = fronts.get(k).get(i).area() < fronts.get(k).get(now[k]).area() ? i : now[k];
      }
    }
    List<List<Integer>> path = new ArrayList<>();
    double agreement = agreement(now);
    double area = area(now);
    path.add(list(now));
    while (true) {
      int[] next = best(now, agreement, area, false);
      next = next == null ? best(now, agreement, area, true) : next;
      if (next == null) {
        return path;
      }
      now = next;
      agreement = agreement(now);
      area = area(now);
      path.add(list(now));
    }
  }

  /** The exchange that gains most for its area; null if none gains. */
  private int @org.jspecify.annotations.Nullable [] best(
      int[] now, double agreement, double area, boolean isOfTwo) {
    int[] best = null;
    double most = 0;
    for (int k = 0; k < now.length; k++) {
      for (int i = 0; i < fronts.get(k).size(); i++) {
        int[] one = now.clone();
        one[k] = i;
        for (int[] tried : isOfTwo ? exchanges(one, k) : List.of(one)) {
          double gain = agreement(tried) - agreement;
          double rate = gain / Math.max(1, area(tried) - area);
          if (gain > LEAST_GAIN && rate > most) {
            most = rate;
            best = tried;
          }
        }
      }
    }
    return best;
  }

  private List<int[]> exchanges(int[] one, int after) {
    List<int[]> all = new ArrayList<>();
    for (int k = after + 1; k < one.length; k++) {
      for (int i = 0; i < fronts.get(k).size(); i++) {
        int[] two = one.clone();
        two[k] = i;
        all.add(two);
      }
    }
    return all;
  }

  private static List<Integer> list(int[] choice) {
    return java.util.Arrays.stream(choice).boxed().toList();
  }

  private double agreement(int[] choice) {
    double[][] scores = new double[choice.length][];
    for (int k = 0; k < choice.length; k++) {
      scores[k] = values[k][choice[k]];
    }
    int same = 0;
    for (int row = 0; row < teacher.length; row++) {
      int best = 0;
      for (int k = 1; k < scores.length; k++) {
        best = scores[k][row] > scores[best][row] ? k : best;
      }
      same += best == teacher[row] ? 1 : 0;
    }
    return (double) same / teacher.length;
  }

  /**
   * The area of a formula is spread evenly over its operations; of an operation that several
   * formulas have the largest share counts.
   */
  private double area(int[] choice) {
    Map<Expr, Double> shares = new HashMap<>();
    for (int k = 0; k < choice.length; k++) {
      Option option = fronts.get(k).get(choice[k]);
      Set<Expr> operations = new HashSet<>();
      collect(option.formula(), operations);
      for (Expr operation : operations) {
        shares.merge(operation, option.area() / operations.size(), Math::max);
      }
    }
    // Hash order decides nothing: sums of sorted numbers are the same in every run.
    return shares.values().stream().mapToDouble(Double::doubleValue).sorted().sum();
  }

  private static void collect(Expr formula, Set<Expr> into) {
    if (formula instanceof Expr.Apply(_, List<Expr> arguments) && into.add(formula)) {
      arguments.forEach(a -> collect(a, into));
    }
  }
}
