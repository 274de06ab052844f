package io.formgate.hwcost;

import io.formgate.datapath.Role;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Real values of a candidate's vertices on the declared ranges, from those of their arguments. */
final class CandidateRanges {
  /** Parts of an argument's range on each of which the slope of a function is looked at. */
  private static final int SLOPES = 32;

  private static final int KNOWN_BITS = 9;
  private static final int KNOWN = 1 << KNOWN_BITS;

  /** 2^64 over the golden ratio: the upper bits of its multiples are evenly spread. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** What stands for the values of a formula that is not defined everywhere. */
  private static final double LARGEST = 0x1p40;

  private final @Nullable Known[] functions = new Known[KNOWN];

  /** Gives a vertex the values of its operation. */
  void find(CandidateVertex v, Role r) {
    CandidateVertex x = v.a;
    CandidateVertex y = v.b;
    switch (r) {
      case ADD -> set(v, x.lo + y.lo, x.hi + y.hi);
      case SUBTRACT -> set(v, x.lo - y.hi, x.hi - y.lo);
      case MULTIPLY -> setProduct(v, x.lo, x.hi, y.lo, y.hi);
      case SQUARE -> {
        double m = x.magnitude();
        double least = x.leastMagnitude();
        set(v, least * least, m * m);
      }
      case NEGATE -> set(v, -x.hi, -x.lo);
      case ABSOLUTE -> set(v, x.leastMagnitude(), x.magnitude());
      case MINIMUM -> set(v, Math.min(x.lo, y.lo), Math.min(x.hi, y.hi));
      case MAXIMUM -> set(v, Math.max(x.lo, y.lo), Math.max(x.hi, y.hi));
      case SQUARE_ROOT -> set(v, Math.sqrt(Math.max(0, x.lo)), Math.sqrt(Math.max(0, x.hi)));
      case DIVIDE -> {
        double least = y.leastMagnitude();
        double largest = y.magnitude();
        if (least > 0) {
          boolean negative = y.hi < 0;
          double p = 1 / least;
          double q = 1 / largest;
          setProduct(v, x.lo, x.hi, negative ? -p : q, negative ? -q : p);
        } else {
          set(v, Double.NaN, Double.NaN);
        }
      }
      case FLOOR -> set(v, Math.floor(x.lo), Math.floor(x.hi));
      case LESS -> set(v, 0, 1);
      case CHOICE -> set(v, Math.min(v.b.lo, v.c.lo), Math.max(v.b.hi, v.c.hi));
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE -> {
        Known known = function(v);
        v.slope = known.slope;
        set(v, known.range.lo(), known.range.hi());
      }
    }
    if (!(v.lo >= -LARGEST && v.hi <= LARGEST)) {
      v.lo = Double.isNaN(v.lo) ? 0 : Math.clamp(v.lo, -LARGEST, LARGEST);
      v.hi = Double.isNaN(v.hi) ? 1 : Math.clamp(v.hi, -LARGEST, LARGEST);
    }
  }

  private record Known(
      Operator operator,
      double lo,
      double hi,
      double lo2,
      double hi2,
      Interval range,
      double slope) {}

  /** The values of a function; most candidates hold the same few. */
  private Known function(CandidateVertex v) {
    Operator o = Objects.requireNonNull(v.operator);
    CandidateVertex x = v.a;
    boolean one = v.arity == 1;
    double lo2 = one ? 0 : v.b.lo;
    double hi2 = one ? 0 : v.b.hi;
    long bits =
        Double.doubleToRawLongBits(x.lo)
            + 31 * Double.doubleToRawLongBits(x.hi)
            + 37 * Double.doubleToRawLongBits(lo2)
            + 41 * Double.doubleToRawLongBits(hi2);
    int place =
        (int) ((bits * GOLDEN) >>> (64 - KNOWN_BITS)) ^ (o.symbol().hashCode() & (KNOWN - 1));
    Known known = functions[place];
    if (known != null
        && known.operator == o
        && known.lo == x.lo
        && known.hi == x.hi
        && known.lo2 == lo2
        && known.hi2 == hi2) {
      return known;
    }
    Interval argument = new Interval(x.lo, x.hi);
    Interval range =
        o.evaluate(one ? List.of(argument) : List.of(argument, new Interval(lo2, hi2)));
    Known made = new Known(o, x.lo, x.hi, lo2, hi2, range, steepest(o, v));
    functions[place] = made;
    return made;
  }

  /** {@return how much a function moves at most where the argument that varies moves by 1} */
  private static double steepest(Operator o, CandidateVertex v) {
    boolean one = v.arity == 1;
    boolean second = !one && v.a.constant;
    CandidateVertex varying = second ? v.b : v.a;
    double step = (varying.hi - varying.lo) / SLOPES;
    double other = one ? 0 : second ? v.a.number : v.b.number;
    double steepest = 0;
    double before = Double.NaN;
    double lastSlope = Double.NaN;
    for (int i = 0; i <= SLOPES; i++) {
      double at = varying.lo + i * step;
      double value = one ? o.evaluate(at) : second ? o.evaluate(other, at) : o.evaluate(at, other);
      double slope = Math.abs(value - before) / step;
      // At the end of a part the slope differs from the part's by half the difference to the next.
      double bend = i < 2 ? 0 : Math.abs(slope - lastSlope) / 2;
      if (Double.isFinite(slope + bend)) {
        steepest = Math.max(steepest, slope + bend);
      }
      before = value;
      lastSlope = slope;
    }
    return steepest;
  }

  private static void set(CandidateVertex v, double least, double most) {
    v.lo = least;
    v.hi = most;
  }

  private static void setProduct(
      CandidateVertex v, double aLo, double aHi, double bLo, double bHi) {
    double p = aLo * bLo;
    double q = aLo * bHi;
    double r = aHi * bLo;
    double s = aHi * bHi;
    set(v, Math.min(Math.min(p, q), Math.min(r, s)), Math.max(Math.max(p, q), Math.max(r, s)));
  }
}
