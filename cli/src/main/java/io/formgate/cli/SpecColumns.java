package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.constraints.ColumnName;
import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.DatasetReader;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The columns of a data file under the names that a spec gives them. */
final class SpecColumns {
  /** The spec of a run, in its folder. */
  static final String SPEC = "spec.fg";

  private SpecColumns() {}

  /**
   * {@return a column that is wanted of the spec's data}
   *
   * @param name its name in the spec
   * @param span where the spec names it; where it writes the column's own name, that place is taken
   * @param levels texts whose place is the column's value; empty for numbers
   */
  static DatasetReader.Wanted wanted(Spec spec, String name, SourceSpan span, List<String> levels) {
    return wanted(spec, name, span, levels, false);
  }

  /** {@return the column of a spec's classes, if it has one} */
  static Optional<DatasetReader.Wanted> classes(Spec spec, Classes classes) {
    return classes
        .column()
        .map(name -> wanted(spec, name, classes.span(), classes.cells(), classes.mayBeIndices()));
  }

  private static DatasetReader.Wanted wanted(
      Spec spec, String name, SourceSpan span, List<String> texts, boolean mayBeIndices) {
    ColumnName column = spec.columns().get(name);
    return column == null
        ? new DatasetReader.Wanted(name, name, span, texts, mayBeIndices)
        : new DatasetReader.Wanted(name, column.text(), column.span(), texts, mayBeIndices);
  }

  /**
   * {@return the spec that a run was made from; empty for one that was made without}
   *
   * @param run its folder
   */
  static Optional<Spec> ofRun(Path run) {
    Path file = run.resolve(SPEC);
    return Files.isRegularFile(file)
        ? Optional.of(SpecParser.parse(SourceText.read(file), run))
        : Optional.empty();
  }
}
