package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.SourceSpan;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds what a spec says of a teacher. */
final class TeacherBuilder {
  private final Path folder;
  private final Mistakes mistakes;
  private final RowBuilder rows;
  private @Nullable Teacher teacher;

  TeacherBuilder(Path folder, Mistakes mistakes, RowBuilder rows) {
    this.folder = folder;
    this.mistakes = mistakes;
    this.rows = rows;
  }

  Optional<Teacher> teacher() {
    return Optional.ofNullable(teacher);
  }

  private record Quoted(String text, SourceSpan span) {}

  void add(StatementCursor c) {
    Quoted file = quoted(c, "a file name in double quotes");
    Optional<Quoted> tensor = Optional.empty();
    Optional<TeacherValues> values = Optional.empty();
    Optional<Quoted> test = Optional.empty();
    Optional<RowFormula> apart = Optional.empty();
    while (apart.isEmpty() && c.accept(SpecLexer.COMMA)) {
      if (c.accept("tensor")) {
        tensor = Optional.of(quoted(c, "the name of a tensor in double quotes"));
      } else if (c.accept("gives")) {
        Word word = c.name("logits or probabilities");
        values = TeacherValues.of(word.text());
        if (values.isEmpty()) {
          mistakes.add(
              DiagnosticCode.SPEC_VALUE,
              word.span(),
              "a teacher gives logits or probabilities, not " + Mistakes.quote(word.text()),
              "write one of the two, or leave it out: values between 0 and 1 that sum to 1 are"
                  + " probabilities");
          return;
        }
      } else if (c.accept("test")) {
        test = Optional.of(quoted(c, "a file name in double quotes"));
      } else {
        c.expect("apart");
        apart = Optional.ofNullable(rows.rowFormula(c));
        if (apart.isEmpty()) {
          return;
        }
      }
    }
    if (apart.isEmpty()) {
      c.end();
    }
    Optional<Path> path = path(file);
    if (path.isPresent()) {
      teacher =
          new Teacher(
              path.get(),
              file.text(),
              file.span(),
              tensor.map(Quoted::text),
              values,
              test.flatMap(this::path),
              test.map(Quoted::text),
              apart);
    }
  }

  private Quoted quoted(StatementCursor c, String what) {
    if (!c.is(0, SpecLexer.STRING)) {
      c.expecting(what);
      throw c.broken();
    }
    SourceSpan span = mistakes.span(c.next());
    String text = mistakes.text(span);
    return new Quoted(text.substring(1, text.length() - 1), span);
  }

  private Optional<Path> path(Quoted file) {
    try {
      if (!file.text().isBlank()) {
        return Optional.of(folder.resolve(file.text()));
      }
    } catch (InvalidPathException illegal) {
      // Said below.
    }
    mistakes.add(
        DiagnosticCode.SPEC_VALUE,
        file.span(),
        Mistakes.quote(file.text()) + " cannot be the name of a file",
        "name a file, relative to the spec file's folder");
    return Optional.empty();
  }
}
