package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.ValueReader.Value;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.PairTable;
import io.formgate.expression.SourceSpan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the statement of learned tables. */
final class TableSettingsReader {
  static final String STEPS = "steps";
  static final String MOST = "most";
  static final String SMOOTH = "smooth";
  static final String PROJECTIONS = "projections";
  static final String PAIRS = "pairs";
  static final String CODES = "codes";
  private static final List<String> NUMBERS =
      List.of(STEPS, MOST, SMOOTH, PROJECTIONS, PAIRS, CODES);
  private static final List<String> DIRECTIONS =
      List.of(TableSettings.Direction.INCREASING.word(), TableSettings.Direction.DECREASING.word());

  private @Nullable SourceSpan directed;
  private final Mistakes mistakes;
  private final ValueReader values;
  private int steps = TableSettings.DEFAULTS.steps();
  private int most = TableSettings.DEFAULTS.most();
  private double smoothness = TableSettings.DEFAULTS.smoothness();
  private int projections = TableSettings.DEFAULTS.projections();
  private int pairs = TableSettings.DEFAULTS.pairs();
  private int codes = TableSettings.DEFAULTS.codes();
  private TableSettings.Direction direction = TableSettings.DEFAULTS.direction();

  TableSettingsReader(Mistakes mistakes, ValueReader values) {
    this.mistakes = mistakes;
    this.values = values;
  }

  /**
   * {@return the settings, the defaults in place of what is missing or mistaken}
   *
   * @param c behind the keyword
   */
  TableSettings read(StatementCursor c) {
    List<String> known = new ArrayList<>(NUMBERS);
    known.addAll(DIRECTIONS);
    Set<String> given = new HashSet<>();
    do {
      if (!c.isWord(0, known)) {
        c.expecting(known);
        throw c.broken();
      }
      Word word = c.name("a setting");
      boolean isDirection = DIRECTIONS.contains(word.text());
      if (!given.add(isDirection ? "" : word.text())) {
        mistakes.add(
            DiagnosticCode.SPEC_REPEATED,
            word.span(),
            isDirection ? "a direction is set already" : "'" + word.text() + "' is set twice",
            "give every setting once");
      }
      if (isDirection) {
        directed = word.span();
        direction =
            word.text().equals(TableSettings.Direction.INCREASING.word())
                ? TableSettings.Direction.INCREASING
                : TableSettings.Direction.DECREASING;
      } else {
        take(word.text(), c.value());
      }
    } while (c.accept(SpecLexer.COMMA));
    c.end();
    if (pairs > 0 && direction != TableSettings.Direction.ANY) {
      mistakes.add(
          DiagnosticCode.TABLE_SETTINGS,
          Objects.requireNonNull(directed),
          "tables of two values cannot be held to a direction",
          "leave out 'pairs', or write: constrain OUTPUT " + direction.word() + " in INPUT");
      pairs = 0;
    }
    return new TableSettings(steps, most, smoothness, projections, pairs, codes, direction);
  }

  private void take(String name, Value value) {
    if (name.equals(SMOOTH)) {
      OptionalDouble number = values.real(value);
      if (number.isPresent() && number.getAsDouble() >= 0) {
        smoothness = number.getAsDouble();
      } else if (number.isPresent()) {
        mistakes.add(
            DiagnosticCode.TABLE_SETTINGS,
            value.span(),
            "smooth cannot be below 0",
            "write 0 for tables that follow the data, 1 or more for smooth ones");
      }
    } else if (name.equals(STEPS)) {
      steps = whole(value, name, 2, TableSettings.MOST_STEPS, steps);
    } else if (name.equals(MOST)) {
      most = whole(value, name, 1, TableSettings.MOST_TABLES, most);
    } else if (name.equals(PAIRS)) {
      pairs = whole(value, name, 0, TableSettings.MOST_PAIRS, pairs);
    } else if (name.equals(CODES)) {
      codes = whole(value, name, PairTable.LEAST_CODES, PairTable.MOST_CODES, codes);
    } else {
      projections = whole(value, name, 0, TableSettings.MOST_PROJECTIONS, projections);
    }
  }

  private int whole(Value value, String name, int least, int greatest, int otherwise) {
    return (int) values.whole(value, name, least, greatest).orElse(otherwise);
  }
}
