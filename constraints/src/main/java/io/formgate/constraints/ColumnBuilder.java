package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.SourceSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the names that a spec gives to columns of the data. */
final class ColumnBuilder {
  private static final String MEND =
      "write the name that stands in the first line of the data, such as: from \"m [GeV]\"";

  private final Mistakes mistakes;
  private final Names names;
  private final Map<String, ColumnName> columns = new LinkedHashMap<>();

  ColumnBuilder(Mistakes mistakes, Names names) {
    this.mistakes = mistakes;
    this.names = names;
  }

  /** Reads a {@code column} statement. */
  void add(StatementCursor c) {
    do {
      Word name = c.name("a name");
      names.declare(name, Names.Kind.COLUMN);
      c.expect("from");
      put(name.text(), column(c));
    } while (c.accept(SpecLexer.COMMA));
    c.end();
  }

  /**
   * Reads the column behind the name of a port, if one is.
   *
   * @param port its name
   * @param c behind the name
   */
  void from(Word port, StatementCursor c) {
    if (c.accept("from")) {
      put(port.text(), column(c));
    }
  }

  private ColumnName column(StatementCursor c) {
    Word word = c.name("the name of a column");
    String text = ColumnName.read(word.text());
    if (text.isBlank()) {
      mistakes.add(
          DiagnosticCode.SPEC_NAME,
          word.span(),
          Mistakes.quote(word.text()) + " cannot be the name of a column",
          MEND);
    }
    return new ColumnName(text, word.span());
  }

  private void put(String name, ColumnName column) {
    if (!column.text().equals(name)) {
      columns.putIfAbsent(name, column);
    }
  }

  /**
   * {@return what the data calls the names that the spec has of its own, in the file's order} Two
   * names of one column are a mistake, because an output would be computed from itself.
   *
   * @param inputs of the spec
   * @param outputs of the spec that are columns
   * @param classes of the spec
   */
  Map<String, ColumnName> build(
      List<InputDeclaration> inputs, List<OutputDeclaration> outputs, Optional<Classes> classes) {
    Map<String, SourceSpan> places = new LinkedHashMap<>();
    inputs.forEach(i -> places.put(i.name(), i.span()));
    outputs.forEach(o -> places.put(o.name(), o.span()));
    columns.forEach((name, column) -> places.put(name, column.span()));
    classes.ifPresent(c -> c.column().ifPresent(name -> places.putIfAbsent(name, c.span())));
    Map<String, String> nameOf = new LinkedHashMap<>();
    places.forEach((name, place) -> {
      ColumnName column = columns.get(name);
      String text = column == null ? name : column.text();
      String first = nameOf.putIfAbsent(text, name);
      if (first != null && !text.isBlank()) {
        SourceSpan other = places.getOrDefault(first, place);
        mistakes.add(
            DiagnosticCode.SPEC_REPEATED,
            column == null ? place : column.span(),
            "the column "
                + Mistakes.quote(text)
                + " is that of "
                + Mistakes.quote(first)
                + " "
                + names.place(other),
            "use that name, or name another column");
      }
    });
    return columns;
  }
}
