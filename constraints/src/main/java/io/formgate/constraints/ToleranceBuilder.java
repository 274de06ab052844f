package io.formgate.constraints;

import io.formgate.constraints.grammar.SpecParser.BoundContext;
import io.formgate.constraints.grammar.SpecParser.ToleranceContext;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Tolerance;
import java.util.Optional;
import java.util.OptionalDouble;

/** Builds the tolerance of an output. */
final class ToleranceBuilder {
  private final Mistakes mistakes;
  private final ValueReader values;
  private final UnitBuilder units;

  ToleranceBuilder(Mistakes mistakes, ValueReader values, UnitBuilder units) {
    this.mistakes = mistakes;
    this.values = values;
    this.units = units;
  }

  /**
   * {@return the tolerance, empty after a mistake}
   *
   * @param c where it is written
   * @param outputUnit unit in which an absolute bound has to be
   */
  Optional<Tolerance> tolerance(ToleranceContext c, UnitExpression outputUnit) {
    double relative = 0;
    double absolute = 0;
    boolean broken = false;
    for (BoundContext bound : c.bound()) {
      boolean percent = bound.PERCENT() != null;
      OptionalDouble value = bound(bound, outputUnit);
      if (value.isEmpty()) {
        broken = true;
      } else if ((percent ? relative : absolute) > 0) {
        broken = true;
        mistakes.add(
            DiagnosticCode.SPEC_VALUE,
            bound,
            "max compares a relative bound and an absolute one, not two of a kind",
            "write for example max(1 %, 1/32)");
      } else if (percent) {
        relative = value.getAsDouble();
      } else {
        absolute = value.getAsDouble();
      }
    }
    return broken ? Optional.empty() : Optional.of(new Tolerance(relative, absolute));
  }

  private OptionalDouble bound(BoundContext c, UnitExpression outputUnit) {
    if (c.unit() != null) {
      UnitExpression unit = units.visit(c.unit());
      if (!unit.isSameUnit(outputUnit)) {
        mistakes.add(
            DiagnosticCode.UNIT_MISMATCH,
            c.unit(),
            "the tolerance is in "
                + Mistakes.quote(unit.text())
                + ", but the output in "
                + Mistakes.quote(outputUnit.text()),
            "give the tolerance in the unit of the output, or without a unit");
        return OptionalDouble.empty();
      }
    }
    OptionalDouble value = values.real(c.value());
    double bound = value.orElse(0) / (c.PERCENT() == null ? 1 : 100);
    if (value.isPresent() && !(bound > 0)) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          c.value(),
          "a tolerance has to be above 0",
          "leave it out for one unit in the last place of the output's format");
      return OptionalDouble.empty();
    }
    return value.isPresent() ? OptionalDouble.of(bound) : OptionalDouble.empty();
  }
}
