package io.formgate.cli;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Suggestions;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the complexity of a formula counts, as in the complexity statement of a spec. */
enum CostMode {
  /** Clock cycles of the schedule. */
  LATENCY,
  /** Nodes of the tree. */
  NODES;

  private static final List<String> WORDS = Stream.of(values()).map(CostMode::word).toList();

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * {@return the mode of a word}
   *
   * @throws io.formgate.expression.DiagnosticException if there is none
   */
  static CostMode of(String word) {
    if (!WORDS.contains(word)) {
      throw Arguments.usage(
          "--mode is '" + word + "'",
          Suggestions.mend(word, WORDS, "modes are " + String.join(", ", WORDS)));
    }
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** {@return the complexity of a circuit, summed over its outputs where formulas are counted} */
  int complexity(CompiledCircuit circuit) {
    return switch (this) {
      case LATENCY -> circuit.pipeline().latencyCycles();
      case NODES -> {
        List<String> inputs =
            circuit.request().inputs().stream().map(QuantizerRequest.InputPort::name).toList();
        yield circuit.request().outputs().stream()
            .mapToInt(o -> Tape.of(o.formula(), inputs).length())
            .sum();
      }
    };
  }

  /** {@return a complexity with its unit} */
  String show(int complexity) {
    return switch (this) {
      case LATENCY -> CircuitReport.cycles(complexity);
      case NODES -> complexity == 1 ? "1 node" : complexity + " nodes";
    };
  }
}
