package io.formgate.constraints;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import io.formgate.expression.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;

/** Reads spec files; every mistake becomes a diagnostic that points at its place. */
public final class SpecParser {
  /** Characters of the longest spec that is read. */
  public static final int MAX_CHARACTERS = 1_000_000;

  /** Bits of the widest port. */
  public static final int MAX_PORT_BITS = 32;

  private SpecParser() {}

  /**
   * {@return the spec}
   *
   * @param source text of the spec file
   * @param folder the folder from which a relative data file is taken, usually the spec file's
   * @throws DiagnosticException with every mistake found, in the order of the text
   */
  public static Spec parse(SourceText source, Path folder) {
    if (source.text().length() > MAX_CHARACTERS) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.SPEC_SYNTAX,
              source.name() + " has more than " + MAX_CHARACTERS + " characters",
              "a spec has a few lines; the data belong in a file of their own"));
    }
    Mistakes mistakes = new Mistakes(source);
    SpecBuilder builder = new SpecBuilder(source, folder, mistakes);
    List<Known> statements = new ArrayList<>();
    for (StatementReader.Cut statement : StatementReader.read(source, mistakes)) {
      if (mistakes.isFull()) {
        break;
      }
      begin(statement, builder, mistakes).ifPresent(statements::add);
    }
    statements.sort(Comparator.comparingInt(s -> SpecBuilder.stage(s.kind, s.tokens)));
    for (Known statement : statements) {
      if (mistakes.isFull()) {
        break;
      }
      builder.add(statement.kind, statement.tokens);
    }
    return builder.build();
  }

  private record Known(Statement kind, List<Token> tokens) {}

  /** {@return a statement that is to be read} */
  private static Optional<Known> begin(
      StatementReader.Cut statement, SpecBuilder builder, Mistakes mistakes) {
    Token first = statement.tokens().getFirst();
    Optional<Statement> kind = Statement.byKeyword(first.getText());
    if (kind.isEmpty()) {
      unknownStatement(first, builder, mistakes);
      return Optional.empty();
    }
    boolean isFirst = builder.begin(kind.get(), first);
    if (!isFirst || !statement.isReadable()) {
      builder.markIncomplete(kind.get());
      return Optional.empty();
    }
    return Optional.of(new Known(kind.get(), statement.tokens()));
  }

  private static void unknownStatement(Token first, SpecBuilder builder, Mistakes mistakes) {
    meant(first).flatMap(Statement::byKeyword).ifPresent(builder::misspelled);
    mistakes.add(
        DiagnosticCode.SPEC_SYNTAX,
        first,
        "no statement begins with " + Mistakes.quote(first.getText()),
        meant(first)
            .map(SpecParser::didYouMean)
            .orElse(
                "statements begin with "
                    + keywords().stream().collect(Collectors.joining("', '", "'", "'"))));
  }

  private static List<String> keywords() {
    return Stream.of(Statement.values()).map(Statement::keyword).toList();
  }

  /** {@return the keyword that a word is nearly} */
  static Optional<String> meant(Token first) {
    return Suggestions.nearest(first.getText(), keywords());
  }

  /** {@return the mend of a misspelled keyword} */
  static String didYouMean(String keyword) {
    return "did you mean '" + keyword + "'?";
  }
}
