package io.formgate.expression;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * The operators over one block of rows.
 *
 * <p>An output array is none of the inputs. Sums, products, choices and comparisons are those of
 * {@link BlockArithmetic}. Functions are those of {@link BlockFunctions}, {@link
 * BlockTrigonometry}, {@link BlockPower} and {@link ErrorFunction} within the range of their
 * reductions; a row outside it takes the meaning in the operator table, or for sine and cosine that
 * of {@link LargeAngles}, by itself. Cube root, inverse sine, cosine and tangent and the remainder
 * take it on every row. Results stay within {@value #ERROR_ULP} ulp of the operator table's and are
 * the same on every machine.
 */
final class BlockKernels {
  /**
   * Most units in the last place between a function here and the operator table's meaning; {@code
   * BlockKernelsTest} holds each function to a bound of its own, and {@code RealFunctionsTest} the
   * table's to the exact value.
   */
  static final double ERROR_ULP = 3;

  /** Blocks that functions overwrite. */
  static final int SCRATCH_BLOCKS = 7;

  /** Up to it, the number of half turns and what remains beside them are exact enough. */
  private static final double TRIG_LIMIT = 0x1p40;

  /** Up to it, the power of two of the exponential's reduction is a normal number. */
  private static final double EXP_LIMIT = 700;

  /** Beyond it, the exponential is 0 or infinite. */
  private static final double EXP_END = 746;

  private static final double GAUSS_LIMIT = 26;
  private static final double SQUARE_LIMIT = 1e8;

  private BlockKernels() {}

  /**
   * Evaluates an operator.
   *
   * @param out the values
   * @param a first argument
   * @param b second argument; any block if there is none
   * @param c third argument; any block if there is none
   * @param s scratch blocks, {@link #SCRATCH_BLOCKS}, overwritten
   */
  // A table by the operator's place is the least that a call can cost.
  @SuppressWarnings("EnumOrdinal")
  static void apply(
      Operator operator, double[] out, double[] a, double[] b, double[] c, double[][] s) {
    OPERATORS[operator.ordinal()].apply(out, a, b, c, s);
  }

  /** An operator over one block of rows. */
  @FunctionalInterface
  private interface BlockOperator {
    void apply(double[] out, double[] a, double[] b, double[] c, double[][] s);
  }

  /** In the order of {@link Operator}; for why they stand in a table, see {@link BlockLoop}. */
  private static final BlockOperator[] OPERATORS =
      Stream.of(Operator.values()).map(BlockKernels::of).toArray(BlockOperator[]::new);

  private static BlockOperator of(Operator operator) {
    return switch (operator) {
      case ADD -> (out, a, b, c, s) -> BlockArithmetic.add(out, a, b);
      case SUBTRACT -> (out, a, b, c, s) -> BlockArithmetic.subtract(out, a, b);
      case MULTIPLY -> (out, a, b, c, s) -> BlockArithmetic.multiply(out, a, b);
      case DIVIDE -> (out, a, b, c, s) -> BlockArithmetic.divide(out, a, b);
      case NEGATE -> (out, a, b, c, s) -> BlockArithmetic.negate(out, a);
      case ABS -> (out, a, b, c, s) -> BlockArithmetic.abs(out, a);
      case SIGN -> (out, a, b, c, s) -> BlockArithmetic.sign(out, a);
      case SQUARE -> (out, a, b, c, s) -> BlockArithmetic.square(out, a);
      case CUBE -> (out, a, b, c, s) -> BlockArithmetic.cube(out, a);
      case SQRT -> (out, a, b, c, s) -> BlockArithmetic.sqrt(out, a);
      case SQRT_ABS -> (out, a, b, c, s) -> BlockArithmetic.sqrtAbs(out, a);
      case INVERSE -> (out, a, b, c, s) -> BlockArithmetic.inverse(out, a);
      case FLOOR -> (out, a, b, c, s) -> BlockArithmetic.floor(out, a);
      case CEIL -> (out, a, b, c, s) -> BlockArithmetic.ceil(out, a);
      case ROUND -> (out, a, b, c, s) -> BlockArithmetic.round(out, a);
      case RELU -> (out, a, b, c, s) -> BlockArithmetic.relu(out, a);
      case MIN -> (out, a, b, c, s) -> BlockArithmetic.min(out, a, b);
      case MAX -> (out, a, b, c, s) -> BlockArithmetic.max(out, a, b);
      case CLAMP -> (out, a, b, c, s) -> BlockArithmetic.clamp(out, a, b, c);
      case FMA -> (out, a, b, c, s) -> BlockArithmetic.fma(out, a, b, c);
      case SIN ->
          (out, a, b, c, s) -> {
            BlockTrigonometry.sin(out, a, s);
            mendLarge(out, a, LargeAngles::sin);
          };
      case COS ->
          (out, a, b, c, s) -> {
            BlockTrigonometry.cos(out, a, s);
            mendLarge(out, a, LargeAngles::cos);
          };
      case TAN ->
          (out, a, b, c, s) -> {
            BlockTrigonometry.tan(out, a, s);
            mend(operator, out, a, TRIG_LIMIT);
          };
      case SINC ->
          (out, a, b, c, s) -> {
            BlockTrigonometry.sin(out, a, s);
            for (int i = 0; i < out.length; i++) {
              out[i] = a[i] == 0 ? 1 : out[i] / a[i];
            }
            mend(operator, out, a, TRIG_LIMIT);
          };
      case EXP ->
          (out, a, b, c, s) -> {
            BlockFunctions.exp(out, a, s);
            if (!BlockLoop.within(a, EXP_LIMIT)) {
              mendExponentials(out, a);
            }
          };
      case COSH ->
          (out, a, b, c, s) -> {
            BlockFunctions.cosh(out, a, s);
            mend(operator, out, a, EXP_LIMIT);
          };
      case SINH ->
          (out, a, b, c, s) -> {
            BlockFunctions.sinh(out, a, s);
            mend(operator, out, a, EXP_LIMIT);
          };
      case TANH -> (out, a, b, c, s) -> BlockFunctions.tanh(out, a, s);
      case SIGMOID ->
          (out, a, b, c, s) -> {
            BlockFunctions.sigmoid(out, a, s);
            mend(operator, out, a, EXP_LIMIT);
          };
      case GAUSS ->
          (out, a, b, c, s) -> {
            BlockFunctions.gauss(out, a, s);
            mend(operator, out, a, GAUSS_LIMIT);
          };
      case ERF -> (out, a, b, c, s) -> ErrorFunction.erf(out, a, s);
      case ERFC ->
          (out, a, b, c, s) -> {
            ErrorFunction.erfc(out, a, s);
            mend(operator, out, a, -Double.MAX_VALUE, GAUSS_LIMIT, s);
          };
      case LOG ->
          (out, a, b, c, s) -> {
            BlockFunctions.log(out, a, s);
            mendLogarithm(operator, out, a);
          };
      case LOG2 ->
          (out, a, b, c, s) -> {
            BlockFunctions.log2(out, a, s);
            mendLogarithm(operator, out, a);
          };
      case LOG10 ->
          (out, a, b, c, s) -> {
            BlockFunctions.log10(out, a, s);
            mendLogarithm(operator, out, a);
          };
      case LOG1P ->
          (out, a, b, c, s) -> {
            BlockFunctions.log1p(out, a, s);
            mend(operator, out, a, Math.nextUp(-1.0), Double.MAX_VALUE, s);
          };
      case LOG_ABS ->
          (out, a, b, c, s) -> {
            double[] size = abs(s[SCRATCH_BLOCKS - 1], a);
            BlockFunctions.log(out, size, s);
            mendLogarithm(Operator.LOG, out, size);
          };
      case ASINH ->
          (out, a, b, c, s) -> {
            BlockFunctions.asinh(out, a, s);
            mend(operator, out, a, SQUARE_LIMIT);
          };
      case ACOSH ->
          (out, a, b, c, s) -> {
            BlockFunctions.acosh(out, a, s);
            mend(operator, out, a, 1, SQUARE_LIMIT, s);
          };
      case ATANH ->
          (out, a, b, c, s) -> {
            BlockFunctions.atanh(out, a, s);
            mend(operator, out, a, Math.nextUp(-1.0), Math.nextDown(1.0), s);
          };
      case POWER -> (out, a, b, c, s) -> pow(out, a, b, s);
      case POW_ABS -> (out, a, b, c, s) -> pow(out, abs(s[SCRATCH_BLOCKS - 1], a), b, s);
      case LESS -> (out, a, b, c, s) -> BlockArithmetic.less(out, a, b);
      case LESS_EQUAL -> (out, a, b, c, s) -> BlockArithmetic.lessEqual(out, a, b);
      case GREATER -> (out, a, b, c, s) -> BlockArithmetic.greater(out, a, b);
      case GREATER_EQUAL -> (out, a, b, c, s) -> BlockArithmetic.greaterEqual(out, a, b);
      case EQUAL -> (out, a, b, c, s) -> BlockArithmetic.equal(out, a, b);
      case NOT_EQUAL -> (out, a, b, c, s) -> BlockArithmetic.notEqual(out, a, b);
      case AND -> (out, a, b, c, s) -> BlockArithmetic.and(out, a, b);
      case OR -> (out, a, b, c, s) -> BlockArithmetic.or(out, a, b);
      case NOT -> (out, a, b, c, s) -> BlockArithmetic.not(out, a);
      case COND -> (out, a, b, c, s) -> BlockArithmetic.cond(out, a, b, c);
      case CBRT -> (out, a, b, c, s) -> BlockArithmetic.cbrt(out, a);
      case ASIN -> (out, a, b, c, s) -> BlockArithmetic.asin(out, a);
      case ACOS -> (out, a, b, c, s) -> BlockArithmetic.acos(out, a);
      case ATAN -> (out, a, b, c, s) -> BlockArithmetic.atan(out, a);
      case ATAN2 -> (out, a, b, c, s) -> BlockArithmetic.atan2(out, a, b);
      case MOD -> (out, a, b, c, s) -> BlockArithmetic.mod(out, a, b);
    };
  }

  private static double[] abs(double[] out, double[] a) {
    BlockArithmetic.abs(out, a);
    return out;
  }

  private static void pow(double[] out, double[] a, double[] b, double[][] s) {
    double[] log = BlockPower.pow(out, a, b, s);
    if (!BlockLoop.positiveAndNormal(a) || !BlockLoop.within(log, EXP_LIMIT)) {
      for (int i = 0; i < a.length; i++) {
        boolean normal = a[i] >= Double.MIN_NORMAL && a[i] <= Double.MAX_VALUE;
        boolean held = normal && Math.abs(log[i]) <= EXP_LIMIT;
        out[i] = held ? out[i] : RealFunctions.pow(a[i], b[i]);
      }
    }
  }

  private static void mendExponentials(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      if (x > EXP_END) {
        out[i] = Double.POSITIVE_INFINITY;
      } else if (x < -EXP_END) {
        out[i] = 0;
      } else if (!(Math.abs(x) <= EXP_LIMIT)) {
        out[i] = StrictMath.exp(x);
      }
    }
  }

  private static void mendLarge(double[] out, double[] a, DoubleUnaryOperator function) {
    if (!BlockLoop.within(a, TRIG_LIMIT)) {
      for (int i = 0; i < out.length; i++) {
        out[i] = Math.abs(a[i]) <= TRIG_LIMIT ? out[i] : function.applyAsDouble(a[i]);
      }
    }
  }

  /** Takes the meaning in the operator table where the argument is larger than a bound. */
  private static void mend(Operator operator, double[] out, double[] a, double limit) {
    if (!BlockLoop.within(a, limit)) {
      each(operator, out, a, -limit, limit);
    }
  }

  /** Takes the meaning in the operator table where the argument is no normal number above 0. */
  private static void mendLogarithm(Operator operator, double[] out, double[] a) {
    if (!BlockLoop.positiveAndNormal(a)) {
      each(operator, out, a, Double.MIN_NORMAL, Double.MAX_VALUE);
    }
  }

  /** Takes the meaning in the operator table where the argument is not within two bounds. */
  private static void mend(
      Operator operator, double[] out, double[] a, double lo, double hi, double[][] s) {
    if (!BlockLoop.within(a, lo, hi, s[0])) {
      each(operator, out, a, lo, hi);
    }
  }

  private static void each(Operator operator, double[] out, double[] a, double lo, double hi) {
    for (int i = 0; i < out.length; i++) {
      if (Double.isNaN(a[i])) {
        out[i] = Double.NaN;
      } else if (!(a[i] >= lo && a[i] <= hi)) {
        out[i] = operator.evaluate(a[i]);
      }
    }
  }
}
