package io.formgate.datapath;

import io.formgate.datapath.Approximations.Rated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds piecewise polynomials that keep an error, with the fewest pieces.
 *
 * <p>A piece goes through the function at Chebyshev's points. Its coefficients are rounded from the
 * highest down, and the constant one is that for which the largest error of the piece is least.
 * What comes out is held against the function at every address.
 */
final class PolynomialFit {
  private static final int MAX_DEGREE = 3;
  private static final int MAX_GUARD_BITS = 3;

  /** Widest sum of the rule of Horner, so that products fit 63 bits. */
  private static final int MAX_SUM_BITS = 40;

  private final Samples samples;
  private final int fractionBits;
  private final double allowed;

  /** An address at which the last polynomial that was given up was too far off. */
  private int farOff;

  private PolynomialFit(Samples samples, int fractionBits, double allowed) {
    this.samples = samples;
    this.fractionBits = fractionBits;
    this.allowed = allowed;
  }

  /**
   * {@return for each degree the polynomials of the fewest pieces that keep an error}
   *
   * @param samples the function
   * @param fractionBits of the result
   * @param allowed largest distance from the function
   */
  static List<Rated> of(Samples samples, int fractionBits, double allowed) {
    PolynomialFit fit = new PolynomialFit(samples, fractionBits, allowed);
    List<Rated> found = new ArrayList<>();
    for (int degree = 1; degree <= MAX_DEGREE; degree++) {
      Optional<Rated> best = Optional.empty();
      // A piece across the sign of a signed index would not be in the order of its values.
      int widest = samples.indexBits() - (samples.index().signed() ? 1 : 0);
      for (int lower = widest; lower > degree && best.isEmpty(); lower--) {
        for (int guard = 1; guard <= MAX_GUARD_BITS && best.isEmpty(); guard++) {
          best = fit.polynomials(degree, lower, guard);
        }
      }
      best.ifPresent(found::add);
    }
    return found;
  }

  private Optional<Rated> polynomials(int degree, int lowerBits, int guardBits) {
    int pieces = samples.size() >> lowerBits;
    long[][] coefficients = new long[degree + 1][pieces];
    // Where one polynomial is too far off, the next one often is as well.
    if (!piece(coefficients, farOff >> lowerBits, lowerBits, guardBits)) {
      return Optional.empty();
    }
    for (long[] power : coefficients) {
      Arrays.fill(power, Long.MIN_VALUE);
    }
    for (int piece = 0; piece < pieces; piece++) {
      if (!piece(coefficients, piece, lowerBits, guardBits)) {
        farOff = piece << lowerBits;
        return Optional.empty();
      }
    }
    for (long[] power : coefficients) {
      MultipartiteFit.fillUnused(power);
    }
    PiecewisePolynomial made =
        new PiecewisePolynomial(samples.index(), fractionBits, guardBits, lowerBits, coefficients);
    double error = samples.largestError(made);
    return error <= allowed ? Optional.of(new Rated(made, error)) : Optional.empty();
  }

  /** Fits a piece; false if it is too far off. */
  private boolean piece(long[][] coefficients, int piece, int lowerBits, int guardBits) {
    int begin = piece << lowerBits;
    int end = begin + (1 << lowerBits);
    int first = begin;
    while (first < end && !samples.isUsed(first)) {
      first++;
    }
    if (first == end) {
      return true;
    }
    int last = end - 1;
    while (!samples.isUsed(last)) {
      last--;
    }
    double scale = Math.scalb(1.0, fractionBits + guardBits);
    double half = Math.scalb(1.0, lowerBits - 1);
    double[] powers = interpolated(coefficients.length - 1, first, last, begin + half, 2 * half);
    for (int power = 0; power < powers.length; power++) {
      double scaled = powers[power] * scale;
      if (!(Math.abs(scaled) < 1L << MAX_SUM_BITS)) {
        return false;
      }
      coefficients[power][piece] = (long) Math.rint(scaled);
    }
    double lo = Double.POSITIVE_INFINITY;
    double hi = Double.NEGATIVE_INFINITY;
    for (int a = first; a <= last; a++) {
      if (samples.isUsed(a)) {
        long rest = PiecewisePolynomial.rest(coefficients, lowerBits, piece, a);
        lo = Math.min(lo, samples.lo(a) * scale - rest);
        hi = Math.max(hi, samples.hi(a) * scale - rest);
      }
      if ((hi - lo) / 2 > allowed * scale) {
        return false;
      }
    }
    coefficients[0][piece] = (long) Math.rint(lo + (hi - lo) / 2 + ((1 << guardBits) - 1) / 2.0);
    return true;
  }

  /**
   * The coefficients of t = (address - centre) / width through the function at Chebyshev's points
   * between two addresses.
   */
  private double[] interpolated(int degree, int first, int last, double centre, double width) {
    int points = Math.min(degree, last - first) + 1;
    double[] t = new double[points];
    double[] y = new double[points];
    int previous = first - 1;
    for (int i = 0; i < points; i++) {
      double at = -Math.cos(Math.PI * (i + 0.5) / points);
      int address = (int) Math.rint(first + (last - first) * (at + 1) / 2);
      address = Math.min(last - (points - 1 - i), Math.max(address, previous + 1));
      while (!samples.isUsed(address) && address < last) {
        address++;
      }
      previous = address;
      t[i] = (address - centre) / width;
      y[i] = samples.middle(address);
    }
    for (int order = 1; order < points; order++) {
      for (int i = points - 1; i >= order; i--) {
        y[i] = (y[i] - y[i - 1]) / (t[i] - t[i - order]);
      }
    }
    double[] powers = new double[degree + 1];
    for (int i = points - 1; i >= 0; i--) {
      for (int k = degree; k > 0; k--) {
        powers[k] = powers[k - 1] - t[i] * powers[k];
      }
      powers[0] = y[i] - t[i] * powers[0];
    }
    return powers;
  }
}
