package io.formgate.constraints;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.SourceSpan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Units that a user defines as a number of other units.
 *
 * <p>No prefix is put before such a unit: {@code kMsun} is unknown even where {@code Msun} is
 * defined. No name has two meanings: a name that UCUM reads as a unit, alone or with a prefix or a
 * power behind it, is refused.
 *
 * @param units by name, in the order of their definition
 */
public record UnitDefinitions(Map<String, UnitExpression> units) {
  /** UCUM's units alone. */
  public static final UnitDefinitions NONE = new UnitDefinitions(Map.of());

  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

  /** Copies the map and checks the names. */
  public UnitDefinitions {
    units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
    for (String name : units.keySet()) {
      Optional<String> objection = objection(name);
      if (objection.isPresent()) {
        throw new IllegalArgumentException(objection.get());
      }
    }
  }

  /** {@return why a name cannot be that of a defined unit, empty if it can} */
  private static Optional<String> objection(String name) {
    if (!name.matches(NAME)) {
      return Optional.of(Mistakes.quote(name) + " is no name of a unit");
    }
    return Ucum.isCode(name)
        ? Optional.of(Mistakes.quote(name) + " is a unit of UCUM already")
        : Optional.empty();
  }

  /**
   * {@return the unit with a name, if it is defined here}
   *
   * @param name such as {@code Msun}
   */
  public Optional<UnitExpression> lookUp(String name) {
    return Optional.ofNullable(units.get(name));
  }

  /**
   * {@return these units and one more; these alone after a mistake}
   *
   * @param name of the new unit
   * @param nameSpan where it is written
   * @param number how many of the other unit it is
   * @param unit the other unit, itself possibly of names defined before
   * @param valueSpan where number and unit are written
   * @param mistakes takes a name that is taken or malformed, and a scale that no double holds
   */
  UnitDefinitions with(
      String name,
      SourceSpan nameSpan,
      double number,
      UnitExpression unit,
      SourceSpan valueSpan,
      Mistakes mistakes) {
    Optional<String> objection =
        units.containsKey(name)
            ? Optional.of("the unit " + Mistakes.quote(name) + " is defined twice")
            : objection(name);
    if (objection.isPresent()) {
      mistakes.add(
          DiagnosticCode.SPEC_NAME,
          nameSpan,
          objection.get(),
          "choose another name of letters, digits and _, beginning with none of the digits");
      return this;
    }
    double scale = number * unit.scaleToBase();
    if (!(scale > 0) || !Double.isFinite(scale)) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          valueSpan,
          "a unit is more than 0 base units and not more than a double holds",
          "write a number above 0 and a unit, such as 1.989e30 kg");
      return this;
    }
    Map<String, UnitExpression> more = new LinkedHashMap<>(units);
    more.put(name, new UnitExpression(name, unit.dimension(), scale));
    return new UnitDefinitions(more);
  }
}
