package io.formgate.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fixed-point number format: {@code fixed<W,I>} or {@code ufixed<W,I>}, as in ap_fixed.
 *
 * <p>A value is an integer of W bits, its <em>raw</em> value, times 2 to the minus (W - I). I
 * counts the sign bit of a signed format. I may be negative or larger than W.
 *
 * @param signed whether raw values are two's complement
 * @param widthBits W, from 1 to {@value #MAX_WIDTH_BITS}
 * @param integerBits I
 */
public record FixedFormat(boolean signed, int widthBits, int integerBits) {
  /** The widest format: raw values and their sums have to fit a Java long. */
  public static final int MAX_WIDTH_BITS = 62;

  private static final Pattern TEXT =
      Pattern.compile("(u?)fixed<\\s*(\\d{1,4})\\s*,\\s*(-?\\d{1,4})\\s*>");

  /** Checks the width. */
  public FixedFormat {
    if (widthBits < 1 || widthBits > MAX_WIDTH_BITS) {
      throw new IllegalArgumentException(
          "a format has 1 to " + MAX_WIDTH_BITS + " bits, not " + widthBits);
    }
    if (Math.abs(integerBits) > 1000) {
      throw new IllegalArgumentException("integer bits out of range: " + integerBits);
    }
  }

  /**
   * {@return the format written as text, empty when it is malformed or out of range}
   *
   * @param text such as {@code fixed<16,6>}
   */
  public static Optional<FixedFormat> parse(String text) {
    Matcher m = TEXT.matcher(text.strip());
    if (!m.matches()) {
      return Optional.empty();
    }
    int width = Integer.parseInt(m.group(2));
    int integer = Integer.parseInt(m.group(3));
    if (width < 1 || width > MAX_WIDTH_BITS || Math.abs(integer) > 1000) {
      return Optional.empty();
    }
    return Optional.of(new FixedFormat(m.group(1).isEmpty(), width, integer));
  }

  /**
   * {@return the narrowest format with the given fraction bits that holds all raw values from one
   * to another}
   *
   * @param rawLo smallest raw value
   * @param rawHi largest raw value
   * @param fractionBits fraction bits
   */
  public static FixedFormat holding(long rawLo, long rawHi, int fractionBits) {
    int width = bitsFor(rawLo, rawHi);
    return new FixedFormat(rawLo < 0, width, width - fractionBits);
  }

  /**
   * {@return the bits that the narrowest format for a raw range has, possibly more than a format
   * may have}
   *
   * @param rawLo smallest raw value
   * @param rawHi largest raw value
   */
  public static int bitsFor(long rawLo, long rawHi) {
    int positive = 64 - Long.numberOfLeadingZeros(Math.max(rawHi, 0));
    if (rawLo >= 0) {
      return Math.max(1, positive);
    }
    int negative = 64 - Long.numberOfLeadingZeros(~rawLo);
    return 1 + Math.max(positive, negative);
  }

  /** {@return W - I, the binary places after the point} */
  public int fractionBits() {
    return widthBits - integerBits;
  }

  /** {@return the smallest raw value} */
  public long rawMin() {
    return signed ? -(1L << (widthBits - 1)) : 0;
  }

  /** {@return the largest raw value} */
  public long rawMax() {
    return signed ? (1L << (widthBits - 1)) - 1 : (1L << widthBits) - 1;
  }

  /** {@return the real values, from the smallest to the largest} */
  public Interval range() {
    return new Interval(toReal(rawMin()), toReal(rawMax()));
  }

  /** {@return the real weight of the last bit} */
  public double lsb() {
    return Math.scalb(1.0, -fractionBits());
  }

  /**
   * {@return the real value of a raw one; exact for up to 53 significant bits}
   *
   * @param raw raw value
   */
  public double toReal(long raw) {
    return Math.scalb((double) raw, -fractionBits());
  }

  /**
   * {@return the raw value nearest to a real one, ties to the larger, saturated at the ends}
   *
   * @param value finite real value
   */
  public long nearestRaw(double value) {
    double scaled = Math.scalb(value, fractionBits());
    if (scaled >= rawMax()) {
      return rawMax();
    }
    if (scaled <= rawMin()) {
      return rawMin();
    }
    double below = Math.floor(scaled);
    return (long) below + (scaled - below >= 0.5 ? 1 : 0);
  }

  /**
   * {@return whether a raw value belongs to the format}
   *
   * @param raw raw value
   */
  public boolean holds(long raw) {
    return raw >= rawMin() && raw <= rawMax();
  }

  /**
   * {@return the raw value whose low W bits are given}
   *
   * @param bits any bits above W are ignored
   */
  public long fromBits(long bits) {
    int unused = 64 - widthBits;
    return signed ? (bits << unused) >> unused : (bits << unused) >>> unused;
  }

  /**
   * {@return the W bits of a raw value as an unsigned number}
   *
   * @param raw raw value
   */
  public long toBits(long raw) {
    return raw & ((1L << widthBits) - 1);
  }

  /**
   * {@return a raw value as an exact decimal}
   *
   * @param raw raw value
   */
  public String toDecimal(long raw) {
    BigDecimal two = BigDecimal.valueOf(2);
    BigDecimal value = BigDecimal.valueOf(raw);
    value =
        fractionBits() >= 0
            ? value.divide(two.pow(fractionBits()), fractionBits(), RoundingMode.UNNECESSARY)
            : value.multiply(two.pow(-fractionBits()));
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  @Override
  public String toString() {
    return (signed ? "fixed<" : "ufixed<") + widthBits + "," + integerBits + ">";
  }
}
