package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.constraints.ColumnName;
import io.formgate.constraints.LevelColumn;
import io.formgate.constraints.RowFormula;
import io.formgate.constraints.Spec;
import io.formgate.expression.RepeatedColumns;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is told of columns that have one name in the data. */
final class ColumnNotes {
  private ColumnNotes() {}

  /** {@return a line for each name that a column of the spec shares with others} */
  static List<String> of(Spec spec) {
    Set<String> used = used(spec);
    return RepeatedColumns.of(spec.dataFile(), spec.dataSpan()).stream()
        .filter(repeated -> repeated.columns().stream().anyMatch(c -> used.contains(c.name())))
        .map(ColumnNotes::line)
        .toList();
  }

  private static Set<String> used(Spec spec) {
    Set<String> used = new HashSet<>();
    spec.columns().values().stream().map(ColumnName::text).forEach(used::add);
    Stream.of(
            spec.inputNames().stream(),
            spec.outputNames().stream(),
            spec.classes().flatMap(Classes::column).stream(),
            spec.levelColumns().stream().map(LevelColumn::name),
            Stream.of(spec.where(), spec.weight())
                .flatMap(Optional::stream)
                .map(RowFormula::formula)
                .flatMap(f -> f.variables().stream()))
        .flatMap(names -> names)
        .map(spec::columnOf)
        .forEach(used::add);
    return used;
  }

  /** {@return one line about columns of one name} */
  static String line(RepeatedColumns repeated) {
    List<RepeatedColumns.Column> columns = repeated.columns();
    return columns.size()
        + " columns are called "
        + columns.stream()
            .map(c -> "'" + StarterText.shown(c.inFile()) + "'")
            .distinct()
            .collect(Collectors.joining(" or "))
        + ": "
        + columns.stream()
            .map(c -> "column " + c.place() + " is read as " + ColumnName.written(c.name()))
            .collect(Collectors.joining(", "))
        + "; a port of another name has it behind 'from'";
  }
}
