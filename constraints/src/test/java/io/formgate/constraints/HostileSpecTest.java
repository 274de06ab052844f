package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, the answer is a spec or diagnostics that can be shown. */
class HostileSpecTest {
  private static final String JUNK =
      "\0\t\n\r \"#%()*+,-./0123456789:;<=>[]^_{}~azAZµ\u202E\uD83D\uDE00\uD800\uFEFF";

  @Test
  void randomMutationsGiveASpecOrDiagnostics() {
    Random random = new Random(20_260_101);
    int specs = 0;
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      String text = mutate(SpecTexts.DIMUON, 1 + random.nextInt(8), random);
      if (isSpec(text)) {
        specs++;
      } else {
        refused++;
      }
    }
    assertThat(specs).isGreaterThan(20);
    assertThat(refused).isGreaterThan(500);
  }

  @Test
  void mutationsOfEveryStatementGiveASpecOrDiagnostics() {
    Random random = new Random(20_260_102);
    int specs = 0;
    int refused = 0;
    for (int i = 0; i < 450 || refused < 300; i++) {
      String text = SpecTexts.RICH.get(i % SpecTexts.RICH.size());
      if (isSpec(mutate(text, 1 + random.nextInt(2), random))) {
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
      refused += isSpec(String.join("", words)) ? 0 : 1;
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
        "define unit U0",
        "define unit U0 =",
        "define unit U0 = 3^2",
        "define unit U0 = 3*",
        "define unit U0 = m^(1/0)",
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
    assertThat(isSpec(SpecTexts.SMALL + line)).as(line).isFalse();
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
    assertThat(isSpec(SpecTexts.SMALL + line)).as(line).isTrue();
  }

  @Test
  void randomPiecesOfSpecsGiveASpecOrDiagnostics() {
    Random random = new Random(7);
    List<String> words = new ArrayList<>(List.of(SpecTexts.DIMUON.split("(?<=\\b)|(?=\\b)")));
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(60); n >= 0; n--) {
        text.append(words.get(random.nextInt(words.size())));
      }
      refused += isSpec(text.toString()) ? 0 : 1;
    }
    assertThat(refused).isEqualTo(300);
  }

  private static String mutate(String text, int changes, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(out.length());
      int to = Math.min(out.length(), at + 1 + random.nextInt(5));
      switch (random.nextInt(4)) {
        case 0 -> out.delete(at, to);
        case 1 -> out.insert(at, JUNK.charAt(random.nextInt(JUNK.length())));
        case 2 -> out.setCharAt(at, JUNK.charAt(random.nextInt(JUNK.length())));
        case 3 -> out.insert(random.nextInt(out.length()), out.substring(at, to));
        default -> throw new IllegalStateException("four kinds of change");
      }
    }
    return out.toString();
  }

  /** Any exception but a DiagnosticException fails the test. */
  private static boolean isSpec(String text) {
    try {
      SpecTexts.parse(text);
      return true;
    } catch (DiagnosticException e) {
      assertThat(e.getMessage()).contains("error FG");
      return false;
    }
  }

  @Test
  void aFileThatIsTooLongIsNotRead() {
    String text = SpecTexts.SMALL + " ".repeat(SpecParser.MAX_CHARACTERS);
    assertThat(SpecTexts.mistakes(text)).containsExactly("SPEC_SYNTAX");
    assertThat(SpecTexts.diagnostics(text).getFirst().message())
        .isEqualTo("a.fg has more than 1000000 characters");
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "(".repeat(100_000) + "m" + ")".repeat(100_000);
    assertThat(SpecTexts.mistakes(SpecTexts.with("input", "input x : " + deep + " as fixed<8,4>")))
        .containsExactly("2:211 SPEC_SYNTAX (");
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
    isSpec(SpecTexts.SMALL + "define f(a) = a^2\nwhere 1 + " + derivative);
    String minus = SpecTexts.SMALL + "where " + "-".repeat(1_500) + "x";
    assertThat(SpecTexts.mistakes(minus))
        .containsExactly("6:7 FORMULA_SIZE " + minus.substring(minus.indexOf("where") + 6));
  }

  @Test
  void nestingThatIsAllowedIsRead() {
    String deep = "(".repeat(200) + "m" + ")".repeat(200);
    String text = SpecTexts.with("input", "input x : " + deep + " as fixed<8,4>");
    assertThat(SpecTexts.parse(text).inputDimensions())
        .containsExactly(Dimension.of(BaseUnit.METRE));
  }

  @Test
  void longStatementsAreRead() {
    String product = "m/m*".repeat(20_000) + "m";
    String text =
        SpecTexts.with("input", "input x : " + product.replace("m", "1") + " as fixed<8,4>");
    assertThat(SpecTexts.parse(text).hasDimensions()).isFalse();
  }

  @Test
  void manyMistakesAreCutShort() {
    List<String> found = SpecTexts.mistakes("x\n".repeat(50_000));
    assertThat(found).hasSize(100);
    List<String> repeated =
        SpecTexts.mistakes(SpecTexts.with("operators", "operators" + " +".repeat(20_000)));
    assertThat(repeated).hasSize(101).last().isEqualTo("SPEC_SYNTAX");
  }

  @Test
  void aZeroCharacterInAFileNameIsAMistake() {
    assertThat(SpecTexts.mistakes(SpecTexts.with("data", "data \"a\0b\"")))
        .containsExactly("1:6 SPEC_VALUE \"a\0b\"");
  }

  @Test
  void charactersBeyondTheBasicPlaneKeepTheirPlaces() {
    SourceText source =
        new SourceText("a.fg", SpecTexts.with("data", "data \"\uD83D\uDE00.csv\" \uD83D\uDE00"));
    assertThat(SpecTexts.mistakes(source.text())).containsExactly("1:15 SPEC_SYNTAX \uD83D");
    assertThat(SpecTexts.parse(SpecTexts.with("data", "data \"\uD83D\uDE00.csv\"")).dataFile())
        .isEqualTo(Path.of("folder", "\uD83D\uDE00.csv"));
  }
}
