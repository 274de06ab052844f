package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(examples).isGreaterThanOrEqualTo(2);
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
