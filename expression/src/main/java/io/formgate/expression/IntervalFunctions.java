package io.formgate.expression;

import java.util.function.DoubleUnaryOperator;

/**
 * Interval rules of functions: every value on the arguments lies in the result, and the result is
 * {@link Interval#EMPTY} when an argument is or can leave the domain.
 */
final class IntervalFunctions {
  private static final Interval FALSE = Interval.of(0);
  private static final Interval TRUE = Interval.of(1);
  private static final Interval EITHER = new Interval(0, 1);

  private IntervalFunctions() {}

  static Interval increasing(Interval v, DoubleUnaryOperator f) {
    return v.isEmpty()
        ? Interval.EMPTY
        : Interval.ofFunction(f.applyAsDouble(v.lo()), f.applyAsDouble(v.hi()));
  }

  /** An increasing function with known bounds. */
  static Interval bounded(Interval v, DoubleUnaryOperator f, double lowest, double highest) {
    Interval out = increasing(v, f);
    return out.isEmpty()
        ? out
        : new Interval(
            Math.max(lowest, Math.min(out.lo(), highest)),
            Math.min(highest, Math.max(out.hi(), lowest)));
  }

  /** A function whose values are whole numbers, without rounding errors. */
  static Interval stepwise(Interval v, DoubleUnaryOperator f) {
    return v.isEmpty()
        ? Interval.EMPTY
        : new Interval(f.applyAsDouble(v.lo()) + 0.0, f.applyAsDouble(v.hi()) + 0.0);
  }

  static Interval sign(Interval v) {
    return stepwise(v, Math::signum);
  }

  static Interval cube(Interval v) {
    return increasing(v, x -> x * x * x);
  }

  static Interval log(Interval v, DoubleUnaryOperator f) {
    return v.isEmpty() || v.lo() <= 0 ? Interval.EMPTY : increasing(v, f);
  }

  static Interval log1p(Interval v) {
    return v.isEmpty() || v.lo() <= -1 ? Interval.EMPTY : increasing(v, StrictMath::log1p);
  }

  /** Between two poles the tangent increases; a pole nearer than 1e-9 turns counts as inside. */
  static Interval tan(Interval v) {
    if (v.isEmpty() || !v.isFinite() || v.magnitude() > 1e6) {
      return Interval.EMPTY;
    }
    double margin = 1e-9;
    double from = v.lo() / Math.PI - 0.5 - margin;
    double to = v.hi() / Math.PI - 0.5 + margin;
    return Math.ceil(from) <= to ? Interval.EMPTY : increasing(v, StrictMath::tan);
  }

  static Interval asin(Interval v) {
    return isUnit(v) ? increasing(v, StrictMath::asin) : Interval.EMPTY;
  }

  static Interval acos(Interval v) {
    return isUnit(v)
        ? Interval.ofFunction(StrictMath.acos(v.hi()), StrictMath.acos(v.lo())).max(Interval.of(0))
        : Interval.EMPTY;
  }

  private static boolean isUnit(Interval v) {
    return !v.isEmpty() && v.lo() >= -1 && v.hi() <= 1;
  }

  static Interval acosh(Interval v) {
    return v.isEmpty() || v.lo() < 1
        ? Interval.EMPTY
        : increasing(v, RealFunctions::acosh).max(Interval.of(0));
  }

  static Interval atanh(Interval v) {
    return v.isEmpty() || v.lo() <= -1 || v.hi() >= 1
        ? Interval.EMPTY
        : increasing(v, RealFunctions::atanh);
  }

  static Interval erfc(Interval v) {
    return bounded(v.negate(), x -> ErrorFunction.erfc(-x), 0, 2);
  }

  /** Beyond its main hump sin(x)/x is no larger than 1/x and than the next crest. */
  static Interval sinc(Interval v) {
    if (v.isEmpty()) {
      return Interval.EMPTY;
    }
    Interval a = v.abs();
    if (a.hi() <= 4) {
      // It decreases from 0 to 4.4934, its first minimum.
      Interval hump = Interval.ofFunction(RealFunctions.sinc(a.hi()), RealFunctions.sinc(a.lo()));
      return hump.min(Interval.of(1));
    }
    // The values at the first minimum and at the maximum that follows it, at 7.7253.
    double lowest = -0.21723362821123;
    double crest = 0.12837455352590;
    if (a.lo() < 4) {
      double atLo = RealFunctions.sinc(a.lo());
      return new Interval(lowest, Math.clamp(Interval.ofFunction(atLo, atLo).hi(), crest, 1));
    }
    double bound = Math.nextUp(1 / a.lo());
    return new Interval(Math.max(lowest, -bound), Math.min(crest, bound));
  }

  static Interval pow(Interval x, Interval y) {
    if (x.isEmpty() || y.isEmpty()) {
      return Interval.EMPTY;
    }
    if (y.lo() == y.hi() && y.lo() == Math.rint(y.lo()) && y.isFinite()) {
      return wholePower(x, y.lo());
    }
    if (x.lo() < 0 || (x.lo() == 0 && y.lo() < 0)) {
      return Interval.EMPTY;
    }
    // On x > 0 the power is monotone in each argument, so its extremes are at the corners.
    double a = corner(x.lo(), y.lo());
    double b = corner(x.lo(), y.hi());
    double c = corner(x.hi(), y.lo());
    double d = corner(x.hi(), y.hi());
    double low = Math.min(Math.min(a, b), Math.min(c, d));
    double high = Math.max(Math.max(a, b), Math.max(c, d));
    // 0^0 is 1, but 0 to any power above 0 is 0.
    double floor = x.lo() == 0 && y.hi() > 0 ? 0 : low;
    return Interval.ofFunction(floor, high).max(Interval.of(0));
  }

  /** The library gives no value to 1 to the power of infinity, but 1 is the limit of all others. */
  private static double corner(double x, double y) {
    return x == 1 ? 1 : StrictMath.pow(Math.abs(x), y);
  }

  private static Interval wholePower(Interval x, double n) {
    if (n == 0) {
      return TRUE;
    }
    if (n < 0 && x.contains(0)) {
      return Interval.EMPTY;
    }
    boolean even = n % 2 == 0;
    Interval base = even ? x.abs() : x;
    double atLo = StrictMath.pow(base.lo() + 0.0, n);
    double atHi = StrictMath.pow(base.hi() + 0.0, n);
    Interval out = Interval.ofFunction(Math.min(atLo, atHi), Math.max(atLo, atHi));
    return even ? out.max(Interval.of(0)) : out;
  }

  /**
   * The remainder is exact but for one rounding, so two arguments less than the divisor apart lie
   * in the same turn if their remainders are in order; a hundredth of the divisor is left for the
   * rounding.
   */
  static Interval mod(Interval x, Interval y) {
    if (x.isEmpty() || y.isEmpty() || y.contains(0)) {
      return Interval.EMPTY;
    }
    if (y.lo() == y.hi() && x.isFinite() && x.hi() - x.lo() < 0.99 * Math.abs(y.lo())) {
      double atLo = RealFunctions.mod(x.lo(), y.lo());
      double atHi = RealFunctions.mod(x.hi(), y.lo());
      if (atLo <= atHi) {
        return Interval.ofFunction(atLo, atHi);
      }
    }
    // A remainder has the divisor's sign, and is no larger than an argument with the same sign.
    double lowest = x.hi() <= 0 ? Math.max(x.lo(), y.lo()) : y.lo();
    double highest = x.lo() >= 0 ? Math.min(x.hi(), y.hi()) : y.hi();
    return new Interval(Math.min(0, lowest), Math.max(0, highest));
  }

  /** Only to the left of the origin, where the ordinate becomes negative, it jumps. */
  static Interval atan2(Interval y, Interval x) {
    if (y.isEmpty() || x.isEmpty()) {
      return Interval.EMPTY;
    }
    if (x.lo() < 0 && y.lo() < 0 && y.hi() >= 0) {
      return Interval.ofFunction(-Math.PI, Math.PI);
    }
    double a = RealFunctions.atan2(y.lo(), x.lo());
    double b = RealFunctions.atan2(y.lo(), x.hi());
    double c = RealFunctions.atan2(y.hi(), x.lo());
    double d = RealFunctions.atan2(y.hi(), x.hi());
    return Interval.ofFunction(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
  }

  static Interval less(Interval a, Interval b) {
    return truth(a, b, a.hi() < b.lo(), a.lo() >= b.hi());
  }

  static Interval lessEqual(Interval a, Interval b) {
    return truth(a, b, a.hi() <= b.lo(), a.lo() > b.hi());
  }

  static Interval greater(Interval a, Interval b) {
    return less(b, a);
  }

  static Interval greaterEqual(Interval a, Interval b) {
    return lessEqual(b, a);
  }

  static Interval equal(Interval a, Interval b) {
    boolean one = a.lo() == a.hi() && b.lo() == b.hi() && a.lo() == b.lo();
    return truth(a, b, one, a.hi() < b.lo() || a.lo() > b.hi());
  }

  static Interval notEqual(Interval a, Interval b) {
    return not(equal(a, b));
  }

  static Interval and(Interval a, Interval b) {
    return truth(a, b, a.lo() > 0 && b.lo() > 0, a.hi() <= 0 || b.hi() <= 0);
  }

  static Interval or(Interval a, Interval b) {
    return truth(a, b, a.lo() > 0 || b.lo() > 0, a.hi() <= 0 && b.hi() <= 0);
  }

  static Interval not(Interval a) {
    return truth(a, a, a.hi() <= 0, a.lo() > 0);
  }

  private static Interval truth(Interval a, Interval b, boolean always, boolean never) {
    if (a.isEmpty() || b.isEmpty()) {
      return Interval.EMPTY;
    }
    return always ? TRUE : never ? FALSE : EITHER;
  }

  /** The branch that is never taken need not be defined. */
  static Interval cond(Interval condition, Interval ifTrue, Interval ifNot) {
    if (condition.isEmpty()) {
      return Interval.EMPTY;
    }
    if (condition.lo() > 0) {
      return ifTrue;
    }
    if (condition.hi() <= 0) {
      return ifNot;
    }
    return ifTrue.isEmpty() || ifNot.isEmpty()
        ? Interval.EMPTY
        : new Interval(Math.min(ifTrue.lo(), ifNot.lo()), Math.max(ifTrue.hi(), ifNot.hi()));
  }
}
