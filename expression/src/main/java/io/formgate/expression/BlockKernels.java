package io.formgate.expression;

import static io.formgate.expression.RowBlocks.BLOCK_ROWS;

/**
 * The operators over one block of rows, as plain loops that the compiler vectorises.
 *
 * <p>An output array may be one of the inputs. Sine, cosine, exponential and hyperbolic cosine are
 * polynomials of our own after an argument reduction in double precision, so that results do not
 * depend on the machine's library; arguments outside the reduction's range take {@link StrictMath}.
 * They stay within 4 ulp of it, checked by a test.
 */
final class BlockKernels {
  private static final double INV_PI = 1 / Math.PI;
  // pi in three parts of 33 bits, so that up to 2^20 half turns times a part is exact.
  private static final double PI_1 = 0x1.921fb544p1;
  private static final double PI_2 = 0x1.0b4611a6p-33;
  private static final double PI_3 = 0x1.3198a2e037073p-68;
  private static final double TRIG_LIMIT = 1e6;

  private static final double LOG2_E = 1 / Math.log(2);
  // ln 2 in two parts: 32 bits and the rest.
  private static final double LN2_1 = 0x1.62e42feep-1;
  private static final double LN2_2 = 0x1.a39ef35793c76p-33;
  private static final double EXP_LIMIT = 700;

  private BlockKernels() {}

  static void apply(Operator operator, double[] out, double[] a, double[] b) {
    switch (operator) {
      case ADD -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          out[i] = a[i] + b[i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          out[i] = a[i] - b[i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          out[i] = a[i] * b[i];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          out[i] = b[i] == 0 ? Double.NaN : a[i] / b[i];
        }
      }
      case NEGATE -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          out[i] = -a[i];
        }
      }
      case ABS -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          out[i] = Math.abs(a[i]);
        }
      }
      case SQUARE -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          out[i] = a[i] * a[i];
        }
      }
      case SQRT -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          out[i] = Math.sqrt(a[i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          out[i] = Math.min(a[i], b[i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          out[i] = Math.max(a[i], b[i]);
        }
      }
      case SIN -> {
        if (within(a, TRIG_LIMIT)) {
          sin(out, a);
        } else {
          for (int i = 0; i < BLOCK_ROWS; i++) {
            out[i] = StrictMath.sin(a[i]);
          }
        }
      }
      case COS -> {
        if (within(a, TRIG_LIMIT)) {
          cos(out, a);
        } else {
          for (int i = 0; i < BLOCK_ROWS; i++) {
            out[i] = StrictMath.cos(a[i]);
          }
        }
      }
      case EXP -> {
        if (within(a, EXP_LIMIT)) {
          exp(out, a);
        } else {
          for (int i = 0; i < BLOCK_ROWS; i++) {
            out[i] = StrictMath.exp(a[i]);
          }
        }
      }
      case COSH -> {
        if (within(a, EXP_LIMIT)) {
          exp(out, a);
          for (int i = 0; i < BLOCK_ROWS; i++) {
            out[i] = 0.5 * out[i] + 0.5 / out[i];
          }
        } else {
          for (int i = 0; i < BLOCK_ROWS; i++) {
            out[i] = StrictMath.cosh(a[i]);
          }
        }
      }
    }
  }

  /**
   * Adds to the adjoint of one argument what the result's adjoint sends back.
   *
   * @param index of the argument
   * @param into adjoint of that argument, added to
   * @param adjoint adjoint of the result
   * @param value the result
   * @param a first argument
   * @param b second argument
   */
  static void addPartial(
      Operator operator,
      int index,
      double[] into,
      double[] adjoint,
      double[] value,
      double[] a,
      double[] b) {
    switch (operator) {
      case ADD -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] += adjoint[i];
        }
      }
      case SUBTRACT -> {
        double sign = index == 0 ? 1 : -1;
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] += sign * adjoint[i];
        }
      }
      case MULTIPLY -> {
        double[] other = index == 0 ? b : a;
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] += adjoint[i] * other[i];
        }
      }
      case DIVIDE -> {
        if (index == 0) {
          for (int i = 0; i < BLOCK_ROWS; i++) {
            into[i] += adjoint[i] / b[i];
          }
        } else {
          for (int i = 0; i < BLOCK_ROWS; i++) {
            into[i] -= adjoint[i] * value[i] / b[i];
          }
        }
      }
      case NEGATE -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] -= adjoint[i];
        }
      }
      case ABS -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] += adjoint[i] * Math.signum(a[i]);
        }
      }
      case SQUARE -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] += adjoint[i] * 2 * a[i];
        }
      }
      case SQRT -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] += adjoint[i] * (0.5 / value[i]);
        }
      }
      case EXP -> {
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] += adjoint[i] * value[i];
        }
      }
      case MIN, MAX, SIN, COS, COSH -> {
        double[] arguments = new double[operator.arity()];
        for (int i = 0; i < BLOCK_ROWS; i++) {
          arguments[0] = a[i];
          if (arguments.length > 1) {
            arguments[1] = b[i];
          }
          into[i] += adjoint[i] * operator.partial(index, arguments);
        }
      }
    }
  }

  private static boolean within(double[] a, double limit) {
    double largest = 0;
    for (int i = 0; i < BLOCK_ROWS; i++) {
      largest = Math.max(largest, Math.abs(a[i]));
    }
    return largest <= limit;
  }

  private static void sin(double[] out, double[] a) {
    for (int i = 0; i < BLOCK_ROWS; i++) {
      double x = a[i];
      double k = Math.rint(x * INV_PI);
      double sign = 1 - 2 * (k - 2 * Math.floor(k * 0.5));
      out[i] = sign * sinPolynomial(((x - k * PI_1) - k * PI_2) - k * PI_3);
    }
  }

  private static void cos(double[] out, double[] a) {
    for (int i = 0; i < BLOCK_ROWS; i++) {
      double x = a[i];
      double n = Math.rint(x * INV_PI - 0.5);
      double sign = 1 - 2 * (n - 2 * Math.floor(n * 0.5));
      double k = n + 0.5;
      out[i] = -sign * sinPolynomial(((x - k * PI_1) - k * PI_2) - k * PI_3);
    }
  }

  /** Taylor series on [-pi/2, pi/2]; the first term left out is under 2e-18. */
  private static double sinPolynomial(double r) {
    double s = r * r;
    double p = 1.0 / 51090942171709440000.0;
    p = p * s - 1.0 / 121645100408832000.0;
    p = p * s + 1.0 / 355687428096000.0;
    p = p * s - 1.0 / 1307674368000.0;
    p = p * s + 1.0 / 6227020800.0;
    p = p * s - 1.0 / 39916800.0;
    p = p * s + 1.0 / 362880.0;
    p = p * s - 1.0 / 5040.0;
    p = p * s + 1.0 / 120.0;
    p = p * s - 1.0 / 6.0;
    return r + r * s * p;
  }

  /** Taylor series on [-ln 2 / 2, ln 2 / 2]; the first term left out is under 1e-17. */
  private static void exp(double[] out, double[] a) {
    for (int i = 0; i < BLOCK_ROWS; i++) {
      double x = a[i];
      double k = Math.rint(x * LOG2_E);
      double r = (x - k * LN2_1) - k * LN2_2;
      double p = 1.0 / 6227020800.0;
      p = p * r + 1.0 / 479001600.0;
      p = p * r + 1.0 / 39916800.0;
      p = p * r + 1.0 / 3628800.0;
      p = p * r + 1.0 / 362880.0;
      p = p * r + 1.0 / 40320.0;
      p = p * r + 1.0 / 5040.0;
      p = p * r + 1.0 / 720.0;
      p = p * r + 1.0 / 120.0;
      p = p * r + 1.0 / 24.0;
      p = p * r + 1.0 / 6.0;
      p = p * r + 0.5;
      p = (p * r * r + r) + 1;
      out[i] = p * Double.longBitsToDouble(((long) k + 1023) << 52);
    }
  }

  /**
   * {@return the sum of a block}, by halving it four times into 16 partial sums that are then added
   * in order; the order never depends on the machine's vector length.
   *
   * @param v the block; overwritten
   */
  static double sum(double[] v) {
    for (int i = 0; i < 128; i++) {
      v[i] = v[i] + v[i + 128];
    }
    for (int i = 0; i < 64; i++) {
      v[i] = v[i] + v[i + 64];
    }
    for (int i = 0; i < 32; i++) {
      v[i] = v[i] + v[i + 32];
    }
    for (int i = 0; i < 16; i++) {
      v[i] = v[i] + v[i + 16];
    }
    double total = 0;
    for (int i = 0; i < 16; i++) {
      total += v[i];
    }
    return total;
  }
}
