package io.formgate.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the definitions of custom operators. */
public final class Definitions {
  private Definitions() {}

  /**
   * {@return a custom operator; its body is expanded, so that it holds no call}
   *
   * @param name where its name is written
   * @param parameters where its parameters are written
   * @param body where its formula is written; its variables are the parameters, and it may call the
   *     definitions before it
   * @param earlier the definitions before it, by name
   * @throws DiagnosticException with every mistake found
   */
  public static Definition define(
      SourceSpan name,
      List<SourceSpan> parameters,
      SourceSpan body,
      Map<String, Definition> earlier) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    String called = name.text();
    checkName(name, earlier, diagnostics);
    Set<String> variables = parameters(name, parameters, diagnostics);
    Map<String, Definition> known = new HashMap<>(earlier);
    // The operator itself is known while its body is read, so that a call of it can be explained.
    known.putIfAbsent(
        called,
        new Definition(
            called,
            variables.isEmpty() ? List.of("x") : List.copyOf(variables),
            ExprBuilder.BROKEN));
    Expr expanded = ExprBuilder.BROKEN;
    try {
      FormulaParser.Parsed parsed =
          FormulaParser.parsed(
              body.source(), body.start(), body.end(), new Vocabulary(variables, known, false));
      checkBody(called, variables, parsed, earlier, diagnostics);
      FormulaParser.stopOn(diagnostics);
      expanded = Expansion.expand(parsed.expression(), earlier, body);
    } catch (DiagnosticException e) {
      e.diagnostics().stream().filter(d -> !diagnostics.contains(d)).forEach(diagnostics::add);
    }
    FormulaParser.stopOn(diagnostics);
    return new Definition(called, List.copyOf(variables), expanded);
  }

  private static void checkName(
      SourceSpan name, Map<String, Definition> earlier, List<Diagnostic> diagnostics) {
    String text = name.text();
    if (earlier.containsKey(text)) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.SPEC_NAME,
              name,
              "the operator '" + text + "' is defined twice",
              "give each custom operator a name of its own"));
    } else if (Calls.isTaken(text)) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.SPEC_NAME,
              name,
              "'" + text + "' is a name of the language",
              "give the custom operator another name"));
    } else {
      checkIsName(name, diagnostics);
    }
  }

  private static void checkIsName(SourceSpan at, List<Diagnostic> diagnostics) {
    if (!FormulaParser.isName(at.text())) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.SPEC_NAME,
              at,
              "'" + at.text() + "' is no name",
              "a name has letters, digits and _, and does not begin with a digit"));
    }
  }

  private static Set<String> parameters(
      SourceSpan name, List<SourceSpan> parameters, List<Diagnostic> diagnostics) {
    if (parameters.isEmpty()) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_ARITY,
              name,
              "the operator '" + name.text() + "' has no parameter",
              "name what it works on, as in " + name.text() + "(x)"));
    }
    Set<String> names = new LinkedHashSet<>();
    for (SourceSpan parameter : parameters) {
      checkIsName(parameter, diagnostics);
      if (!names.add(parameter.text())) {
        diagnostics.add(
            Diagnostic.at(
                DiagnosticCode.SPEC_NAME,
                parameter,
                "the parameter '" + parameter.text() + "' is named twice",
                "give each parameter a name of its own"));
      }
    }
    return names;
  }

  private static void checkBody(
      String name,
      Set<String> parameters,
      FormulaParser.Parsed body,
      Map<String, Definition> earlier,
      List<Diagnostic> diagnostics) {
    body.variables()
        .forEach((variable, at) -> {
          if (!parameters.contains(variable)) {
            diagnostics.add(
                Diagnostic.at(
                    DiagnosticCode.FORMULA_VARIABLE,
                    at,
                    "'" + variable + "' is no parameter of '" + name + "'",
                    Suggestions.mend(
                        variable,
                        parameters,
                        "its parameters are " + String.join(", ", parameters))));
          }
        });
    SourceSpan itself = earlier.containsKey(name) ? null : body.calls().get(name);
    if (itself != null) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_FUNCTION,
              itself,
              "'" + name + "' is called in its own definition",
              "a custom operator calls operators of the language and those defined before it"));
    }
  }
}
