package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.ValueReader.Value;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a list of settings: words with a number each. */
final class SettingReader {
  /**
   * A setting as written.
   *
   * @param word its name, one of those that exist
   * @param value its number
   */
  record Setting(Word word, Value value) {}

  private SettingReader() {}

  /**
   * {@return the settings up to the end of the statement, each once}
   *
   * @param c before the first
   * @param known the names that exist
   * @param mistakes takes a setting that is given twice
   */
  static List<Setting> read(StatementCursor c, List<String> known, Mistakes mistakes) {
    List<Setting> settings = new ArrayList<>();
    Set<String> given = new HashSet<>();
    do {
      if (!c.isWord(0, known)) {
        c.expecting(known);
        throw c.broken();
      }
      Word word = c.name("a setting");
      Value value = c.value();
      if (given.add(word.text())) {
        settings.add(new Setting(word, value));
      } else {
        mistakes.add(
            DiagnosticCode.SPEC_REPEATED,
            word.span(),
            "'" + word.text() + "' is set twice",
            "give every setting once");
      }
    } while (c.accept(SpecLexer.COMMA));
    c.end();
    return settings;
  }
}
