package io.formgate.cli;

import io.formgate.constraints.ConstantUnits;
import io.formgate.constraints.Dimension;
import io.formgate.constraints.UnitExpression;
import io.formgate.constraints.UnitFormula;
import io.formgate.constraints.UnitInference;
import io.formgate.constraints.UnitNames;
import io.formgate.constraints.UnitSolution;
import io.formgate.expression.Definition;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The units of formulas that a user writes. Their numbers may carry units, as those of a spec and
 * of the formulas that a search prints.
 *
 * @param inputs unit of every variable
 * @param definitions custom operators
 * @param vocabulary what the formulas may name
 */
record FormulaUnits(
    Map<String, UnitExpression> inputs,
    Map<String, Definition> definitions,
    Vocabulary vocabulary) {
  /** A name and the sign behind it, before a formula. */
  private static final Pattern NAMED = Pattern.compile("\\s*\\w+\\s*=(?!=)");

  /**
   * What is found of a formula.
   *
   * @param mistakes each at the part that has it
   * @param carried what its numbers carry, in words; none if there are mistakes
   */
  record Found(List<Diagnostic> mistakes, List<String> carried) {}

  /**
   * {@return what is found of a formula}
   *
   * @param formula without calls
   * @param output its unit
   * @param written where it stands
   */
  Found of(Expr formula, UnitExpression output, SourceSpan written) {
    List<UnitInference.Finding> findings =
        UnitInference.check(formula, inputs, output, ConstantUnits.ANY);
    if (!findings.isEmpty()) {
      return new Found(
          findings.stream()
              .map(f ->
                  Diagnostic.at(
                      DiagnosticCode.UNIT_MISMATCH,
                      place(f.node(), written),
                      f.message(),
                      f.mend()))
              .toList(),
          List.of());
    }
    UnitNames names =
        new UnitNames(Stream.concat(Stream.of(output), inputs.values().stream()).toList());
    return switch (solution(formula, inputs, output)) {
      case UnitSolution.Agreement(var constants) -> {
        Set<String> carried = new LinkedHashSet<>();
        for (UnitSolution.ConstantUnit c : constants.getFirst()) {
          if (!c.dimension().isNone()) {
            carried.add(
                FormulaPrinter.print(Expr.constant(c.value()), UnitSolution.MESSAGE_DIGITS)
                    + " carries "
                    + names.describe(c.dimension())
                    + (c.isUnique() ? "" : " (one choice)"));
          }
        }
        yield new Found(List.of(), List.copyOf(carried));
      }
      case UnitSolution.Conflict conflict ->
          new Found(
              List.of(
                  Diagnostic.at(
                      DiagnosticCode.UNIT_MISMATCH,
                      place(conflict.node(), written),
                      conflict.describe(names),
                      "mend the units, or multiply by a constant, which may carry one")),
              List.of());
    };
  }

  /**
   * {@return whether {@link #of} finds no mistake in a formula}
   *
   * @param formula without calls
   * @param inputs unit of every variable
   * @param output its unit
   */
  static boolean hold(Expr formula, Map<String, UnitExpression> inputs, UnitExpression output) {
    return UnitInference.check(formula, inputs, output, ConstantUnits.ANY).isEmpty()
        && solution(formula, inputs, output) instanceof UnitSolution.Agreement;
  }

  private static UnitSolution solution(
      Expr formula, Map<String, UnitExpression> inputs, UnitExpression output) {
    Map<String, Dimension> dimensions = new HashMap<>();
    inputs.forEach((name, unit) -> dimensions.put(name, unit.dimension()));
    return UnitSolution.of(
        List.of(UnitFormula.of(formula, output.dimension(), ConstantUnits.ANY)), dimensions);
  }

  /** {@return where a part is written first; the whole formula if it came from a definition} */
  private SourceSpan place(Expr node, SourceSpan written) {
    String text = written.source().text().substring(written.start(), written.end());
    Matcher named = NAMED.matcher(text);
    int start = written.start() + (named.lookingAt() ? named.end() : 0);
    try {
      for (var part :
          FormulaParser.places(written.source(), start, written.end(), vocabulary).entrySet()) {
        if (Expansion.expand(part.getKey(), definitions).equals(node)) {
          return part.getValue();
        }
      }
    } catch (DiagnosticException | ArithmeticException elsewhere) {
      // The formula stands in a cell of a table, or is written in another notation.
    }
    return written;
  }

  /** {@return what the numbers of several formulas carry, as one note; none if nothing} */
  static List<String> note(List<String> carried) {
    List<String> each = new ArrayList<>(new LinkedHashSet<>(carried));
    return each.isEmpty() ? List.of() : List.of("units: " + String.join(", ", each));
  }
}
