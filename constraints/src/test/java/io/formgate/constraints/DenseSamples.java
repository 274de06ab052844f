package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import io.formgate.expression.ReferenceEvaluator;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Compares a proved shape with values on many lines through the ranges. */
final class DenseSamples {
  private static final int LINES = 12;
  private static final int POINTS = 81;

  private DenseSamples() {}

  static void expectNoViolation(Constraint.Shape constraint, Expr e, Map<String, Interval> ranges) {
    Random random = new Random(1);
    for (int line = 0; line < LINES; line++) {
      Map<String, Double> at = new HashMap<>();
      ranges.forEach((name, range) -> {
        double part = Math.rint(8 * random.nextDouble()) / 8;
        at.put(name, range.lo() + part * (range.hi() - range.lo()));
      });
      switch (constraint) {
        case Constraint.OutputRange(Interval range) -> {
          double value = ReferenceEvaluator.evaluate(e, at);
          double rounding = 1e-9 * (1 + Math.abs(value));
          assertThat(value)
              .as("%s at %s", e, at)
              .isBetween(range.lo() - rounding, range.hi() + rounding);
        }
        case Constraint.Defined() ->
            assertThat(ReferenceEvaluator.evaluate(e, at)).as("%s at %s", e, at).isFinite();
        case Constraint.Monotone c -> {
          double[] values = values(e, at, c.variable(), ranges);
          for (int k = 1; k < POINTS; k++) {
            double rise = c.increasing() ? values[k] - values[k - 1] : values[k - 1] - values[k];
            assertThat(rise)
                .as("%s at %s", e, at)
                .isGreaterThanOrEqualTo(-1e-9 * (1 + Math.abs(values[k])));
          }
        }
        case Constraint.Curvature c -> {
          double[] values = values(e, at, c.variable(), ranges);
          for (int k = 1; k + 1 < POINTS; k++) {
            double bend = 0.5 * (values[k - 1] + values[k + 1]) - values[k];
            assertThat(c.convex() ? bend : -bend)
                .as("%s at %s", e, at)
                .isGreaterThanOrEqualTo(-1e-9 * (1 + Math.abs(values[k])));
          }
        }
        case Constraint.Parity c -> {
          Map<String, Double> other = new HashMap<>(at);
          other.computeIfPresent(c.variable(), (_, v) -> -v);
          expectSame(e, at, other, c.even() ? 1 : -1);
        }
        case Constraint.Symmetric c -> {
          Map<String, Double> other = new HashMap<>(at);
          other.put(c.first(), at.getOrDefault(c.second(), Double.NaN));
          other.put(c.second(), at.getOrDefault(c.first(), Double.NaN));
          expectSame(e, at, other, 1);
        }
      }
    }
  }

  private static double[] values(
      Expr e, Map<String, Double> base, String variable, Map<String, Interval> ranges) {
    Map<String, Double> at = new HashMap<>(base);
    Interval range = ranges.getOrDefault(variable, Interval.EMPTY);
    double[] values = new double[POINTS];
    for (int k = 0; k < POINTS; k++) {
      at.put(variable, range.lo() + (range.hi() - range.lo()) * k / (POINTS - 1));
      values[k] = ReferenceEvaluator.evaluate(e, at);
      assertThat(values[k]).as("%s at %s", e, at).isFinite();
    }
    return values;
  }

  /** Symmetry is proved where the formula is defined. */
  private static void expectSame(
      Expr e, Map<String, Double> at, Map<String, Double> other, int sign) {
    double one = ReferenceEvaluator.evaluate(e, at);
    double another = sign * ReferenceEvaluator.evaluate(e, other);
    if (Double.isFinite(one) && Double.isFinite(another)) {
      assertThat(Math.abs(one - another))
          .as("%s at %s", e, at)
          .isLessThanOrEqualTo(1e-9 * (1 + Math.abs(one)));
    }
  }
}
