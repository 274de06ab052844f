package io.formgate.expression;

import static io.formgate.expression.RowBlocks.BLOCK_ROWS;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The operators' partial derivatives over one block of rows, those of the operator table in terms
 * of the values that are already there.
 */
final class BlockPartials {
  private static final double LOG2_E = 1 / StrictMath.log(2);
  private static final double LOG10_E = 1 / StrictMath.log(10);
  private static final double ERF_SLOPE = 2 / Math.sqrt(Math.PI);

  private BlockPartials() {}

  /**
   * {@return the block that holds an operator's derivative with respect to one argument}: {@code
   * own}, or another of the given blocks or of those here, if it stands there already.
   *
   * @param index of the argument
   * @param own overwritten
   * @param value the result
   * @param a first argument; any block if the derivative does not depend on it
   * @param b second argument, likewise
   * @param c third argument, likewise
   * @param s scratch blocks, {@link BlockKernels#SCRATCH_BLOCKS}, overwritten
   */
  // A table by the operator's place is the least that a call can cost.
  @SuppressWarnings("EnumOrdinal")
  static double[] partial(
      Operator operator,
      int index,
      double[] own,
      double[] value,
      double[] a,
      double[] b,
      double[] c,
      double[][] s) {
    return PARTIALS[operator.ordinal()].of(index, own, value, a, b, c, s);
  }

  /** An operator's partial derivatives over one block of rows. */
  @FunctionalInterface
  private interface BlockPartial {
    /**
     * {@return the block that holds the derivative with respect to an argument}
     *
     * @param out overwritten, unless the derivative stands in another block already
     */
    double[] of(
        int index, double[] out, double[] value, double[] a, double[] b, double[] c, double[][] s);
  }

  /** A block of 1, never overwritten: the derivative of a value by itself. */
  static final double[] ONES = all(1);

  /** A block of -1, never overwritten. */
  static final double[] MINUS_ONES = all(-1);

  private static final double[] NOUGHTS = all(0);

  /** In the order of {@link Operator}; for why they stand in a table, see {@link BlockLoop}. */
  private static final BlockPartial[] PARTIALS =
      Stream.of(Operator.values()).map(BlockPartials::partialsOf).toArray(BlockPartial[]::new);

  private static double[] all(double value) {
    double[] block = new double[BLOCK_ROWS];
    Arrays.fill(block, value);
    return block;
  }

  private static BlockPartial partialsOf(Operator operator) {
    return switch (operator) {
      case ADD -> (index, out, value, a, b, c, s) -> ONES;
      case SUBTRACT -> (index, out, value, a, b, c, s) -> index == 0 ? ONES : MINUS_ONES;
      case NEGATE -> (index, out, value, a, b, c, s) -> MINUS_ONES;
      case MULTIPLY -> (index, out, value, a, b, c, s) -> index == 0 ? b : a;
      case FMA -> (index, out, value, a, b, c, s) -> index == 2 ? ONES : index == 0 ? b : a;
      case SIGN,
          FLOOR,
          CEIL,
          ROUND,
          LESS,
          LESS_EQUAL,
          GREATER,
          GREATER_EQUAL,
          EQUAL,
          NOT_EQUAL,
          AND,
          OR,
          NOT ->
          (index, out, value, a, b, c, s) -> NOUGHTS;
      case DIVIDE ->
          (index, out, value, a, b, c, s) -> {
            if (index == 0) {
              inverse(out, b, 1);
            } else {
              for (int i = 0; i < out.length; i++) {
                out[i] = -value[i] / b[i];
              }
            }
            return out;
          };
      case INVERSE ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = -value[i] * value[i];
            }
            return out;
          };
      case LOG, LOG_ABS ->
          (index, out, value, a, b, c, s) -> {
            inverse(out, a, 1);
            return out;
          };
      case LOG2 ->
          (index, out, value, a, b, c, s) -> {
            inverse(out, a, LOG2_E);
            return out;
          };
      case LOG10 ->
          (index, out, value, a, b, c, s) -> {
            inverse(out, a, LOG10_E);
            return out;
          };
      case LOG1P ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = 1 / (1 + a[i]);
            }
            return out;
          };
      case POWER ->
          (index, out, value, a, b, c, s) -> {
            if (index == 0) {
              powerByBase(out, value, a, b, false);
            } else {
              powerByExponent(Operator.LOG, out, value, a, s);
            }
            return out;
          };
      case POW_ABS ->
          (index, out, value, a, b, c, s) -> {
            if (index == 0) {
              powerByBase(out, value, a, b, true);
            } else {
              powerByExponent(Operator.LOG_ABS, out, value, a, s);
            }
            return out;
          };
      case ABS ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = Math.signum(a[i]);
            }
            return out;
          };
      case SQUARE ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = 2 * a[i];
            }
            return out;
          };
      case CUBE ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = 3 * (a[i] * a[i]);
            }
            return out;
          };
      case SQRT ->
          (index, out, value, a, b, c, s) -> {
            inverse(out, value, 0.5);
            return out;
          };
      case SQRT_ABS ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = 0.5 * Math.signum(a[i]) / value[i];
            }
            return out;
          };
      case CBRT ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = 1 / (3 * (value[i] * value[i]));
            }
            return out;
          };
      case EXP -> (index, out, value, a, b, c, s) -> value;
      case SIN ->
          (index, out, value, a, b, c, s) -> {
            BlockKernels.apply(Operator.COS, out, a, b, c, s);
            return out;
          };
      case COS ->
          (index, out, value, a, b, c, s) -> {
            BlockKernels.apply(Operator.SIN, out, a, b, c, s);
            negate(out);
            return out;
          };
      case TAN ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = 1 + value[i] * value[i];
            }
            return out;
          };
      case SINH ->
          (index, out, value, a, b, c, s) -> {
            BlockKernels.apply(Operator.COSH, out, a, b, c, s);
            return out;
          };
      case COSH ->
          (index, out, value, a, b, c, s) -> {
            BlockKernels.apply(Operator.SINH, out, a, b, c, s);
            return out;
          };
      case TANH ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = 1 - value[i] * value[i];
            }
            return out;
          };
      case ASIN ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = 1 / Math.sqrt((1 - a[i]) * (1 + a[i]));
            }
            return out;
          };
      case ACOS ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = -1 / Math.sqrt((1 - a[i]) * (1 + a[i]));
            }
            return out;
          };
      case ATAN ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = 1 / (1 + a[i] * a[i]);
            }
            return out;
          };
      case ASINH ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = 1 / Math.sqrt(a[i] * a[i] + 1);
            }
            return out;
          };
      case ACOSH ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = 1 / Math.sqrt((a[i] - 1) * (a[i] + 1));
            }
            return out;
          };
      case ATANH ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = 1 / ((1 - a[i]) * (1 + a[i]));
            }
            return out;
          };
      case ERF ->
          (index, out, value, a, b, c, s) -> {
            bell(out, a, b, c, s, ERF_SLOPE);
            return out;
          };
      case ERFC ->
          (index, out, value, a, b, c, s) -> {
            bell(out, a, b, c, s, -ERF_SLOPE);
            return out;
          };
      case SIGMOID ->
          (index, out, value, a, b, c, s) -> {
            double[] minus = s[BlockKernels.SCRATCH_BLOCKS - 1];
            for (int i = 0; i < minus.length; i++) {
              minus[i] = -a[i];
            }
            BlockKernels.apply(Operator.SIGMOID, out, minus, b, c, s);
            for (int i = 0; i < out.length; i++) {
              out[i] = value[i] * out[i];
            }
            return out;
          };
      case GAUSS ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = -2 * a[i] * value[i];
            }
            return out;
          };
      case SINC ->
          (index, out, value, a, b, c, s) -> {
            BlockKernels.apply(Operator.COS, out, a, b, c, s);
            for (int i = 0; i < a.length; i++) {
              double x = a[i];
              double square = x * x;
              // Near 0 the difference cancels; the series' next term is under 1e-14 of the sum.
              out[i] =
                  Math.abs(x) < 0.1
                      ? x * (square * (1.0 / 30 - square * (1.0 / 840 - square / 45360)) - 1.0 / 3)
                      : (out[i] - value[i]) / x;
            }
            return out;
          };
      case RELU ->
          (index, out, value, a, b, c, s) -> {
            for (int i = 0; i < out.length; i++) {
              out[i] = a[i] >= 0 ? 1 : 0;
            }
            return out;
          };
      case MIN ->
          (index, out, value, a, b, c, s) -> {
            double first = index == 0 ? 1 : 0;
            for (int i = 0; i < out.length; i++) {
              out[i] = a[i] <= b[i] ? first : 1 - first;
            }
            return out;
          };
      case MAX ->
          (index, out, value, a, b, c, s) -> {
            double first = index == 0 ? 1 : 0;
            for (int i = 0; i < out.length; i++) {
              out[i] = a[i] >= b[i] ? first : 1 - first;
            }
            return out;
          };
      case COND ->
          (index, out, value, a, b, c, s) -> {
            double ifTrue = index == 1 ? 1 : 0;
            double ifNot = index == 2 ? 1 : 0;
            for (int i = 0; i < out.length; i++) {
              out[i] = a[i] > 0 ? ifTrue : ifNot;
            }
            return out;
          };
      case CLAMP ->
          (index, out, value, a, b, c, s) -> {
            clamp(index, out, a, b, c);
            return out;
          };
      case MOD ->
          (index, out, value, a, b, c, s) -> {
            if (index == 0) {
              return ONES;
            }
            for (int i = 0; i < out.length; i++) {
              out[i] = -Math.floor(a[i] / b[i]);
            }
            return out;
          };
      case ATAN2 ->
          (index, out, value, a, b, c, s) -> {
            double[] other = index == 0 ? b : a;
            double sign = index == 0 ? 1 : -1;
            for (int i = 0; i < out.length; i++) {
              out[i] = sign * other[i] / (a[i] * a[i] + b[i] * b[i]);
            }
            return out;
          };
    };
  }

  private static void inverse(double[] out, double[] a, double factor) {
    for (int i = 0; i < out.length; i++) {
      out[i] = factor / a[i];
    }
  }

  private static void negate(double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = -out[i];
    }
  }

  private static void bell(
      double[] out, double[] a, double[] b, double[] c, double[][] s, double factor) {
    BlockKernels.apply(Operator.GAUSS, out, a, b, c, s);
    for (int i = 0; i < out.length; i++) {
      out[i] = factor * out[i];
    }
  }

  /** The power over the base times the exponent, unless the base or the power is too near 0. */
  private static void powerByBase(
      double[] out, double[] value, double[] a, double[] b, boolean ofSize) {
    for (int i = 0; i < out.length; i++) {
      out[i] = b[i] * (value[i] / a[i]);
    }
    for (int i = 0; i < value.length; i++) {
      double power = Math.abs(value[i]);
      if (power < Double.MIN_NORMAL || power > Double.MAX_VALUE || a[i] == 0 || b[i] == 0) {
        double base = ofSize ? Math.abs(a[i]) : a[i];
        double sign = ofSize ? Math.signum(a[i]) : 1;
        out[i] = b[i] == 0 ? 0 : b[i] * sign * RealFunctions.pow(base, b[i] - 1);
      }
    }
  }

  private static void powerByExponent(
      Operator log, double[] out, double[] value, double[] a, double[][] s) {
    BlockKernels.apply(log, out, a, a, a, s);
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] == 0 ? 0 : value[i] * out[i];
    }
  }

  private static void clamp(int index, double[] out, double[] a, double[] b, double[] c) {
    for (int i = 0; i < a.length; i++) {
      int moves = Math.max(a[i], b[i]) > c[i] ? 2 : a[i] >= b[i] ? 0 : 1;
      out[i] = moves == index ? 1 : 0;
    }
  }
}
