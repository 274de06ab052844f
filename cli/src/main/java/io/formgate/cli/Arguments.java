package io.formgate.cli;

import io.formgate.constraints.PortTexts;
import io.formgate.constraints.StreamWrapper;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks of command-line arguments. */
final class Arguments {
  private Arguments() {}

  /** Refuses a number that is too small. */
  static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw usage(option + " is " + value, "give at least " + least);
    }
  }

  /** {@return what a reader reads, empty if it finds mistakes, which are noted} */
  static <T> Optional<T> noting(Supplier<T> reader, List<Diagnostic> mistakes) {
    try {
      return Optional.of(reader.get());
    } catch (DiagnosticException e) {
      mistakes.addAll(e.diagnostics());
      return Optional.empty();
    }
  }

  /**
   * {@return the period in ps that --clock says}
   *
   * @throws DiagnosticException if it is none
   */
  static int clockPeriodPs(String text) {
    PortTexts texts = new PortTexts();
    OptionalInt period = texts.clockPeriodPs(new SourceText("--clock", text));
    return period.orElseThrow(() -> new DiagnosticException(texts.mistakes()));
  }

  /**
   * {@return the part of a clock period that --margin keeps free, in percent}
   *
   * @throws DiagnosticException if it is none
   */
  static double keptFreePercent(String text) {
    PortTexts texts = new PortTexts();
    OptionalDouble percent = texts.keptFreePercent(new SourceText("--margin", text));
    if (percent.isEmpty() || !texts.mistakes().isEmpty()) {
      throw new DiagnosticException(texts.mistakes());
    }
    return percent.getAsDouble();
  }

  /**
   * {@return the wrapper that --wrapper names, empty without the option}
   *
   * @param text its value, or null
   * @throws DiagnosticException if it is none
   */
  static Optional<StreamWrapper> wrapper(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    PortTexts texts = new PortTexts();
    Optional<StreamWrapper> wrapper = texts.wrapper(new SourceText("--wrapper", text));
    if (wrapper.isEmpty()) {
      throw new DiagnosticException(texts.mistakes());
    }
    return wrapper;
  }

  /** {@return the exception for a wrong argument} */
  static DiagnosticException usage(String message, String mend) {
    return new DiagnosticException(Diagnostic.of(DiagnosticCode.USAGE, message, mend));
  }
}
