package io.formgate.constraints;

import io.formgate.constraints.grammar.SpecParser.ValueContext;
import io.formgate.expression.DiagnosticCode;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads the numbers of a spec and reports those that are not allowed where they stand. */
final class ValueReader {
  private final Mistakes mistakes;

  ValueReader(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /**
   * {@return a number or fraction, empty after a mistake}
   *
   * @param c where it is written
   */
  OptionalDouble real(ValueContext c) {
    double value = Double.parseDouble(c.NUMBER(0).getText());
    double divisor = c.NUMBER().size() > 1 ? Double.parseDouble(c.NUMBER(1).getText()) : 1;
    double result = (c.MINUS() == null ? 1 : -1) * value / divisor;
    boolean lost = result == 0 && c.NUMBER(0).getText().matches("[0.]*[1-9].*");
    if (divisor == 0 || lost || !Double.isFinite(result)) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          c,
          "the number cannot be held by a double",
          "magnitudes from 5e-324 to 1.79e308 are possible, and no division by 0");
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(result);
  }

  /**
   * {@return a whole number, empty after a mistake}
   *
   * @param c where it is written
   * @param what name of the quantity, for the message
   * @param min smallest allowed
   * @param max largest allowed
   */
  OptionalLong whole(ValueContext c, String what, long min, long max) {
    String text = c.getText();
    if (text.matches("[0-9]{1,19}")) {
      try {
        long value = Long.parseLong(text);
        if (value >= min && value <= max) {
          return OptionalLong.of(value);
        }
      } catch (NumberFormatException aboveLong) {
        // Falls through to the message: no bound is above a long.
      }
    }
    mistakes.add(
        DiagnosticCode.SPEC_VALUE,
        c,
        what + " cannot be " + Mistakes.quote(text),
        "write a whole number from " + min + " to " + max);
    return OptionalLong.empty();
  }

  /** {@return a number as people write it} */
  static String show(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
