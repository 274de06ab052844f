package io.formgate.constraints;

import io.formgate.constraints.grammar.SpecParser.SearchContext;
import io.formgate.constraints.grammar.SpecParser.SettingContext;
import io.formgate.expression.DiagnosticCode;
import java.util.HashSet;
import java.util.Set;

/** Builds the search settings from their statement. */
final class SearchBuilder {
  private static final SearchSettings DEFAULTS = SearchSettings.DEFAULTS;

  private final Mistakes mistakes;
  private final ValueReader values;
  private int iterations = DEFAULTS.iterations();
  private long seed = DEFAULTS.seed();
  private int populations = DEFAULTS.populations();
  private int populationSize = DEFAULTS.populationSize();
  private int maxSize = DEFAULTS.maxSize();

  SearchBuilder(Mistakes mistakes, ValueReader values) {
    this.mistakes = mistakes;
    this.values = values;
  }

  /**
   * {@return the settings, the defaults in place of what is missing or mistaken}
   *
   * @param c where they are written
   */
  SearchSettings settings(SearchContext c) {
    Set<String> given = new HashSet<>();
    for (SettingContext setting : c.setting()) {
      read(setting);
      String what = setting.getStart().getText();
      if (!given.add(what)) {
        mistakes.add(
            DiagnosticCode.SPEC_REPEATED,
            setting.getStart(),
            "'" + what + "' is set twice",
            "give every setting once");
      }
    }
    return new SearchSettings(iterations, seed, populations, populationSize, maxSize);
  }

  private void read(SettingContext c) {
    if (c.ITERATIONS() != null) {
      iterations = whole(c, 1, SearchSettings.MAX_ITERATIONS, DEFAULTS.iterations());
    } else if (c.SEED() != null) {
      seed = values.whole(c.value(), "seed", 0, Long.MAX_VALUE).orElse(DEFAULTS.seed());
    } else if (c.POPULATIONS() != null) {
      populations = whole(c, 1, SearchSettings.MAX_POPULATIONS, DEFAULTS.populations());
    } else if (c.POPULATION() != null) {
      populationSize =
          whole(
              c,
              SearchSettings.MIN_POPULATION_SIZE,
              SearchSettings.MAX_POPULATION_SIZE,
              DEFAULTS.populationSize());
    } else {
      maxSize =
          whole(
              c,
              SearchSettings.MIN_FORMULA_SIZE,
              SearchSettings.MAX_FORMULA_SIZE,
              DEFAULTS.maxSize());
    }
  }

  private int whole(SettingContext c, int min, int max, int otherwise) {
    return (int) values.whole(c.value(), c.getStart().getText(), min, max).orElse(otherwise);
  }
}
