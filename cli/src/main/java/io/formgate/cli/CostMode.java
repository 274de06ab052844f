package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Ratio;
import io.formgate.expression.Suggestions;
import io.formgate.hwcost.AdditiveComplexity;
import io.formgate.hwcost.DeviceCycles;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.OperatorCycles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the complexity of a formula counts, written as in the complexity statement of a spec, such
 * as {@code additive, fractional, rounded}.
 *
 * @param counted what is counted
 * @param fractional whether cycles that are added up keep their fractions
 * @param rounded whether the sum over the nodes is rounded to a whole number
 */
record CostMode(Counted counted, boolean fractional, boolean rounded) {
  private static final String FRACTIONAL = "fractional";
  private static final String ROUNDED = "rounded";
  private static final String PUBLISHED = "published";
  private static final List<String> FLAGS = List.of(FRACTIONAL, ROUNDED);
  private static final List<String> WORDS = Stream.of(Counted.values()).map(Counted::word).toList();

  /** What is counted. */
  enum Counted {
    /** Clock cycles of the schedule. */
    LATENCY,
    /** Sum of cycles of the operators, each by itself. */
    ADDITIVE,
    /** Nodes of the tree. */
    NODES;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * {@return the mode of a text}
   *
   * @throws DiagnosticException with what is wrong with it
   */
  static CostMode of(String text) {
    List<String> parts = Stream.of(text.split(",", -1)).map(String::strip).toList();
    String word = parts.getFirst();
    if (word.startsWith(Counted.ADDITIVE.word() + " " + PUBLISHED)) {
      throw Arguments.usage(
          "--mode is '" + text + "'",
          "write --mode additive with --device published and --format FORMAT");
    }
    if (!WORDS.contains(word)) {
      throw Arguments.usage(
          "--mode is '" + text + "'",
          Suggestions.mend(word, WORDS, "modes are " + String.join(", ", WORDS)));
    }
    Counted counted = Counted.valueOf(word.toUpperCase(Locale.ROOT));
    List<String> flags = parts.subList(1, parts.size());
    List<Diagnostic> mistakes = new ArrayList<>();
    for (String flag : flags) {
      if (!FLAGS.contains(flag)) {
        mistakes.addAll(
            Arguments.usage(
                    "--mode has '" + flag + "' behind " + word,
                    Suggestions.mend(
                        flag, FLAGS, "what stands there is " + String.join(", ", FLAGS)))
                .diagnostics());
      }
    }
    if (flags.contains(FRACTIONAL) && counted != Counted.ADDITIVE) {
      mistakes.addAll(
          Arguments.usage(
                  "'fractional' is about cycles that are added up, and '" + word + "' adds none",
                  "leave it out, or write --mode 'additive, fractional'")
              .diagnostics());
    }
    if (flags.contains(ROUNDED) && counted == Counted.LATENCY) {
      mistakes.addAll(
          Arguments.usage(
                  "'rounded' is about a sum over the nodes, and a latency is none",
                  "leave it out, or write --mode 'additive, rounded'")
              .diagnostics());
    }
    if (!mistakes.isEmpty()) {
      throw new DiagnosticException(mistakes);
    }
    return new CostMode(counted, flags.contains(FRACTIONAL), flags.contains(ROUNDED));
  }

  /** {@return the mode as it is written} */
  String word() {
    return counted.word() + (fractional ? ", " + FRACTIONAL : "") + (rounded ? ", " + ROUNDED : "");
  }

  /**
   * {@return what is added up over the nodes on a device at a clock; empty if a latency is counted}
   */
  Optional<AdditiveComplexity> sum(DeviceModel device, int clockPeriodPs) {
    return switch (counted) {
      case LATENCY -> Optional.empty();
      case ADDITIVE -> Optional.of(sum(new DeviceCycles(device, clockPeriodPs, fractional)));
      case NODES -> Optional.of(sum(OperatorCycles.ONE));
    };
  }

  /** {@return the sum of some cycles over the nodes} */
  AdditiveComplexity sum(OperatorCycles cycles) {
    return new AdditiveComplexity(cycles, Map.of(), Map.of(), Ratio.ONE, rounded);
  }

  /** {@return a complexity with its unit} */
  String show(Number complexity) {
    String number = FormulaComplexity.show(complexity);
    return switch (counted) {
      case LATENCY -> CircuitReport.cycles(complexity.intValue());
      case ADDITIVE -> number;
      case NODES -> number.equals("1") ? "1 node" : number + " nodes";
    };
  }
}
