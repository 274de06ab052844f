package io.formgate.expression;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    Expr argument, double first, double step, double offset, List<Double> rises) {
  /** Name under which text calls it. */
  public static final String NAME = "tab";

  /** Fewest steps of a table that text shows as one. */
  public static final int LEAST_RISES = 2;

  /** Most steps. */
  public static final int MOST_RISES = 64;

  /** Arguments of the call before the rises. */
  private static final int FIXED_ARGUMENTS = 4;

  private static final int HASH_DIGITS = 8;
  private static final int POINTS_PER_STEP = 4;

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

  /** {@return the formula; steps that add nothing, and an offset of 0, are left out} */
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

  /** {@return the arguments of the call that text writes} */
  List<Expr> callArguments() {
    List<Expr> arguments = new ArrayList<>(List.of(argument));
    arguments.add(Expr.constant(first));
    arguments.add(Expr.constant(step));
    arguments.add(Expr.constant(offset));
    rises.forEach(rise -> arguments.add(Expr.constant(rise)));
    return arguments;
  }

  /**
   * {@return the tables of a formula, in the order of its text, each once}
   *
   * @param e the formula
   */
  public static List<LearnedTable> allOf(Expr e) {
    List<LearnedTable> tables = new ArrayList<>();
    List<Expr> open = new ArrayList<>(List.of(e));
    while (!open.isEmpty()) {
      Expr next = open.removeLast();
      Optional<LearnedTable> table = of(next);
      if (table.isPresent()) {
        if (!tables.contains(table.get())) {
          tables.add(table.get());
        }
        open.add(table.get().argument());
      } else {
        open.addAll(next.children().reversed());
      }
    }
    return tables;
  }

  /**
   * {@return the formula with a call by {@link #shortName} in the place of each table, for people}
   *
   * @param e a formula no deeper than {@link FormulaParser#MAX_DEPTH}
   */
  public static Expr named(Expr e) {
    return replaced(e, table -> new Expr.Call(table.shortName(), List.of(named(table.argument()))));
  }

  /**
   * {@return the formula with another in the place of each table}
   *
   * @param e a formula no deeper than {@link FormulaParser#MAX_DEPTH}
   * @param other what stands for a table
   */
  public static Expr replaced(Expr e, Function<LearnedTable, Expr> other) {
    Optional<LearnedTable> table = of(e);
    if (table.isPresent()) {
      return other.apply(table.get());
    }
    return switch (e) {
      case Expr.Constant c -> c;
      case Expr.Variable v -> v;
      case Expr.Apply(Operator operator, List<Expr> parts) ->
          new Expr.Apply(operator, parts.stream().map(p -> replaced(p, other)).toList());
      case Expr.Call(String name, List<Expr> parts) ->
          new Expr.Call(name, parts.stream().map(p -> replaced(p, other)).toList());
    };
  }

  /** {@return the name of its contents for people, such as {@code tab#09af3b21}} */
  public String shortName() {
    String text =
        first
            + " "
            + step
            + " "
            + offset
            + " "
            + rises.stream().map(String::valueOf).collect(Collectors.joining(" "));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return NAME + "#" + HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
