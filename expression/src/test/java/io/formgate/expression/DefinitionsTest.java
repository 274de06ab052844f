package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Custom operators: their definitions, and formulas that call them. */
class DefinitionsTest {
  /** Reads {@code name(a, b) = body}. */
  private static Definition define(String text, Map<String, Definition> earlier) {
    SourceText source = new SourceText("f", text);
    int open = text.indexOf('(');
    int close = text.indexOf(')');
    List<SourceSpan> parameters = new ArrayList<>();
    for (int start = open + 1; start < close; ) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 || comma > close ? close : comma;
      parameters.add(source.span(start, end));
      start = end + 1;
    }
    return Definitions.define(
        source.span(0, open),
        parameters,
        source.span(text.indexOf('=') + 1, text.length()),
        earlier);
  }

  private static Map<String, Definition> all(String... texts) {
    Map<String, Definition> known = new HashMap<>();
    for (String text : texts) {
      Definition d = define(text, known);
      known.put(d.name(), d);
    }
    return known;
  }

  private static Expr body(Map<String, Definition> known, String name) {
    return Objects.requireNonNull(known.get(name)).body();
  }

  @Test
  void bodiesAreExpanded() {
    Map<String, Definition> known =
        all("sq2(e)= e*e + 1", "twice(x,y)= sq2(x) + y", "slope(t)= D(sq2(t), t)");
    assertThat(FormulaPrinter.print(body(known, "twice"))).isEqualTo("x*x + 1 + y");
    assertThat(body(known, "slope").hasCalls()).isFalse();
    assertThat(body(known, "sq2").variables()).containsExactly("e");
    SourceText formula = new SourceText("f", "twice(z, sq2(2)) - slope(z)");
    Expr e =
        FormulaParser.parse(
            formula, 0, formula.text().length(), new Vocabulary(Set.of(), known, false));
    assertThat(FormulaPrinter.print(e)).isEqualTo("twice(z, sq2(2)) - slope(z)");
    Expr expanded = Expansion.expand(e, known, formula.span(0, 1));
    assertThat(ReferenceEvaluator.evaluate(expanded, Map.of("z", 3.0))).isEqualTo(9);
  }

  @Test
  void mistakesAreLocated() {
    Map<String, Definition> known = all("old(x)= x");
    assertMistakes("old(x)= x", known, "SPEC_NAME f:1:1");
    assertMistakes("sin(x)= x", known, "SPEC_NAME f:1:1");
    assertMistakes("D(x)= x", known, "SPEC_NAME f:1:1");
    assertMistakes("Max(x)= x", known, "SPEC_NAME f:1:1");
    assertMistakes("and(x)= x", known, "SPEC_NAME f:1:1");
    assertMistakes("f(x,x)= x", known, "SPEC_NAME f:1:5");
    assertMistakes("f(2)= 1", known, "SPEC_NAME f:1:3");
    assertMistakes("f()= 1", known, "FORMULA_ARITY f:1:1");
    assertMistakes("f(x)= x + y*z", known, "FORMULA_VARIABLE f:1:11", "FORMULA_VARIABLE f:1:13");
    assertMistakes("f(x)= 1 + f(x)", known, "FORMULA_FUNCTION f:1:11");
    assertMistakes("f(x)= later(x)", known, "FORMULA_FUNCTION f:1:7");
    assertMistakes("f(x)= old(x, x)", known, "FORMULA_ARITY f:1:7");
    assertMistakes("f(x)= x +", known, "FORMULA_SYNTAX f:1:10");
    assertMistakes("f(x)= ?(x)", known, "FORMULA_SYNTAX f:1:7");
  }

  private static void assertMistakes(
      String text, Map<String, Definition> known, String... expected) {
    List<String> found = new ArrayList<>();
    try {
      define(text, known);
    } catch (DiagnosticException e) {
      for (Diagnostic d : e.diagnostics()) {
        SourceSpan span = d.span();
        found.add(d.code() + " " + (span == null ? "" : span.location()));
      }
    }
    assertThat(found).as(text).containsExactly(expected);
  }

  @Test
  void definitionsThatGrowWithoutEndAreRefused() {
    Map<String, Definition> known = new HashMap<>();
    String before = "x*x";
    int last = 0;
    try {
      for (int i = 0; i < 100; i++) {
        Definition d = define("f" + i + "(x)= " + before, known);
        known.put(d.name(), d);
        before = "f" + i + "(f" + i + "(x))";
        last = i;
      }
    } catch (DiagnosticException e) {
      assertThat(e.diagnostics()).hasSize(1);
      assertThat(e.diagnostics().getFirst().code()).isEqualTo(DiagnosticCode.FORMULA_SIZE);
    }
    assertThat(last).isBetween(2, 10);
    Map<String, Definition> deep = all("g(x)= " + "-".repeat(1_900) + "x");
    assertThatThrownBy(() -> define("h(x)= g(g(x))", deep)).hasMessageContaining("FG404");
  }
}
