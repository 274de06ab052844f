package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.EvolutionSettings;
import io.formgate.expression.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of the spec language says what the engine does without a setting. */
class EvolutionPageTest {
  private static final SearchOptions DEFAULTS = SearchOptions.of(List.of(Operator.ADD));

  private static SearchOptions with(EvolutionSettings.Setting setting, double value) {
    return DEFAULTS.withEvolution(new EvolutionSettings(Map.of(setting, value)));
  }

  @Test
  void defaultsOfTheEvolutionAreThoseOfTheEngine() throws IOException {
    String repository = System.getProperty("formgate.repository", "");
    String page = Files.readString(Path.of(repository, "docs", "spec-language.md"));
    String section = page.split("## `evolution`")[1].split("\n## ")[0];
    int compared = 0;
    for (EvolutionSettings.Setting setting : EvolutionSettings.Setting.values()) {
      Matcher row =
          Pattern.compile("\\| `" + setting.symbol() + "` \\| ([0-9.]+) \\|").matcher(section);
      assertThat(row.find()).as(setting.symbol()).isTrue();
      double described = Double.parseDouble(row.group(1));
      assertThat(with(setting, described)).as(setting.symbol()).isEqualTo(DEFAULTS);
      assertThat(with(setting, described + 0.125)).as(setting.symbol()).isNotEqualTo(DEFAULTS);
      compared++;
    }
    assertThat(compared).isEqualTo(EvolutionSettings.Setting.values().length).isGreaterThan(10);
  }
}
