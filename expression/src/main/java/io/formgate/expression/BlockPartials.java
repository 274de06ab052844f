package io.formgate.expression;

import java.util.Arrays;

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
   * Adds to the adjoint of one argument what the result's adjoint sends back. An adjoint of 0 sends
   * back 0 even where the partial derivative is not finite: nothing depends on that row, as on the
   * branch of a condition that is not taken.
   *
   * @param index of the argument
   * @param into adjoint of that argument, added to
   * @param adjoint adjoint of the result
   * @param value the result
   * @param a first argument
   * @param b second argument
   * @param c third argument
   * @param partial overwritten
   * @param s scratch blocks, {@link BlockKernels#SCRATCH_BLOCKS}, overwritten
   */
  static void addPartial(
      Operator operator,
      int index,
      double[] into,
      double[] adjoint,
      double[] value,
      double[] a,
      double[] b,
      double[] c,
      double[] partial,
      double[][] s) {
    partial(operator, index, partial, value, a, b, c, s);
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < into.length; i++) {
      smallest = Math.min(smallest, Math.abs(adjoint[i]));
    }
    if (smallest > 0) {
      for (int i = 0; i < into.length; i++) {
        into[i] += adjoint[i] * partial[i];
      }
    } else {
      for (int i = 0; i < into.length; i++) {
        into[i] += adjoint[i] == 0 ? 0 : adjoint[i] * partial[i];
      }
    }
  }

  /** Writes the partial derivative with respect to one argument. */
  private static void partial(
      Operator operator,
      int index,
      double[] out,
      double[] value,
      double[] a,
      double[] b,
      double[] c,
      double[][] s) {
    switch (operator) {
      case ADD -> Arrays.fill(out, 1);
      case SUBTRACT -> Arrays.fill(out, index == 0 ? 1 : -1);
      case NEGATE -> Arrays.fill(out, -1);
      case MULTIPLY -> System.arraycopy(index == 0 ? b : a, 0, out, 0, out.length);
      case FMA -> {
        if (index == 2) {
          Arrays.fill(out, 1);
        } else {
          System.arraycopy(index == 0 ? b : a, 0, out, 0, out.length);
        }
      }
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
          Arrays.fill(out, 0);
      case DIVIDE -> {
        if (index == 0) {
          inverse(out, b, 1);
        } else {
          for (int i = 0; i < out.length; i++) {
            out[i] = -value[i] / b[i];
          }
        }
      }
      case INVERSE -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = -value[i] * value[i];
        }
      }
      case LOG, LOG_ABS -> inverse(out, a, 1);
      case LOG2 -> inverse(out, a, LOG2_E);
      case LOG10 -> inverse(out, a, LOG10_E);
      case LOG1P -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = 1 / (1 + a[i]);
        }
      }
      case POWER -> {
        if (index == 0) {
          powerByBase(out, value, a, b, false);
        } else {
          powerByExponent(Operator.LOG, out, value, a, s);
        }
      }
      case POW_ABS -> {
        if (index == 0) {
          powerByBase(out, value, a, b, true);
        } else {
          powerByExponent(Operator.LOG_ABS, out, value, a, s);
        }
      }
      case ABS -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = Math.signum(a[i]);
        }
      }
      case SQUARE -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = 2 * a[i];
        }
      }
      case CUBE -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = 3 * (a[i] * a[i]);
        }
      }
      case SQRT -> inverse(out, value, 0.5);
      case SQRT_ABS -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = 0.5 * Math.signum(a[i]) / value[i];
        }
      }
      case CBRT -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = 1 / (3 * (value[i] * value[i]));
        }
      }
      case EXP -> System.arraycopy(value, 0, out, 0, out.length);
      case SIN -> BlockKernels.apply(Operator.COS, out, a, b, c, s);
      case COS -> {
        BlockKernels.apply(Operator.SIN, out, a, b, c, s);
        negate(out);
      }
      case TAN -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = 1 + value[i] * value[i];
        }
      }
      case SINH -> BlockKernels.apply(Operator.COSH, out, a, b, c, s);
      case COSH -> BlockKernels.apply(Operator.SINH, out, a, b, c, s);
      case TANH -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = 1 - value[i] * value[i];
        }
      }
      case ASIN -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = 1 / Math.sqrt((1 - a[i]) * (1 + a[i]));
        }
      }
      case ACOS -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = -1 / Math.sqrt((1 - a[i]) * (1 + a[i]));
        }
      }
      case ATAN -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = 1 / (1 + a[i] * a[i]);
        }
      }
      case ASINH -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = 1 / Math.sqrt(a[i] * a[i] + 1);
        }
      }
      case ACOSH -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = 1 / Math.sqrt((a[i] - 1) * (a[i] + 1));
        }
      }
      case ATANH -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = 1 / ((1 - a[i]) * (1 + a[i]));
        }
      }
      case ERF -> bell(out, a, b, c, s, ERF_SLOPE);
      case ERFC -> bell(out, a, b, c, s, -ERF_SLOPE);
      case SIGMOID -> {
        double[] minus = s[3];
        for (int i = 0; i < out.length; i++) {
          minus[i] = -a[i];
        }
        BlockKernels.apply(Operator.SIGMOID, out, minus, b, c, s);
        for (int i = 0; i < out.length; i++) {
          out[i] = value[i] * out[i];
        }
      }
      case GAUSS -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = -2 * a[i] * value[i];
        }
      }
      case SINC -> {
        BlockKernels.apply(Operator.COS, out, a, b, c, s);
        for (int i = 0; i < out.length; i++) {
          double x = a[i];
          double square = x * x;
          // Near 0 the difference cancels; the series' next term is under 1e-14 of the sum.
          out[i] =
              Math.abs(x) < 0.1
                  ? x * (square * (1.0 / 30 - square * (1.0 / 840 - square / 45360)) - 1.0 / 3)
                  : (out[i] - value[i]) / x;
        }
      }
      case RELU -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = a[i] >= 0 ? 1 : 0;
        }
      }
      case MIN -> {
        double first = index == 0 ? 1 : 0;
        for (int i = 0; i < out.length; i++) {
          out[i] = a[i] <= b[i] ? first : 1 - first;
        }
      }
      case MAX -> {
        double first = index == 0 ? 1 : 0;
        for (int i = 0; i < out.length; i++) {
          out[i] = a[i] >= b[i] ? first : 1 - first;
        }
      }
      case COND -> {
        double ifTrue = index == 1 ? 1 : 0;
        double ifNot = index == 2 ? 1 : 0;
        for (int i = 0; i < out.length; i++) {
          out[i] = a[i] > 0 ? ifTrue : ifNot;
        }
      }
      case CLAMP -> clamp(index, out, a, b, c);
      case MOD -> {
        if (index == 0) {
          Arrays.fill(out, 1);
        } else {
          for (int i = 0; i < out.length; i++) {
            out[i] = -Math.floor(a[i] / b[i]);
          }
        }
      }
      case ATAN2 -> {
        double[] other = index == 0 ? b : a;
        double sign = index == 0 ? 1 : -1;
        for (int i = 0; i < out.length; i++) {
          out[i] = sign * other[i] / (a[i] * a[i] + b[i] * b[i]);
        }
      }
    }
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
    for (int i = 0; i < out.length; i++) {
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
    for (int i = 0; i < out.length; i++) {
      int moves = Math.max(a[i], b[i]) > c[i] ? 2 : a[i] >= b[i] ? 0 : 1;
      out[i] = moves == index ? 1 : 0;
    }
  }
}
