package io.formgate.expression;

/**
 * A closed interval of real numbers, rounded outwards by every operation.
 *
 * <p>{@link #EMPTY} stands for "no value is defined" and is the result of an operation whose
 * argument can leave the domain. Bounds are finite or infinite, never NaN except in EMPTY.
 *
 * @param lo lower bound
 * @param hi upper bound
 */
public record Interval(double lo, double hi) {
  /** The result of an operation that may be undefined. */
  public static final Interval EMPTY = new Interval(Double.NaN, Double.NaN);

  /**
   * Units in the last place between a function's value as computed at a bound and one inside, which
   * may be off to the other side: twice the 4 ulp within which {@code RealFunctionsTest} holds
   * {@link ErrorFunction}; {@link RealFunctions} and the library are better.
   */
  static final int FUNCTION_ERROR_ULP = 8;

  private static final long INFINITE_BITS = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

  /** Checks the order of the bounds. */
  public Interval {
    if (lo > hi || Double.isNaN(lo) != Double.isNaN(hi)) {
      throw new IllegalArgumentException("no interval [" + lo + ", " + hi + "]");
    }
  }

  /**
   * {@return the interval of one value}
   *
   * @param value the value
   */
  public static Interval of(double value) {
    return new Interval(value, value);
  }

  /**
   * {@return the interval between two values of a library function, widened by its error}
   *
   * @param atLo smallest value as computed
   * @param atHi largest value as computed
   */
  static Interval ofFunction(double atLo, double atHi) {
    return outward(atLo, atHi, FUNCTION_ERROR_ULP);
  }

  /** {@return whether this is {@link #EMPTY}} */
  public boolean isEmpty() {
    return Double.isNaN(lo);
  }

  /** {@return whether both bounds are finite} */
  public boolean isFinite() {
    return Double.isFinite(lo) && Double.isFinite(hi);
  }

  /**
   * {@return whether a value lies in the interval}
   *
   * @param value the value
   */
  public boolean contains(double value) {
    return lo <= value && value <= hi;
  }

  /**
   * {@return whether another interval lies in this one}
   *
   * @param other the other
   */
  public boolean contains(Interval other) {
    return lo <= other.lo && other.hi <= hi;
  }

  /** {@return the largest absolute value} */
  public double magnitude() {
    return Math.max(Math.abs(lo), Math.abs(hi));
  }

  /** {@return the smallest absolute value} */
  public double mignitude() {
    return lo <= 0 && hi >= 0 ? 0 : Math.min(Math.abs(lo), Math.abs(hi));
  }

  /**
   * {@return the value moved to the nearest one in the interval}
   *
   * @param value the value
   */
  public double clamp(double value) {
    return Math.max(lo, Math.min(hi, value));
  }

  Interval add(Interval o) {
    return outward(lo + o.lo, hi + o.hi, 1);
  }

  Interval subtract(Interval o) {
    return outward(lo - o.hi, hi - o.lo, 1);
  }

  Interval multiply(Interval o) {
    if (isEmpty() || o.isEmpty()) {
      return EMPTY;
    }
    return hull(product(lo, o.lo), product(lo, o.hi), product(hi, o.lo), product(hi, o.hi));
  }

  Interval divide(Interval o) {
    if (isEmpty() || o.isEmpty() || o.contains(0)) {
      return EMPTY;
    }
    return hull(quotient(lo, o.lo), quotient(lo, o.hi), quotient(hi, o.lo), quotient(hi, o.hi));
  }

  Interval negate() {
    return isEmpty() ? EMPTY : new Interval(-hi, -lo);
  }

  Interval abs() {
    return isEmpty() ? EMPTY : new Interval(mignitude(), magnitude());
  }

  Interval square() {
    if (isEmpty()) {
      return EMPTY;
    }
    Interval a = abs();
    return new Interval(Math.max(0, Math.nextDown(a.lo * a.lo)), Math.nextUp(a.hi * a.hi));
  }

  Interval sqrt() {
    if (isEmpty() || lo < 0) {
      return EMPTY;
    }
    return new Interval(Math.max(0, Math.nextDown(Math.sqrt(lo))), Math.nextUp(Math.sqrt(hi)));
  }

  Interval min(Interval o) {
    return isEmpty() || o.isEmpty() ? EMPTY : new Interval(Math.min(lo, o.lo), Math.min(hi, o.hi));
  }

  Interval max(Interval o) {
    return isEmpty() || o.isEmpty() ? EMPTY : new Interval(Math.max(lo, o.lo), Math.max(hi, o.hi));
  }

  Interval exp() {
    if (isEmpty()) {
      return EMPTY;
    }
    Interval out = outward(StrictMath.exp(lo), StrictMath.exp(hi), FUNCTION_ERROR_ULP);
    return new Interval(Math.max(0, out.lo), out.hi);
  }

  Interval cosh() {
    if (isEmpty()) {
      return EMPTY;
    }
    Interval out =
        outward(StrictMath.cosh(mignitude()), StrictMath.cosh(magnitude()), FUNCTION_ERROR_ULP);
    return new Interval(Math.max(1, out.lo), out.hi);
  }

  Interval sin() {
    return isEmpty() ? EMPTY : wave(StrictMath.sin(lo), StrictMath.sin(hi), 0.25);
  }

  Interval cos() {
    return isEmpty() ? EMPTY : wave(StrictMath.cos(lo), StrictMath.cos(hi), 0);
  }

  /**
   * Range of a sinusoid from its values at the bounds: it reaches 1 at {@code crestTurns} plus any
   * whole turn. Near a crest the test is generous by 1e-9 turns, which can only widen the result.
   */
  private Interval wave(double atLo, double atHi, double crestTurns) {
    double turns = 2 * Math.PI;
    if (!isFinite() || hi - lo >= turns || magnitude() > 1e6) {
      return new Interval(-1, 1);
    }
    boolean crest = holdsWhole(lo / turns - crestTurns, hi / turns - crestTurns);
    boolean trough = holdsWhole(lo / turns - crestTurns - 0.5, hi / turns - crestTurns - 0.5);
    Interval ends = outward(Math.min(atLo, atHi), Math.max(atLo, atHi), FUNCTION_ERROR_ULP);
    return new Interval(trough ? -1 : Math.max(-1, ends.lo), crest ? 1 : Math.min(1, ends.hi));
  }

  private static boolean holdsWhole(double from, double to) {
    double margin = 1e-9;
    return Math.ceil(from - margin) <= to + margin;
  }

  private static double product(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
  }

  /** Infinite over infinite only stands for small ratios: the other corners give the large ones. */
  private static double quotient(double a, double b) {
    return Double.isInfinite(a) && Double.isInfinite(b) ? 0 : a / b;
  }

  private static Interval hull(double a, double b, double c, double d) {
    return outward(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)), 1);
  }

  /** Widens by a number of units in the last place; NaN bounds (of EMPTY arguments) give EMPTY. */
  private static Interval outward(double lo, double hi, int ulps) {
    if (Double.isNaN(lo) || Double.isNaN(hi)) {
      return EMPTY;
    }
    return new Interval(-above(-lo, ulps), above(hi, ulps));
  }

  /** The value a number of units in the last place above another. */
  private static double above(double value, int ulps) {
    long bits = Double.doubleToRawLongBits(value);
    long magnitude = bits & Long.MAX_VALUE;
    // Between zero and infinity, values of a sign are in the order of their bits.
    if (magnitude > ulps && magnitude < INFINITE_BITS - ulps) {
      return Double.longBitsToDouble(value > 0 ? bits + ulps : bits - ulps);
    }
    double up = value;
    for (int i = 0; i < ulps; i++) {
      up = Math.nextUp(up);
    }
    return up;
  }
}
