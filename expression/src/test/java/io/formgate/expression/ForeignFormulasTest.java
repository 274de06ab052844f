package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Formulas as PySR, SymPy and Julia print them mean what those tools mean. */
class ForeignFormulasTest {
  private static final double[][] POINTS = {
    {0.3, 1.7}, {2.5, 0.4}, {0.75, 0.75}, {1, 3}, {4.25, 2}, {0.01, 9}, {1.5, 1.25}
  };

  private record Case(String text, DoubleBinaryOperator meaning) {}

  private static double truth(boolean b) {
    return b ? 1 : 0;
  }

  /** The variables are x0, from 0.01 to 4.25, and x1, from 0.4 to 9. */
  private static final List<Case> CASES =
      List.of(
          // Numbers.
          new Case("1.", (_, _) -> 1),
          new Case(".5*x0", (x, _) -> 0.5 * x),
          new Case("1e-05*x0 + 1E+5", (x, _) -> 1e-5 * x + 1e5),
          new Case("1.0e-5", (_, _) -> 1e-5),
          new Case("-1.5E3 + x1", (_, y) -> -1500 + y),
          new Case("1.0f0 * x0 - 1f-3", (x, _) -> x - 1e-3),
          new Case("2.5f0", (_, _) -> 2.5),
          new Case("exp(1)", (_, _) -> Math.E),
          new Case("E*pi + sqrt(2)", (_, _) -> Math.E * Math.PI + Math.sqrt(2)),
          // PySR's infix.
          new Case("(x0 * 0.5) + cos(x1)", (x, y) -> x * 0.5 + Math.cos(y)),
          new Case("x0 - -1.25", (x, _) -> x + 1.25),
          new Case("(x0 + -0.5) / (x1 ^ 2.0)", (x, y) -> (x - 0.5) / (y * y)),
          new Case("x0^2.0", (x, _) -> x * x),
          new Case("square(x0) + cube(x1)", (x, y) -> x * x + y * y * y),
          new Case("inv(x0) - neg(x1)", (x, y) -> 1 / x + y),
          new Case("((x0 ^ x1) ^ 0.5)", (x, y) -> Math.sqrt(Math.pow(x, y))),
          new Case("x0 ^ x1 ^ 0.5", (x, y) -> Math.pow(x, Math.sqrt(y))),
          new Case("sin(cos(exp(x0 - x1)))", (x, y) -> Math.sin(Math.cos(Math.exp(x - y)))),
          new Case("greater(x0, 0.3)", (x, _) -> truth(x > 0.3)),
          new Case("greater(x0, x1) * 2", (x, y) -> x > y ? 2 : 0),
          new Case("logical_and(x0 - 1, x1 - 1)", (x, y) -> truth(x > 1 && y > 1)),
          new Case("logical_or(x0 - 1, x1 - 1)", (x, y) -> truth(x > 1 || y > 1)),
          new Case("cond(x0 - 1, x1)", (x, y) -> x > 1 ? y : 0),
          new Case("relu(x0 - x1)", (x, y) -> Math.max(x - y, 0)),
          new Case("mod(x0, x1)", (x, y) -> x % y),
          new Case(
              "atanh_clip(x0)",
              (x, _) -> {
                double t = (x + 1) % 2 - 1;
                return 0.5 * Math.log((1 + t) / (1 - t));
              }),
          new Case("log_abs(-x0)", (x, _) -> Math.log(x)),
          new Case("log10_abs(-x0) + log2_abs(x1)", (x, y) -> Math.log10(x) + log2(y)),
          new Case("log1p_abs(0 - x0)", (x, _) -> Math.log1p(x)),
          new Case("acosh_abs(-x0)", (x, _) -> acosh(x + 1)),
          new Case("sqrt_abs(-x0) + pow_abs(-x0, x1)", (x, y) -> Math.sqrt(x) + Math.pow(x, y)),
          new Case("plus(x0, mult(x1, 2)) - sub(x0, div(x0, x1))", (x, y) -> 2 * y + x / y),
          new Case("max(min(x0, x1), 0.5)", (x, y) -> Math.max(Math.min(x, y), 0.5)),
          new Case("erf(x0) + erfc(x0)", (_, _) -> 1),
          new Case(
              "round(x0) + floor(x1) + ceil(x0)",
              (x, y) -> Math.rint(x) + Math.floor(y) + Math.ceil(x)),
          new Case("sign(x0 - x1)", (x, y) -> Math.signum(x - y)),
          new Case(
              "log2(x0) + log10(x1) + log1p(x0)",
              (x, y) -> log2(x) + Math.log10(y) + Math.log1p(x)),
          // SymPy.
          new Case("x0**2 + x1**(1/3)", (x, y) -> x * x + Math.cbrt(y)),
          new Case("x0**-2", (x, _) -> 1 / (x * x)),
          new Case("x0 ** (1/3)", (x, _) -> Math.cbrt(x)),
          new Case("x0**(-1/2)", (x, _) -> 1 / Math.sqrt(x)),
          new Case("-x0**2", (x, _) -> -x * x),
          new Case("(-x0)**3", (x, _) -> -x * x * x),
          new Case("2*x0/(3*x1)", (x, y) -> 2 * x / (3 * y)),
          new Case("Abs(x0 - x1)", (x, y) -> Math.abs(x - y)),
          new Case("Max(0.5, x0, x1)", (x, y) -> Math.max(0.5, Math.max(x, y))),
          new Case("Min(x0, x1, 1, 2.5)", (x, y) -> Math.min(Math.min(x, y), 1)),
          new Case("Mod(x0 + 1, 2)", (x, _) -> (x + 1) % 2),
          new Case("Mod(-x0, x1)", (x, y) -> -x - y * Math.floor(-x / y)),
          new Case("asin(x0/5) + acos(x0/5) + atan(x1)", (_, y) -> Math.PI / 2 + Math.atan(y)),
          new Case("atan2(x1, x0)", (x, y) -> Math.atan2(y, x)),
          new Case(
              "asinh(x0) + acosh(x1 + 1)",
              (x, y) -> Math.log(x + Math.sqrt(x * x + 1)) + acosh(y + 1)),
          new Case("ceiling(x0) + log(x1)/log(10)", (x, y) -> Math.ceil(x) + Math.log10(y)),
          new Case("Piecewise((x0, x0 > x1), (x1, True))", (x, y) -> Math.max(x, y)),
          new Case(
              "Piecewise((1.0, (x0 > 0.5) & (x1 > 1)), (0.0, True))",
              (x, y) -> truth(x > 0.5 && y > 1)),
          new Case(
              "Piecewise((1.0, (x0 > 2) | (x1 <= 1)), (0.0, True))",
              (x, y) -> truth(x > 2 || y <= 1)),
          new Case(
              "2*Piecewise((0, x0 < 1), (1, x0 < 2), (2, True)) + 1",
              (x, _) -> 2 * (x < 1 ? 0 : x < 2 ? 1 : 2) + 1),
          new Case(
              "Piecewise((Piecewise((1, x1 > 1), (2, True)), x0 >= 1), (3, True))",
              (x, y) -> x >= 1 ? y > 1 ? 1 : 2 : 3),
          new Case(
              "Piecewise((x0, ~((x0 > 1) | (x1 < 1))), (-x1, True))",
              (x, y) -> !(x > 1 || y < 1) ? x : -y),
          new Case(
              "Piecewise((1, Eq(x0, x1)), (2, Ne(x0, 1)), (3, True))",
              (x, y) -> x == y ? 1 : x != 1 ? 2 : 3),
          new Case(
              "Lt(x0, x1) + Le(x0, x1) + Gt(x0, x1) + Ge(x0, x1)",
              (x, y) -> truth(x < y) + truth(x <= y) + truth(x > y) + truth(x >= y)),
          new Case("ITE(x0 > 1, x1, x0)", (x, y) -> x > 1 ? y : x),
          new Case("And(x0 > 0.5, x1 > 1, x0 < 3)", (x, y) -> truth(x > 0.5 && y > 1 && x < 3)),
          new Case("Or(x0 > 4, Not(x1 > 1))", (x, y) -> truth(x > 4 || !(y > 1))),
          new Case("Heaviside(x0 - x1)", (x, y) -> x > y ? 1 : x < y ? 0 : 0.5),
          // Julia.
          new Case("ifelse(x0 > x1, x0, x1)", (x, y) -> Math.max(x, y)),
          new Case("!(x0 > 1) && x1 != 3 || false", (x, y) -> truth(!(x > 1) && y != 3)),
          new Case("x₀ + 2 * x₁", (x, y) -> x + 2 * y));

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  private static double acosh(double x) {
    return Math.log(x + Math.sqrt(x * x - 1));
  }

  @Test
  void printsOfOtherToolsMeanWhatTheyMeanThere() {
    int compared = 0;
    for (Case c : CASES) {
      Expr e = FormulaParser.parse(new SourceText("f", c.text()));
      for (double[] p : POINTS) {
        double expected = c.meaning().applyAsDouble(p[0], p[1]);
        double value = ReferenceEvaluator.evaluate(e, Map.of("x0", p[0], "x1", p[1]));
        if (Double.isFinite(expected)) {
          assertThat(value)
              .as("%s at %s, %s", c.text(), p[0], p[1])
              // Java's functions and those of the table differ by a few units in the last place,
              // which a difference of two of them may enlarge.
              .isCloseTo(expected, Offset.offset(64 * Math.ulp(Math.max(1, Math.abs(expected)))));
        } else {
          // Where other tools have an infinity, a formula has no value.
          assertThat(value).as(c.text()).isNaN();
        }
        compared++;
      }
    }
    assertThat(CASES).hasSizeGreaterThanOrEqualTo(60);
    assertThat(compared).isEqualTo(CASES.size() * POINTS.length);
  }

  private static SourceText published() throws IOException {
    try (InputStream in =
        ForeignFormulasTest.class.getResourceAsStream("published-jet-formulas.txt")) {
      if (in == null) {
        throw new IllegalStateException("the file of published formulas is missing");
      }
      return new SourceText("published", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void publishedJetFormulasAreReadAsTheyAre() throws IOException {
    FormulaFile file = FormulaFile.parse(published(), Vocabulary.NONE);
    assertThat(file.names()).isEmpty();
    assertThat(file.formulas()).hasSize(5);
    assertThat(file.formulas().getFirst().variables())
        .containsExactlyInAnyOrder("x14", "x3", "x15", "x2");
    // The second formula, written in Java.
    double a = 0.4;
    double b = -0.7;
    double c = 1.3;
    double d = 0.2;
    double inner = a - 0.3923645 * b + c + 0.51168373;
    double expected =
        (-(0.5822144 * Math.sin(0.83811 * a) * Math.cos(0.83811 * a) - 0.5324657)
                        * (Math.sin(0.3923645 * d) * Math.cos(0.3923645 * d) - 0.63548696)
                    + Math.sin(inner) * Math.cos(inner))
                * (0.561041303633489 * Math.sin(b) - 0.47277835)
            - 0.84055585;
    assertThat(
            ReferenceEvaluator.evaluate(
                file.formulas().get(1), Map.of("x14", a, "x15", b, "x3", c, "x2", d)))
        .isCloseTo(expected, Offset.offset(1e-14));
  }

  @Test
  void filesOfFormulasHaveNamesOrLines() {
    FormulaFile named =
        FormulaFile.parse(new SourceText("f", "# two\na = x +\n  1\nb = y"), Vocabulary.NONE);
    assertThat(named.names()).containsExactly("a", "b");
    FormulaFile lines =
        FormulaFile.parse(
            new SourceText("f", "\n# two\r\nx + 1 // first\r\n\r\n  y == 2\n"), Vocabulary.NONE);
    assertThat(lines.names()).isEmpty();
    assertThat(lines.places().stream().map(SourceSpan::location)).containsExactly("f:3:1", "f:5:3");
    assertThat(lines.variables().keySet()).containsExactly("x", "y");
    assertThat(lines.formulas().stream().map(FormulaPrinter::print))
        .containsExactly("x + 1", "y == 2");
    assertThat(mistakes("x +\n# fine\ny\n  sec(x)*max(1)\n"))
        .containsExactly("FORMULA_SYNTAX f:1:4", "FORMULA_FUNCTION f:4:3", "FORMULA_ARITY f:4:10");
    assertThat(mistakes("# nothing\n\n")).containsExactly("FORMULA_SYNTAX f:3:1");
  }

  private static List<String> mistakes(String text) {
    List<String> found = new ArrayList<>();
    try {
      FormulaFile.parse(new SourceText("f", text), Vocabulary.NONE);
    } catch (DiagnosticException e) {
      for (Diagnostic d : e.diagnostics()) {
        SourceSpan span = d.span();
        found.add(d.code() + " " + (span == null ? "" : span.location()));
      }
    }
    return found;
  }

  @Test
  void declaredNamesAreNoConstants() {
    Vocabulary declared = new Vocabulary(Set.of("E", "I", "pi"), Map.of(), false);
    Expr e = FormulaParser.parse(new SourceText("f", "E + I*pi"), 0, 8, declared);
    assertThat(e.variables()).containsExactly("E", "I", "pi");
  }
}
