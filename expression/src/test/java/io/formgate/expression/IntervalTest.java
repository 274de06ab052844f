package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
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

  /**
   * Where EMPTY is right: some point of the arguments is outside the domain, or so near to a pole
   * that the rule may not tell. An operator that is not listed has a value everywhere.
   */
  private static final Map<Operator, Predicate<List<Interval>>> LEAVES_DOMAIN =
      Map.ofEntries(
          Map.entry(Operator.DIVIDE, v -> v.get(1).contains(0)),
          Map.entry(Operator.MOD, v -> v.get(1).contains(0)),
          Map.entry(Operator.INVERSE, v -> v.get(0).contains(0)),
          Map.entry(Operator.LOG_ABS, v -> v.get(0).contains(0)),
          Map.entry(Operator.SQRT, v -> v.get(0).lo() < 0),
          Map.entry(Operator.LOG, v -> v.get(0).lo() <= 0),
          Map.entry(Operator.LOG2, v -> v.get(0).lo() <= 0),
          Map.entry(Operator.LOG10, v -> v.get(0).lo() <= 0),
          Map.entry(Operator.LOG1P, v -> v.get(0).lo() <= -1),
          Map.entry(Operator.ASIN, v -> v.get(0).magnitude() > 1),
          Map.entry(Operator.ACOS, v -> v.get(0).magnitude() > 1),
          Map.entry(Operator.ATANH, v -> v.get(0).magnitude() >= 1),
          Map.entry(Operator.ACOSH, v -> v.get(0).lo() < 1),
          Map.entry(Operator.TAN, v -> nearPole(v.get(0))),
          Map.entry(Operator.POWER, v -> powerLeaves(v.get(0), v.get(1))),
          Map.entry(Operator.POW_ABS, v -> v.get(0).contains(0) && v.get(1).lo() < 0));

  /** The multiples of pi are not exact far from 0, where the rule gives up. */
  private static boolean nearPole(Interval v) {
    double turn = Math.floor(v.lo() / Math.PI - 0.5 - 1e-9) + 1;
    return v.magnitude() > 1e6 || turn <= v.hi() / Math.PI - 0.5 + 1e-9;
  }

  private static boolean powerLeaves(Interval x, Interval y) {
    boolean fraction = y.lo() < y.hi() || y.lo() != Math.rint(y.lo());
    return (x.lo() < 0 && fraction) || (x.contains(0) && y.lo() < 0);
  }

  /** Intervals of which few leave the domain of an operator at the argument. */
  private static Interval argument(Operator operator, int index, Random random) {
    double a = random.nextDouble();
    double b = random.nextInt(8) == 0 ? a : random.nextDouble();
    Interval unit = new Interval(Math.min(a, b), Math.max(a, b));
    Interval any = interval(random);
    boolean usual = random.nextInt(3) > 0;
    return switch (operator) {
      case LOG, LOG2, LOG10, LOG_ABS, SQRT, INVERSE ->
          usual && any.lo() < 0 ? any.abs().max(unit) : any;
      case LOG1P -> usual ? any.max(unit.negate()) : any;
      case ASIN, ACOS, ATANH -> usual ? unit.subtract(Interval.of(a)) : any;
      case ACOSH -> usual ? any.max(Interval.of(1)) : any;
      case TAN -> usual ? unit.add(Interval.of(random.nextInt(9) - 4)) : any;
      case DIVIDE, MOD -> usual && index == 1 ? any.abs().max(unit) : any;
      case POWER ->
          !usual
              ? any
              : index == 0
                  ? any.abs()
                  : any.magnitude() < 50 ? any.max(new Interval(random.nextInt(3) - 1, 50)) : unit;
      case POW_ABS -> usual && index == 1 ? any.max(Interval.of(0)) : any;
      case ADD,
          SUBTRACT,
          MULTIPLY,
          NEGATE,
          ABS,
          SIGN,
          SQUARE,
          CUBE,
          CBRT,
          EXP,
          SIN,
          COS,
          ATAN,
          SINH,
          COSH,
          TANH,
          ASINH,
          ERF,
          ERFC,
          SIGMOID,
          GAUSS,
          SINC,
          RELU,
          FLOOR,
          CEIL,
          ROUND,
          SQRT_ABS,
          MIN,
          MAX,
          ATAN2,
          LESS,
          LESS_EQUAL,
          GREATER,
          GREATER_EQUAL,
          EQUAL,
          NOT_EQUAL,
          AND,
          OR,
          NOT,
          COND,
          CLAMP,
          FMA ->
          any;
    };
  }

  @Test
  void everyOperatorIsSound() {
    Random random = new Random(4);
    Map<Operator, Integer> compared = new EnumMap<>(Operator.class);
    List<String> wrong = new ArrayList<>();
    for (Operator operator : Operator.values()) {
      int empty = 0;
      for (int i = 0; i < 3_000; i++) {
        List<Interval> in = new ArrayList<>();
        for (int k = 0; k < operator.arity(); k++) {
          in.add(argument(operator, k, random));
        }
        Interval out = operator.evaluate(in);
        boolean leaves = LEAVES_DOMAIN.getOrDefault(operator, _ -> false).test(in);
        if (out.isEmpty() != leaves) {
          wrong.add(operator + " of " + in + " is " + out);
        }
        if (out.isEmpty()) {
          empty++;
          continue;
        }
        for (int p = 0; p < 6; p++) {
          double[] at = in.stream().mapToDouble(v -> point(v, random)).toArray();
          double value = operator.evaluate(at);
          if (!out.contains(value)) {
            wrong.add(
                operator
                    + " of "
                    + in
                    + " at "
                    + Arrays.toString(at)
                    + " is "
                    + value
                    + " outside "
                    + out);
          }
          compared.merge(operator, 1, Integer::sum);
        }
      }
      if (LEAVES_DOMAIN.containsKey(operator) && empty < 100) {
        wrong.add(operator + " left its domain only " + empty + " times");
      }
    }
    assertThat(wrong.stream().limit(20)).isEmpty();
    assertThat(compared).hasSize(Operator.values().length);
    assertThat(compared.values()).allSatisfy(n -> assertThat(n).isGreaterThan(5_000));
    assertThat(compared.values().stream().mapToInt(n -> n).sum()).isGreaterThan(800_000);
  }

  /** Where each operator's image is the one between two values, and those values. */
  private record Image(Operator operator, List<Interval> arguments, double lo, double hi) {}

  private static Image image(Operator operator, double lo, double hi) {
    double atLo = operator.evaluate(lo);
    double atHi = operator.evaluate(hi);
    return new Image(
        operator, List.of(new Interval(lo, hi)), Math.min(atLo, atHi), Math.max(atLo, atHi));
  }

  private static Image image(Operator operator, Interval x, Interval y, double lo, double hi) {
    return new Image(operator, List.of(x, y), lo, hi);
  }

  @Test
  void imagesAreTight() {
    List<Image> images = new ArrayList<>();
    Random random = new Random(5);
    for (Operator operator :
        List.of(
            Operator.NEGATE,
            Operator.CUBE,
            Operator.SQRT,
            Operator.CBRT,
            Operator.INVERSE,
            Operator.EXP,
            Operator.LOG,
            Operator.LOG2,
            Operator.LOG10,
            Operator.LOG1P,
            Operator.TAN,
            Operator.ASIN,
            Operator.ACOS,
            Operator.ATAN,
            Operator.SINH,
            Operator.COSH,
            Operator.TANH,
            Operator.ASINH,
            Operator.ATANH,
            Operator.ERF,
            Operator.ERFC,
            Operator.SIGMOID,
            Operator.SINC,
            Operator.RELU,
            Operator.FLOOR,
            Operator.CEIL,
            Operator.ROUND,
            Operator.LOG_ABS,
            Operator.SQRT_ABS)) {
      for (int i = 0; i < 20; i++) {
        double lo = 0.01 + 0.9 * random.nextDouble();
        images.add(image(operator, lo, lo + (0.99 - lo) * random.nextDouble()));
      }
    }
    images.add(image(Operator.ACOSH, 1, 7));
    images.add(image(Operator.SIN, 0, 1));
    images.add(image(Operator.COS, 0, 1));
    images.add(image(Operator.SIGMOID, -800, 800));
    images.add(image(Operator.ERFC, 20, 26));
    images.add(image(Operator.TANH, -1000, 1000));
    images.add(image(Operator.CUBE, -2, 3));
    images.add(image(Operator.ROUND, -0.4, 2.5));
    Interval oneToTwo = new Interval(1, 2);
    Interval aroundZero = new Interval(-1, 2);
    images.add(image(Operator.POWER, new Interval(2, 3), aroundZero, 1 / 3.0, 9));
    images.add(image(Operator.POWER, new Interval(0.5, 3), aroundZero, 0.25, 9));
    images.add(image(Operator.POWER, new Interval(0, 3), new Interval(0, 2), 0, 9));
    images.add(image(Operator.POWER, new Interval(0, 3), Interval.of(0), 1, 1));
    images.add(image(Operator.POWER, aroundZero, Interval.of(3), -1, 8));
    images.add(image(Operator.POWER, aroundZero, Interval.of(4), 0, 16));
    images.add(image(Operator.POWER, new Interval(-2, -1), Interval.of(-1), -1, -0.5));
    images.add(image(Operator.POWER, oneToTwo, ALL, 0, Double.POSITIVE_INFINITY));
    images.add(image(Operator.POWER, Interval.of(1), ALL, 1, 1));
    images.add(image(Operator.POW_ABS, aroundZero, new Interval(2, 3), 0, 8));
    images.add(image(Operator.MOD, new Interval(5.25, 5.75), oneToTwo, 0, 2));
    images.add(image(Operator.MOD, new Interval(5.25, 5.75), Interval.of(2), 1.25, 1.75));
    images.add(image(Operator.MOD, new Interval(-0.25, -0.125), Interval.of(2), 1.75, 1.875));
    images.add(image(Operator.MOD, new Interval(4, 4.5), Interval.of(2), 0, 0.5));
    images.add(image(Operator.MOD, new Interval(5.25, 5.75), Interval.of(-2), -0.75, -0.25));
    images.add(image(Operator.MOD, new Interval(0, 0.5), oneToTwo, 0, 0.5));
    images.add(image(Operator.ATAN2, new Interval(0, 1), new Interval(-1, 1), 0, Math.PI));
    images.add(
        image(Operator.ATAN2, new Interval(-1, 1), new Interval(0, 1), -Math.PI / 2, Math.PI / 2));
    images.add(image(Operator.ATAN2, new Interval(-1, 0), new Interval(-1, 1), -Math.PI, Math.PI));
    images.add(image(Operator.ATAN2, ALL, new Interval(1, 2), -Math.PI / 2, Math.PI / 2));
    images.add(image(Operator.LESS, oneToTwo, new Interval(2, 3), 0, 1));
    images.add(image(Operator.LESS_EQUAL, oneToTwo, new Interval(2, 3), 1, 1));
    images.add(image(Operator.EQUAL, Interval.of(2), Interval.of(2), 1, 1));
    images.add(image(Operator.NOT_EQUAL, oneToTwo, new Interval(3, 4), 1, 1));
    for (Image image : images) {
      Interval out = image.operator().evaluate(image.arguments());
      // Bounds are widened by the functions' error and one more, from 0 by so many smallest steps.
      double steps = Interval.FUNCTION_ERROR_ULP + 1;
      assertThat(out.lo())
          .as("%s", image)
          .isBetween(image.lo() - steps * Math.ulp(image.lo()), image.lo());
      assertThat(out.hi())
          .as("%s", image)
          .isBetween(image.hi(), image.hi() + steps * Math.ulp(image.hi()));
    }
    assertThat(images).hasSizeGreaterThan(600);
  }

  @Test
  void functionsAreWidenedStepByStepWhereverTheyLie() {
    double tiny = Double.MIN_VALUE;
    List<Double> values = new ArrayList<>(List.of(0.0, -0.0, Math.PI, 1.0, Double.MIN_NORMAL));
    for (int steps = 1; steps <= 2 * Interval.FUNCTION_ERROR_ULP; steps++) {
      values.add(steps * tiny);
      values.add(Double.longBitsToDouble(Double.doubleToRawLongBits(Double.MAX_VALUE) - steps));
    }
    values.addAll(List.of(Double.MAX_VALUE, Double.POSITIVE_INFINITY));
    for (double magnitude : values) {
      for (double value : new double[] {magnitude, -magnitude}) {
        double down = value;
        double up = value;
        for (int i = 0; i < Interval.FUNCTION_ERROR_ULP; i++) {
          down = Math.nextDown(down);
          up = Math.nextUp(up);
        }
        assertThat(Interval.ofFunction(value, value)).isEqualTo(new Interval(down, up));
      }
    }
  }

  @Test
  void humpsOfSincAreKnown() {
    assertThat(Operator.SINC.evaluate(List.of(new Interval(3.9, 8))).hi())
        .isBetween(0.1283, 0.1284);
    assertThat(Operator.SINC.evaluate(List.of(new Interval(3.9, 8))).lo())
        .isBetween(-0.2173, -0.2172);
    assertThat(Operator.SINC.evaluate(List.of(new Interval(-1, 8))).hi()).isEqualTo(1);
    assertThat(Operator.SINC.evaluate(List.of(new Interval(100, 200))).magnitude())
        .isLessThan(0.01001);
  }

  @Test
  void aBranchThatIsNotTakenNeedNotBeDefined() {
    Interval no = new Interval(-1, 0);
    Interval yes = Interval.of(1);
    Interval value = new Interval(3, 4);
    assertThat(Operator.COND.evaluate(List.of(yes, value, Interval.EMPTY))).isEqualTo(value);
    assertThat(Operator.COND.evaluate(List.of(no, Interval.EMPTY, value))).isEqualTo(value);
    assertThat(Operator.COND.evaluate(List.of(new Interval(0, 1), value, Interval.EMPTY)).isEmpty())
        .isTrue();
    assertThat(Operator.COND.evaluate(List.of(no, value, Interval.EMPTY)).isEmpty()).isTrue();
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
    for (int i = 0; i < Interval.FUNCTION_ERROR_ULP; i++) {
      low = Math.nextDown(low);
    }
    return new Interval(low, 1);
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
    int compared = 0;
    for (Operator operator : Operator.values()) {
      for (int empty = 0; empty < operator.arity(); empty++) {
        if (operator == Operator.COND && empty > 0) {
          continue;
        }
        for (Interval other : others) {
          List<Interval> in = new ArrayList<>(Collections.nCopies(operator.arity(), other));
          in.set(empty, Interval.EMPTY);
          assertThat(operator.evaluate(in)).as("%s of %s", operator, in).isEqualTo(Interval.EMPTY);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(400);
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
