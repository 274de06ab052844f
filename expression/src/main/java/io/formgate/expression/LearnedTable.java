package io.formgate.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A function of one value that was learned from data: a circuit has one table for it.
 *
 * <p>It is a formula like all others, a sum of smooth steps at equal distances: {@code offset + sum
 * over k of rises[k] * sigmoid((u - (first + k*step)) * 2/step)}. Where it has steps it is nearly
 * linear between their places; outside of them it becomes constant. If no rise is negative it never
 * falls. Text writes the call {@code tab(u, first, step, offset, rises...)} in the formula's place.
 *
 * @param argument the value u
 * @param first place of the first step, a whole multiple of half of the distance
 * @param step distance of the steps, a power of two
 * @param offset value far below the first step
 * @param rises what each step adds, at least {@value #LEAST_RISES}, the first and the last not 0
 */
public record LearnedTable(
    Expr argument, double first, double step, double offset, List<Double> rises)
    implements LearnedFunction {
  /** Fewest steps of a table that text shows as one. */
  public static final int LEAST_RISES = 2;

  /** Most steps. */
  public static final int MOST_RISES = 64;

  /** Arguments of the call before the rises. */
  private static final int FIXED_ARGUMENTS = 4;

  private static final int POINTS_PER_STEP = 4;

  /** Cells of a step on each of which its values are bounded. */
  private static final int CELLS_PER_STEP = 64;

  /** Steps from a place on beyond which the values are bounded at once. */
  private static final int NEAR_STEPS = 4;

  /** The values of a step at the ends of cells, from as far below its place as may be asked. */
  private static final double[] STEP_VALUES = stepValues();

  private static final int STEP_PLACE = STEP_VALUES.length / 2;

  /** Roundings of a sum's terms and of the values of the steps, in parts of the largest sum. */
  private static final double ROUNDING = 0x1p-44;

  /** Checks the grid. */
  public LearnedTable {
    rises = List.copyOf(rises);
    if (!isGrid(first, step) || !hasEnds(rises)) {
      throw new IllegalArgumentException("no table: " + first + ", " + step + ", " + rises);
    }
  }

  /**
   * A point of a table.
   *
   * @param x argument
   * @param y value
   */
  public record Point(double x, double y) {}

  /**
   * {@return whether steps may stand at such places: then all places are exact}
   *
   * @param first place of the first
   * @param step their distance
   */
  public static boolean isGrid(double first, double step) {
    return step > 0
        && Double.isFinite(step)
        && Math.scalb(1.0, Math.getExponent(step)) == step
        && Math.abs(first / step) < 1L << 40
        && Math.rint(2 * (first / step)) == 2 * (first / step);
  }

  private static boolean hasEnds(List<Double> rises) {
    return rises.size() >= LEAST_RISES
        && rises.size() <= MOST_RISES
        && rises.getFirst() != 0
        && rises.getLast() != 0;
  }

  /**
   * {@return the formula of a step's place: what a step is of}
   *
   * @param argument the value
   * @param first place of the first step
   * @param step distance of the steps
   * @param k which step, from 0
   */
  public static Expr stepArgument(Expr argument, double first, double step, int k) {
    double factor = 2 / step;
    Expr scaled =
        factor == 1 ? argument : Expr.apply(Operator.MULTIPLY, argument, Expr.constant(factor));
    double place = 2 * (first / step + k);
    return place == 0 ? scaled : Expr.apply(Operator.SUBTRACT, scaled, Expr.constant(place));
  }

  /** Steps that add nothing, and an offset of 0, are left out. */
  @Override
  public Expr toExpr() {
    Expr sum = offset == 0 ? null : Expr.constant(offset);
    for (int k = 0; k < rises.size(); k++) {
      double rise = rises.get(k);
      if (rise == 0) {
        continue;
      }
      Expr smooth = Expr.apply(Operator.SIGMOID, stepArgument(argument, first, step, k));
      Expr term = rise == 1 ? smooth : Expr.apply(Operator.MULTIPLY, Expr.constant(rise), smooth);
      sum = sum == null ? term : Expr.apply(Operator.ADD, sum, term);
    }
    if (sum == null) {
      throw new IllegalStateException("a table has no step");
    }
    return sum;
  }

  /**
   * {@return the table that a formula is, if it is exactly that of one}
   *
   * @param e a formula
   */
  public static Optional<LearnedTable> of(Expr e) {
    if (!(e instanceof Expr.Apply(Operator top, _)) || top != Operator.ADD) {
      return Optional.empty();
    }
    List<Double> rises = new ArrayList<>();
    List<Double> places = new ArrayList<>();
    Expr scaled = null;
    double offset = 0;
    Expr left = e;
    while (left != null) {
      Expr term = left;
      if (left instanceof Expr.Apply(Operator op, List<Expr> parts) && op == Operator.ADD) {
        term = parts.get(1);
        left = parts.get(0);
      } else if (left instanceof Expr.Constant(double value)) {
        offset = value;
        break;
      } else {
        left = null;
      }
      double rise = 1;
      if (term instanceof Expr.Apply(Operator op, List<Expr> factors)
          && op == Operator.MULTIPLY
          && factors.get(0) instanceof Expr.Constant(double value)) {
        rise = value;
        term = factors.get(1);
      }
      if (!(term instanceof Expr.Apply(Operator op, List<Expr> inner)) || op != Operator.SIGMOID) {
        return Optional.empty();
      }
      Expr of = inner.getFirst();
      double place = 0;
      if (of instanceof Expr.Apply(Operator minus, List<Expr> parts)
          && minus == Operator.SUBTRACT
          && parts.get(1) instanceof Expr.Constant(double value)) {
        place = value;
        of = parts.get(0);
      }
      if (scaled != null && !scaled.equals(of)) {
        return Optional.empty();
      }
      scaled = of;
      rises.addFirst(rise);
      places.addFirst(place);
    }
    return scaled == null
        ? Optional.empty()
        : ofSteps(scaled, offset, rises, places).filter(table -> table.toExpr().equals(e));
  }

  private static Optional<LearnedTable> ofSteps(
      Expr scaled, double offset, List<Double> rises, List<Double> places) {
    Expr argument = scaled;
    double step = 2;
    if (scaled instanceof Expr.Apply(Operator op, List<Expr> parts)
        && op == Operator.MULTIPLY
        && parts.get(1) instanceof Expr.Constant(double factor)
        && isGrid(0, 2 / factor)) {
      argument = parts.get(0);
      step = 2 / factor;
    }
    double last = (places.getLast() - places.getFirst()) / 2;
    if (!(last >= 1 && last < MOST_RISES)) {
      return Optional.empty();
    }
    Double[] all = new Double[(int) last + 1];
    Arrays.fill(all, 0.0);
    for (int i = 0; i < rises.size(); i++) {
      double k = (places.get(i) - places.getFirst()) / 2;
      if (!(k >= 0 && k <= last) || Math.rint(k) != k) {
        return Optional.empty();
      }
      all[(int) k] = rises.get(i);
    }
    double first = places.getFirst() / 2 * step;
    List<Double> steps = List.of(all);
    return isGrid(first, step) && hasEnds(steps)
        ? Optional.of(new LearnedTable(argument, first, step, offset, steps))
        : Optional.empty();
  }

  /**
   * {@return the table of a call in text, if its numbers make one}
   *
   * @param arguments of the call
   */
  static Optional<LearnedTable> ofCall(List<Expr> arguments) {
    List<Double> numbers = new ArrayList<>();
    for (Expr e : arguments.subList(Math.min(1, arguments.size()), arguments.size())) {
      if (!(e instanceof Expr.Constant(double value))) {
        return Optional.empty();
      }
      numbers.add(value);
    }
    if (arguments.size() < FIXED_ARGUMENTS + LEAST_RISES) {
      return Optional.empty();
    }
    List<Double> rises = numbers.subList(FIXED_ARGUMENTS - 1, numbers.size());
    return isGrid(numbers.get(0), numbers.get(1)) && hasEnds(rises)
        ? Optional.of(
            new LearnedTable(
                arguments.getFirst(), numbers.get(0), numbers.get(1), numbers.get(2), rises))
        : Optional.empty();
  }

  @Override
  public List<Expr> of() {
    return List.of(argument);
  }

  @Override
  public List<Double> numbers() {
    List<Double> numbers = new ArrayList<>(List.of(first, step, offset));
    numbers.addAll(rises);
    return numbers;
  }

  /**
   * {@return the value}
   *
   * @param u the argument
   */
  public double at(double u) {
    double sum = offset;
    for (int k = 0; k < rises.size(); k++) {
      sum += rises.get(k) * Operator.SIGMOID.evaluate((u - (first + k * step)) * (2 / step));
    }
    return sum;
  }

  private static double[] stepValues() {
    int reach = (MOST_RISES + NEAR_STEPS) * CELLS_PER_STEP;
    double[] values = new double[2 * reach + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = Operator.SIGMOID.evaluate(2.0 * (i - reach) / CELLS_PER_STEP);
    }
    return values;
  }

  /**
   * {@return an interval that holds the values}, wider than need be by at most a few hundredths of
   * the largest rise. Where values go up and down it is narrower than the sum of the steps' ranges.
   *
   * @param of values of the argument, some of them
   */
  public Interval range(Interval of) {
    if (of.isEmpty()) {
      return of;
    }
    int least = -NEAR_STEPS * CELLS_PER_STEP;
    int most = (rises.size() - 1 + NEAR_STEPS) * CELLS_PER_STEP;
    double cell = step / CELLS_PER_STEP;
    // The outermost cells have no end.
    int from = (int) Math.clamp(Math.floor((of.lo() - first) / cell), least - 1, most);
    int to = (int) Math.clamp(Math.floor((of.hi() - first) / cell), least - 1, most);
    double lo = Double.POSITIVE_INFINITY;
    double hi = Double.NEGATIVE_INFINITY;
    double largest = Math.abs(offset);
    for (double rise : rises) {
      largest += Math.abs(rise);
    }
    for (int c = from; c <= to; c++) {
      double below = offset;
      double above = offset;
      for (int k = 0; k < rises.size(); k++) {
        int at = STEP_PLACE + c - k * CELLS_PER_STEP;
        double start = c < least ? 0 : STEP_VALUES[at];
        double end = c >= most ? 1 : STEP_VALUES[at + 1];
        double rise = rises.get(k);
        below += rise * (rise > 0 ? start : end);
        above += rise * (rise > 0 ? end : start);
      }
      lo = Math.min(lo, below);
      hi = Math.max(hi, above);
    }
    return new Interval(lo - ROUNDING * largest, hi + ROUNDING * largest);
  }

  /** {@return points from two steps below the first place to two above the last, four a step} */
  public List<Point> points() {
    List<Point> points = new ArrayList<>();
    int count = (rises.size() + 3) * POINTS_PER_STEP;
    for (int i = 0; i <= count; i++) {
      double x = first + (i / (double) POINTS_PER_STEP - 2) * step;
      points.add(new Point(x, at(x)));
    }
    return points;
  }
}
