package io.formgate.expression;

/**
 * One format that every value of a circuit has, as flows use it that quantise at the end.
 *
 * @param format the format
 * @param saturates whether a value beyond the format is moved to its nearest end; else its upper
 *     bits are dropped, so that it wraps around
 * @param rounds whether a value between two of the format becomes the nearest, ties upwards; else
 *     it is truncated towards minus infinity
 */
public record UniformFormat(FixedFormat format, boolean saturates, boolean rounds) {

  /**
   * {@return the value that a real number becomes, where the format holds it}
   *
   * @param value any number; beyond the format the nearest end, also where values wrap around
   */
  public double nearest(double value) {
    double scaled = Math.scalb(value, format.fractionBits());
    double raw = rounds ? Math.floor(scaled + 0.5) : Math.floor(scaled);
    return format.toReal(format.nearestRaw(Math.scalb(raw, -format.fractionBits())));
  }

  /** {@return the format with what becomes of values that it does not hold} */
  public String words() {
    return format + (saturates ? " saturate" : "") + (rounds ? " round" : "");
  }

  /** {@return the statement of a spec behind its keyword} */
  @Override
  public String toString() {
    return format + " everywhere" + words().substring(format.toString().length());
  }
}
