package io.formgate.hwcost;

import io.formgate.datapath.Role;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.List;
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

  private final CandidateGraph g;
  private final double[] lo;
  private final double[] hi;
  private final @Nullable Known[] functions = new Known[KNOWN];

  CandidateRanges(CandidateGraph graph) {
    g = graph;
    lo = graph.lo;
    hi = graph.hi;
  }

  /** Gives a vertex the values of its operation. */
  void find(int v, Role r) {
    int x = g.a[v];
    int y = g.arity[v] > 1 ? g.b[v] : x;
    switch (r) {
      case ADD -> set(v, lo[x] + lo[y], hi[x] + hi[y]);
      case SUBTRACT -> set(v, lo[x] - hi[y], hi[x] - lo[y]);
      case MULTIPLY -> setProduct(v, lo[x], hi[x], lo[y], hi[y]);
      case SQUARE -> {
        double m = g.magnitude(x);
        double least = g.leastMagnitude(x);
        set(v, least * least, m * m);
      }
      case NEGATE -> set(v, -hi[x], -lo[x]);
      case ABSOLUTE -> set(v, g.leastMagnitude(x), g.magnitude(x));
      case MINIMUM -> set(v, Math.min(lo[x], lo[y]), Math.min(hi[x], hi[y]));
      case MAXIMUM -> set(v, Math.max(lo[x], lo[y]), Math.max(hi[x], hi[y]));
      case SQUARE_ROOT -> set(v, Math.sqrt(Math.max(0, lo[x])), Math.sqrt(Math.max(0, hi[x])));
      case DIVIDE -> {
        double least = g.leastMagnitude(y);
        double largest = g.magnitude(y);
        if (least > 0) {
          boolean negative = hi[y] < 0;
          double p = 1 / least;
          double q = 1 / largest;
          setProduct(v, lo[x], hi[x], negative ? -p : q, negative ? -q : p);
        } else {
          set(v, Double.NaN, Double.NaN);
        }
      }
      case FLOOR -> set(v, Math.floor(lo[x]), Math.floor(hi[x]));
      case LESS -> set(v, 0, 1);
      case CHOICE -> set(v, Math.min(lo[g.b[v]], lo[g.c[v]]), Math.max(hi[g.b[v]], hi[g.c[v]]));
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE -> {
        Known known = function(g.operator[v], x, g.arity[v] == 1 ? CandidateGraph.NONE : y);
        g.slope[v] = known.slope;
        set(v, known.range.lo(), known.range.hi());
      }
    }
    if (!(lo[v] >= -LARGEST && hi[v] <= LARGEST)) {
      lo[v] = Double.isNaN(lo[v]) ? 0 : Math.clamp(lo[v], -LARGEST, LARGEST);
      hi[v] = Double.isNaN(hi[v]) ? 1 : Math.clamp(hi[v], -LARGEST, LARGEST);
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
  private Known function(Operator o, int x, int y) {
    double lo2 = y == CandidateGraph.NONE ? 0 : lo[y];
    double hi2 = y == CandidateGraph.NONE ? 0 : hi[y];
    long bits =
        Double.doubleToRawLongBits(lo[x])
            + 31 * Double.doubleToRawLongBits(hi[x])
            + 37 * Double.doubleToRawLongBits(lo2)
            + 41 * Double.doubleToRawLongBits(hi2);
    int place =
        (int) ((bits * GOLDEN) >>> (64 - KNOWN_BITS)) ^ (o.symbol().hashCode() & (KNOWN - 1));
    Known known = functions[place];
    if (known != null
        && known.operator == o
        && known.lo == lo[x]
        && known.hi == hi[x]
        && known.lo2 == lo2
        && known.hi2 == hi2) {
      return known;
    }
    Interval argument = new Interval(lo[x], hi[x]);
    Interval range =
        o.evaluate(
            y == CandidateGraph.NONE
                ? List.of(argument)
                : List.of(argument, new Interval(lo2, hi2)));
    Known made = new Known(o, lo[x], hi[x], lo2, hi2, range, steepest(o, x, y));
    functions[place] = made;
    return made;
  }

  /** {@return how much a function moves at most where the argument that varies moves by 1} */
  private double steepest(Operator o, int x, int y) {
    boolean second = y != CandidateGraph.NONE && g.isConstant(x);
    int varying = second ? y : x;
    double step = (hi[varying] - lo[varying]) / SLOPES;
    double other = y == CandidateGraph.NONE ? 0 : g.number[second ? x : y];
    double steepest = 0;
    double before = Double.NaN;
    double lastSlope = Double.NaN;
    for (int i = 0; i <= SLOPES; i++) {
      double at = lo[varying] + i * step;
      double value =
          y == CandidateGraph.NONE
              ? o.evaluate(at)
              : second ? o.evaluate(other, at) : o.evaluate(at, other);
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

  private void set(int v, double least, double most) {
    lo[v] = least;
    hi[v] = most;
  }

  private void setProduct(int v, double aLo, double aHi, double bLo, double bHi) {
    double p = aLo * bLo;
    double q = aLo * bHi;
    double r = aHi * bLo;
    double s = aHi * bHi;
    set(v, Math.min(Math.min(p, q), Math.min(r, s)), Math.max(Math.max(p, q), Math.max(r, s)));
  }
}
