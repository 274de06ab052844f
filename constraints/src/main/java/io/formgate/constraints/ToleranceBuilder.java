package io.formgate.constraints;

import io.formgate.constraints.ValueReader.Value;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.constraints.grammar.SpecParser.UnitContext;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Builds the tolerance of an output. */
final class ToleranceBuilder {
  private final Mistakes mistakes;
  private final ValueReader values;
  private final UnitBuilder units;

  private record Bound(Value value, boolean percent, @Nullable UnitContext unit) {}

  ToleranceBuilder(Mistakes mistakes, ValueReader values, UnitBuilder units) {
    this.mistakes = mistakes;
    this.values = values;
    this.units = units;
  }

  /**
   * {@return the tolerance, empty after a mistake}
   *
   * @param c behind the word tolerance
   * @param outputUnit unit in which an absolute bound has to be; any if it is not known
   */
  Optional<Tolerance> tolerance(StatementCursor c, Optional<UnitExpression> outputUnit) {
    List<Bound> bounds = new ArrayList<>();
    if (c.accept("max")) {
      c.expect(SpecLexer.OPEN);
      bounds.add(read(c));
      c.expect(SpecLexer.COMMA);
      bounds.add(read(c));
      c.expect(SpecLexer.CLOSE);
    } else {
      bounds.add(read(c));
    }
    double relative = 0;
    double absolute = 0;
    boolean broken = false;
    for (Bound bound : bounds) {
      OptionalDouble value = bound(bound, outputUnit);
      if (value.isEmpty()) {
        broken = true;
      } else if ((bound.percent ? relative : absolute) > 0) {
        broken = true;
        mistakes.add(
            DiagnosticCode.SPEC_VALUE,
            bound.value.span(),
            "max compares a relative bound and an absolute one, not two of a kind",
            "write for example max(1 %, 1/32)");
      } else if (bound.percent) {
        relative = value.getAsDouble();
      } else {
        absolute = value.getAsDouble();
      }
    }
    return broken ? Optional.empty() : Optional.of(new Tolerance(relative, absolute));
  }

  private static Bound read(StatementCursor c) {
    Value value = c.value();
    boolean percent = c.accept(SpecLexer.PERCENT);
    boolean hasUnit =
        !percent
            && !c.isWord(0, "saturate")
            && !(c.isWord(0, "on") && c.isWord(1, "data"))
            && !c.isWord(0, "with")
            && (c.is(0, SpecLexer.NAME)
                || c.is(0, SpecLexer.NUMBER)
                || c.is(0, SpecLexer.OPEN)
                || c.is(0, SpecLexer.OPEN_BRACKET));
    if (!percent) {
      c.expecting("a unit");
    }
    return new Bound(value, percent, hasUnit ? c.unit() : null);
  }

  private OptionalDouble bound(Bound bound, Optional<UnitExpression> outputUnit) {
    if (bound.unit != null) {
      UnitExpression unit = units.visit(bound.unit);
      if (outputUnit.isPresent() && !unit.isSameUnit(outputUnit.get())) {
        mistakes.add(
            DiagnosticCode.UNIT_MISMATCH,
            bound.unit,
            "the tolerance is in "
                + Mistakes.quote(unit.text())
                + ", but the output in "
                + Mistakes.quote(outputUnit.get().text()),
            "give the tolerance in the unit of the output, or without a unit");
        return OptionalDouble.empty();
      }
    }
    OptionalDouble value = values.real(bound.value);
    if (value.isPresent() && !(value.getAsDouble() > 0)) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          bound.value.span(),
          "a tolerance has to be above 0",
          "leave it out for one unit in the last place of the output's format");
      return OptionalDouble.empty();
    }
    return value.isPresent()
        ? OptionalDouble.of(value.getAsDouble() / (bound.percent ? 100 : 1))
        : OptionalDouble.empty();
  }
}
