package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Learned tables of two values as formulas, as text and as cells. */
class PairTableTest {
  private static final Expr X = Expr.variable("x");
  private static final Expr Y = Expr.variable("y");

  private static Expr parse(String text) {
    return FormulaParser.parse(new SourceText("<formula>", text));
  }

  private static PairTable.Encoder encoder(Expr argument, double... cuts) {
    return new PairTable.Encoder(argument, DoubleStream.of(cuts).boxed().toList());
  }

  private static PairTable random(Random random) {
    Expr sum = parse("x + x - y");
    PairTable.Encoder first = random(random, random.nextBoolean() ? X : sum);
    PairTable.Encoder second = random(random, Y);
    List<Double> entries = new ArrayList<>();
    for (int i = 0; i < first.codes() * second.codes(); i++) {
      entries.add((double) Math.round(8 * random.nextGaussian()) / 4);
    }
    return new PairTable(first, second, entries);
  }

  private static PairTable.Encoder random(Random random, Expr argument) {
    double[] cuts = new double[1 + random.nextInt(PairTable.MOST_CODES - 1)];
    double at = random.nextInt(9) - 12;
    for (int i = 0; i < cuts.length; i++) {
      at += (1 + random.nextInt(8)) / 4.0;
      cuts[i] = at;
    }
    return encoder(argument, cuts);
  }

  @Test
  void whatTextShowsIsReadBackEqualAndFoundAgain() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      PairTable table = random(random);
      Expr e = table.toExpr();
      String text = FormulaPrinter.print(e);
      assertThat(text).startsWith("tab(").endsWith(")");
      assertThat(parse(text)).as(text).isEqualTo(e);
      assertThat(LearnedFunction.of(e)).contains(table);
      Expr within = Expr.apply(Operator.MULTIPLY, Expr.variable("z"), e);
      assertThat(parse(FormulaPrinter.print(within))).isEqualTo(within);
      assertThat(LearnedFunction.allOf(within)).containsExactly(table);
    }
  }

  @Test
  void itsValueIsThatOfItsFormula() {
    Random random = new Random(2);
    for (int i = 0; i < 20; i++) {
      PairTable table = random(random);
      Expr of = table.first().argument();
      for (double x = -14; x < 8; x += 1.25) {
        for (double y = -14; y < 8; y += 0.75) {
          Map<String, Double> at = Map.of("x", x, "y", y);
          assertThat(table.at(ReferenceEvaluator.evaluate(of, at), y))
              .isEqualTo(ReferenceEvaluator.evaluate(table.toExpr(), at));
        }
      }
    }
  }

  @Test
  void whatIsNearlyATableIsNone() {
    String table = "cond(x < 1, cond(y < 2, 3, 4), cond(y < 2, 5, 6))";
    assertThat(PairTable.of(parse(table)))
        .contains(new PairTable(encoder(X, 1), encoder(Y, 2), List.of(3.0, 4.0, 5.0, 6.0)));
    for (String other :
        List.of(
            table.replace("cond(y < 2, 5, 6)", "cond(y < 3, 5, 6)"),
            table.replace("cond(y < 2, 5, 6)", "cond(z < 2, 5, 6)"),
            table.replace("cond(y < 2, 5, 6)", "5"),
            table.replace("5", "z"),
            table.replace("y", "x"),
            table.replace("x < 1", "1 < x"),
            "cond(x < 1, 3, 4)")) {
      assertThat(PairTable.of(parse(other))).as(other).isEmpty();
    }
    String chain = "3";
    for (int i = 0; i < 200; i++) {
      chain = "cond(x < " + i + ", " + chain + ", " + i + ")";
    }
    assertThat(LearnedFunction.allOf(parse(chain))).isEmpty();
  }

  @Test
  void peopleSeeTheNameOfItsContents() {
    PairTable table = new PairTable(encoder(X, 1), encoder(Y, 2), List.of(3.0, 4.0, 5.0, 6.0));
    assertThat(FormulaPrinter.print(table.toExpr(), 4)).matches("tab#[0-9a-f]{8}\\(x, y\\)");
    assertThat(FormulaPrinter.print(LearnedFunction.named(table.toExpr())))
        .isEqualTo(table.shortName() + "(x, y)");
    assertThat(table.cells())
        .containsExactly(
            new PairTable.Cell(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 3),
            new PairTable.Cell(Double.NEGATIVE_INFINITY, 2, 4),
            new PairTable.Cell(1, Double.NEGATIVE_INFINITY, 5),
            new PairTable.Cell(1, 2, 6));
  }

  @Test
  void simplificationLeavesItWhole() {
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      PairTable t = random(random);
      List<Double> different = new ArrayList<>();
      for (int k = 0; k < t.entries().size(); k++) {
        different.add(t.entries().get(k) + k / 128.0);
      }
      Expr e = new PairTable(t.first(), t.second(), different).toExpr();
      Expr simple = Simplifier.removing().simplify(e);
      assertThat(LearnedFunction.allOf(simple)).as(FormulaPrinter.print(e)).hasSize(1);
    }
  }

  @Test
  void numbersThatMakeNoTableAreRefused() {
    for (String text :
        List.of(
            "tab(x, y)",
            "tab(x, y, 2, 2, 1, 2, 3, 4, 5)",
            "tab(x, y, 2, 2, 1, 2, 3, 4, 5, 6, 7)",
            "tab(x, y, 2, 1, 1, 3, 4)",
            "tab(x, y, 2, 9, 1, 2, 3, 4, 5, 6)",
            "tab(x, y, 3, 2, 1, 1, 2, 3, 4, 5, 6, 7, 8)",
            "tab(x, y, 2, 2, 1, 2, 3, z, 5, 6)",
            "tab(x, x, 2, 2, 1, 2, 3, 4, 5, 6)")) {
      assertThatThrownBy(() -> parse(text))
          .as(text)
          .isInstanceOf(DiagnosticException.class)
          .hasMessageContaining("FG690")
          .hasMessageContaining("tab(x, y, m, n,");
    }
    assertThatThrownBy(() -> new PairTable(encoder(X, 1), encoder(Y, 1), List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> encoder(X, 2, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
