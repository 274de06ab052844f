package io.formgate.cli;

import io.formgate.constraints.InputDeclaration;
import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.PortTexts;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaFile;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Gives every formula its output port: by name, by order, or of the format that all share. */
final class OutputPorts {
  /** What outputs without a name are called by, the first that collides with no input. */
  private static final List<String> STEMS = List.of("y", "z", "result");

  private final EmitRequest.Options options;
  private final PortTexts texts;
  private final Collection<InputDeclaration> inputs;
  private final Optional<FixedFormat> format;
  private final Optional<SourceText> tolerance;
  private final List<Diagnostic> mistakes;

  /**
   * Makes a reader of output ports.
   *
   * @param options the arguments
   * @param texts reads them
   * @param inputs the ports that are declared
   * @param format of ports without a description of their own
   * @param tolerance error allowed
   * @param mistakes are added here
   */
  OutputPorts(
      EmitRequest.Options options,
      PortTexts texts,
      Collection<InputDeclaration> inputs,
      Optional<FixedFormat> format,
      Optional<SourceText> tolerance,
      List<Diagnostic> mistakes) {
    this.options = options;
    this.texts = texts;
    this.inputs = inputs;
    this.format = format;
    this.tolerance = tolerance;
    this.mistakes = mistakes;
  }

  /**
   * {@return the port of each formula; without formulas, of each option}
   *
   * @param formulas the formulas
   * @param classes what formulas without names are called, in their order; may be empty
   */
  List<Optional<OutputDeclaration>> of(Optional<FormulaFile> formulas, List<String> classes) {
    boolean isFormat =
        options.outputs().size() == 1
            && options.outputs().getFirst().contains("<")
            && !options.outputs().getFirst().contains(":");
    boolean isLikeInputs =
        options.outputsLikeInputs()
            && options.outputs().isEmpty()
            && !options.hasFormat()
            && !options.inputs().isEmpty()
            && inputs.stream().map(InputDeclaration::format).distinct().count() <= 1;
    Optional<FixedFormat> common =
        isFormat
            ? texts.format(new SourceText("--output", options.outputs().getFirst()))
            : isLikeInputs ? inputs.stream().map(InputDeclaration::format).findFirst() : format;
    boolean hasCommon = isFormat || isLikeInputs || options.hasFormat();
    List<Optional<OutputDeclaration>> ports = new ArrayList<>();
    List<String> portNames = new ArrayList<>();
    for (String text : isFormat ? List.<String>of() : options.outputs()) {
      ports.add(texts.output(new SourceText("--output", text), tolerance));
      portNames.add(text.split(":", 2)[0].strip());
    }
    if (formulas.isEmpty()) {
      return ports;
    }
    FormulaFile file = formulas.get();
    int count = file.formulas().size();
    if (file.names().isEmpty()) {
      if (ports.isEmpty() && hasCommon) {
        List<String> names = classes.isEmpty() ? freeNames(file, count) : classes;
        return names.stream().map(name -> named(name, common)).toList();
      }
      if (ports.size() != count) {
        usage(
            count
                + (count == 1 ? " formula has " : " formulas have ")
                + (ports.isEmpty() ? "no" : "" + ports.size())
                + " --output",
            count == 1
                ? "give one --output, or --format for all ports"
                : "give one --output for each formula, in their order, or one format for all");
        return absent(count);
      }
      return ports;
    }
    List<String> unknown = portNames.stream().filter(n -> !file.names().contains(n)).toList();
    boolean isMissing = !hasCommon && !portNames.containsAll(file.names());
    if (!unknown.isEmpty() || isMissing) {
      usage(
          "the file defines " + list(file.names()) + ", but --output names " + list(portNames),
          "give one --output for each formula, or one format for all");
      return absent(count);
    }
    List<Optional<OutputDeclaration>> inOrder = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = file.names().get(i);
      SourceSpan place = file.places().get(i);
      int at = portNames.indexOf(name);
      SourceSpan nameSpan = place.source().span(place.start(), place.start() + name.length());
      inOrder.add(
          at >= 0
              ? ports.get(at)
              : common.flatMap(f -> texts.output(name, nameSpan, f, tolerance)));
    }
    return inOrder;
  }

  /** {@return names of outputs that no input has in upper or lower case} */
  private List<String> freeNames(FormulaFile file, int count) {
    List<String> taken =
        Stream.concat(texts.inputNames().stream(), file.variables().keySet().stream())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .toList();
    List<String> names = List.of();
    for (String stem : STEMS) {
      names =
          count == 1 ? List.of(stem) : IntStream.range(0, count).mapToObj(i -> stem + i).toList();
      if (names.stream().noneMatch(taken::contains)) {
        return names;
      }
    }
    return names;
  }

  private Optional<OutputDeclaration> named(String name, Optional<FixedFormat> common) {
    SourceText text = new SourceText("--output", name);
    return common.flatMap(f -> texts.output(name, text.span(0, name.length()), f, tolerance));
  }

  private void usage(String message, String mend) {
    mistakes.add(Diagnostic.of(DiagnosticCode.USAGE, message, mend));
  }

  private static String list(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static List<Optional<OutputDeclaration>> absent(int count) {
    return IntStream.range(0, count).mapToObj(_ -> Optional.<OutputDeclaration>empty()).toList();
  }
}
