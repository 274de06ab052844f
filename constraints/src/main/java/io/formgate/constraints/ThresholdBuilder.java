package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.ValueReader.Value;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Builds the thresholds of a spec. */
final class ThresholdBuilder {
  private final Mistakes mistakes;
  private final ValueReader values;
  private final Names names;
  private final PortBuilder ports;
  private final RowBuilder rows;
  private final List<Threshold> thresholds = new ArrayList<>();

  ThresholdBuilder(
      Mistakes mistakes, ValueReader values, Names names, PortBuilder ports, RowBuilder rows) {
    this.mistakes = mistakes;
    this.values = values;
    this.names = names;
    this.ports = ports;
    this.rows = rows;
  }

  List<Threshold> thresholds() {
    return List.copyOf(thresholds);
  }

  void add(StatementCursor c) {
    Word output = c.name("the name of an output");
    boolean isKnown = names.check(output, Names.Kind.OUTPUT);
    Optional<Threshold.Point> point = c.accept("at") ? at(c, output) : passing(c);
    if (isKnown) {
      names.declare(new Word(Threshold.port(output.text()), output.span()), Names.Kind.HEAD);
      point.ifPresent(p -> thresholds.add(new Threshold(output.text(), output.span(), p)));
    }
  }

  private Optional<Threshold.Point> at(StatementCursor c, Word output) {
    Value written = c.value();
    c.end();
    OptionalDouble value = values.real(written);
    Optional<FixedFormat> format =
        ports.outputs().stream()
            .filter(o -> o.name().equals(output.text()))
            .map(OutputDeclaration::format)
            .findFirst();
    if (value.isPresent()
        && format.isPresent()
        && !format.get().range().contains(value.getAsDouble())) {
      mistakes.add(
          DiagnosticCode.SPEC_RANGE,
          written.span(),
          "the threshold does not fit the format of its output",
          format.get()
              + " holds values from "
              + ValueReader.show(format.get().range().lo())
              + " to "
              + ValueReader.show(format.get().range().hi()));
      return Optional.empty();
    }
    return value.isPresent()
        ? Optional.of(new Threshold.At(value.getAsDouble()))
        : Optional.empty();
  }

  private Optional<Threshold.Point> passing(StatementCursor c) {
    c.expect("passes");
    c.expect("at");
    boolean isAtLeast = c.accept("least");
    if (!isAtLeast) {
      c.expect("most");
    }
    Value written = c.value();
    boolean percent = c.accept(SpecLexer.PERCENT);
    c.expect("of");
    RowFormula formula = rows.rowFormula(c);
    OptionalDouble value = values.real(written);
    double share = value.orElse(0) / (percent ? 100 : 1);
    if (value.isPresent() && !(isAtLeast ? share > 0 && share <= 1 : share >= 0 && share < 1)) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          written.span(),
          "the share of rows that pass cannot be " + Mistakes.quote(written.text()),
          isAtLeast
              ? "write a share above 0 % and up to 100 %, such as at least 90 %"
              : "write a share from 0 % to below 100 %, such as at most 1 %");
      return Optional.empty();
    }
    return formula == null || value.isEmpty()
        ? Optional.empty()
        : Optional.of(new Threshold.Passing(isAtLeast, share, formula));
  }
}
