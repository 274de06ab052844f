package io.formgate.expression;

import static io.formgate.expression.RowBlocks.BLOCK_ROWS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

  /** Distance in units in the last place of the exact value, 0 where both are the same or NaN. */
  private static double ulps(double found, double exact) {
    if (Double.compare(found, exact) == 0 || found == exact) {
      return 0;
    }
    boolean comparable = Double.isFinite(found) && Double.isFinite(exact);
    return comparable ? Math.abs(found - exact) / Math.ulp(exact) : Double.POSITIVE_INFINITY;
  }

  private static void assertWithin(Operator operator, double limitUlp, DoubleSupplier arguments) {
    double[] in = new double[BLOCK_ROWS];
    double[] out = new double[BLOCK_ROWS];
    double worst = -1;
    double worstAt = 0;
    int finite = 0;
    for (int block = 0; block < 800; block++) {
      for (int i = 0; i < BLOCK_ROWS; i++) {
        in[i] = block == 0 && i < SPECIAL.size() ? SPECIAL.get(i) : arguments.getAsDouble();
      }
      BlockKernels.apply(operator, out, in, in);
      for (int i = 0; i < BLOCK_ROWS; i++) {
        double exact = operator.evaluate(in[i]);
        finite += Double.isFinite(exact) ? 1 : 0;
        double off = ulps(out[i], exact);
        if (off > worst) {
          worst = off;
          worstAt = in[i];
        }
      }
    }
    assertThat(finite).isGreaterThan(100_000);
    assertThat(worst)
        .as("ulp by which %s is off at %s", operator, worstAt)
        .isLessThanOrEqualTo(limitUlp);
  }

  @Test
  void functionsAgreeWithTheLibrary() {
    Random random = new Random(5);
    List<DoubleSupplier> ranges =
        List.of(
            () -> random.nextGaussian(),
            () -> 10 * random.nextGaussian(),
            () -> 1400 * (random.nextDouble() - 0.5),
            () -> 2e6 * (random.nextDouble() - 0.5),
            // Next to the zeros of sine and cosine.
            () -> random.nextInt(600_000) * (Math.PI / 2) + 1e-9 * random.nextGaussian(),
            () -> Math.scalb(random.nextGaussian(), random.nextInt(60) - 30));
    for (int range = 0; range < ranges.size(); range++) {
      assertWithin(Operator.SIN, BlockKernels.ERROR_ULP, ranges.get(range));
      assertWithin(Operator.COS, BlockKernels.ERROR_ULP, ranges.get(range));
      if (range < 3) {
        assertWithin(Operator.EXP, BlockKernels.ERROR_ULP, ranges.get(range));
        assertWithin(Operator.COSH, BlockKernels.ERROR_ULP, ranges.get(range));
      }
    }
  }

  @Test
  void aValueDoesNotDependOnItsNeighbours() {
    Random random = new Random(6);
    double[] in = new double[BLOCK_ROWS];
    double[] out = new double[BLOCK_ROWS];
    double[] alone = new double[BLOCK_ROWS];
    for (Operator operator : List.of(Operator.SIN, Operator.COS, Operator.EXP, Operator.COSH)) {
      for (int i = 0; i < BLOCK_ROWS; i++) {
        in[i] = random.nextGaussian() * (i % 16 == 0 ? 1e7 : 30);
      }
      BlockKernels.apply(operator, out, in, in);
      for (int i = 0; i < BLOCK_ROWS; i++) {
        double[] same = new double[BLOCK_ROWS];
        java.util.Arrays.fill(same, in[i]);
        BlockKernels.apply(operator, alone, same, same);
        assertThat(out[i]).as("%s of %s", operator, in[i]).isEqualTo(alone[i]);
      }
    }
  }

  @Test
  void partialsAreThoseOfTheOperatorTable() {
    Random random = new Random(7);
    double[] a = new double[BLOCK_ROWS];
    double[] b = new double[BLOCK_ROWS];
    double[] adjoint = new double[BLOCK_ROWS];
    double[] value = new double[BLOCK_ROWS];
    double[] scratch = new double[BLOCK_ROWS];
    for (int i = 0; i < BLOCK_ROWS; i++) {
      a[i] = 0.1 + Math.abs(3 * random.nextGaussian());
      b[i] = i % 5 == 0 ? a[i] : 3 * random.nextGaussian();
      adjoint[i] = random.nextGaussian();
    }
    a[0] = 1e7;
    a[1] = 705;
    for (Operator operator : Operator.values()) {
      BlockKernels.apply(operator, value, a, b);
      for (int index = 0; index < operator.arity(); index++) {
        double[] into = new double[BLOCK_ROWS];
        java.util.Arrays.fill(into, 2);
        BlockKernels.addPartial(operator, index, into, adjoint, value, a, b, scratch);
        for (int i = 0; i < BLOCK_ROWS; i++) {
          double[] at = operator.arity() == 1 ? new double[] {a[i]} : new double[] {a[i], b[i]};
          double expected = 2 + adjoint[i] * operator.partial(index, at);
          // The sum rounds once more, and next to 0 a small sum hides a larger error.
          double tolerance = 8 * Math.ulp(Math.max(2, Math.abs(expected)));
          if (Double.isInfinite(expected)) {
            assertThat(into[i]).as("%s/%s", operator, index).isEqualTo(expected);
          } else {
            assertThat(Math.abs(into[i] - expected))
                .as("%s argument %s at %s", operator, index, List.of(a[i], b[i]))
                .isLessThanOrEqualTo(tolerance);
          }
        }
      }
    }
  }

  @Test
  void sumsAreTakenInTheWrittenOrder() {
    Random random = new Random(8);
    double[] v = new double[BLOCK_ROWS];
    for (int i = 0; i < BLOCK_ROWS; i++) {
      v[i] = Math.scalb(random.nextGaussian(), random.nextInt(60));
    }
    double[] partial = new double[16];
    double[] halves = v.clone();
    for (int width = 128; width >= 16; width /= 2) {
      for (int i = 0; i < width; i++) {
        halves[i] += halves[i + width];
      }
    }
    System.arraycopy(halves, 0, partial, 0, 16);
    double expected = 0;
    for (double p : partial) {
      expected += p;
    }
    assertThat(BlockKernels.sum(v)).isEqualTo(expected);
  }
}
