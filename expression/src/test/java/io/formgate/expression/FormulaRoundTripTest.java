package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is printed is read back. */
class FormulaRoundTripTest {
  private static Expr parse(String text) {
    return FormulaParser.parse(new SourceText("<formula>", text));
  }

  @Test
  void printedExpressionsAreReadBackEqual() {
    Random random = new Random(1);
    int operators = 0;
    for (int i = 0; i < 20_000; i++) {
      Expr e = RandomExprs.any(random, 1 + i % 6);
      String text = FormulaPrinter.print(e);
      assertThat(parse(text)).as(text).isEqualTo(e);
      operators += e.size() > 1 ? 1 : 0;
    }
    assertThat(operators).isGreaterThan(10_000);
  }

  @Test
  void roundedConstantsAreReadBackWithTheSameShape() {
    Random random = new Random(2);
    for (int i = 0; i < 3_000; i++) {
      Expr e = RandomExprs.any(random, 4);
      int digits = 1 + i % 17;
      String text = FormulaPrinter.print(e, digits);
      Expr back = parse(text);
      assertThat(back.size()).as(text).isEqualTo(e.size());
      assertThat(FormulaPrinter.print(back, digits)).isEqualTo(text);
      if (digits == 17) {
        assertThat(back).as(text).isEqualTo(e);
      }
    }
  }

  @Test
  void formulasPrintAsPeopleWriteThem() {
    assertPrints("x - (y - z)", "x-(y-z)");
    assertPrints("x - y - z", "(x-y)-z");
    assertPrints("x/(y/z)", "x/(y/z)");
    assertPrints("x/y*z", "x/y*z");
    assertPrints("x/(y*z)", "x/(y*z)");
    assertPrints("(x + y)*z", "(x+y)*z");
    assertPrints("-x*y", "-x*y");
    assertPrints("-(x*y)", "-(x*y)");
    assertPrints("x*-y", "x*-y");
    assertPrints("x - -3", "x - -3");
    assertPrints("--x", "--x");
    assertPrints("-(3)", "-(3)");
    assertPrints("-(-3)", "-(-3)");
    assertPrints("-square(x)", "-x^2");
    assertPrints("square(-3)", "(-3)^2");
    assertPrints("square(x)*x", "x**3");
    assertPrints("square(square(x))", "x^4");
    assertPrints("sqrt(x)", "x^0.5");
    assertPrints("1/x", "x^-1");
    assertPrints("x", "x^1");
    assertPrints("min(x, max(y, -1))", "min(x,max(y,-1))");
    assertPrints("1.0E-5*x", "1e-5*x");
    assertPrints("2.5", "+2.50");
    assertPrints("3", ".3e1");
  }

  private static void assertPrints(String printed, String written) {
    assertThat(FormulaPrinter.print(parse(written))).as(written).isEqualTo(printed);
    assertThat(FormulaPrinter.print(parse(printed))).isEqualTo(printed);
  }

  @Test
  void fewDigitsRound() {
    assertThat(FormulaPrinter.print(Expr.constant(0.123456789), 4)).isEqualTo("0.1235");
    assertThat(FormulaPrinter.print(Expr.constant(-1234567.8), 3)).isEqualTo("-1230000");
    assertThat(FormulaPrinter.print(Expr.constant(2), 1)).isEqualTo("2");
    assertThat(FormulaPrinter.print(Expr.constant(Double.MAX_VALUE), 2)).isEqualTo("1.7E308");
    assertThat(FormulaPrinter.print(Expr.constant(Double.MIN_VALUE), 1)).isEqualTo("4.9E-324");
  }

  @Test
  void everySymbolIsReadBack() {
    for (Operator operator : Operator.values()) {
      assertThat(Operator.bySymbol(operator.symbol())).contains(operator);
      String text =
          switch (operator.notation()) {
            case SUM, PRODUCT -> "x " + operator.symbol() + " y";
            case PREFIX_MINUS -> "-x";
            case CALL -> operator.symbol() + "(x)";
            case CALL2 -> operator.symbol() + "(x, y)";
          };
      Expr x = Expr.variable("x");
      Expr expected =
          operator.arity() == 1
              ? Expr.apply(operator, x)
              : Expr.apply(operator, x, Expr.variable("y"));
      assertThat(parse(text)).isEqualTo(expected);
    }
    assertThat(Operator.bySymbol("tan")).isEmpty();
  }

  @Test
  void variablesComeInTheOrderOfTheirFirstOccurrence() {
    assertThat(List.copyOf(parse("b*a + sin(c)/b").variables())).containsExactly("b", "a", "c");
  }
}
