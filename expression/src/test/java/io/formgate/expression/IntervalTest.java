package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An operator's interval holds every value of the operator. */
class IntervalTest {
  private static final Interval ALL =
      new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private static double bound(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt(7) - 3;
      case 1 -> random.nextGaussian() * 1e-300;
      case 2 -> random.nextGaussian() * 1e300;
      case 3 -> random.nextGaussian() * 700;
      case 4 -> (random.nextInt(9) - 4) * Math.PI / 2;
      default -> random.nextGaussian() * Math.pow(10, random.nextInt(5) - 2);
    };
  }

  private static Interval interval(Random random) {
    double a = bound(random);
    double b = random.nextInt(8) == 0 ? a : bound(random);
    return new Interval(Math.min(a, b), Math.max(a, b));
  }

  private static double point(Interval in, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> in.lo();
      case 1 -> in.hi();
      case 2 -> in.clamp(Math.rint(random.nextGaussian()) * Math.PI / 2);
      default -> in.clamp(in.lo() + (in.hi() - in.lo()) * random.nextDouble());
    };
  }

  @Test
  void everyOperatorIsSound() {
    Random random = new Random(4);
    Map<Operator, Integer> compared = new EnumMap<>(Operator.class);
    for (Operator operator : Operator.values()) {
      for (int i = 0; i < 3_000; i++) {
        List<Interval> in = new ArrayList<>();
        for (int k = 0; k < operator.arity(); k++) {
          in.add(interval(random));
        }
        Interval out = operator.evaluate(in);
        if (out.isEmpty()) {
          assertThat(
                  (operator == Operator.SQRT && in.get(0).lo() < 0)
                      || (operator == Operator.DIVIDE && in.get(1).contains(0)))
              .as("%s of %s", operator, in)
              .isTrue();
          continue;
        }
        for (int p = 0; p < 6; p++) {
          double[] at = in.stream().mapToDouble(v -> point(v, random)).toArray();
          double value = operator.evaluate(at);
          assertThat(out.contains(value))
              .as("%s of %s at %s is %s outside %s", operator, in, List.of(at), value, out)
              .isTrue();
          compared.merge(operator, 1, Integer::sum);
        }
      }
    }
    assertThat(compared).hasSize(Operator.values().length);
    assertThat(compared.values()).allSatisfy(n -> assertThat(n).isGreaterThan(5_000));
    assertThat(compared.values().stream().mapToInt(n -> n).sum()).isGreaterThan(100_000);
  }

  @Test
  void intervalsAreTight() {
    assertThat(Operator.SIN.evaluate(List.of(new Interval(0, 1))).hi()).isLessThan(0.8415);
    assertThat(Operator.SIN.evaluate(List.of(new Interval(1, 2)))).isEqualTo(crest(1, 2));
    assertThat(Operator.COS.evaluate(List.of(new Interval(-1, 1))).hi()).isEqualTo(1);
    assertThat(Operator.COS.evaluate(List.of(new Interval(-1, 1))).lo()).isBetween(0.54, 0.5404);
    assertThat(Operator.COS.evaluate(List.of(new Interval(3, 4))).lo()).isEqualTo(-1);
    assertThat(Operator.SIN.evaluate(List.of(new Interval(4, 5))).lo()).isEqualTo(-1);
    assertThat(Operator.SIN.evaluate(List.of(new Interval(-10, 10))))
        .isEqualTo(new Interval(-1, 1));
    assertThat(Operator.COS.evaluate(List.of(ALL))).isEqualTo(new Interval(-1, 1));
    assertThat(Operator.SQUARE.evaluate(List.of(new Interval(-2, 1))).lo()).isZero();
    assertThat(Operator.COSH.evaluate(List.of(new Interval(-2, 1))).lo()).isEqualTo(1);
    assertThat(Operator.ABS.evaluate(List.of(new Interval(-2, 1)))).isEqualTo(new Interval(0, 2));
    assertThat(Operator.EXP.evaluate(List.of(new Interval(-2000, 0))).lo()).isZero();
    assertThat(Operator.NEGATE.evaluate(List.of(new Interval(-2, 1))))
        .isEqualTo(new Interval(-1, 2));
  }

  private static Interval crest(double lo, double hi) {
    double low = Math.min(StrictMath.sin(lo), StrictMath.sin(hi));
    return new Interval(Math.nextDown(Math.nextDown(Math.nextDown(low))), 1);
  }

  @Test
  void leavingTheDomainIsEmpty() {
    Interval one = Interval.of(1);
    for (Interval divisor :
        List.of(new Interval(-1, 1), Interval.of(0), new Interval(0, 1), new Interval(-1, -0.0))) {
      assertThat(Operator.DIVIDE.evaluate(List.of(one, divisor)).isEmpty()).isTrue();
    }
    assertThat(Operator.SQRT.evaluate(List.of(new Interval(-1e-300, 4))).isEmpty()).isTrue();
    assertThat(Operator.SQRT.evaluate(List.of(new Interval(0, 4))).lo()).isZero();
    assertThat(Operator.SQRT.evaluate(List.of(new Interval(-0.0, 4))).isEmpty()).isFalse();
  }

  @Test
  void emptyStaysEmpty() {
    List<Interval> others =
        List.of(Interval.EMPTY, Interval.of(0), Interval.of(2), new Interval(-1, 1), ALL);
    for (Operator operator : Operator.values()) {
      if (operator.arity() == 1) {
        assertThat(operator.evaluate(List.of(Interval.EMPTY)))
            .as("%s", operator)
            .isEqualTo(Interval.EMPTY);
        continue;
      }
      for (Interval other : others) {
        assertThat(operator.evaluate(List.of(Interval.EMPTY, other)))
            .as("%s of EMPTY and %s", operator, other)
            .isEqualTo(Interval.EMPTY);
        assertThat(operator.evaluate(List.of(other, Interval.EMPTY)))
            .as("%s of %s and EMPTY", operator, other)
            .isEqualTo(Interval.EMPTY);
      }
    }
  }

  @Test
  void infiniteBoundsKeepWhatIsKnown() {
    double inf = Double.POSITIVE_INFINITY;
    Interval positive = new Interval(1, inf);
    assertThat(Operator.ADD.evaluate(List.of(positive, positive)))
        .isEqualTo(new Interval(Math.nextDown(2.0), inf));
    assertThat(Operator.SUBTRACT.evaluate(List.of(positive, positive))).isEqualTo(ALL);
    assertThat(Operator.MULTIPLY.evaluate(List.of(positive, positive)))
        .isEqualTo(new Interval(Math.nextDown(1.0), inf));
    Interval nothing = Operator.MULTIPLY.evaluate(List.of(Interval.of(0), ALL));
    assertThat(nothing.contains(0)).isTrue();
    assertThat(nothing.magnitude()).isEqualTo(Double.MIN_VALUE);
    Interval ratio = Operator.DIVIDE.evaluate(List.of(positive, positive));
    assertThat(ratio).isEqualTo(new Interval(-Double.MIN_VALUE, inf));
    assertThat(Operator.MIN.evaluate(List.of(ALL, positive))).isEqualTo(ALL);
    assertThat(Operator.MAX.evaluate(List.of(ALL, positive))).isEqualTo(positive);
    assertThat(Operator.ADD.evaluate(List.of(Interval.of(1e308), Interval.of(1e308))))
        .isEqualTo(new Interval(Double.MAX_VALUE, inf));
    assertThat(Operator.EXP.evaluate(List.of(ALL))).isEqualTo(new Interval(0, inf));
    assertThat(Operator.COSH.evaluate(List.of(ALL))).isEqualTo(new Interval(1, inf));
    assertThat(Operator.SQUARE.evaluate(List.of(ALL))).isEqualTo(new Interval(0, inf));
    assertThat(Operator.ABS.evaluate(List.of(ALL))).isEqualTo(new Interval(0, inf));
  }

  @Test
  void measuresOfAnInterval() {
    Interval v = new Interval(-3, 2);
    assertThat(v.magnitude()).isEqualTo(3);
    assertThat(v.mignitude()).isZero();
    assertThat(new Interval(-3, -2).mignitude()).isEqualTo(2);
    assertThat(v.clamp(7)).isEqualTo(2);
    assertThat(v.clamp(-7)).isEqualTo(-3);
    assertThat(v.contains(new Interval(-3, 0))).isTrue();
    assertThat(v.contains(new Interval(-4, 0))).isFalse();
    assertThat(v.contains(Double.NaN)).isFalse();
    assertThat(v.isFinite()).isTrue();
    assertThat(ALL.isFinite()).isFalse();
    assertThat(Interval.EMPTY.isFinite()).isFalse();
    assertThatThrownBy(() -> new Interval(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Interval(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
