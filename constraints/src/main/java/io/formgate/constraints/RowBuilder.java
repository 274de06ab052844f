package io.formgate.constraints;

import io.formgate.constraints.ValueReader.Value;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.SourceSpan;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Builds what a spec says of the data set and its rows. */
final class RowBuilder {
  private final Path folder;
  private final Mistakes mistakes;
  private final ValueReader values;
  private final Names names;
  private final Formulas formulas;
  private @Nullable Path dataFile;
  private @Nullable SourceSpan dataSpan;
  private boolean missingDrop;
  private @Nullable RowFormula where;
  private @Nullable RowFormula weight;
  private Split split = Split.NONE;
  private boolean denoised;

  RowBuilder(Path folder, Mistakes mistakes, ValueReader values, Names names, Formulas formulas) {
    this.folder = folder;
    this.mistakes = mistakes;
    this.values = values;
    this.names = names;
    this.formulas = formulas;
  }

  @Nullable Path dataFile() {
    return dataFile;
  }

  @Nullable SourceSpan dataSpan() {
    return dataSpan;
  }

  boolean missingDrop() {
    return missingDrop;
  }

  Optional<RowFormula> where() {
    return Optional.ofNullable(where);
  }

  Optional<RowFormula> weight() {
    return Optional.ofNullable(weight);
  }

  Split split() {
    return split;
  }

  void addData(StatementCursor c) {
    if (!c.is(0, SpecLexer.STRING)) {
      c.expecting("a file name in double quotes");
      throw c.broken();
    }
    SourceSpan span = mistakes.span(c.next());
    dataSpan = span;
    // Taken from the source, where characters outside the basic plane are what the user wrote.
    String quoted = mistakes.text(span);
    String name = quoted.substring(1, quoted.length() - 1);
    try {
      dataFile = folder.resolve(name);
    } catch (InvalidPathException illegal) {
      dataFile = null;
    }
    if (dataFile == null || name.isBlank()) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          span,
          Mistakes.quote(quoted) + " cannot be the name of a file",
          "name the data file, relative to the spec file's folder");
    }
    if (c.accept(SpecLexer.COMMA)) {
      c.expect("missing");
      c.expect("drop");
      missingDrop = true;
    }
    c.end();
  }

  void addWhere(StatementCursor c) {
    where = rowFormula(c);
  }

  void addWeight(StatementCursor c) {
    weight = rowFormula(c);
  }

  /** {@return a formula of columns up to the end of the statement, null after a mistake} */
  @Nullable RowFormula rowFormula(StatementCursor c) {
    return formulas
        .toTheEnd(c, names.of(Names.Kind.INPUT, Names.Kind.OUTPUT, Names.Kind.COLUMN))
        .filter(this::hasNoParameter)
        .map(read -> new RowFormula(read.formula(), read.span()))
        .orElse(null);
  }

  /** A parameter is one number for all rows, which is not known before the search. */
  private boolean hasNoParameter(Formulas.Read read) {
    Optional<String> parameter =
        read.formula().variables().stream()
            .filter(name -> names.is(name, Names.Kind.PARAMETER))
            .findFirst();
    parameter.ifPresent(name ->
        mistakes.add(
            DiagnosticCode.FORMULA_VARIABLE,
            read.place(name, false),
            Mistakes.quote(name) + " is a parameter, not a column of the data",
            "choose and weigh rows by their columns"));
    return parameter.isEmpty();
  }

  boolean isDenoised() {
    return denoised;
  }

  void addDenoising(StatementCursor c, boolean hasClasses) {
    c.expect("gaussian");
    c.expect("process");
    c.end();
    denoised = true;
    if (hasClasses) {
      mistakes.add(
          DiagnosticCode.SPEC_CONFLICT,
          c.spanSince(1),
          "classes have no noise that a Gaussian process could take off",
          "remove the statement");
    }
  }

  void addSplit(StatementCursor c) {
    c.expect("validation");
    Value written = c.value();
    boolean percent = c.accept(SpecLexer.PERCENT);
    long seed = Split.NONE.seed();
    if (c.accept(SpecLexer.COMMA)) {
      c.expect("seed");
      seed = values.whole(c.value(), "seed", 0, Long.MAX_VALUE).orElse(seed);
    }
    c.end();
    OptionalDouble value = values.real(written);
    double share = value.orElse(0) / (percent ? 100 : 1);
    if (share >= 0 && share < 1) {
      split = new Split(share, seed);
    } else {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          written.span(),
          "the share of validation rows cannot be " + Mistakes.quote(written.text()),
          "write a share from 0 % to below 100 %, such as validation 20 %");
    }
  }
}
