package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a search begins with, and how it goes on from epoch to epoch. */
class GuessStatementTest {
  private static final String BASE =
      """
      data "d.csv"
      input x, y as fixed<8,4>
      output M, N as fixed<8,4>
      define sq(a) = a*a
      define half(a) = a/2
      hardware dev clock 5 ns
      """
          .replace("output M, N", "output N as fixed<8,4>\noutput M");

  private static Spec with(String lines) {
    return SpecTexts.parse(BASE + lines);
  }

  @Test
  void customOperatorsOfTheSearchStayCallsAndOthersAreWrittenOut() {
    Spec spec = with("guess M = half(sq(x)) + y\nguess N = x\noperators + * / sq\n");
    assertThat(spec.guessesOf("M"))
        .extracting(g -> FormulaPrinter.print(g.formula()))
        .containsExactly("sq(x)/2 + y");
    assertThat(spec.guessesOf("N")).hasSize(1);
    assertThat(spec.guesses().getFirst().span().location()).isEqualTo("a.fg:8:11");
  }

  @Test
  void powersAreWrittenByWhatIsListed() {
    for (String[] is :
        new String[][] {
          {"*", "x*x*x - y*y"},
          {"^", "pow(x, 3) - pow(y, 2)"},
          {"square cube", "cube(x) - square(y)"},
          {"square *", "x*x*x - square(y)"}
        }) {
      Spec spec = with("operators - " + is[0] + "\nguess M = x^3 - y^2\n");
      assertThat(spec.guesses().getFirst().formula())
          .isEqualTo(
              io.formgate.expression.FormulaParser.parse(
                  new io.formgate.expression.SourceText("f", is[1])));
    }
  }

  @Test
  void aHoleOfAFormIsGuessedByItsArguments() {
    Spec spec = with("form M = f(x, 2*y) + 1\nguess f(a, b) = a*b + a\noperators + *\n");
    Guess guess = spec.guesses().getFirst();
    assertThat(guess.output()).isEqualTo("M");
    assertThat(guess.hole()).contains(new Guess.Hole("f", List.of("a", "b")));
    assertThat(SpecPrinter.print(spec)).contains("guess f(a, b) = a*b + a\n");
    String form = BASE + "operators + *\nform M = f(x) + y\n";
    assertThat(SpecTexts.mistakes(form + "guess g(u) = u\n")).containsExactly("10:7 SPEC_GUESS g");
    assertThat(SpecTexts.mistakes(form + "guess f(u, v) = u\n"))
        .containsExactly("10:7 SPEC_GUESS f");
    assertThat(SpecTexts.mistakes(form + "guess f(u) = u + x\n"))
        .containsExactly("10:18 FORMULA_VARIABLE x");
    assertThat(SpecTexts.mistakes(form + "guess f(u, u) = u\n")).contains("10:12 SPEC_NAME u");
  }

  @Test
  void aGuessOfAnOutputWithAFormIsRefused() {
    assertThat(SpecTexts.mistakes(BASE + "operators + *\nform M = ?(x) + y\nguess M = x + y\n"))
        .containsExactly("10:7 SPEC_GUESS M");
  }

  @Test
  void aDerivativeOfACustomOperatorOfTheSearchIsRefused() {
    assertThat(SpecTexts.mistakes(BASE + "operators + * sq\nguess M = D(sq(x), x)\n"))
        .containsExactly("9:11 SPEC_GUESS D(sq(x), x)");
    assertThat(with("operators + * /\nguess M = D(sq(x), x)\n").guesses()).hasSize(1);
  }

  @Test
  void settingsOfTheSearchSayHowItGoesOnAndEnds() {
    SearchSettings s =
        with("operators +\nsearch warmup 20, evaluations 5, stoploss -1/2, alternatives 3\n")
            .search();
    assertThat(s.warmup()).isEqualTo(20);
    assertThat(s.precision()).isEqualTo(Precision.FLOAT64);
    assertThat(with("operators +\nsearch precision 32\n").search().precision())
        .isEqualTo(Precision.FLOAT32);
    assertThat(s.alternatives()).isEqualTo(3);
    assertThat(s.stop().isMet(4, 0)).isFalse();
    assertThat(s.stop().isMet(5, 0)).isTrue();
    assertThat(s.stop().isMet(0, -0.5)).isTrue();
    assertThat(StopRule.NEVER.isMet(Long.MAX_VALUE, Double.NEGATIVE_INFINITY)).isFalse();
  }

  @Test
  void statementsOfACommandLineJoinThoseOfTheFile() {
    var source = new io.formgate.expression.SourceText("a.fg", SpecTexts.SMALL.stripTrailing());
    String text =
        AddedStatements.to(
                source,
                List.of("guess y = x + x", "search iterations 3", "operators + *", "guess y = x"))
            .text();
    Spec spec = SpecTexts.parse(text);
    assertThat(spec.guesses()).hasSize(2);
    assertThat(spec.search().iterations()).isEqualTo(3);
    assertThat(spec.operators()).hasSize(2);
    assertThat(spec.hardware().deviceSpan().line()).isEqualTo(5);
    assertThat(AddedStatements.to(source, List.of())).isSameAs(source);
  }
}
