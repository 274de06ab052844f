package io.formgate.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A function of two values that was learned from data: each value has a narrow code, and each pair
 * of codes an entry. A circuit has one table for it, and an encoder for each value.
 *
 * <p>It is a formula like all others, choices by comparisons of the first value and, within each,
 * of the second one. Text writes the call {@code tab(u, v, m, n, cuts of u..., cuts of v...,
 * entries...)} in the formula's place, m and n being the numbers of codes.
 *
 * @param first codes of the first value
 * @param second codes of the second value, another one
 * @param entries the values: that of the codes i and j stands at place i*n + j
 */
public record PairTable(Encoder first, Encoder second, List<Double> entries)
    implements LearnedFunction {
  /** Fewest codes of a value. */
  public static final int LEAST_CODES = 2;

  /** Most codes of a value: three bits. */
  public static final int MOST_CODES = 8;

  /** Numbers of the call before the cuts. */
  private static final int FIXED_NUMBERS = 2;

  /** Checks the number of entries. */
  public PairTable {
    entries = List.copyOf(entries);
    if (entries.size() != first.codes() * second.codes()
        || !entries.stream().allMatch(Double::isFinite)
        || first.argument().equals(second.argument())) {
      throw new IllegalArgumentException(entries + " for codes of " + first + " and of " + second);
    }
  }

  /**
   * The codes of a value: 0 below the first cut, and one more from each cut on.
   *
   * @param argument the value
   * @param cuts in rising order
   */
  public record Encoder(Expr argument, List<Double> cuts) {
    /** Checks the order. */
    public Encoder {
      cuts = List.copyOf(cuts);
      if (!areCuts(cuts)) {
        throw new IllegalArgumentException("no cuts: " + cuts);
      }
    }

    private static boolean areCuts(List<Double> cuts) {
      boolean rising = cuts.stream().allMatch(Double::isFinite);
      for (int i = 1; i < cuts.size(); i++) {
        rising &= cuts.get(i - 1) < cuts.get(i);
      }
      return rising && cuts.size() >= LEAST_CODES - 1 && cuts.size() < MOST_CODES;
    }

    /** {@return the number of codes} */
    public int codes() {
      return cuts.size() + 1;
    }

    /**
     * {@return the code of a value}
     *
     * @param u the value
     */
    public int code(double u) {
      return (int) cuts.stream().filter(cut -> cut <= u).count();
    }
  }

  @Override
  public List<Expr> of() {
    return List.of(first.argument(), second.argument());
  }

  @Override
  public List<Double> numbers() {
    List<Double> numbers = new ArrayList<>();
    numbers.add((double) first.codes());
    numbers.add((double) second.codes());
    numbers.addAll(first.cuts());
    numbers.addAll(second.cuts());
    numbers.addAll(entries);
    return numbers;
  }

  @Override
  public Expr toExpr() {
    return grid(first, second, i -> Expr.constant(entries.get(i)));
  }

  /**
   * {@return the formula of a grid of two values' codes}
   *
   * @param first codes of the first value
   * @param second codes of the second value
   * @param entry what stands at each place
   */
  public static Expr grid(Encoder first, Encoder second, IntFunction<Expr> entry) {
    int n = second.codes();
    return choice(first, 0, first.codes(), i -> choice(second, 0, n, j -> entry.apply(i * n + j)));
  }

  /** Halves the codes from one to before another, by the cut between the halves. */
  private static Expr choice(Encoder by, int from, int to, IntFunction<Expr> leaf) {
    if (to - from == 1) {
      return leaf.apply(from);
    }
    int middle = (from + to) / 2;
    Expr below = Expr.apply(Operator.LESS, by.argument(), Expr.constant(by.cuts().get(middle - 1)));
    return Expr.apply(
        Operator.COND, below, choice(by, from, middle, leaf), choice(by, middle, to, leaf));
  }

  /**
   * {@return the table that a formula is, if it is exactly that of one}
   *
   * @param e a formula
   */
  public static Optional<PairTable> of(Expr e) {
    Optional<Codes> rows = Codes.of(e);
    Optional<Codes> columns = rows.flatMap(r -> Codes.of(r.leaves().getFirst()));
    if (rows.isEmpty() || columns.isEmpty()) {
      return Optional.empty();
    }
    List<Double> entries = new ArrayList<>();
    for (Expr leaf : rows.get().leaves()) {
      Optional<Codes> row = Codes.of(leaf);
      if (row.isEmpty()
          || !row.get().cuts().equals(columns.get().cuts())
          || !row.get().argument().equals(columns.get().argument())) {
        return Optional.empty();
      }
      for (Expr entry : row.get().leaves()) {
        if (!(entry instanceof Expr.Constant(double value)) || !Double.isFinite(value)) {
          return Optional.empty();
        }
        entries.add(value);
      }
    }
    return Optional.of(new PairTable(rows.get().encoder(), columns.get().encoder(), entries))
        .filter(table -> table.toExpr().equals(e));
  }

  /** Choices by comparisons of one value, and what stands between the cuts. */
  private record Codes(Expr argument, List<Double> cuts, List<Expr> leaves) {
    static Optional<Codes> of(Expr e) {
      Optional<Expr> argument = compared(e);
      if (argument.isEmpty()) {
        return Optional.empty();
      }
      Codes codes = new Codes(argument.get(), new ArrayList<>(), new ArrayList<>());
      boolean isWhole = codes.read(e, 0);
      return isWhole && Encoder.areCuts(codes.cuts) ? Optional.of(codes) : Optional.empty();
    }

    private static Optional<Expr> compared(Expr e) {
      return e instanceof Expr.Apply(Operator top, List<Expr> parts)
              && top == Operator.COND
              && parts.getFirst() instanceof Expr.Apply(Operator less, List<Expr> sides)
              && less == Operator.LESS
              && sides.get(1) instanceof Expr.Constant
          ? Optional.of(sides.get(0))
          : Optional.empty();
    }

    /** {@return whether there are no more codes than a table has} */
    private boolean read(Expr e, int depth) {
      if (depth > MOST_CODES || leaves.size() >= MOST_CODES) {
        return false;
      }
      if (e instanceof Expr.Apply(_, List<Expr> parts)
          && compared(e).filter(argument::equals).isPresent()
          && parts.getFirst().children().get(1) instanceof Expr.Constant(double cut)) {
        if (!read(parts.get(1), depth + 1)) {
          return false;
        }
        cuts.add(cut);
        return read(parts.get(2), depth + 1);
      }
      leaves.add(e);
      return true;
    }

    Encoder encoder() {
      return new Encoder(argument, cuts);
    }
  }

  /**
   * {@return the table of a call in text, if its numbers make one}
   *
   * @param arguments of the call
   */
  static Optional<PairTable> ofCall(List<Expr> arguments) {
    List<Double> numbers = new ArrayList<>();
    for (Expr e : arguments.subList(2, arguments.size())) {
      if (!(e instanceof Expr.Constant(double value))) {
        return Optional.empty();
      }
      numbers.add(value);
    }
    if (numbers.size() < FIXED_NUMBERS || !areCodes(numbers.get(0)) || !areCodes(numbers.get(1))) {
      return Optional.empty();
    }
    int m = (int) (double) numbers.get(0);
    int n = (int) (double) numbers.get(1);
    int entries = FIXED_NUMBERS + m - 1 + n - 1;
    if (numbers.size() != entries + m * n || arguments.get(0).equals(arguments.get(1))) {
      return Optional.empty();
    }
    List<Double> firstCuts = numbers.subList(FIXED_NUMBERS, FIXED_NUMBERS + m - 1);
    List<Double> secondCuts = numbers.subList(FIXED_NUMBERS + m - 1, entries);
    return Encoder.areCuts(firstCuts) && Encoder.areCuts(secondCuts)
        ? Optional.of(
            new PairTable(
                new Encoder(arguments.get(0), firstCuts),
                new Encoder(arguments.get(1), secondCuts),
                numbers.subList(entries, numbers.size())))
        : Optional.empty();
  }

  private static boolean areCodes(double number) {
    return number >= LEAST_CODES && number <= MOST_CODES && Math.rint(number) == number;
  }

  /**
   * {@return the value}
   *
   * @param u the first argument
   * @param v the second argument
   */
  public double at(double u, double v) {
    return entries.get(first.code(u) * second.codes() + second.code(v));
  }

  /**
   * A part of the plane in which the table has one value; outer ones have no end on one side.
   *
   * @param firstFrom from where on the first argument has the code, or minus infinity
   * @param secondFrom from where on the second argument has the code, or minus infinity
   * @param value the entry
   */
  public record Cell(double firstFrom, double secondFrom, double value) {}

  /** {@return the cells, in the order of the entries} */
  public List<Cell> cells() {
    int n = second.codes();
    return IntStream.range(0, entries.size())
        .mapToObj(i -> new Cell(from(first, i / n), from(second, i % n), entries.get(i)))
        .toList();
  }

  private static double from(Encoder encoder, int code) {
    return code == 0 ? Double.NEGATIVE_INFINITY : encoder.cuts().get(code - 1);
  }
}
