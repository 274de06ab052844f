package io.formgate.expression;

/**
 * Operators over one block of rows of floats that are one operation of the machine's; the meaning
 * is that of {@link BlockArithmetic}. An output array is none of the inputs.
 */
final class FloatArithmetic {
  private FloatArithmetic() {}

  static void add(float[] out, float[] a, float[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] + b[i];
    }
  }

  static void subtract(float[] out, float[] a, float[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] - b[i];
    }
  }

  static void multiply(float[] out, float[] a, float[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * b[i];
    }
  }

  static void divide(float[] out, float[] a, float[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] / b[i];
    }
    if (!FloatLoop.hasNoZero(b)) {
      undefinedAtZero(out, b);
    }
  }

  static void inverse(float[] out, float[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = 1 / a[i];
    }
    if (!FloatLoop.hasNoZero(a)) {
      undefinedAtZero(out, a);
    }
  }

  private static void undefinedAtZero(float[] out, float[] denominator) {
    for (int i = 0; i < out.length; i++) {
      out[i] = denominator[i] == 0 ? Float.NaN : out[i];
    }
  }

  static void add(float[] out, float[] a, float b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] + b;
    }
  }

  static void subtractFrom(float[] out, float a, float[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a - b[i];
    }
  }

  static void multiply(float[] out, float[] a, float b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * b;
    }
  }

  static void divide(float[] out, float[] a, float b) {
    float divisor = b == 0 ? Float.NaN : b;
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] / divisor;
    }
  }

  static void divideInto(float[] out, float a, float[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a / b[i];
    }
    if (!FloatLoop.hasNoZero(b)) {
      undefinedAtZero(out, b);
    }
  }

  static void negate(float[] out, float[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = -a[i];
    }
  }

  static void abs(float[] out, float[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.abs(a[i]);
    }
  }

  static void square(float[] out, float[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * a[i];
    }
  }

  static void cube(float[] out, float[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * a[i] * a[i];
    }
  }

  static void sqrt(float[] out, float[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.sqrt(a[i]);
    }
  }

  static void sqrtAbs(float[] out, float[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.sqrt(Math.abs(a[i]));
    }
  }

  static void relu(float[] out, float[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(a[i], 0);
    }
  }

  static void min(float[] out, float[] a, float[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.min(a[i], b[i]);
    }
  }

  static void max(float[] out, float[] a, float[] b) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(a[i], b[i]);
    }
  }

  static void fma(float[] out, float[] a, float[] b, float[] c) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.fma(a[i], b[i], c[i]);
    }
  }

  /** Rounds doubles. */
  static void narrow(float[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) a[i];
    }
  }

  static void widen(double[] out, float[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i];
    }
  }

  /** Widens what is not beyond a size, and takes the size for the rest. */
  static void widenWithin(double[] out, float[] a, float limit) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(Math.min(a[i], limit), -limit);
    }
  }
}
