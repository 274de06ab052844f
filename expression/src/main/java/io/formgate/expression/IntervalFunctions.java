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
        : new Interval(f.applyAsDouble(v.lo()), f.applyAsDouble(v.hi()));
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
    return bounded(v.negate(), x -> org.apache.commons.numbers.gamma.Erfc.value(-x), 0, 2);
  }

  /** Beyond its main hump sin(x)/x is no larger than 1/x. */
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
    double lowest = -0.21723362821123;
    double highestAfterHump = 0.1283745535259;
    if (a.lo() < 4) {
      double atLo = Interval.ofFunction(0, Math.max(0, RealFunctions.sinc(a.lo()))).hi();
      return new Interval(lowest, Math.min(1, Math.max(highestAfterHump, atLo)));
    }
    double bound = Math.nextUp(1 / a.lo());
    return new Interval(Math.max(lowest, -bound), bound);
  }

  static Interval pow(Interval x, Interval y) {
    if (x.isEmpty() || y.isEmpty()) {
      return Interval.EMPTY;
    }
    if (y.lo() == y.hi() && y.lo() == Math.rint(y.lo()) && Math.abs(y.lo()) < 1e15) {
      return wholePower(x, (long) y.lo());
    }
    if (x.lo() < 0 || (x.lo() == 0 && y.lo() < 0)) {
      return Interval.EMPTY;
    }
    // On x > 0 the power is monotone in each argument, so its extremes are at the corners.
    double a = StrictMath.pow(x.lo(), y.lo());
    double b = StrictMath.pow(x.lo(), y.hi());
    double c = StrictMath.pow(x.hi(), y.lo());
    double d = StrictMath.pow(x.hi(), y.hi());
    double low = Math.min(Math.min(a, b), Math.min(c, d));
    double high = Math.max(Math.max(a, b), Math.max(c, d));
    if (Double.isNaN(low) || Double.isNaN(high) || !x.isFinite() || !y.isFinite()) {
      return new Interval(0, Double.POSITIVE_INFINITY);
    }
    // 0^0 is 1, but 0 to any power above 0 is 0.
    double floor = x.lo() == 0 && y.hi() > 0 ? 0 : low;
    return Interval.ofFunction(floor, high).max(Interval.of(0));
  }

  private static Interval wholePower(Interval x, long n) {
    if (n == 0) {
      return TRUE;
    }
    if (n < 0 && x.contains(0)) {
      return Interval.EMPTY;
    }
    Interval base = n % 2 == 0 ? x.abs() : x;
    double atLo = StrictMath.pow(base.lo(), (double) n);
    double atHi = StrictMath.pow(base.hi(), (double) n);
    Interval out = Interval.ofFunction(Math.min(atLo, atHi), Math.max(atLo, atHi));
    return n % 2 == 0 ? out.max(Interval.of(0)) : out;
  }

  static Interval mod(Interval x, Interval y) {
    if (x.isEmpty() || y.isEmpty() || y.contains(0)) {
      return Interval.EMPTY;
    }
    if (y.lo() == y.hi() && x.isFinite()) {
      double turn = Math.floor(x.lo() / y.lo());
      boolean sure = Math.abs(turn) < 1e6 && x.magnitude() < 1e6 * Math.abs(y.lo());
      double margin = 1e-9;
      if (sure
          && Math.floor(x.lo() / y.lo() - margin) == Math.floor(x.lo() / y.lo() + margin)
          && Math.floor(x.hi() / y.lo() - margin) == turn
          && Math.floor(x.hi() / y.lo() + margin) == turn) {
        return Interval.ofFunction(
            RealFunctions.mod(x.lo(), y.lo()), RealFunctions.mod(x.hi(), y.lo()));
      }
    }
    return new Interval(Math.min(0, y.lo()), Math.max(0, y.hi()));
  }

  static Interval atan2(Interval y, Interval x) {
    if (y.isEmpty() || x.isEmpty()) {
      return Interval.EMPTY;
    }
    boolean meetsCut = x.lo() <= 0 && y.lo() <= 0 && y.hi() >= 0;
    if (meetsCut || !x.isFinite() || !y.isFinite()) {
      double half = Math.nextUp(Math.PI);
      return new Interval(-half, half);
    }
    double a = StrictMath.atan2(y.lo(), x.lo());
    double b = StrictMath.atan2(y.lo(), x.hi());
    double c = StrictMath.atan2(y.hi(), x.lo());
    double d = StrictMath.atan2(y.hi(), x.hi());
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
