package io.formgate.expression;

/**
 * The error function and its complement.
 *
 * <p>Up to 1 the error function is its Maclaurin series. From 0.5 the complement is the trapezoidal
 * rule with step h = 7/16 on its integral exp(-x^2) x/pi int exp(-t^2)/(x^2 + t^2) dt, which is off
 * by 2/(exp(2 pi x/h) - 1) from the pole at t = ix, subtracted for x below pi/h, and otherwise by
 * exp(-(pi/h)^2) = 4e-23 of the value times x^2/|x^2 - (pi/h)^2| (C. Chiarella and A. Reichel, On
 * the evaluation of integrals related to the error function, Mathematics of Computation 22, 1968).
 */
final class ErrorFunction {
  private static final double SERIES_LIMIT = 1;
  private static final double TAIL_LIMIT = 0.5;
  private static final double STEP = 0.4375;
  private static final double HALF_WEIGHT = STEP / Math.PI;
  private static final double POLE_LIMIT = Math.PI / STEP;

  /** 2 h exp(-(n h)^2)/pi for n from 1; the next is under 1e-19. */
  private static final double[] WEIGHTS = weights();

  /** 2/sqrt(pi) (-1)^n/(n! (2n + 1)); the next is under 1e-17. */
  private static final double[] SERIES = series();

  private ErrorFunction() {}

  private static double[] weights() {
    double[] weights = new double[14];
    for (int n = 1; n <= weights.length; n++) {
      weights[n - 1] = 2 * STEP * StrictMath.exp(-(n * STEP) * (n * STEP)) / Math.PI;
    }
    return weights;
  }

  private static double[] series() {
    double[] series = new double[19];
    double factorial = 1;
    for (int n = 0; n < series.length; n++) {
      factorial *= n == 0 ? 1 : -n;
      series[n] = 2 / (Math.sqrt(Math.PI) * factorial * (2 * n + 1));
    }
    return series;
  }

  /** {@return the error function of any number} */
  static double erf(double x) {
    double size = Math.abs(x);
    return size < SERIES_LIMIT ? x * small(x) : Math.copySign(1 - tail(size), x);
  }

  /** {@return one less the error function of any number} */
  static double erfc(double x) {
    return x >= TAIL_LIMIT ? tail(x) : x > -SERIES_LIMIT ? 1 - x * small(x) : 2 - tail(-x);
  }

  /** erf(x)/x up to 1. */
  private static double small(double x) {
    double square = x * x;
    double sum = 0;
    for (int n = SERIES.length - 1; n > 0; n--) {
      sum = (sum + SERIES[n]) * square;
    }
    return sum + SERIES[0];
  }

  /** The complement from 0.5. */
  private static double tail(double x) {
    double square = x * x;
    double sum = 0;
    for (int n = WEIGHTS.length; n > 0; n--) {
      sum += WEIGHTS[n - 1] / ((n * STEP) * (n * STEP) + square);
    }
    double bell = StrictMath.exp(-square);
    double pole = x < POLE_LIMIT ? 2 / (StrictMath.exp(2 * POLE_LIMIT * x) - 1) : 0;
    return bell == 0 ? 0 : combined(x, square, bell, sum + HALF_WEIGHT / square, pole);
  }

  /** exp(-x^2) x sum - pole, where what the roundings of the products left out comes last. */
  private static double combined(double x, double square, double bell, double sum, double pole) {
    double factor = x * sum;
    double product = bell * factor;
    double rest =
        Math.fma(bell, factor, -product)
            + (bell * Math.fma(x, sum, -factor) - product * Math.fma(x, x, -square));
    return product + (rest - pole);
  }

  /** The error function of a block of any numbers; {@code s} is overwritten. */
  static void erf(double[] out, double[] a, double[][] s) {
    double[] size = s[3];
    for (int i = 0; i < size.length; i++) {
      size[i] = Math.min(Math.max(Math.abs(a[i]), SERIES_LIMIT), POLE_LIMIT);
    }
    tail(out, size, s);
    double[] near = s[0];
    small(near, a);
    for (int i = 0; i < a.length; i++) {
      double x = a[i];
      out[i] = Math.abs(x) < SERIES_LIMIT ? x * near[i] : Math.copySign(1 - out[i], x);
    }
  }

  /** One less the error function of a block of numbers up to 26; {@code s} is overwritten. */
  static void erfc(double[] out, double[] a, double[][] s) {
    double[] size = s[3];
    for (int i = 0; i < size.length; i++) {
      size[i] = Math.min(Math.max(Math.abs(a[i]), TAIL_LIMIT), 26);
    }
    tail(out, size, s);
    double[] near = s[0];
    small(near, a);
    for (int i = 0; i < a.length; i++) {
      double x = a[i];
      out[i] = x >= TAIL_LIMIT ? out[i] : x > -SERIES_LIMIT ? 1 - x * near[i] : 2 - out[i];
    }
  }

  private static void small(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      out[i] = SERIES[SERIES.length - 1];
    }
    for (int n = SERIES.length - 2; n >= 0; n--) {
      double next = SERIES[n];
      for (int i = 0; i < a.length; i++) {
        double x = Math.min(Math.abs(a[i]), SERIES_LIMIT);
        out[i] = out[i] * (x * x) + next;
      }
    }
  }

  /** The complement from 0.5 to 26; x is the fourth scratch block. */
  private static void tail(double[] out, double[] x, double[][] s) {
    double[] sum = s[4];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = 0;
    }
    for (int n = WEIGHTS.length; n > 0; n--) {
      double weight = WEIGHTS[n - 1];
      double square = (n * STEP) * (n * STEP);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight / (square + x[i] * x[i]);
      }
    }
    double[] exponent = s[2];
    for (int i = 0; i < exponent.length; i++) {
      exponent[i] = -x[i] * x[i];
    }
    double[] bell = s[5];
    BlockFunctions.exp(bell, exponent, s);
    double[] angle = s[2];
    for (int i = 0; i < angle.length; i++) {
      angle[i] = 2 * POLE_LIMIT * x[i];
    }
    BlockFunctions.exp(out, angle, s);
    for (int i = 0; i < x.length; i++) {
      double pole = x[i] < POLE_LIMIT ? 2 / (out[i] - 1) : 0;
      double square = x[i] * x[i];
      out[i] = combined(x[i], square, bell[i], sum[i] + HALF_WEIGHT / square, pole);
    }
  }
}
