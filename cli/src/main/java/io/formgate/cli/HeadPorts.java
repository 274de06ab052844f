package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.constraints.PortTexts;
import io.formgate.constraints.Threshold;
import io.formgate.datapath.Head;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.FormulaFile;
import io.formgate.expression.SourceText;
import io.formgate.expression.Suggestions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads which decisions on formulas are to be ports. */
final class HeadPorts {
  /**
   * The arguments as the user wrote them; see {@link FormulaOptions}.
   *
   * @param classes names of classes with commas between, or null
   * @param showsScores whether formulas that a decision reads are ports too
   * @param thresholds names of formulas and numbers
   */
  record Options(@Nullable String classes, boolean showsScores, List<String> thresholds) {
    /** No decisions. */
    static final Options NONE = new Options(null, false, List.of());

    Options {
      thresholds = List.copyOf(thresholds);
    }
  }

  private final Options options;
  private final PortTexts texts;
  private final List<Diagnostic> mistakes;
  private final List<String> classes;
  private final List<PortTexts.Limit> thresholds;

  /**
   * Makes a reader of decisions.
   *
   * @param options the arguments
   * @param texts reads them
   * @param mistakes are added here
   */
  HeadPorts(Options options, PortTexts texts, List<Diagnostic> mistakes) {
    this.options = options;
    this.texts = texts;
    this.mistakes = mistakes;
    classes =
        options.classes() == null
            ? List.of()
            : Stream.of(options.classes().split(",", -1)).map(String::strip).toList();
    thresholds =
        options.thresholds().stream()
            .map(text -> texts.limit(new SourceText("--threshold", text)))
            .flatMap(Optional::stream)
            .toList();
    if (classes.size() == 1) {
      usage("--classes names one class, so there is nothing to tell apart", "name at least two");
    }
    if (new HashSet<>(classes).size() < classes.size()) {
      usage("--classes names a class twice: " + options.classes(), "name each class once");
    }
    if (options.showsScores() && options.classes() == null && options.thresholds().isEmpty()) {
      usage(
          "--scores is about formulas that --classes or --threshold read, and there is neither",
          "leave it out: every other formula is a port");
    }
  }

  /** {@return the classes, if they are those of the formulas, in the order of their indices} */
  List<String> classesOf(FormulaFile formulas) {
    if (classes.size() < 2) {
      return List.of();
    }
    if (classes.size() != formulas.formulas().size()) {
      usage(
          "--classes names "
              + classes.size()
              + " classes, but "
              + (formulas.formulas().size() == 1
                  ? "there is one formula"
                  : "there are " + formulas.formulas().size() + " formulas"),
          "give a formula, which is its score, for each class");
      return List.of();
    }
    if (!formulas.names().isEmpty() && !formulas.names().containsAll(classes)) {
      usage(
          "the file defines "
              + String.join(", ", formulas.names())
              + ", but --classes names "
              + String.join(", ", classes),
          "name the formulas of the file as the classes");
      return List.of();
    }
    return classes;
  }

  /**
   * {@return the decisions}
   *
   * @param outputs names of the formulas' ports
   */
  List<Head> of(List<String> outputs) {
    List<Head> heads = new ArrayList<>();
    String all = options.classes();
    if (all != null && outputs.size() == classes.size() && classes.size() > 1) {
      if (outputs.containsAll(classes)) {
        texts.head(Classes.PORT, new SourceText("--classes", all).span(0, all.length()));
        heads.add(new Head.Argmax(Classes.PORT, classes.stream().map(outputs::indexOf).toList()));
      } else {
        usage(
            "--output names "
                + String.join(", ", outputs)
                + ", but --classes names "
                + String.join(", ", classes),
            "name the outputs as the classes, or give --output a format alone");
      }
    }
    for (PortTexts.Limit t : thresholds) {
      if (outputs.contains(t.output())) {
        String port = Threshold.port(t.output());
        texts.head(port, t.span());
        heads.add(new Head.Threshold(port, outputs.indexOf(t.output()), t.atLeast()));
      } else {
        mistakes.add(
            Diagnostic.at(
                DiagnosticCode.USAGE,
                t.span(),
                "no output is called '" + t.output() + "'",
                Suggestions.mend(
                    t.output(), outputs, "the outputs are " + String.join(", ", outputs))));
      }
    }
    return heads;
  }

  private void usage(String message, String mend) {
    mistakes.add(Diagnostic.of(DiagnosticCode.USAGE, message, mend));
  }
}
