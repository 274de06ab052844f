package io.formgate.constraints;

import io.formgate.constraints.ShapeVerdict.Status;
import io.formgate.constraints.ShapeVerdict.Witness;
import io.formgate.expression.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for points that violate a constraint on the shape of a formula.
 *
 * <p>Points are corners of the ranges and then the additive recurrence of M. Roberts, "The
 * Unreasonable Effectiveness of Quasirandom Sequences" (2018), which fills a box evenly in any
 * number of dimensions and from any number of points. Directions and curvature are looked for along
 * lines through such points.
 */
final class ShapeSampler {
  /**
   * Units in the last place of the largest intermediate value that rounding may amount to. An
   * operator adds a unit or a few; the exponential multiplies a relative error by its argument,
   * which is at most 709 before it overflows.
   */
  static final int ROUNDING_ULP = 1024;

  private static final Interval EVERYTHING =
      new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private static final int POINTS = 128;
  private static final int MAX_CORNERS = 16;

  /** The middle of all ranges, and what is nearest to the origin. */
  private static final int CENTRES = 2;

  private static final int DESCENT_ROUNDS = 24;
  private static final int LINES = 24;
  private static final int LINE_POINTS = 9;

  private final FormulaProgram program;
  private final List<String> names;
  private final List<Interval> ranges;
  private final double[] steps;
  private final int corners;
  private int points;
  private int undefined;
  private double scale;
  private double slack;
  private double worst;
  private @Nullable Witness witness;
  private @Nullable Witness undefinedAt;

  /**
   * Makes a sampler.
   *
   * @param program the formula
   * @param names of the variables of points
   * @param ranges of the variables
   */
  ShapeSampler(FormulaProgram program, List<String> names, List<Interval> ranges) {
    this.program = program;
    this.names = names;
    this.ranges = ranges;
    steps = new double[names.size()];
    double ratio = 1.5;
    for (int i = 0; i < 40; i++) {
      // The only solution above 1 of x^(d+1) = x + 1.
      ratio = Math.pow(1 + ratio, 1.0 / (names.size() + 1));
    }
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Math.pow(ratio, -(i + 1)) % 1;
    }
    corners = names.size() > 30 ? MAX_CORNERS : Math.min(MAX_CORNERS, 1 << names.size());
  }

  /** {@return what a difference from a value may be without being one} */
  static double slack(double largest) {
    return Double.isInfinite(largest) ? 0 : ROUNDING_ULP * Math.ulp(largest);
  }

  /** {@return the n-th point: first the corners, then the centres, then the sequence} */
  private double[] point(int n) {
    double[] at = new double[steps.length];
    for (int i = 0; i < at.length; i++) {
      Interval range = ranges.get(i);
      if (n < corners) {
        at[i] = between(range, (n >> Math.min(i, 30)) & 1);
      } else if (n == corners) {
        at[i] = between(range, 0.5);
      } else if (n == corners + 1) {
        at[i] = range.clamp(0);
      } else {
        at[i] = between(range, (0.5 + steps[i] * (n - corners - CENTRES + 1)) % 1);
      }
    }
    return at;
  }

  private static double between(Interval range, double part) {
    return range.clamp((1 - part) * range.lo() + part * range.hi());
  }

  /** {@return the value, NaN if it is not finite; the slack then is this point's} */
  private double evaluate(double[] at) {
    points++;
    double value = program.evaluate(at);
    if (!Double.isFinite(value)) {
      undefined++;
      if (undefinedAt == null) {
        undefinedAt = new Witness(named(at), value, Double.NaN);
      }
      return Double.NaN;
    }
    scale = Math.max(scale, Math.abs(value));
    // A part that is not taken may be undefined or infinite.
    slack = Double.isFinite(program.largest()) ? slack(program.largest()) : slack(value);
    return value;
  }

  private Map<String, Double> named(double[] at) {
    Map<String, Double> named = new HashMap<>();
    for (int i = 0; i < at.length; i++) {
      named.put(names.get(i), at[i]);
    }
    return named;
  }

  /** Takes note of a difference if it is a violation. */
  private void judge(double[] at, double value, double demanded, double excess, double allowed) {
    if (excess > allowed && excess > worst) {
      worst = excess;
      witness = new Witness(named(at), value, demanded);
    }
  }

  /**
   * {@return the verdict of the samples}
   *
   * @param constraint of the formula
   * @param boxes that were tried before
   */
  ShapeVerdict verdict(Constraint.Shape constraint, int boxes) {
    switch (constraint) {
      case Constraint.OutputRange(Interval range) -> outside(range);
      case Constraint.Defined() -> outside(EVERYTHING);
      case Constraint.Monotone c -> along(names.indexOf(c.variable()), c.increasing(), false);
      case Constraint.Curvature c -> along(names.indexOf(c.variable()), c.convex(), true);
      case Constraint.Parity c -> mirrored(names.indexOf(c.variable()), c.even() ? 1 : -1);
      case Constraint.Symmetric c -> swapped(names.indexOf(c.first()), names.indexOf(c.second()));
    }
    double unit =
        switch (constraint) {
          case Constraint.OutputRange(Interval range) -> size(range);
          case Constraint.Defined(),
              Constraint.Monotone _,
              Constraint.Curvature _,
              Constraint.Parity _,
              Constraint.Symmetric _ ->
              scale;
        };
    if (undefinedAt != null) {
      double distance = 1 + (double) undefined / points;
      return new ShapeVerdict(Status.UNDEFINED, distance, Optional.of(undefinedAt), points, boxes);
    }
    return witness == null
        ? new ShapeVerdict(Status.SAMPLED, 0, Optional.empty(), points, boxes)
        : new ShapeVerdict(
            Status.VIOLATED,
            Math.clamp(worst / unit, Double.MIN_VALUE, Double.MAX_VALUE),
            Optional.of(witness),
            points,
            boxes);
  }

  /** {@return the larger finite bound by magnitude, 1 if there is none but 0} */
  private static double size(Interval range) {
    double lo = Double.isInfinite(range.lo()) ? 0 : Math.abs(range.lo());
    double hi = Double.isInfinite(range.hi()) ? 0 : Math.abs(range.hi());
    return Math.max(lo, hi) > 0 ? Math.max(lo, hi) : 1;
  }

  /** Samples, and goes from the lowest and the highest point found further down and up. */
  private void outside(Interval range) {
    double[] lowest = point(0);
    double[] highest = lowest;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int n = 0; n < corners + CENTRES + POINTS; n++) {
      double[] at = point(n);
      double value = judged(at, range);
      if (value < low) {
        low = value;
        lowest = at;
      }
      if (value > high) {
        high = value;
        highest = at;
      }
    }
    descend(lowest, low, 1, range);
    descend(highest, high, -1, range);
  }

  private double judged(double[] at, Interval range) {
    double value = evaluate(at);
    double nearest = range.clamp(value);
    judge(at, value, nearest, Math.abs(value - nearest), Math.max(slack, slack(nearest)));
    return value;
  }

  /** Pattern search along the axes: steps that do not lead on are halved. */
  private void descend(double[] start, double startValue, int sign, Interval range) {
    double[] best = start.clone();
    double bestValue = startValue;
    double part = 0.25;
    for (int round = 0; round < DESCENT_ROUNDS; round++) {
      boolean moved = false;
      for (int i = 0; i < best.length; i++) {
        for (int side = -1; side <= 1; side += 2) {
          Interval r = ranges.get(i);
          double[] next = best.clone();
          next[i] = r.clamp(best[i] + side * part * (r.hi() - r.lo()));
          double value = next[i] == best[i] ? bestValue : judged(next, range);
          if (sign * value < sign * bestValue) {
            best = next;
            bestValue = value;
            moved = true;
          }
        }
      }
      part = moved ? part : part / 2;
    }
  }

  /** Falls between neighbours on a line, or bends between three of them. */
  private void along(int variable, boolean up, boolean curved) {
    List<double[]> line = new ArrayList<>();
    double[] values = new double[LINE_POINTS];
    double[] slacks = new double[LINE_POINTS];
    for (int n = 0; n < Math.min(corners, LINES / 2) + LINES; n++) {
      line.clear();
      double[] base = point(n < Math.min(corners, LINES / 2) ? n : corners + n);
      // Every second line covers the range, the others a part of it.
      Interval range = ranges.get(variable);
      double share = n % 2 == 0 ? 1 : 0.25;
      double start = n % 2 == 0 ? 0 : 0.75 * ((base[variable] - range.lo()) / width(range));
      for (int k = 0; k < LINE_POINTS; k++) {
        double[] at = base.clone();
        at[variable] = between(range, start + share * k / (LINE_POINTS - 1));
        line.add(at);
        values[k] = evaluate(at);
        slacks[k] = slack;
      }
      for (int k = 1; k < LINE_POINTS; k++) {
        if (!curved) {
          double fall = up ? values[k - 1] - values[k] : values[k] - values[k - 1];
          judge(line.get(k), values[k], values[k - 1], fall, Math.max(slacks[k - 1], slacks[k]));
        } else if (k + 1 < LINE_POINTS) {
          double x0 = line.get(k - 1)[variable];
          double x2 = line.get(k + 1)[variable];
          double part = x2 > x0 ? (line.get(k)[variable] - x0) / (x2 - x0) : 0.5;
          double chord = (1 - part) * values[k - 1] + part * values[k + 1];
          double bend = up ? values[k] - chord : chord - values[k];
          double allowed = Math.max(slacks[k], Math.max(slacks[k - 1], slacks[k + 1]));
          judge(line.get(k), values[k], chord, bend, allowed);
        }
      }
    }
  }

  private static double width(Interval range) {
    return range.hi() > range.lo() ? range.hi() - range.lo() : 1;
  }

  private void mirrored(int variable, int sign) {
    for (int n = 0; n < corners + CENTRES + POINTS; n++) {
      double[] at = point(n);
      double[] other = at.clone();
      other[variable] = -at[variable];
      compare(at, other, sign);
    }
  }

  private void swapped(int first, int second) {
    for (int n = 0; n < corners + CENTRES + POINTS; n++) {
      double[] at = point(n);
      double[] other = at.clone();
      other[first] = at[second];
      other[second] = at[first];
      compare(at, other, 1);
    }
  }

  private void compare(double[] at, double[] other, int sign) {
    double value = evaluate(at);
    double ownSlack = slack;
    double demanded = sign * evaluate(other);
    judge(at, value, demanded, Math.abs(value - demanded), Math.max(slack, ownSlack));
  }
}
