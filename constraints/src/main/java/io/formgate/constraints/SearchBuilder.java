package io.formgate.constraints;

import io.formgate.constraints.SettingReader.Setting;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Precision;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Builds the settings of search and evolution from their statements. */
final class SearchBuilder {
  private static final SearchSettings DEFAULTS = SearchSettings.DEFAULTS;
  private static final String ITERATIONS = "iterations";
  private static final String SEED = "seed";
  private static final String POPULATIONS = "populations";
  private static final String POPULATION = "population";
  private static final String MAX_SIZE = "maxsize";
  private static final String WARMUP = "warmup";
  private static final String EVALUATIONS = "evaluations";
  private static final String STOP_LOSS = "stoploss";
  static final String PRECISION = "precision";
  private static final String ALTERNATIVES = "alternatives";
  private static final List<String> SETTINGS =
      List.of(
          ITERATIONS,
          SEED,
          POPULATIONS,
          POPULATION,
          MAX_SIZE,
          WARMUP,
          EVALUATIONS,
          STOP_LOSS,
          ALTERNATIVES,
          PRECISION);

  private final Mistakes mistakes;
  private final ValueReader values;
  private int iterations = DEFAULTS.iterations();
  private long seed = DEFAULTS.seed();
  private int populations = DEFAULTS.populations();
  private int populationSize = DEFAULTS.populationSize();
  private int maxSize = DEFAULTS.maxSize();
  private int warmup = DEFAULTS.warmup();
  private int alternatives = DEFAULTS.alternatives();
  private OptionalLong evaluations = OptionalLong.empty();
  private OptionalDouble stopLoss = OptionalDouble.empty();
  private Precision precision = DEFAULTS.precision();

  SearchBuilder(Mistakes mistakes, ValueReader values) {
    this.mistakes = mistakes;
    this.values = values;
  }

  /**
   * {@return the settings, the defaults in place of what is missing or mistaken}
   *
   * @param c behind the keyword
   */
  SearchSettings settings(StatementCursor c) {
    SettingReader.read(c, SETTINGS, mistakes).forEach(this::take);
    return new SearchSettings(
        iterations,
        seed,
        populations,
        populationSize,
        maxSize,
        warmup,
        new StopRule(evaluations, stopLoss),
        alternatives,
        precision);
  }

  /**
   * {@return how many inputs a formula without a form is searched of, empty after a mistake}
   *
   * @param c behind the keyword
   * @param inputs of the spec
   */
  OptionalInt features(StatementCursor c, int inputs) {
    OptionalLong count = values.whole(c.value(), "the number of features", 1, Math.max(1, inputs));
    c.end();
    return count.isPresent() ? OptionalInt.of((int) count.getAsLong()) : OptionalInt.empty();
  }

  /**
   * {@return the rule by which a formula is chosen}
   *
   * @param c behind the keyword
   */
  static SelectionRule selection(StatementCursor c) {
    if (!c.isWord(0, SelectionRule.words())) {
      c.expecting(SelectionRule.words());
      throw c.broken();
    }
    SelectionRule rule = SelectionRule.of(c.next().getText()).orElseThrow();
    c.end();
    return rule;
  }

  private void take(Setting s) {
    String name = s.word().text();
    if (name.equals(ITERATIONS)) {
      iterations = whole(s, 1, SearchSettings.MAX_ITERATIONS, DEFAULTS.iterations());
    } else if (name.equals(SEED)) {
      seed = values.whole(s.value(), name, 0, Long.MAX_VALUE).orElse(DEFAULTS.seed());
    } else if (name.equals(POPULATIONS)) {
      populations = whole(s, 1, SearchSettings.MAX_POPULATIONS, DEFAULTS.populations());
    } else if (name.equals(POPULATION)) {
      populationSize =
          whole(
              s,
              SearchSettings.MIN_POPULATION_SIZE,
              SearchSettings.MAX_POPULATION_SIZE,
              DEFAULTS.populationSize());
    } else if (name.equals(WARMUP)) {
      warmup = whole(s, 0, SearchSettings.MAX_ITERATIONS, DEFAULTS.warmup());
    } else if (name.equals(ALTERNATIVES)) {
      alternatives = whole(s, 0, SearchSettings.MAX_ALTERNATIVES, DEFAULTS.alternatives());
    } else if (name.equals(EVALUATIONS)) {
      evaluations = values.whole(s.value(), name, 1, StopRule.MAX_EVALUATIONS);
    } else if (name.equals(STOP_LOSS)) {
      stopLoss = values.real(s.value());
    } else if (name.equals(PRECISION)) {
      precision = precision(s);
    } else {
      maxSize =
          whole(
              s,
              SearchSettings.MIN_FORMULA_SIZE,
              SearchSettings.MAX_FORMULA_SIZE,
              DEFAULTS.maxSize());
    }
  }

  private Precision precision(Setting s) {
    for (Precision known : Precision.values()) {
      if (s.value().text().equals(Integer.toString(known.bits()))) {
        return known;
      }
    }
    mistakes.add(
        DiagnosticCode.SPEC_VALUE,
        s.value().span(),
        "the numbers of a search cannot have " + s.value().text() + " bits",
        "write " + PRECISION + " 64 or " + PRECISION + " 32");
    return DEFAULTS.precision();
  }

  private int whole(Setting s, int min, int max, int otherwise) {
    return (int) values.whole(s.value(), s.word().text(), min, max).orElse(otherwise);
  }

  /**
   * {@return the settings of the evolution that are given}
   *
   * @param c behind the keyword
   */
  EvolutionSettings evolution(StatementCursor c) {
    Map<String, EvolutionSettings.Setting> known = new LinkedHashMap<>();
    Stream.of(EvolutionSettings.Setting.values()).forEach(s -> known.put(s.symbol(), s));
    Map<EvolutionSettings.Setting, Double> given = new EnumMap<>(EvolutionSettings.Setting.class);
    for (Setting s : SettingReader.read(c, List.copyOf(known.keySet()), mistakes)) {
      EvolutionSettings.Setting setting = known.get(s.word().text());
      OptionalDouble value = values.real(s.value());
      if (setting == null || value.isEmpty()) {
        continue;
      }
      if (value.getAsDouble() >= setting.lowest() && value.getAsDouble() <= setting.highest()) {
        given.put(setting, value.getAsDouble());
      } else {
        mistakes.add(
            DiagnosticCode.SPEC_VALUE,
            s.value().span(),
            setting.symbol() + " cannot be " + Mistakes.quote(s.value().text()),
            "write a number from "
                + ValueReader.show(setting.lowest())
                + " to "
                + ValueReader.show(setting.highest()));
      }
    }
    boolean nothingVaries =
        Stream.of(EvolutionSettings.Setting.values())
            .filter(EvolutionSettings.Setting::isWeight)
            .allMatch(setting -> given.getOrDefault(setting, 1.0) == 0);
    if (nothingVaries) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          c.spanSince(1),
          "the weights of all changes are 0, so no formula would ever vary",
          "give at least one kind of change a weight above 0");
    }
    return new EvolutionSettings(given);
  }
}
