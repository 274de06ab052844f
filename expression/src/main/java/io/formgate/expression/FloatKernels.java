package io.formgate.expression;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The operators over blocks of floats.
 *
 * <p>What evolved formulas are mostly made of has loops of its own: {@link FloatArithmetic} and,
 * within the range of their reductions, {@link FloatFunctions}. Everything else is {@link
 * BlockKernels} on widened arguments, rounded to float32; so is a row outside of a reduction's
 * range. A value does not depend on the other rows of its block. Owns the scratch memory.
 */
final class FloatKernels implements BlockTable<float[]> {
  /**
   * Most units in the last place of float32 between a function here and the operator table's
   * meaning; {@code FloatKernelsTest} holds each operator to a bound of its own.
   */
  static final double ERROR_ULP = 2;

  /** Up to it, what remains beside half turns is exact enough in three floats. */
  private static final float TRIG_LIMIT = 0x1p17f;

  /** Up to it, the exponential and its power of two are normal numbers. */
  private static final float EXP_LIMIT = 87;

  /** Beyond it, the exponential is 0 or infinite in float32. */
  private static final float EXP_END = 150;

  /** Up to it, the exponential is a normal double. */
  private static final double WIDE_EXP_LIMIT = 700;

  private final int rows;
  private final float[][] scratch;
  private final double[][] wideScratch;
  private final double[][] wide;
  private final double[] result;

  /**
   * Makes a table.
   *
   * @param rows of a block
   */
  FloatKernels(int rows) {
    this.rows = rows;
    scratch = new float[FloatFunctions.SCRATCH_BLOCKS][rows];
    wideScratch = new double[BlockKernels.SCRATCH_BLOCKS][rows];
    wide = new double[3][rows];
    result = new double[rows];
  }

  @Override
  public float[][] blocks(int count) {
    return new float[count][rows];
  }

  @Override
  public void fill(float[] out, double value) {
    Arrays.fill(out, (float) value);
  }

  /** Until the next call. */
  @Override
  public double[] doubles(float[] block) {
    FloatArithmetic.widen(result, block);
    return result;
  }

  // A table by the operator's place is the least that a call can cost.
  @Override
  @SuppressWarnings("EnumOrdinal")
  public void apply(Operator operator, float[] out, float[] a, float[] b, float[] c) {
    OPERATORS[operator.ordinal()].apply(this, out, a, b, c);
  }

  @Override
  public void apply(BlockStep step, float[] out, float[] a, double constant) {
    switch (step) {
      case ADD -> FloatArithmetic.add(out, a, (float) constant);
      case MULTIPLY -> FloatArithmetic.multiply(out, a, (float) constant);
      case DIVIDE -> FloatArithmetic.divide(out, a, (float) constant);
      case SUBTRACT_FROM -> FloatArithmetic.subtractFrom(out, (float) constant, a);
      case DIVIDE_INTO -> FloatArithmetic.divideInto(out, (float) constant, a);
      case OPERATOR -> throw new IllegalArgumentException("an operator takes blocks only");
    }
  }

  /** An operator over one block of rows. */
  @FunctionalInterface
  private interface FloatOperator {
    void apply(FloatKernels kernels, float[] out, float[] a, float[] b, float[] c);
  }

  /** In the order of {@link Operator}; for why they stand in a table, see {@link BlockLoop}. */
  private static final FloatOperator[] OPERATORS =
      Stream.of(Operator.values()).map(FloatKernels::of).toArray(FloatOperator[]::new);

  private static FloatOperator of(Operator operator) {
    return switch (operator) {
      case ADD -> (k, out, a, b, c) -> FloatArithmetic.add(out, a, b);
      case SUBTRACT -> (k, out, a, b, c) -> FloatArithmetic.subtract(out, a, b);
      case MULTIPLY -> (k, out, a, b, c) -> FloatArithmetic.multiply(out, a, b);
      case DIVIDE -> (k, out, a, b, c) -> FloatArithmetic.divide(out, a, b);
      case INVERSE -> (k, out, a, b, c) -> FloatArithmetic.inverse(out, a);
      case NEGATE -> (k, out, a, b, c) -> FloatArithmetic.negate(out, a);
      case ABS -> (k, out, a, b, c) -> FloatArithmetic.abs(out, a);
      case SQUARE -> (k, out, a, b, c) -> FloatArithmetic.square(out, a);
      case CUBE -> (k, out, a, b, c) -> FloatArithmetic.cube(out, a);
      case SQRT -> (k, out, a, b, c) -> FloatArithmetic.sqrt(out, a);
      case SQRT_ABS -> (k, out, a, b, c) -> FloatArithmetic.sqrtAbs(out, a);
      case RELU -> (k, out, a, b, c) -> FloatArithmetic.relu(out, a);
      case MIN -> (k, out, a, b, c) -> FloatArithmetic.min(out, a, b);
      case MAX -> (k, out, a, b, c) -> FloatArithmetic.max(out, a, b);
      case FMA -> (k, out, a, b, c) -> FloatArithmetic.fma(out, a, b, c);
      case SIN ->
          (k, out, a, b, c) -> {
            FloatFunctions.sin(out, a, k.scratch);
            k.mend(operator, out, a, TRIG_LIMIT);
          };
      case COS ->
          (k, out, a, b, c) -> {
            FloatFunctions.cos(out, a, k.scratch);
            k.mend(operator, out, a, TRIG_LIMIT);
          };
      case EXP ->
          (k, out, a, b, c) -> {
            FloatFunctions.exp(out, a, k.scratch);
            k.mend(operator, out, a, EXP_LIMIT);
          };
      case LOG ->
          (k, out, a, b, c) -> {
            FloatFunctions.log(out, a, k.scratch);
            k.mendLogarithm(out, a);
          };
      case POWER -> (k, out, a, b, c) -> k.pow(out, a, b);
      case LOG_ABS,
          POW_ABS,
          SIGN,
          FLOOR,
          CEIL,
          ROUND,
          CLAMP,
          TAN,
          SINC,
          COSH,
          SINH,
          TANH,
          SIGMOID,
          GAUSS,
          ERF,
          ERFC,
          LOG2,
          LOG10,
          LOG1P,
          ASINH,
          ACOSH,
          ATANH,
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
          CBRT,
          ASIN,
          ACOS,
          ATAN,
          ATAN2,
          MOD ->
          (k, out, a, b, c) -> k.widened(operator, out, a, b, c);
    };
  }

  private void widened(Operator operator, float[] out, float[] a, float[] b, float[] c) {
    FloatArithmetic.widen(wide[0], a);
    if (operator.arity() > 1) {
      FloatArithmetic.widen(wide[1], b);
    }
    if (operator.arity() > 2) {
      FloatArithmetic.widen(wide[2], c);
    }
    BlockKernels.apply(operator, result, wide[0], wide[1], wide[2], wideScratch);
    FloatArithmetic.narrow(out, result);
  }

  /** Takes the rounded value of the wide function where the argument is larger than a bound. */
  private void mend(Operator operator, float[] out, float[] a, float limit) {
    if (FloatLoop.within(a, limit)) {
      return;
    }
    if (operator == Operator.EXP) {
      FloatArithmetic.widenWithin(wide[0], a, EXP_END);
    } else {
      FloatArithmetic.widen(wide[0], a);
    }
    BlockKernels.apply(operator, result, wide[0], wide[0], wide[0], wideScratch);
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.abs(a[i]) <= limit ? out[i] : (float) result[i];
    }
  }

  /** The same where the argument is no normal number above 0. */
  private void mendLogarithm(float[] out, float[] a) {
    if (FloatLoop.positiveAndNormal(a)) {
      return;
    }
    FloatArithmetic.widen(wide[0], a);
    BlockKernels.apply(Operator.LOG, result, wide[0], wide[0], wide[0], wideScratch);
    for (int i = 0; i < out.length; i++) {
      boolean isNormal = a[i] >= Float.MIN_NORMAL && a[i] <= Float.MAX_VALUE;
      out[i] = isNormal ? out[i] : (float) result[i];
    }
  }

  /** The exponential of the exponent times the logarithm, both in double precision. */
  private void pow(float[] out, float[] a, float[] b) {
    FloatArithmetic.widen(wide[0], a);
    FloatArithmetic.widen(wide[1], b);
    double[] product = wide[2];
    BlockFunctions.log(result, wide[0], wideScratch);
    BlockArithmetic.multiply(product, result, wide[1]);
    BlockFunctions.exp(result, product, wideScratch);
    if (!FloatLoop.positiveAndNormal(a) || !BlockLoop.within(product, WIDE_EXP_LIMIT)) {
      for (int i = 0; i < out.length; i++) {
        boolean isNormal = a[i] >= Float.MIN_NORMAL && a[i] <= Float.MAX_VALUE;
        boolean held = isNormal && Math.abs(product[i]) <= WIDE_EXP_LIMIT;
        result[i] = held ? result[i] : RealFunctions.pow(a[i], b[i]);
      }
    }
    FloatArithmetic.narrow(out, result);
  }
}
