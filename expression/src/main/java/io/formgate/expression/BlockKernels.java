package io.formgate.expression;

/**
 * The operators over one block of rows.
 *
 * <p>An output array is none of the inputs. Sums, products, choices and comparisons are those of
 * {@link BlockArithmetic}. Functions are those of {@link BlockFunctions} and {@link ErrorFunction}
 * within the range of their reductions; a row outside it takes the meaning in the operator table,
 * by itself. Cube root, inverse sine, cosine and tangent and the remainder take it on every row.
 * Results stay within {@value #ERROR_ULP} ulp of the operator table's and are the same on every
 * machine.
 */
final class BlockKernels {
  /**
   * Most units in the last place between a function here and the operator table's meaning; {@code
   * BlockKernelsTest} holds each function to a bound of its own, and {@code RealFunctionsTest} the
   * table's to the exact value.
   */
  static final double ERROR_ULP = 3;

  /** Partial sums of a block. */
  static final int PARTIAL_SUMS = 16;

  /** Blocks that functions overwrite. */
  static final int SCRATCH_BLOCKS = 4;

  /** Up to it, multiples of pi are exact enough. */
  private static final double TRIG_LIMIT = 1e6;

  /** Up to it, the power of two of the exponential's reduction is a normal number. */
  private static final double EXP_LIMIT = 700;

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
  static void apply(
      Operator operator, double[] out, double[] a, double[] b, double[] c, double[][] s) {
    switch (operator) {
      case ADD -> BlockArithmetic.add(out, a, b);
      case SUBTRACT -> BlockArithmetic.subtract(out, a, b);
      case MULTIPLY -> BlockArithmetic.multiply(out, a, b);
      case DIVIDE -> BlockArithmetic.divide(out, a, b);
      case NEGATE -> BlockArithmetic.negate(out, a);
      case ABS -> BlockArithmetic.abs(out, a);
      case SIGN -> BlockArithmetic.sign(out, a);
      case SQUARE -> BlockArithmetic.square(out, a);
      case CUBE -> BlockArithmetic.cube(out, a);
      case SQRT -> BlockArithmetic.sqrt(out, a);
      case SQRT_ABS -> BlockArithmetic.sqrtAbs(out, a);
      case INVERSE -> BlockArithmetic.inverse(out, a);
      case FLOOR -> BlockArithmetic.floor(out, a);
      case CEIL -> BlockArithmetic.ceil(out, a);
      case ROUND -> BlockArithmetic.round(out, a);
      case RELU -> BlockArithmetic.relu(out, a);
      case MIN -> BlockArithmetic.min(out, a, b);
      case MAX -> BlockArithmetic.max(out, a, b);
      case CLAMP -> BlockArithmetic.clamp(out, a, b, c);
      case FMA -> BlockArithmetic.fma(out, a, b, c);
      case SIN -> {
        BlockFunctions.sin(out, a);
        mend(operator, out, a, -TRIG_LIMIT, TRIG_LIMIT);
      }
      case COS -> {
        BlockFunctions.cos(out, a);
        mend(operator, out, a, -TRIG_LIMIT, TRIG_LIMIT);
      }
      case TAN -> {
        BlockFunctions.tan(out, a, s);
        mend(operator, out, a, -TRIG_LIMIT, TRIG_LIMIT);
      }
      case SINC -> {
        BlockFunctions.sin(out, a);
        for (int i = 0; i < out.length; i++) {
          out[i] = a[i] == 0 ? 1 : out[i] / a[i];
        }
        mend(operator, out, a, -TRIG_LIMIT, TRIG_LIMIT);
      }
      case EXP -> {
        BlockFunctions.exp(out, a);
        mend(operator, out, a, -EXP_LIMIT, EXP_LIMIT);
      }
      case COSH -> {
        BlockFunctions.cosh(out, a);
        mend(operator, out, a, -EXP_LIMIT, EXP_LIMIT);
      }
      case SINH -> {
        BlockFunctions.sinh(out, a, s);
        mend(operator, out, a, -EXP_LIMIT, EXP_LIMIT);
      }
      case TANH -> BlockFunctions.tanh(out, a, s);
      case SIGMOID -> {
        BlockFunctions.sigmoid(out, a, s);
        mend(operator, out, a, -EXP_LIMIT, EXP_LIMIT);
      }
      case GAUSS -> {
        BlockFunctions.gauss(out, a, s);
        mend(operator, out, a, -GAUSS_LIMIT, GAUSS_LIMIT);
      }
      case ERF -> ErrorFunction.erf(out, a, s);
      case ERFC -> {
        ErrorFunction.erfc(out, a, s);
        mend(operator, out, a, -Double.MAX_VALUE, GAUSS_LIMIT);
      }
      case LOG -> {
        BlockFunctions.log(out, a, s);
        mend(operator, out, a, Double.MIN_NORMAL, Double.MAX_VALUE);
      }
      case LOG2 -> {
        BlockFunctions.log2(out, a, s);
        mend(operator, out, a, Double.MIN_NORMAL, Double.MAX_VALUE);
      }
      case LOG10 -> {
        BlockFunctions.log10(out, a, s);
        mend(operator, out, a, Double.MIN_NORMAL, Double.MAX_VALUE);
      }
      case LOG1P -> {
        BlockFunctions.log1p(out, a, s);
        mend(operator, out, a, Math.nextUp(-1.0), Double.MAX_VALUE);
      }
      case LOG_ABS -> {
        double[] size = abs(s[3], a);
        BlockFunctions.log(out, size, s);
        mend(Operator.LOG, out, size, Double.MIN_NORMAL, Double.MAX_VALUE);
      }
      case ASINH -> {
        BlockFunctions.asinh(out, a, s);
        mend(operator, out, a, -SQUARE_LIMIT, SQUARE_LIMIT);
      }
      case ACOSH -> {
        BlockFunctions.acosh(out, a, s);
        mend(operator, out, a, 1, SQUARE_LIMIT);
      }
      case ATANH -> {
        BlockFunctions.atanh(out, a, s);
        mend(operator, out, a, Math.nextUp(-1.0), Math.nextDown(1.0));
      }
      case POWER -> pow(out, a, b, s);
      case POW_ABS -> pow(out, abs(s[3], a), b, s);
      case LESS -> BlockArithmetic.less(out, a, b);
      case LESS_EQUAL -> BlockArithmetic.lessEqual(out, a, b);
      case GREATER -> BlockArithmetic.greater(out, a, b);
      case GREATER_EQUAL -> BlockArithmetic.greaterEqual(out, a, b);
      case EQUAL -> BlockArithmetic.equal(out, a, b);
      case NOT_EQUAL -> BlockArithmetic.notEqual(out, a, b);
      case AND -> BlockArithmetic.and(out, a, b);
      case OR -> BlockArithmetic.or(out, a, b);
      case NOT -> BlockArithmetic.not(out, a);
      case COND -> BlockArithmetic.cond(out, a, b, c);
      case CBRT -> BlockArithmetic.cbrt(out, a);
      case ASIN -> BlockArithmetic.asin(out, a);
      case ACOS -> BlockArithmetic.acos(out, a);
      case ATAN -> BlockArithmetic.atan(out, a);
      case ATAN2 -> BlockArithmetic.atan2(out, a, b);
      case MOD -> BlockArithmetic.mod(out, a, b);
    }
  }

  private static double[] abs(double[] out, double[] a) {
    BlockArithmetic.abs(out, a);
    return out;
  }

  /** Leaves the logarithm of each power in the first scratch block, as far as it is known. */
  private static void pow(double[] out, double[] a, double[] b, double[][] s) {
    BlockFunctions.pow(out, a, b, s);
    if (!within(a, Double.MIN_NORMAL, Double.MAX_VALUE) || !within(s[0], -EXP_LIMIT, EXP_LIMIT)) {
      for (int i = 0; i < out.length; i++) {
        boolean normal = a[i] >= Double.MIN_NORMAL && a[i] <= Double.MAX_VALUE;
        boolean held = normal && Math.abs(s[0][i]) <= EXP_LIMIT;
        out[i] = held ? out[i] : RealFunctions.pow(a[i], b[i]);
      }
    }
  }

  /** Takes the meaning in the operator table where the argument is not within two bounds. */
  private static void mend(Operator operator, double[] out, double[] a, double lo, double hi) {
    if (!within(a, lo, hi)) {
      for (int i = 0; i < out.length; i++) {
        if (Double.isNaN(a[i])) {
          out[i] = Double.NaN;
        } else if (!(a[i] >= lo && a[i] <= hi)) {
          out[i] = operator.evaluate(a[i]);
        }
      }
    }
  }

  private static boolean within(double[] a, double lo, double hi) {
    double smallest = a[0];
    double largest = a[0];
    for (int i = 0; i < a.length; i++) {
      smallest = Math.min(smallest, a[i]);
      largest = Math.max(largest, a[i]);
    }
    return smallest >= lo && largest <= hi;
  }

  /**
   * {@return the sum of a block}, by halving it into {@value #PARTIAL_SUMS} partial sums that are
   * then added in order; the order never depends on the machine's vector length.
   *
   * @param v the block, a power of two times as many rows; overwritten
   */
  static double sum(double[] v) {
    for (int half = v.length / 2; half >= PARTIAL_SUMS; half /= 2) {
      for (int i = 0; i < half; i++) {
        v[i] = v[i] + v[i + half];
      }
    }
    double total = 0;
    for (int i = 0; i < PARTIAL_SUMS; i++) {
      total += v[i];
    }
    return total;
  }
}
