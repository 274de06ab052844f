package io.formgate.cli;

import io.formgate.constraints.PortTexts;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.hwcost.AdditiveComplexity;
import io.formgate.hwcost.PublishedCycles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Complexities that the published cycles of operators add up to; there is no circuit.
 *
 * @param format of every value
 * @param sources part, clock and origin of the cycles, one line each
 * @param complexityMode what the complexity counts
 * @param complexities one for each output
 */
record PublishedCost(
    String format,
    List<String> sources,
    String complexityMode,
    List<FormulaComplexity> complexities) {
  /** What stands for the published cycles where a device is named. */
  static final String DEVICE = "published";

  /**
   * {@return the mistakes of asking for published cycles in a mode}
   *
   * @param mode what is counted
   */
  static List<Diagnostic> objections(CostMode mode) {
    if (mode.counted() != CostMode.Counted.ADDITIVE) {
      return Arguments.usage(
              "'"
                  + DEVICE
                  + "' is a table of operators that are added up, not a device with "
                  + (mode.counted() == CostMode.Counted.LATENCY ? "a latency" : "nodes"),
              "add --mode additive, or name a device")
          .diagnostics();
    }
    return mode.fractional()
        ? Arguments.usage(
                "published cycles are whole numbers, so they have no fractions to keep",
                "leave out 'fractional', or name a device instead of " + DEVICE)
            .diagnostics()
        : List.of();
  }

  /**
   * {@return the published cycles at the format of the ports}
   *
   * @param commonFormat what {@code --format} says, or null
   * @param inputs of which all have one format if nothing is said
   * @throws DiagnosticException if there is no such format, or no cycles are published for it
   */
  static PublishedCycles cycles(
      @Nullable String commonFormat, List<QuantizerRequest.InputPort> inputs) {
    if (commonFormat != null) {
      SourceText text = new SourceText("--format", commonFormat);
      PortTexts texts = new PortTexts();
      Optional<FixedFormat> format = texts.format(text);
      SourceSpan span = text.span(0, commonFormat.length());
      return PublishedCycles.load(
          format.orElseThrow(() -> new DiagnosticException(texts.mistakes())), span);
    }
    List<FixedFormat> formats =
        inputs.stream().map(QuantizerRequest.InputPort::format).distinct().toList();
    if (formats.size() != 1) {
      throw Arguments.usage(
          "published cycles are those of one format, but the inputs have "
              + (formats.isEmpty()
                  ? "none"
                  : formats.stream().map(FixedFormat::toString).collect(Collectors.joining(", "))),
          "add --format, such as --format 'fixed<16,6>'");
    }
    return PublishedCycles.load(formats.getFirst());
  }

  /**
   * {@return what formulas take}
   *
   * @throws DiagnosticException naming each operator that has no figure
   */
  static PublishedCost of(
      List<QuantizerRequest.OutputPort> outputs, PublishedCycles cycles, CostMode mode) {
    AdditiveComplexity sum = mode.sum(cycles);
    List<Diagnostic> mistakes = new ArrayList<>();
    outputs.stream()
        .flatMap(o -> AdditiveComplexity.operatorsOf(o.formula()).stream())
        .distinct()
        .forEach(operator -> Arguments.noting(() -> sum.weight(operator), mistakes));
    if (!mistakes.isEmpty()) {
      throw new DiagnosticException(mistakes);
    }
    return new PublishedCost(
        cycles.format().toString(),
        cycles.provenance(),
        mode.word(),
        outputs.stream().map(o -> FormulaComplexity.of(o, sum)).toList());
  }

  /** {@return the lines for people} */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (FormulaComplexity c : complexities) {
      lines.add(c.formula());
      lines.addAll(c.table());
      lines.add("");
    }
    String head = "cycles";
    lines.add(CircuitReport.row(head, DEVICE + " at " + format + "; complexity " + complexityMode));
    sources.forEach(source -> lines.add(CircuitReport.row("", source)));
    return lines;
  }
}
