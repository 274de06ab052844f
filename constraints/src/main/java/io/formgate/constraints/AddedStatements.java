package io.formgate.constraints;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts statements of a command line into the text of a spec. */
public final class AddedStatements {
  private static final String OPTION = "--with";

  private AddedStatements() {}

  /**
   * {@return the spec with more statements at its end, a line each}: one that a spec has at most
   * once takes the place of the spec's, which is blanked out, so that all others keep their lines.
   * Places in the added ones are those in the option's own text
   *
   * @param source the spec
   * @param statements one statement each
   * @throws DiagnosticException if one of them is not one statement
   */
  public static SourceText to(SourceText source, List<String> statements) {
    if (statements.isEmpty()) {
      return source;
    }
    StringBuilder text = new StringBuilder(source.text());
    Mistakes ignored = new Mistakes(source);
    List<StatementReader.Cut> cuts = StatementReader.read(source, ignored);
    StringBuilder added = new StringBuilder();
    List<SourceText.Part> parts = new ArrayList<>();
    for (String statement : statements) {
      SourceText alone = new SourceText(OPTION, statement);
      List<StatementReader.Cut> read = StatementReader.read(alone, new Mistakes(alone));
      Optional<Statement> kind =
          read.size() == 1
              ? Statement.byKeyword(read.getFirst().tokens().getFirst().getText())
              : Optional.empty();
      if (kind.isEmpty()) {
        throw new DiagnosticException(
            Diagnostic.at(
                DiagnosticCode.SPEC_SYNTAX,
                alone.span(0, statement.length()),
                "this is not one statement of a spec",
                read.stream()
                        .findFirst()
                        .filter(_ -> read.size() == 1)
                        .flatMap(cut -> SpecParser.meant(cut.tokens().getFirst()))
                        .map(keyword -> SpecParser.didYouMean(keyword) + " Else ")
                        .orElse("")
                    + "write one statement, such as 'search iterations 50', and repeat --with for"
                    + " each"));
      }
      if (!kind.get().isRepeatable()) {
        cuts.stream()
            .filter(cut -> Statement.byKeyword(cut.tokens().getFirst().getText()).equals(kind))
            .forEach(cut -> blank(text, cut));
      }
      // Whole, so that places in it are those of the option's text.
      String line = statement.stripTrailing();
      parts.add(new SourceText.Part(OPTION, added.length(), added.length() + line.length()));
      added.append(line).append('\n');
    }
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
    int from = text.length();
    return new SourceText(
        source.name(),
        text.append(added).toString(),
        parts.stream()
            .map(p -> new SourceText.Part(p.name(), from + p.start(), from + p.end()))
            .toList());
  }

  private static void blank(StringBuilder text, StatementReader.Cut cut) {
    int end = cut.tokens().getLast().getStopIndex();
    for (int i = cut.tokens().getFirst().getStartIndex(); i <= end; i++) {
      if (text.charAt(i) != '\n' && text.charAt(i) != '\r') {
        text.setCharAt(i, ' ');
      }
    }
  }
}
