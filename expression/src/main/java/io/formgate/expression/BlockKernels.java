package io.formgate.expression;

import static io.formgate.expression.RowBlocks.BLOCK_ROWS;

/**
 * The operators over one block of rows, as plain loops that the compiler vectorises.
 *
 * <p>An output array is none of the inputs. Sine, cosine, exponential and hyperbolic cosine are
 * polynomials of our own after an argument reduction in double precision, so that results do not
 * depend on the machine's library; an argument outside the reduction's range takes {@link
 * StrictMath}, by itself. They stay within {@value #ERROR_ULP} ulp of it.
 */
final class BlockKernels {
  /**
   * Most units in the last place between a function here and in {@link StrictMath}: 2 for sine,
   * cosine and hyperbolic cosine, 1 for the exponential, measured on 8 million random arguments of
   * each within the limits of the reductions.
   */
  static final double ERROR_ULP = 2;

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
  // Up to it, the power of two of the reduction is a normal number.
  private static final double EXP_LIMIT = 700;

  // Added to a double of less than 2^51, it rounds to an integer and leaves it in the low bits.
  private static final double TO_INTEGER = 0x1.8p52;

  private static final double[] ZEROS = new double[BLOCK_ROWS];

  private BlockKernels() {}

  static void apply(Operator operator, double[] out, double[] a, double[] b, double[] c) {
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
      case SIN -> sin(out, a);
      case COS -> cos(out, a);
      case EXP -> exp(out, a);
      case COSH -> cosh(out, a);
      case POWER,
          SIGN,
          CUBE,
          CBRT,
          INVERSE,
          LOG,
          LOG2,
          LOG10,
          LOG1P,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          SINH,
          TANH,
          ASINH,
          ACOSH,
          ATANH,
          ERF,
          ERFC,
          SIGMOID,
          GAUSS,
          SINC,
          RELU,
          FLOOR,
          CEIL,
          ROUND,
          LOG_ABS,
          SQRT_ABS,
          POW_ABS,
          MOD,
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
          rowByRow(operator, out, a, b, c);
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
   * @param c third argument
   * @param scratch overwritten
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
      double[] scratch) {
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
      case MIN -> {
        double[] smaller = index == 0 ? adjoint : ZEROS;
        double[] larger = index == 0 ? ZEROS : adjoint;
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] += a[i] <= b[i] ? smaller[i] : larger[i];
        }
      }
      case MAX -> {
        double[] larger = index == 0 ? adjoint : ZEROS;
        double[] smaller = index == 0 ? ZEROS : adjoint;
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] += a[i] >= b[i] ? larger[i] : smaller[i];
        }
      }
      case SIN -> {
        cos(scratch, a);
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] += adjoint[i] * scratch[i];
        }
      }
      case COS -> {
        sin(scratch, a);
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] -= adjoint[i] * scratch[i];
        }
      }
      case COSH -> {
        sinh(scratch, a);
        for (int i = 0; i < BLOCK_ROWS; i++) {
          into[i] += adjoint[i] * scratch[i];
        }
      }
      case POWER,
          SIGN,
          CUBE,
          CBRT,
          INVERSE,
          LOG,
          LOG2,
          LOG10,
          LOG1P,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          SINH,
          TANH,
          ASINH,
          ACOSH,
          ATANH,
          ERF,
          ERFC,
          SIGMOID,
          GAUSS,
          SINC,
          RELU,
          FLOOR,
          CEIL,
          ROUND,
          LOG_ABS,
          SQRT_ABS,
          POW_ABS,
          MOD,
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
          FMA -> {
        double[] at = new double[operator.arity()];
        for (int i = 0; i < BLOCK_ROWS; i++) {
          fill(at, a[i], b[i], c[i]);
          into[i] += adjoint[i] * operator.partial(index, at);
        }
      }
    }
  }

  private static void rowByRow(
      Operator operator, double[] out, double[] a, double[] b, double[] c) {
    double[] at = new double[operator.arity()];
    for (int i = 0; i < BLOCK_ROWS; i++) {
      fill(at, a[i], b[i], c[i]);
      out[i] = operator.evaluate(at);
    }
  }

  private static void fill(double[] at, double a, double b, double c) {
    at[0] = a;
    if (at.length > 1) {
      at[1] = b;
    }
    if (at.length > 2) {
      at[2] = c;
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
    if (!within(a, TRIG_LIMIT)) {
      for (int i = 0; i < BLOCK_ROWS; i++) {
        out[i] = Math.abs(a[i]) <= TRIG_LIMIT ? out[i] : StrictMath.sin(a[i]);
      }
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
    if (!within(a, TRIG_LIMIT)) {
      for (int i = 0; i < BLOCK_ROWS; i++) {
        out[i] = Math.abs(a[i]) <= TRIG_LIMIT ? out[i] : StrictMath.cos(a[i]);
      }
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

  private static void exp(double[] out, double[] a) {
    expWithinLimit(out, a);
    if (!within(a, EXP_LIMIT)) {
      for (int i = 0; i < BLOCK_ROWS; i++) {
        out[i] = Math.abs(a[i]) <= EXP_LIMIT ? out[i] : StrictMath.exp(a[i]);
      }
    }
  }

  private static void cosh(double[] out, double[] a) {
    expWithinLimit(out, a);
    for (int i = 0; i < BLOCK_ROWS; i++) {
      out[i] = 0.5 * out[i] + 0.5 / out[i];
    }
    if (!within(a, EXP_LIMIT)) {
      for (int i = 0; i < BLOCK_ROWS; i++) {
        out[i] = Math.abs(a[i]) <= EXP_LIMIT ? out[i] : StrictMath.cosh(a[i]);
      }
    }
  }

  private static void sinh(double[] out, double[] a) {
    expWithinLimit(out, a);
    for (int i = 0; i < BLOCK_ROWS; i++) {
      out[i] = 0.5 * out[i] - 0.5 / out[i];
    }
    if (!within(a, EXP_LIMIT)) {
      for (int i = 0; i < BLOCK_ROWS; i++) {
        out[i] = Math.abs(a[i]) <= EXP_LIMIT ? out[i] : StrictMath.sinh(a[i]);
      }
    }
  }

  /**
   * The exponential of arguments up to the limit; of others, anything. In two loops: the first,
   * which the compiler does not vectorise, makes the power of two by moving bits, the second the
   * rest.
   */
  private static void expWithinLimit(double[] out, double[] a) {
    for (int i = 0; i < BLOCK_ROWS; i++) {
      long k = Double.doubleToRawLongBits(a[i] * LOG2_E + TO_INTEGER);
      out[i] = Double.longBitsToDouble((k + 1023) << 52);
    }
    for (int i = 0; i < BLOCK_ROWS; i++) {
      double x = a[i];
      double k = (x * LOG2_E + TO_INTEGER) - TO_INTEGER;
      out[i] = expPolynomial((x - k * LN2_1) - k * LN2_2) * out[i];
    }
  }

  /** Taylor series on [-ln 2 / 2, ln 2 / 2]; the first term left out is under 1e-17. */
  private static double expPolynomial(double r) {
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
    return (p * r * r + r) + 1;
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
