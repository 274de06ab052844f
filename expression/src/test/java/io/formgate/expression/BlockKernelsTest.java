package io.formgate.expression;

import static io.formgate.expression.RowBlocks.BLOCK_ROWS;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** The functions over a block against the library's, one value at a time. */
class BlockKernelsTest {
  private static final List<Double> SPECIAL =
      List.of(
          0.0,
          -0.0,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.MIN_VALUE,
          -Double.MIN_VALUE,
          Double.MIN_NORMAL,
          Double.MAX_VALUE,
          -Double.MAX_VALUE,
          1e6,
          -1e6,
          Math.nextUp(1e6),
          1e9,
          -1e12,
          0x1p40,
          Math.nextUp(0x1p40),
          1e22,
          700.0,
          -700.0,
          Math.nextUp(700.0),
          709.78,
          709.79,
          710.4,
          710.5,
          -708.5,
          -740.0,
          -745.2,
          -746.0,
          1e-10,
          Math.PI,
          Math.PI / 2,
          355.0,
          103993.0);

  /**
   * Functions of {@link BlockFunctions} and {@link ErrorFunction}: most units in the last place
   * between them and the operator table, on the given ranges and {@link #SPECIAL}. All others are
   * the same as in the table.
   */
  private static final Map<Operator, Double> LIMITS_ULP = limits();

  private static Map<Operator, Double> limits() {
    Map<Operator, Double> limits = new EnumMap<>(Operator.class);
    List.of(Operator.EXP, Operator.LOG, Operator.POWER, Operator.POW_ABS, Operator.LOG_ABS)
        .forEach(o -> limits.put(o, 1.0));
    List.of(
            Operator.SIN,
            Operator.COS,
            Operator.COSH,
            Operator.SINC,
            Operator.LOG1P,
            Operator.LOG2,
            Operator.LOG10,
            Operator.GAUSS,
            Operator.ERF,
            Operator.ERFC,
            Operator.ASINH,
            Operator.ACOSH,
            Operator.ATANH)
        .forEach(o -> limits.put(o, 2.0));
    // Of sinh the table's own value is up to 1.6 ULP from the exact one, on the other side: see
    // theHyperbolicSineIsNearTheExactOne.
    List.of(Operator.SINH, Operator.TAN, Operator.TANH, Operator.SIGMOID)
        .forEach(o -> limits.put(o, 3.0));
    return limits;
  }

  private static double[][] scratch() {
    return new double[BlockKernels.SCRATCH_BLOCKS][BLOCK_ROWS];
  }

  /** Distance in units in the last place of the exact value, 0 where both are the same or NaN. */
  private static double ulps(double found, double exact) {
    if (Double.compare(found, exact) == 0 || found == exact) {
      return 0;
    }
    boolean comparable = Double.isFinite(found) && Double.isFinite(exact);
    return comparable ? Math.abs(found - exact) / Math.ulp(exact) : Double.POSITIVE_INFINITY;
  }

  private static double[] at(Operator operator, double a, double b, double c) {
    return Arrays.copyOf(new double[] {a, b, c}, operator.arity());
  }

  @Test
  void everyOperatorAgreesWithTheTable() {
    Random random = new Random(5);
    List<DoubleSupplier> ranges =
        List.of(
            () -> random.nextGaussian(),
            () -> 10 * random.nextGaussian(),
            () -> 2 * random.nextDouble() - 1,
            () -> 1400 * (random.nextDouble() - 0.5),
            () -> 2e6 * (random.nextDouble() - 0.5),
            () -> 5e-4 * random.nextInt(30_000),
            () -> Math.scalb(random.nextDouble() - 0.5, 20 + random.nextInt(22)),
            // Next to the zeros of sine and cosine.
            () -> random.nextInt(2_000_000_000) * (Math.PI / 2),
            () -> random.nextInt(600_000) * (Math.PI / 2) + 1e-9 * random.nextGaussian(),
            () -> random.nextInt(9) - 4,
            () -> Math.scalb(random.nextGaussian(), random.nextInt(60) - 30),
            () -> Math.scalb(random.nextGaussian(), random.nextInt(2000) - 1000));
    double[][] in = new double[3][BLOCK_ROWS];
    double[] out = new double[BLOCK_ROWS];
    List<String> beyond = new ArrayList<>();
    for (Operator operator : Operator.values()) {
      double worst = 0;
      double[] worstAt = {};
      int finite = 0;
      for (int block = 0; block < 160; block++) {
        for (int k = 0; k < operator.arity(); k++) {
          int range = k == 0 ? block % ranges.size() : (block + k * (block / 10)) % ranges.size();
          for (int i = 0; i < BLOCK_ROWS; i++) {
            in[k][i] =
                block < 10 && i < 5 * SPECIAL.size()
                    ? SPECIAL.get(random.nextInt(SPECIAL.size()))
                    : ranges.get(range).getAsDouble();
          }
        }
        BlockKernels.apply(operator, out, in[0], in[1], in[2], scratch());
        for (int i = 0; i < BLOCK_ROWS; i++) {
          double[] at = at(operator, in[0][i], in[1][i], in[2][i]);
          double exact = operator.evaluate(at);
          finite += Double.isFinite(exact) ? 1 : 0;
          double off = ulps(out[i], exact);
          if (!(off <= worst)) {
            worst = off;
            worstAt = at;
          }
        }
      }
      assertThat(finite).as("%s", operator).isGreaterThan(6_000);
      double limit = LIMITS_ULP.getOrDefault(operator, 0.0);
      if (!(worst <= limit)) {
        beyond.add(operator + " is off by " + worst + " ulp at " + Arrays.toString(worstAt));
      }
    }
    assertThat(beyond).isEmpty();
    assertThat(LIMITS_ULP.values())
        .allSatisfy(limit -> assertThat(limit).isLessThanOrEqualTo(BlockKernels.ERROR_ULP));
  }

  /** The arguments, of four million, at which kernel and table are 3 ULP from each other. */
  @Test
  void theHyperbolicSineIsNearTheExactOne() {
    double[] at = {
      0.12136872921990345, 0.24481861622233092, 0.24583464364626262, 0.06165532843002075,
      0.24546654371552745, 0.12287753344772845, 0.23782493396929416, 0.12436366377733843,
    };
    double[] in = Arrays.copyOf(at, BLOCK_ROWS);
    double[] out = new double[BLOCK_ROWS];
    BlockKernels.apply(Operator.SINH, out, in, in, in, scratch());
    for (int i = 0; i < at.length; i++) {
      BigDecimal x = new BigDecimal(at[i]);
      BigDecimal term = x;
      BigDecimal exact = x;
      for (int k = 2; k < 30; k += 2) {
        term =
            term.multiply(x)
                .multiply(x)
                .divide(BigDecimal.valueOf(k * (k + 1L)), MathContext.DECIMAL128);
        exact = exact.add(term);
      }
      double ulp = Math.ulp(exact.doubleValue());
      double kernel = new BigDecimal(out[i]).subtract(exact).doubleValue() / ulp;
      double table =
          new BigDecimal(Operator.SINH.evaluate(at[i])).subtract(exact).doubleValue() / ulp;
      assertThat(Math.abs(kernel)).as("%s", at[i]).isLessThan(2.1);
      assertThat(Math.abs(table)).isGreaterThan(0.9);
      assertThat(Math.signum(table)).isEqualTo(-Math.signum(kernel));
    }
  }

  @Test
  void anglesOfAnySizeAreReduced() {
    Random random = new Random(9);
    double worst = 0;
    for (int i = 0; i < 200_000; i++) {
      double x = Math.scalb(1 + random.nextDouble(), 40 + random.nextInt(984));
      // Every fourth is next to a multiple of a quarter turn.
      double near = i % 4 == 0 ? Math.rint(x / (Math.PI / 2)) * (Math.PI / 2) : x;
      double at = near > Double.MAX_VALUE ? x : random.nextBoolean() ? near : -near;
      worst = Math.max(worst, ulps(LargeAngles.sin(at), StrictMath.sin(at)));
      worst = Math.max(worst, ulps(LargeAngles.cos(at), StrictMath.cos(at)));
    }
    // The double that is nearest to a multiple of a quarter turn.
    double nearest = 0x1.6ac5b262ca1ffp849;
    assertThat(ulps(LargeAngles.cos(nearest), StrictMath.cos(nearest))).isLessThanOrEqualTo(2);
    assertThat(StrictMath.cos(nearest)).isBetween(-1e-18, 1e-18);
    assertThat(worst).isBetween(0.5, 2.0);
    assertThat(LargeAngles.sin(Double.NEGATIVE_INFINITY)).isNaN();
  }

  @Test
  void aValueDoesNotDependOnItsNeighbours() {
    Random random = new Random(6);
    double[][] in = new double[3][BLOCK_ROWS];
    double[][] same = new double[3][BLOCK_ROWS];
    double[] out = new double[BLOCK_ROWS];
    double[] alone = new double[BLOCK_ROWS];
    for (Operator operator : LIMITS_ULP.keySet()) {
      for (int i = 0; i < BLOCK_ROWS; i++) {
        for (double[] argument : in) {
          argument[i] = random.nextGaussian() * (i % 16 == 0 ? 1e7 : i % 16 == 1 ? 1e-320 : 30);
        }
      }
      BlockKernels.apply(operator, out, in[0], in[1], in[2], scratch());
      for (int i = 0; i < BLOCK_ROWS; i++) {
        for (int k = 0; k < 3; k++) {
          Arrays.fill(same[k], in[k][i]);
        }
        BlockKernels.apply(operator, alone, same[0], same[1], same[2], scratch());
        assertThat(Double.valueOf(out[i]))
            .as("%s of %s", operator, in[0][i])
            .isEqualTo(Double.valueOf(alone[i]));
      }
    }
  }

  @Test
  void partialsAreThoseOfTheOperatorTable() {
    Random random = new Random(7);
    double[] a = new double[BLOCK_ROWS];
    double[] b = new double[BLOCK_ROWS];
    double[] c = new double[BLOCK_ROWS];
    double[] adjoint = new double[BLOCK_ROWS];
    double[] value = new double[BLOCK_ROWS];
    int compared = 0;
    for (Operator operator : Operator.values()) {
      for (int i = 0; i < BLOCK_ROWS; i++) {
        a[i] = 0.1 + (i % 3 == 0 ? 0.8 * random.nextDouble() : Math.abs(3 * random.nextGaussian()));
        b[i] = i % 5 == 0 ? a[i] : 3 * random.nextGaussian();
        c[i] = i % 7 == 0 ? a[i] : 3 * random.nextGaussian();
        adjoint[i] = random.nextGaussian();
      }
      a[0] = 1e7;
      a[1] = 705;
      a[2] = 0;
      b[2] = 2;
      a[3] = 1e-200;
      b[3] = 2;
      BlockKernels.apply(operator, value, a, b, c, scratch());
      for (int index = 0; index < operator.arity(); index++) {
        double[] found =
            BlockAdjoints.adjoint(
                operator, index, new double[BLOCK_ROWS], adjoint, false, value, a, b, c, scratch());
        for (int i = 0; i < BLOCK_ROWS; i++) {
          double[] at = at(operator, a[i], b[i], c[i]);
          double expected = adjoint[i] * operator.partial(index, at);
          if (!Double.isFinite(value[i]) || !Double.isFinite(expected)) {
            continue;
          }
          compared++;
          // Next to 0 partial derivatives cancel, so the error is that of their summands.
          double tolerance = 8 * Math.ulp(Math.max(2, Math.abs(expected)));
          assertThat(Math.abs(found[i] - expected))
              .as("%s argument %s at %s", operator, index, Arrays.toString(at))
              .isLessThanOrEqualTo(tolerance);
        }
      }
    }
    assertThat(compared).isGreaterThan(18_000);
  }

  @Test
  void anAdjointOfZeroSendsNothingBack() {
    double[] zero = new double[BLOCK_ROWS];
    double[] minus = new double[BLOCK_ROWS];
    Arrays.fill(minus, -1);
    int compared = 0;
    for (Operator operator : Operator.values()) {
      for (double[] at : List.of(zero, minus)) {
        double[] value = new double[BLOCK_ROWS];
        BlockKernels.apply(operator, value, at, at, at, scratch());
        for (int index = 0; index < operator.arity(); index++) {
          double[] found =
              BlockAdjoints.adjoint(
                  operator,
                  index,
                  new double[BLOCK_ROWS],
                  zero,
                  true,
                  value,
                  at,
                  at,
                  at,
                  scratch());
          assertThat(found).as("%s", operator).containsOnly(0);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(150);
  }

  @Test
  void aBlockIsHeldAgainstBounds() {
    double[] v = new double[BLOCK_ROWS];
    double[] room = new double[BLOCK_ROWS];
    for (int row : new int[] {0, 100, BLOCK_ROWS - 1}) {
      for (double at : SPECIAL) {
        Arrays.fill(v, 1);
        v[row] = at;
        assertThat(BlockLoop.hasNoZero(v)).as("%s", at).isEqualTo(at != 0);
        assertThat(BlockLoop.positiveAndNormal(v))
            .as("%s", at)
            .isEqualTo(at >= Double.MIN_NORMAL && at <= Double.MAX_VALUE);
        for (double limit : new double[] {1, 700, 1e6, Double.MAX_VALUE}) {
          assertThat(BlockLoop.within(v, limit)).as("%s", at).isEqualTo(Math.abs(at) <= limit);
        }
        for (double lo :
            new double[] {-Double.MAX_VALUE, Math.nextUp(-1.0), Double.MIN_NORMAL, 1}) {
          for (double hi : new double[] {1, 26, 1e8, Double.MAX_VALUE}) {
            assertThat(BlockLoop.within(v, lo, hi, room))
                .as("%s", at)
                .isEqualTo(at >= lo && at <= hi);
          }
        }
      }
    }
  }

  @Test
  void sumsAreTakenInTheWrittenOrder() {
    Random random = new Random(8);
    for (int rows = RowBlocks.LEAST_ROWS; rows <= BLOCK_ROWS; rows *= 2) {
      double[] v = new double[rows];
      double[] w = new double[rows];
      double[] products = new double[rows];
      for (int i = 0; i < rows; i++) {
        v[i] = Math.scalb(random.nextGaussian(), random.nextInt(60));
        w[i] = random.nextGaussian();
        products[i] = v[i] * w[i];
      }
      double expected = inOrder(products);
      assertThat(BlockSum.products(v, new double[][] {w}, new double[rows])).isEqualTo(expected);
      assertThat(BlockSum.sum(products)).isEqualTo(expected);
    }
  }

  private static double inOrder(double[] v) {
    double[] halves = v.clone();
    for (int width = v.length / 2; width >= 16; width /= 2) {
      for (int i = 0; i < width; i++) {
        halves[i] += halves[i + width];
      }
    }
    double sum = 0;
    for (int i = 0; i < 16; i++) {
      sum += halves[i];
    }
    return sum;
  }
}
