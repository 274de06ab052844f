package io.formgate.expression;

/**
 * Operators over one block of rows that are exact or one operation of the machine's, and those that
 * take the library's function on every row; a loop each, so that each is compiled by itself.
 *
 * <p>An output array is none of the inputs. Truth values are 1, 0 or NaN, and the smaller or larger
 * one of NaN and another is NaN.
 */
final class BlockArithmetic {
  private BlockArithmetic() {}

  static void add(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] + b[i];
    }
  }

  static void subtract(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] - b[i];
    }
  }

  static void multiply(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * b[i];
    }
  }

  static void divide(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] / b[i];
    }
    if (!BlockLoop.hasNoZero(b)) {
      undefinedAtZero(out, b);
    }
  }

  private static void undefinedAtZero(double[] out, double[] denominator) {
    for (int i = 0; i < out.length; i++) {
      out[i] = denominator[i] == 0 ? Double.NaN : out[i];
    }
  }

  static void add(double[] out, double[] a, double b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] + b;
    }
  }

  static void subtractFrom(double[] out, double a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a - b[i];
    }
  }

  static void multiply(double[] out, double[] a, double b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * b;
    }
  }

  static void divide(double[] out, double[] a, double b) {
    double divisor = b == 0 ? Double.NaN : b;
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] / divisor;
    }
  }

  static void divideInto(double[] out, double a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a / b[i];
    }
    if (!BlockLoop.hasNoZero(b)) {
      undefinedAtZero(out, b);
    }
  }

  static void negate(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = -a[i];
    }
  }

  static void abs(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.abs(a[i]);
    }
  }

  static void sign(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.signum(a[i]);
    }
  }

  static void square(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * a[i];
    }
  }

  static void cube(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * a[i] * a[i];
    }
  }

  static void sqrt(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.sqrt(a[i]);
    }
  }

  static void sqrtAbs(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.sqrt(Math.abs(a[i]));
    }
  }

  static void inverse(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = 1 / a[i];
    }
    if (!BlockLoop.hasNoZero(a)) {
      undefinedAtZero(out, a);
    }
  }

  static void floor(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.floor(a[i]);
    }
  }

  static void ceil(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.ceil(a[i]);
    }
  }

  static void round(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.rint(a[i]);
    }
  }

  static void relu(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(a[i], 0);
    }
  }

  static void min(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.min(a[i], b[i]);
    }
  }

  static void max(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(a[i], b[i]);
    }
  }

  static void clamp(double[] out, double[] a, double[] b, double[] c) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.min(Math.max(a[i], b[i]), c[i]);
    }
  }

  static void fma(double[] out, double[] a, double[] b, double[] c) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.fma(a[i], b[i], c[i]);
    }
  }

  static void less(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] < b[i] ? 1 : a[i] >= b[i] ? 0 : Double.NaN;
    }
  }

  static void lessEqual(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] <= b[i] ? 1 : a[i] > b[i] ? 0 : Double.NaN;
    }
  }

  static void greater(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] > b[i] ? 1 : a[i] <= b[i] ? 0 : Double.NaN;
    }
  }

  static void greaterEqual(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] >= b[i] ? 1 : a[i] < b[i] ? 0 : Double.NaN;
    }
  }

  static void equal(double[] out, double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      boolean ordered = a[i] >= b[i] || a[i] < b[i];
      out[i] = a[i] == b[i] ? 1 : ordered ? 0 : Double.NaN;
    }
  }

  static void notEqual(double[] out, double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      boolean ordered = a[i] >= b[i] || a[i] < b[i];
      out[i] = a[i] == b[i] ? 0 : ordered ? 1 : Double.NaN;
    }
  }

  static void and(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.min(truth(a[i]), truth(b[i]));
    }
  }

  static void or(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(truth(a[i]), truth(b[i]));
    }
  }

  static void not(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = 1 - truth(a[i]);
    }
  }

  static void cond(double[] out, double[] a, double[] b, double[] c) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] > 0 ? b[i] : a[i] <= 0 ? c[i] : Double.NaN;
    }
  }

  static void cbrt(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = StrictMath.cbrt(a[i]);
    }
  }

  static void asin(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = StrictMath.asin(a[i]);
    }
  }

  static void acos(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = StrictMath.acos(a[i]);
    }
  }

  static void atan(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = StrictMath.atan(a[i]);
    }
  }

  static void atan2(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = RealFunctions.atan2(a[i], b[i]);
    }
  }

  static void mod(double[] out, double[] a, double[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = RealFunctions.mod(a[i], b[i]);
    }
  }

  private static double truth(double x) {
    return x > 0 ? 1 : x <= 0 ? 0 : Double.NaN;
  }
}
