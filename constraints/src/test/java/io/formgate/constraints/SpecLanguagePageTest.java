package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about the language says what the reader does. */
class SpecLanguagePageTest {
  private static String page() throws IOException {
    String repository = System.getProperty("formgate.repository", "");
    return Files.readString(Path.of(repository, "docs", "spec-language.md"));
  }

  @Test
  void everyExampleIsRead() throws IOException {
    Matcher example = Pattern.compile("(?ms)^```fg\n(.*?)^```$").matcher(page());
    int examples = 0;
    while (example.find()) {
      assertThat(SpecTexts.mistakes(example.group(1))).isEmpty();
      examples++;
    }
    assertThat(examples).isGreaterThanOrEqualTo(5);
  }

  /** Every constraint of the tables, in a spec that has their names. */
  @Test
  void everyConstraintOfTheTablesIsRead() throws IOException {
    String base =
        """
        data "d.csv"
        input x, y, pt1, pt2 as fixed<8,4> in [-4, 4]
        output M as fixed<8,4>
        parameter k
        operators + sin
        hardware dev clock 5 ns
        """
            + "constrain ";
    String section = section("constrain");
    Matcher row = Pattern.compile("(?m)^\\| `([^`]+)` \\| .* \\|$").matcher(section);
    int constraints = 0;
    while (row.find()) {
      String constraint = row.group(1).replace("OPS", "(sin, cos)").replace("VARS", "pt1, pt2");
      assertThat(SpecTexts.mistakes(base + constraint)).as(constraint).isEmpty();
      constraints++;
    }
    assertThat(constraints).isEqualTo(24);
  }

  @Test
  void everyLossModeAndSettingIsDescribed() throws IOException {
    for (BuiltInLoss loss : BuiltInLoss.values()) {
      assertThat(section("loss")).contains("| `" + loss.pattern() + "` |");
    }
    for (Complexity.Mode mode : Complexity.Mode.values()) {
      assertThat(section("complexity")).contains("| `" + ComplexityBuilder.symbol(mode) + "` |");
    }
    for (EvolutionSettings.Setting setting : EvolutionSettings.Setting.values()) {
      assertThat(section("evolution")).contains("| `" + setting.symbol() + "` |");
    }
    for (DiagnosticCode code : DiagnosticCode.values()) {
      if (code.id().matches("FG[35]..")) {
        assertThat(page()).contains("| " + code.id() + " |");
      }
    }
    assertThat(page())
        .contains("`" + PortBuilder.CLASS_FORMAT + "`")
        .contains("nest at most " + StatementReader.MAX_NESTING + " deep")
        .contains("at most 1,000 operators and operands")
        .contains("whole numbers up to 1,000,000");
    assertThat(Formulas.MAX_NODES).isEqualTo(1_000);
    assertThat(ValueReader.LARGEST_IN_RATIO).isEqualTo(1_000_000);
  }

  private static String section(String keyword) throws IOException {
    String page = page();
    int start = page.indexOf("## `" + keyword + "`");
    assertThat(start).as(keyword).isNotNegative();
    int end = page.indexOf("\n## ", start);
    return page.substring(start, end);
  }

  @Test
  void everyStatementOperatorAndDefaultIsDescribed() throws IOException {
    String page = page();
    for (Statement statement : Statement.values()) {
      assertThat(page).contains("## `" + statement.keyword() + "`");
    }
    for (Operator operator : Operator.values()) {
      assertThat(page).contains("`" + operator.symbol() + "`");
    }
    SearchSettings defaults = SearchSettings.DEFAULTS;
    assertThat(page)
        .contains("| `iterations` | " + defaults.iterations() + " |")
        .contains("| `seed` | " + defaults.seed() + " |")
        .contains("| `populations` | " + defaults.populations() + " |")
        .contains("| `population` | " + defaults.populationSize() + " |")
        .contains("| `maxsize` | " + defaults.maxSize() + " |");
    assertThat(page).contains("at most " + SignalNames.MAX_CHARACTERS + " characters");
    SignalNames.RESERVED_PORTS.forEach(port -> assertThat(page).contains("`" + port + "`"));
  }
}
