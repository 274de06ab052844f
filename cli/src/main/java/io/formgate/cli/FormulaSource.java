package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaFile;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.HallOfFameReader;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.expression.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where formulas come from: the command line, a file of them, or a row of a hall of fame. */
final class FormulaSource {
  private final EmitRequest.Options options;
  private final List<Diagnostic> mistakes;

  private FormulaSource(EmitRequest.Options options, List<Diagnostic> mistakes) {
    this.options = options;
    this.mistakes = mistakes;
  }

  /**
   * {@return the formulas that some arguments mean}
   *
   * @param options the arguments
   * @param vocabulary what formulas may name besides operators
   * @param mistakes in arguments that do not keep the formulas from being read are added here
   * @throws DiagnosticException if there are none
   */
  static FormulaFile of(
      EmitRequest.Options options, Vocabulary vocabulary, List<Diagnostic> mistakes) {
    return new FormulaSource(options, mistakes).read(vocabulary);
  }

  private FormulaFile read(Vocabulary vocabulary) {
    boolean isNone = options.formulas().isEmpty();
    Path file = options.file();
    if (!isNone && file == null) {
      return ofArguments(vocabulary);
    }
    boolean isHallOfFame = file != null && file.toString().endsWith(".csv");
    if (options.complexity() != null && !isHallOfFame) {
      mistakes.add(
          Diagnostic.of(
              DiagnosticCode.USAGE,
              "--complexity chooses a formula of a hall of fame",
              "give the file with --formulas; its name ends with .csv"));
    }
    if (isNone && file != null && isHallOfFame) {
      return ofHallOfFame(file, vocabulary);
    }
    if (isNone && file != null) {
      return FormulaFile.parse(SourceText.read(file), vocabulary);
    }
    throw Arguments.usage(
        "what is built is a FORMULA or --formulas FILE", "give one of them, not both");
  }

  /** {@return the formulas of the command line, each with its mistakes noted} */
  private FormulaFile ofArguments(Vocabulary vocabulary) {
    List<Diagnostic> wrong = new ArrayList<>();
    List<Expr> formulas = new ArrayList<>();
    List<SourceSpan> places = new ArrayList<>();
    Map<String, SourceSpan> variables = new LinkedHashMap<>();
    for (int i = 0; i < options.formulas().size(); i++) {
      String name = options.formulas().size() == 1 ? "<formula>" : "<formula " + (i + 1) + ">";
      SourceText text = new SourceText(name, options.formulas().get(i));
      Arguments.noting(() -> FormulaFile.one(text, vocabulary), wrong)
          .ifPresent(one -> {
            formulas.addAll(one.formulas());
            places.addAll(one.places());
            one.variables().forEach(variables::putIfAbsent);
          });
    }
    if (!wrong.isEmpty()) {
      throw new DiagnosticException(wrong);
    }
    return new FormulaFile(List.of(), formulas, places, variables);
  }

  /** {@return the formula of the wanted complexity, or else that of the smallest loss} */
  private FormulaFile ofHallOfFame(Path file, Vocabulary vocabulary) {
    List<HallOfFameReader.Row> rows = HallOfFameReader.read(file, vocabulary);
    Double complexity = options.complexity();
    String wanted = complexity == null ? "any" : Numbers.exact(complexity);
    HallOfFameReader.Row row =
        rows.stream()
            .filter(r -> complexity == null || r.complexity() == complexity)
            .min(Comparator.comparingDouble(HallOfFameReader.Row::loss))
            .orElseThrow(() ->
                Arguments.usage(
                    file + " has no formula of complexity " + wanted,
                    "its complexities are "
                        + rows.stream()
                            .map(r -> Numbers.exact(r.complexity()))
                            .distinct()
                            .collect(Collectors.joining(", "))));
    return FormulaFile.one(
        new SourceText(
            file + " complexity " + Numbers.exact(row.complexity()),
            FormulaPrinter.print(row.formula())),
        vocabulary);
  }
}
