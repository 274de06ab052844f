package io.formgate.constraints;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Ratio;
import io.formgate.expression.SourceSpan;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads the numbers of a spec and reports those that are not allowed where they stand. */
final class ValueReader {
  /** Largest numerator and denominator that a spec may write: sums of a few stay exact. */
  static final long LARGEST_IN_RATIO = 1_000_000;

  private final Mistakes mistakes;

  ValueReader(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /**
   * A number or a fraction of two, as written.
   *
   * @param span where
   * @param text the whole
   * @param negative whether a minus stands before it
   * @param numerator digits, possibly with a point and an exponent
   * @param denominator the same; 1 if there is none
   */
  record Value(
      SourceSpan span, String text, boolean negative, String numerator, String denominator) {}

  /**
   * {@return a number or fraction, empty after a mistake}
   *
   * @param v as written
   */
  OptionalDouble real(Value v) {
    double value = Double.parseDouble(v.numerator());
    double divisor = Double.parseDouble(v.denominator());
    double result = (v.negative() ? -1 : 1) * value / divisor;
    boolean lost = result == 0 && v.numerator().matches("[0.]*[1-9].*");
    if (divisor == 0 || lost || !Double.isFinite(result)) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          v.span(),
          "the number cannot be held by a double",
          "magnitudes from 5e-324 to 1.79e308 are possible, and no division by 0");
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(result == 0 ? 0.0 : result);
  }

  /**
   * {@return a whole number, empty after a mistake}
   *
   * @param v as written
   * @param what name of the quantity, for the message
   * @param min smallest allowed
   * @param max largest allowed
   */
  OptionalLong whole(Value v, String what, long min, long max) {
    if (v.text().matches("[0-9]{1,19}\\.?")) {
      try {
        long value = Long.parseLong(v.numerator());
        if (value >= min && value <= max) {
          return OptionalLong.of(value);
        }
      } catch (NumberFormatException aboveLong) {
        // Falls through to the message: no bound is above a long.
      }
    }
    mistakes.add(
        DiagnosticCode.SPEC_VALUE,
        v.span(),
        what + " cannot be " + Mistakes.quote(v.text()),
        "write a whole number from " + min + " to " + max);
    return OptionalLong.empty();
  }

  /**
   * {@return a number from 0 as an exact fraction, empty after a mistake}
   *
   * @param v as written
   */
  Optional<Ratio> ratio(Value v) {
    if (!v.negative() && v.numerator().length() <= 20 && v.denominator().length() <= 20) {
      BigDecimal numerator = new BigDecimal(v.numerator());
      BigDecimal denominator = new BigDecimal(v.denominator());
      int scale = Math.max(0, Math.max(numerator.scale(), denominator.scale()));
      if (scale <= 9 && numerator.precision() - numerator.scale() <= 9) {
        try {
          Ratio ratio =
              new Ratio(
                  numerator.scaleByPowerOfTen(scale).longValueExact(),
                  denominator.scaleByPowerOfTen(scale).longValueExact());
          if (Math.max(ratio.numerator(), ratio.denominator()) <= LARGEST_IN_RATIO) {
            return Optional.of(ratio);
          }
        } catch (ArithmeticException | IllegalArgumentException tooLargeOrOverZero) {
          // Falls through to the message.
        }
      }
    }
    mistakes.add(
        DiagnosticCode.SPEC_VALUE,
        v.span(),
        Mistakes.quote(v.text()) + " is no exact fraction of short whole numbers",
        "write a number from 0 such as 3, 1.5 or 3/2, as a fraction of numbers up to "
            + LARGEST_IN_RATIO);
    return Optional.empty();
  }

  /** {@return a number as people write it} */
  static String show(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
