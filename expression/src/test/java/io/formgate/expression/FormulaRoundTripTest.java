package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is printed is read back. */
class FormulaRoundTripTest {
  private static Expr parse(String text) {
    return FormulaParser.parse(new SourceText("<formula>", text));
  }

  private static Expr parse(String text, Vocabulary vocabulary) {
    return FormulaParser.parse(new SourceText("<formula>", text), 0, text.length(), vocabulary);
  }

  @Test
  void printedExpressionsAreReadBackEqual() {
    Random random = new Random(1);
    int operators = 0;
    for (int i = 0; i < 100_000; i++) {
      Expr e = RandomExprs.withCalls(random, 1 + i % 5);
      String text = FormulaPrinter.print(e);
      Expr back = parse(text, RandomExprs.VOCABULARY);
      if (!back.equals(e)) {
        assertThat(back).as(text).isEqualTo(e);
      }
      operators += e.size() > 1 ? 1 : 0;
    }
    assertThat(operators).isGreaterThan(70_000);
  }

  /** Every operator below and above every other, in every position. */
  @Test
  void everyNestingOfTwoOperatorsIsReadBackEqual() {
    int compared = 0;
    for (Operator outer : Operator.values()) {
      for (Operator inner : Operator.values()) {
        for (int position = 0; position < outer.arity(); position++) {
          for (List<Expr> leaves : LEAVES) {
            Expr part = new Expr.Apply(inner, leaves.subList(0, inner.arity()));
            List<Expr> arguments = new ArrayList<>(leaves.subList(0, outer.arity()));
            arguments.set(position, part);
            Expr e = new Expr.Apply(outer, arguments);
            assertThat(parse(FormulaPrinter.print(e))).isEqualTo(e);
            compared++;
          }
        }
      }
    }
    int positions = Stream.of(Operator.values()).mapToInt(Operator::arity).sum();
    assertThat(compared).isEqualTo(positions * Operator.values().length * LEAVES.size());
  }

  private static final List<List<Expr>> LEAVES =
      List.of(
          List.of(Expr.variable("x"), Expr.variable("y"), Expr.variable("z")),
          List.of(Expr.constant(-2), Expr.constant(-1), Expr.constant(0.5)),
          List.of(Expr.constant(1), Expr.constant(2), Expr.variable("z")));

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
        // Signs of numbers and of sums may have changed places.
        assertThat(text).isEqualTo(FormulaPrinter.printForPeople(e));
      }
    }
  }

  @Test
  void whatPeopleReadHasTheSameValueToTheBit() {
    Random random = new Random(3);
    Map<String, Double> row = new HashMap<>();
    int compared = 0;
    int changed = 0;
    for (int i = 0; i < 10_000; i++) {
      Expr e = RandomExprs.any(random, 1 + i % 5);
      String text = FormulaPrinter.printForPeople(e);
      Expr back = parse(text);
      assertThat(back.size()).as(text).isEqualTo(e.size());
      assertThat(FormulaPrinter.print(back)).as(text).isEqualTo(text);
      changed += back.equals(e) ? 0 : 1;
      e.variables().forEach(name -> row.put(name, random.nextGaussian() * 3));
      double value = ReferenceEvaluator.evaluate(e, row);
      assertThat(Double.doubleToLongBits(ReferenceEvaluator.evaluate(back, row)))
          .as(text)
          .isEqualTo(Double.doubleToLongBits(value));
      compared += Double.isNaN(value) ? 0 : 1;
    }
    assertThat(compared).isGreaterThan(2_000);
    assertThat(changed).isGreaterThan(50);
  }

  @Test
  void peopleReadSumsWithoutNegativeNumbers() {
    assertReads("x - 0.412498", "x + -0.412498");
    assertReads("x + 3", "x - -3");
    assertReads("x - y*0.5/z", "x + y*-0.5/z");
    assertReads("x - 2*(y - 1)", "x + -2*(y + -1)");
    assertReads("x + 2*y*3", "x + -2*y*-3");
    assertReads("x + -y", "x + -y");
    assertReads("-2*x + y", "-2*x + y");
    assertReads("square(-3) + x*y", "(-3)^2 + x*y");
    assertThat(LatexPrinter.print(parse("x + -0.4*y"))).isEqualTo("x - 0.4\\,y");
    assertThat(LatexPrinter.print(parse("x - -3"))).isEqualTo("x + 3");
    assertThat(FormulaPrinter.print(parse("x + -1.23456*y"), 3)).isEqualTo("x - 1.23*y");
  }

  private static void assertReads(String printed, String written) {
    assertThat(FormulaPrinter.printForPeople(parse(written))).as(written).isEqualTo(printed);
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
    assertPrints("cube(x)", "x**3");
    assertPrints("square(square(x))", "x^4");
    assertPrints("sqrt(x)", "x^0.5");
    assertPrints("inv(x)", "x^-1");
    assertPrints("x^-2", "x**(-2)");
    assertPrints("x^(y^z)", "x^y^z");
    assertPrints("(x^y)^z", "(x^y)^z");
    assertPrints("x^(y + 1)", "x^(y+1)");
    assertPrints("x^(-y)", "x^-y");
    assertPrints("pow(x, 2)", "pow(x, 2)");
    assertPrints("(-3)^y", "(-3)^y");
    assertPrints("-3^y", "-3^y");
    assertPrints("-x^y", "-x^y");
    assertPrints("(-x)^y", "(-x)^y");
    assertPrints("x < y and not y < z or z == 1", "x<y & ~(y<z) | (z==1)");
    assertPrints("x < y and (y < z or z != 1)", "And(x<y, Or(y<z, z!=1))");
    assertPrints("(x < y) < z", "(x<y)<z");
    assertPrints("(not x) + 1", "(not x) + 1");
    assertPrints("not (x and y)", "~(x & y)");
    assertPrints("x + 1 < y*2", "(x+1)<(y*2)");
    assertPrints("cond(x > 0, y, 0)", "cond(x>0, y)");
    assertPrints("x", "x^1");
    assertPrints("min(x, max(y, -1))", "min(x,max(y,-1))");
    assertPrints("min(x, y, z)", "Min(x, y, z)");
    assertPrints("min(x, min(y, z))", "min(x, min(y, z))");
    assertPrints("max(min(x, y), z)", "max(min(x, y), z)");
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
    List<Expr> leaves = LEAVES.getFirst();
    for (Operator operator : Operator.values()) {
      assertThat(Operator.bySymbol(operator.symbol())).contains(operator);
      String text =
          switch (operator.notation()) {
            case LOGIC_OR, LOGIC_AND, COMPARISON, SUM, PRODUCT -> "x " + operator.symbol() + " y";
            case POWER -> "x^y";
            case LOGIC_NOT -> "not x";
            case PREFIX_MINUS -> "-x";
            case CALL -> operator.symbol() + "(x)";
            case CALL2 -> operator.symbol() + "(x, y)";
            case CALL3 -> operator.symbol() + "(x, y, z)";
          };
      Expr expected = new Expr.Apply(operator, leaves.subList(0, operator.arity()));
      assertThat(parse(text)).isEqualTo(expected);
      for (String name : operator.names()) {
        // The words of logic stand between their arguments, every other name may be called.
        if (name.matches("\\w+") && !List.of("and", "or", "not").contains(name)) {
          String call = name + List.of("(x)", "(x, y)", "(x, y, z)").get(operator.arity() - 1);
          assertThat(parse(call)).as(call).isEqualTo(expected);
        }
      }
    }
    assertThat(Operator.bySymbol("sec")).isEmpty();
  }

  @Test
  void callsAndHolesPrintAsTheyAreWritten() {
    for (String text :
        List.of("?1", "?1(x)", "?h(x, y)", "f0(x)", "twice(x) + mix(1, y)", "D(?1(x), x)")) {
      assertThat(FormulaPrinter.print(parse(text, RandomExprs.VOCABULARY))).isEqualTo(text);
    }
    assertThat(FormulaPrinter.print(parse("?(x) + ?2(y)*?(y) - ?", RandomExprs.VOCABULARY)))
        .isEqualTo("?1(x) + ?2(y)*?3(y) - ?4");
  }

  @Test
  void variablesComeInTheOrderOfTheirFirstOccurrence() {
    assertThat(List.copyOf(parse("b*a + sin(c)/b").variables())).containsExactly("b", "a", "c");
  }
}
