package io.formgate.cli;

import io.formgate.constraints.SpecParser;
import io.formgate.expression.ColumnStatistics;
import io.formgate.expression.FixedFormat;
import java.util.Optional;

/**
 * A format that suits the values of a column.
 *
 * <p>The last bit is the coarsest that is fine enough, and the integer bits are the fewest that
 * hold the smallest and the largest value. Fine enough is, for an input,
 *
 * <ul>
 *   <li>the step of which all values are multiples, if {@value #USUAL_BITS} bits hold them so;
 *   <li>else the power of two below the last decimal place, or a {@value #FINE}th of the spread if
 *       that is coarser.
 * </ul>
 *
 * <p>A format that would have more than {@value #USUAL_BITS} bits gets these, unless its last bit
 * were above a {@value #COARSE}th of the spread. The error of rounding is uniform, with a standard
 * deviation of the last bit over the square root of 12: 0.1 % of the spread for a {@value #FINE}th
 * and 1.8 % for a {@value #COARSE}th. The spread is the smaller of standard deviation and
 * interquartile range, so that few large values do not blur the many small ones.
 *
 * @param format the format
 * @param reason why the last bit is what it is
 * @param spread of the values
 */
record SuggestedFormat(FixedFormat format, Reason reason, double spread) {
  /** Bits that a port has unless its values need more. */
  static final int USUAL_BITS = 16;

  /** Last bits in the spread of a column that is carried well. */
  static final int FINE = 256;

  /** Last bits in the spread of a column that is carried at all. */
  static final int COARSE = 16;

  private static final double LOG2_OF_10 = 3.321928094887362;

  /** Integer bits of the formats that can be written. */
  private static final int MAX_INTEGER_BITS = 1000;

  /** More bits than any format has. */
  private static final int TOO_MANY_BITS = 99;

  /** Why a last bit is what it is. */
  enum Reason {
    /** All values are multiples of it. */
    STEP,
    /** It tells the last decimals apart. */
    DECIMALS,
    /** It is small against the spread. */
    SPREAD,
    /** It is what the usual number of bits allows. */
    USUAL_BITS,
    /** It is coarse, and still more than the usual number of bits are needed. */
    MANY_BITS
  }

  /** {@return the format of an input, empty if no format of a port can carry its values} */
  static Optional<SuggestedFormat> ofInput(ColumnStatistics s) {
    int step = -s.stepExponent();
    if (bits(s, step) <= USUAL_BITS) {
      return of(s, step, Reason.STEP);
    }
    int decimals = (int) Math.ceil(s.decimals() * LOG2_OF_10);
    int fine = fractionBits(spread(s) / FINE);
    return Math.min(step, decimals) < fine
        ? limited(s, Math.min(step, decimals), step <= decimals ? Reason.STEP : Reason.DECIMALS)
        : limited(s, fine, Reason.SPREAD);
  }

  /**
   * {@return the format of an output, empty if no format of a port can carry its values}
   *
   * <p>Only the spread counts: a formula's values are real numbers whatever the data's are.
   */
  static Optional<SuggestedFormat> ofOutput(ColumnStatistics s) {
    return limited(s, fractionBits(spread(s) / FINE), Reason.SPREAD);
  }

  /** {@return the smaller of standard deviation and interquartile range, if that is not 0} */
  static double spread(ColumnStatistics s) {
    return s.interquartileRange() > 0
        ? Math.min(s.deviation(), s.interquartileRange())
        : s.deviation();
  }

  private static Optional<SuggestedFormat> limited(
      ColumnStatistics s, int fractionBits, Reason reason) {
    int coarse = Math.min(fractionBits, fractionBits(spread(s) / COARSE));
    int fitting = fractionBits;
    while (fitting > coarse && bits(s, fitting) > USUAL_BITS) {
      fitting--;
    }
    if (fitting == fractionBits) {
      return of(s, fractionBits, reason);
    }
    return of(s, fitting, bits(s, fitting) > USUAL_BITS ? Reason.MANY_BITS : Reason.USUAL_BITS);
  }

  private static Optional<SuggestedFormat> of(ColumnStatistics s, int fractionBits, Reason reason) {
    int bits = bits(s, fractionBits);
    if (bits > SpecParser.MAX_PORT_BITS || Math.abs(bits - fractionBits) > MAX_INTEGER_BITS) {
      return Optional.empty();
    }
    FixedFormat format = new FixedFormat(s.min() < 0, bits, bits - fractionBits);
    return Optional.of(new SuggestedFormat(format, reason, spread(s)));
  }

  /** Fraction bits of the largest power of two that is not above a value. */
  private static int fractionBits(double largest) {
    return -Math.getExponent(Math.max(largest, Double.MIN_NORMAL));
  }

  /** Bits of the narrowest format with these fraction bits that holds all values. */
  private static int bits(ColumnStatistics s, int fractionBits) {
    double lo = Math.floor(Math.scalb(s.min(), fractionBits));
    double hi = Math.ceil(Math.scalb(s.max(), fractionBits));
    // A value that vanishes in the scaling is not 0.
    lo = lo == 0 && s.min() < 0 ? -1 : lo;
    hi = hi == 0 && s.max() > 0 ? 1 : hi;
    boolean far = lo < -0x1p60 || hi > 0x1p60;
    return far ? TOO_MANY_BITS : FixedFormat.bitsFor((long) lo, (long) hi);
  }
}
