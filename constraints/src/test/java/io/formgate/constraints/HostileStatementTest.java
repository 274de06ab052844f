package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that are damaged, cut short or overgrown are answered with diagnostics. */
class HostileStatementTest {
  @Test
  void mutationsOfEveryStatementGiveASpecOrDiagnostics() {
    Random random = new Random(20_260_102);
    int specs = 0;
    int refused = 0;
    for (int i = 0; i < 450 || refused < 300; i++) {
      String text = SpecTexts.RICH.get(i % SpecTexts.RICH.size());
      if (HostileSpecTest.isSpec(HostileSpecTest.mutate(text, 1 + random.nextInt(2), random))) {
        specs++;
      } else {
        refused++;
      }
    }
    assertThat(specs).isGreaterThan(20);
    assertThat(refused).isGreaterThanOrEqualTo(300);
  }

  @Test
  void wordsInWrongPlacesGiveASpecOrDiagnostics() {
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      List<String> words =
          new ArrayList<>(
              List.of(SpecTexts.RICH.get(i % SpecTexts.RICH.size()).split("(?<=\\b)|(?=\\b)")));
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(words.size());
        switch (random.nextInt(3)) {
          case 0 -> words.remove(at);
          case 1 -> words.add(at, words.get(random.nextInt(words.size())));
          case 2 -> words.set(at, words.get(random.nextInt(words.size())));
          default -> throw new IllegalStateException("three kinds of change");
        }
      }
      refused += HostileSpecTest.isSpec(String.join("", words)) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "constrain",
        "constrain ,",
        "constrain (",
        "constrain )",
        "constrain ()",
        "constrain count",
        "constrain count(",
        "constrain count(sin",
        "constrain count(sin)",
        "constrain count(sin) <=",
        "constrain count(sin) <= 99999999999999999999",
        "constrain depth",
        "constrain argument",
        "constrain argument 2",
        "constrain argument of",
        "constrain argument of <=",
        "constrain no",
        "constrain no (",
        "constrain no x inside",
        "constrain at",
        "constrain at most",
        "constrain at most x",
        "constrain exponents in",
        "constrain exponents in {",
        "constrain exponents in {1",
        "constrain constants",
        "constrain constants on",
        "constrain constants on grid 2^",
        "constrain y",
        "constrain y in",
        "constrain y in [",
        "constrain y symmetric in x,",
        "constrain uses x,",
        "constrain uses ,",
        "constrain ^ only of x soft",
        "form",
        "form =",
        "form y",
        "form y = (",
        "form y = ?(",
        "form y = ?()",
        "form y = D",
        "form y = D(x)",
        "form y = ??",
        "loss (",
        "loss ()",
        "loss mse(",
        "loss mse()",
        "loss mse(1",
        "loss for",
        "loss for y",
        "loss huber(1) for",
        "loss huber(-1e400)",
        "define",
        "define unit",
        "define unit Ux",
        "define unit Ux =",
        "define unit Ux = 3^2",
        "define unit Ux = 3*",
        "define unit Ux = m^(1/0)",
        "define unit unit = unit",
        "define f",
        "define f(",
        "define f()",
        "define f() = 1",
        "define f(x) =",
        "define f(x) = f",
        "define f(x) x",
        "parameter",
        "parameter p :",
        "parameter p in",
        "parameter p in [inf",
        "parameter p in [--1, 2]",
        "classes",
        "classes a",
        "classes a from",
        "classes a, b from \"",
        "classes a, b from \"\"",
        "complexity",
        "complexity nodes,",
        "complexity nodes, /",
        "complexity nodes, / 3 /",
        "complexity nodes, ( 3",
        "complexity additive published",
        "complexity additive published fixed",
        "complexity additive published fixed<",
        "complexity additive published fixed<16,6>,",
        "complexity additive published, rounded",
        "complexity additive, fractional rounded",
        "evolution",
        "evolution swap",
        "evolution swap x",
        "evolution ,",
        "where (",
        "where )",
        "where x y",
        "weight",
        "weight ,",
        "split",
        "split validation",
        "split validation %",
        "split validation 1e-400",
        "constants",
        "constants ,",
        "constants in",
        "constants in []",
        "data \"x\", missing",
        "data \"x\", drop",
      })
  void handWrittenMistakesGiveDiagnostics(String line) {
    assertThat(HostileSpecTest.isSpec(SpecTexts.SMALL + line)).as(line).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "constrain argument of <= <= 3",
        "constrain - only of x",
        "constrain < only of x",
        "form y = f(?)",
        "form y = ?(?(x))",
        "form y = ?1 + ?",
        "define unit(x) = x",
        "loss prediction^prediction^prediction",
      })
  void oddStatementsAreNoMistakes(String line) {
    assertThat(HostileSpecTest.isSpec(SpecTexts.SMALL + line)).as(line).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {" + x", " - f(x)", "^x", " and x", " < x + x", "*x"})
  void longFormulasAreRefused(String part) {
    String chain = "x" + part.repeat(1_500);
    for (String statement :
        List.of("where ", "form y = ", "define g(x) = ", "loss prediction + ")) {
      String text = SpecTexts.SMALL + "define f(a) = a^2\n" + statement + chain;
      assertThat(SpecTexts.mistakes(text)).as(statement).isNotEmpty();
    }
    String derivative = "D(x" + part.repeat(200) + ", x)";
    HostileSpecTest.isSpec(SpecTexts.SMALL + "define f(a) = a^2\nwhere 1 + " + derivative);
    String minus = SpecTexts.SMALL + "where " + "-".repeat(1_500) + "x";
    assertThat(SpecTexts.mistakes(minus))
        .containsExactly("6:7 FORMULA_SIZE " + minus.substring(minus.indexOf("where") + 6));
  }
}
