package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Grouping, names, numbers, calls and whole functions of the printers. */
class PrintersTest {
  private static Expr parse(String text) {
    return FormulaParser.parse(
        new SourceText("formula", text),
        0,
        text.length(),
        new Vocabulary(Set.of(), Map.of(), true));
  }

  private static void assertPrints(
      String formula, String latex, String sympy, String numpy, String c) {
    Expr e = parse(formula);
    assertThat(LatexPrinter.print(e)).isEqualTo(latex);
    assertThat(SymPyPrinter.print(e)).isEqualTo(sympy);
    assertThat(NumPyPrinter.print(e)).isEqualTo(numpy);
    assertThat(CPrinter.print(e)).isEqualTo(c);
  }

  @Test
  void twoSignsNeverMeet() {
    assertPrints("x - -2", "x + 2", "x - (-2)", "x - (-2.0)", "x - (-2.0)");
    assertPrints("x + -y", "x + \\left(-y\\right)", "x + (-y)", "x + (-y)", "x + (-y)");
    assertPrints("--x", "-\\left(-x\\right)", "-(-x)", "-(-x)", "-(-x)");
    assertPrints("x - -2*y", "x + 2\\,y", "x - (-2*y)", "x - (-2.0*y)", "x - (-2.0*y)");
    assertPrints("-2*x*y", "-2\\,x \\cdot y", "-2*x*y", "-2.0*x*y", "-2.0*x*y");
  }

  @Test
  void partsAreGroupedWhereTheyBindLess() {
    assertPrints(
        "(x + y)*z - (x - (y - z))",
        "\\left(x + y\\right) \\cdot z - \\left(x - \\left(y - z\\right)\\right)",
        "(x + y)*z - (x - (y - z))",
        "(x + y)*z - (x - (y - z))",
        "(x + y)*z - (x - (y - z))");
    assertPrints(
        "square(-x) + -square(x)",
        "\\left(-x\\right)^{2} + \\left(-x^{2}\\right)",
        "(-x)**2 + (-x**2)",
        "np.square(-x) + (-np.square(x))",
        "fg_square(-x) + (-x*x)");
    assertPrints(
        "square(sin(x))/square(x/y)",
        "\\frac{\\sin^{2}\\left(x\\right)}{\\left(\\frac{x}{y}\\right)^{2}}",
        "sin(x)**2/(x/y)**2",
        "_divide(np.square(np.sin(x)), np.square(_divide(x, y)))",
        "fg_divide(fg_square(sin(x)), fg_square(fg_divide(x, y)))");
    assertPrints(
        "cond(x < y and not (x > 2 or y == 1), x, 0) + 1",
        "\\left(\\begin{cases} x & \\text{if } x < y \\land \\lnot \\left(x > 2 \\lor y = 1\\right)"
            + " \\\\ 0 & \\text{otherwise} \\end{cases}\\right) + 1",
        "Piecewise((x, And(x < y, Not(Or(x > 2, Eq(y, 1))))), (0, True)) + 1",
        "np.where(np.logical_and(x < y, np.logical_not(np.logical_or(x > 2.0, y == 1.0))), x, 0.0)"
            + " + 1.0",
        "(x < y && !(x > 2.0 || y == 1.0) ? x : 0.0) + 1.0");
  }

  @Test
  void conditionsWithoutValueHaveNoValue() {
    assertPrints(
        "cond(sqrt(x) < y, x, y)",
        "\\begin{cases} x & \\text{if } \\sqrt{x} < y \\\\ y & \\text{otherwise} \\end{cases}",
        "Piecewise((x, sqrt(x) < y), (y, True))",
        "_cond(_less(np.sqrt(x), y), x, y)",
        "fg_cond(fg_less(sqrt(x), y), x, y)");
  }

  @Test
  void numbersAreTheSameDoubles() {
    assertPrints(
        "0.1*x + 1e-9",
        "0.1\\,x + 1 \\cdot 10^{-9}",
        "0.1*x + 1.0E-9",
        "0.1*x + 1.0E-9",
        "0.1*x + 1.0E-9");
    // Python would round a quotient of its own whole numbers.
    assertPrints("1/3*x", "\\frac{1}{3} \\cdot x", "S(1)/3*x", "1.0/3.0*x", "1.0/3.0*x");
    assertThat(LatexPrinter.print(parse("1.23456*x"), 3)).isEqualTo("1.23\\,x");
  }

  @Test
  void callsAndHolesAreCalls() {
    assertPrints(
        "f_1(x) + ?2(y)",
        "\\operatorname{\\text{f\\_1}}\\left(x\\right) + \\square_{\\text{2}}\\left(y\\right)",
        "f_1(x) + hole_2(y)",
        "f_1(x) + hole_2(y)",
        "f_1(x) + hole_2(y)");
    Expr d = new Expr.Call(Expansion.DERIVATIVE, List.of(parse("g(x)"), Expr.variable("x")));
    assertThat(LatexPrinter.print(d))
        .isEqualTo(
            "\\frac{\\partial}{\\partial x} \\left(\\operatorname{g}\\left(x\\right)\\right)");
    assertThat(SymPyPrinter.print(d)).isEqualTo("Derivative(g(x), x)");
    assertThatThrownBy(() -> CPrinter.function("f", parse("g(x)"), List.of("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesAreEscapedLegiblyAndDiffer() {
    assertThat(LatexPrinter.names(List.of("phi1", "phi_1", "E_T_miss", "Omega", "pt1", "größe_2")))
        .isEqualTo(
            Map.of(
                "phi1", "\\phi_{1}",
                "phi_1", "\\texttt{phi\\_1}",
                "E_T_miss", "E_{T,\\mathrm{miss}}",
                "Omega", "\\Omega",
                "pt1", "\\mathit{pt}_{1}",
                "größe_2", "\\text{größe}_{2}"));
    assertThat(LatexPrinter.names(List.of("a b", "%", "\\", "$", "{", "_x", "x^2")))
        .isEqualTo(
            Map.of(
                "a b", "\\text{a b}",
                "%", "\\text{\\%}",
                "\\", "\\text{\\textbackslash{}}",
                "$", "\\text{\\$}",
                "{", "\\text{\\{}",
                "_x", "\\text{\\_x}",
                "x^2", "\\text{x\\textasciicircum{}2}"));
    assertThat(SymPyPrinter.names(List.of("lambda", "E", "sin", "x", "größe_2", "λ")))
        .isEqualTo(
            Map.of(
                "lambda",
                "lambda_",
                "E",
                "E_",
                "sin",
                "sin_",
                "x",
                "x",
                "größe_2",
                "grosse_2",
                "λ",
                "lambda__"));
    assertThat(NumPyPrinter.names(List.of("class", "class_", "np", "_mod", "2x")))
        .isEqualTo(
            Map.of(
                "class", "class__", "class_", "class_", "np", "np_", "_mod", "_mod_", "2x", "_2x"));
    assertThat(CPrinter.names(List.of("int", "double", "class", "lambda", "y1", "fg_mod")))
        .isEqualTo(
            Map.of(
                "int", "int_", "double", "double_", "class", "class_", "lambda", "lambda", "y1",
                "y1", "fg_mod", "fg_mod_"));
  }

  @Test
  void functionsBringOnlyTheHelpersTheyNeed() {
    assertThat(CPrinter.function("sin", parse("mod(x, int)*2"), List.of("x", "int", "z")))
        .isEqualTo(
            """
            #include <math.h>

            static double fg_mod(double x, double y) {
              double rest = y == 0 ? NAN : fmod(x, y);
              return (rest == 0 ? 0 : isnan(rest) || (rest < 0) == (y < 0) ? rest : rest + y) + 0.0;
            }

            double sin_(double x, double int_, double z) {
              return fg_mod(x, int_)*2.0;
            }
            """);
    assertThat(NumPyPrinter.function("f", parse("erf(x)"), List.of("x")))
        .isEqualTo(
            """
            import math

            import numpy as np


            _erf = np.vectorize(math.erf, otypes=[float])


            def f(x):
                x = np.asarray(x, dtype=float)
                with np.errstate(all="ignore"):
                    return _erf(x)
            """);
  }

  @Test
  void deepFormulasArePrintedWithoutGrowingBeyondTheirSize() {
    Expr e = Expr.variable("x");
    for (int i = 0; i < 200; i++) {
      for (Operator operator : Operator.values()) {
        if (operator.arity() == 1) {
          e = Expr.apply(operator, e);
        }
      }
    }
    int most = 100 * e.size();
    assertThat(LatexPrinter.print(e)).hasSizeLessThan(most);
    assertThat(SymPyPrinter.print(e)).hasSizeLessThan(most);
    assertThat(NumPyPrinter.print(e)).hasSizeLessThan(most);
    assertThat(CPrinter.print(e)).hasSizeLessThan(most);
  }
}
