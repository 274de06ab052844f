package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

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

  static String mutate(String text, int changes, Random random) {
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
  static boolean isSpec(String text) {
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
    assertThat(SpecTexts.mistakes(source.text())).containsExactly("1:14 SPEC_SYNTAX \uD83D");
    assertThat(SpecTexts.parse(SpecTexts.with("data", "data \"\uD83D\uDE00.csv\"")).dataFile())
        .isEqualTo(Path.of("folder", "\uD83D\uDE00.csv"));
  }
}
