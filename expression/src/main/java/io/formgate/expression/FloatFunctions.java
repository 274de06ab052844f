package io.formgate.expression;

import java.lang.foreign.MemorySegment;

/**
 * Sine, cosine, exponential and logarithm over one block of rows of floats, each on the range that
 * its description names; the same methods as {@link BlockFunctions} and {@link BlockTrigonometry},
 * with the terms that 24 bits need.
 */
final class FloatFunctions {
  /** Blocks that functions overwrite. */
  static final int SCRATCH_BLOCKS = 2;

  // Added to a float of less than 2^22, it rounds to an integer and leaves it in the low bits.
  private static final float TO_INTEGER = 0x1.8p23f;
  private static final int INTEGER_ZERO = Float.floatToRawIntBits(TO_INTEGER);
  private static final int LEAST_MANTISSA = Float.floatToRawIntBits((float) Math.sqrt(0.5));
  private static final float LOG2_E = (float) (1 / StrictMath.log(2));
  // ln 2 and pi in parts of 24 bits.
  private static final float LN2_1 = (float) StrictMath.log(2);
  private static final float LN2_2 = (float) (StrictMath.log(2) - LN2_1);
  private static final float INV_PI = (float) (1 / Math.PI);
  private static final float PI_1 = (float) Math.PI;
  private static final float PI_2 = (float) (Math.PI - PI_1);
  private static final float PI_3 = (float) (Math.PI - PI_1 - PI_2 + BlockTrigonometry.PI_2);

  private FloatFunctions() {}

  // For why loops are called through an interface, see BlockLoop.
  private static final FloatLoop[] SIN = {FloatFunctions::sines};
  private static final FloatLoop[] COS = {FloatFunctions::cosines};
  private static final FloatLoop[] EXP = {
    FloatFunctions::exponents, FloatFunctions::powersOfTwo, FloatFunctions::expOfArguments
  };
  private static final FloatLoop[] LOG = {
    FloatFunctions::mantissas, FloatFunctions::exponentsOfTwo, FloatFunctions::naturalLogs
  };

  /** The sine up to 2^17. */
  static void sin(float[] out, float[] a, float[][] s) {
    FloatLoop.run(SIN, out, a, s);
  }

  /** The cosine up to 2^17. */
  static void cos(float[] out, float[] a, float[][] s) {
    FloatLoop.run(COS, out, a, s);
  }

  /** The exponential up to 87. */
  static void exp(float[] out, float[] a, float[][] s) {
    FloatLoop.run(EXP, out, a, s);
  }

  /** The natural logarithm of normal numbers above 0. */
  static void log(float[] out, float[] a, float[][] s) {
    FloatLoop.run(LOG, out, a, s);
  }

  private static void sines(float[] out, float[] a, float[][] s) {
    for (int i = 0; i < out.length; i++) {
      float x = a[i];
      float k = (x * INV_PI + TO_INTEGER) - TO_INTEGER;
      out[i] = evenness(k) * sinOfRest(rest(x, k));
    }
  }

  private static void cosines(float[] out, float[] a, float[][] s) {
    for (int i = 0; i < out.length; i++) {
      float x = a[i];
      float k = (x * INV_PI - 0.5f + TO_INTEGER) - TO_INTEGER;
      out[i] = -evenness(k) * sinOfRest(rest(x, k + 0.5f));
    }
  }

  private static float rest(float x, float halfTurns) {
    return Math.fma(-halfTurns, PI_3, Math.fma(-halfTurns, PI_2, Math.fma(-halfTurns, PI_1, x)));
  }

  private static float evenness(float k) {
    float odd = k - 2 * ((k * 0.5f + TO_INTEGER) - TO_INTEGER);
    return 1 - 2 * odd * odd;
  }

  /** Taylor series on [-pi/2, pi/2]; the first term left out is under 1e-9. */
  private static float sinOfRest(float r) {
    float z = r * r;
    float p = (float) (1 / 6227020800.0);
    p = Math.fma(p, z, -1 / 39916800f);
    p = Math.fma(p, z, 1 / 362880f);
    p = Math.fma(p, z, -1 / 5040f);
    p = Math.fma(p, z, 1 / 120f);
    p = Math.fma(p, z, -1 / 6f);
    return Math.fma(r * z, p, r);
  }

  private static void exponents(float[] out, float[] a, float[][] s) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * LOG2_E + TO_INTEGER;
    }
  }

  private static void powersOfTwo(float[] out, float[] a, float[][] s) {
    MemorySegment bits = FloatLoop.bits(out);
    for (int i = 0; i < out.length; i++) {
      FloatLoop.setBit(bits, i, (FloatLoop.bit(bits, i) + 127) << 23);
    }
  }

  /** Taylor series on [-ln 2 / 2, ln 2 / 2]; the first term left out is under 6e-9. */
  private static void expOfArguments(float[] out, float[] a, float[][] s) {
    for (int i = 0; i < out.length; i++) {
      float x = a[i];
      float k = (x * LOG2_E + TO_INTEGER) - TO_INTEGER;
      float r = Math.fma(-k, LN2_2, Math.fma(-k, LN2_1, x));
      float p = 1 / 5040f;
      p = Math.fma(p, r, 1 / 720f);
      p = Math.fma(p, r, 1 / 120f);
      p = Math.fma(p, r, 1 / 24f);
      p = Math.fma(p, r, 1 / 6f);
      p = Math.fma(p, r, 0.5f);
      out[i] = (1 + Math.fma(p * r, r, r)) * out[i];
    }
  }

  /** The mantissa, from sqrt(1/2) to sqrt(2), of a normal number above 0. */
  private static void mantissas(float[] out, float[] a, float[][] s) {
    MemorySegment bits = FloatLoop.bits(a);
    MemorySegment mantissa = FloatLoop.bits(s[0]);
    for (int i = 0; i < out.length; i++) {
      int b = FloatLoop.bit(bits, i);
      FloatLoop.setBit(mantissa, i, b - (((b - LEAST_MANTISSA) >> 23) << 23));
    }
  }

  /** The exponent of 2 beside the mantissa, in bits of a sum with {@link #TO_INTEGER}. */
  private static void exponentsOfTwo(float[] out, float[] a, float[][] s) {
    MemorySegment bits = FloatLoop.bits(a);
    MemorySegment exponent = FloatLoop.bits(s[1]);
    for (int i = 0; i < out.length; i++) {
      int k = (FloatLoop.bit(bits, i) - LEAST_MANTISSA) >> 23;
      FloatLoop.setBit(exponent, i, k + INTEGER_ZERO);
    }
  }

  /**
   * The series of the inverse hyperbolic tangent, as in {@link BlockFunctions}; the first term left
   * out is under 1e-8 of the logarithm.
   */
  private static void naturalLogs(float[] out, float[] a, float[][] s) {
    float[] mantissa = s[0];
    float[] exponent = s[1];
    for (int i = 0; i < out.length; i++) {
      float f = mantissa[i] - 1;
      float k = exponent[i] - TO_INTEGER;
      float half = 0.5f * f * f;
      float r = f / (2 + f);
      float z = r * r;
      float p = 2 / 9f;
      p = Math.fma(p, z, 2 / 7f);
      p = Math.fma(p, z, 2 / 5f);
      p = Math.fma(p, z, 2 / 3f);
      float low = Math.fma(k, LN2_2, r * Math.fma(p, z, half));
      out[i] = Math.fma(k, LN2_1, -((half - low) - f));
    }
  }
}
