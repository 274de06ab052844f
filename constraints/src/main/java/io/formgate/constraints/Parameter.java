package io.formgate.constraints;

import io.formgate.expression.Interval;
import io.formgate.expression.SourceSpan;
import java.util.Optional;

/**
 * A named constant that the search fits.
 *
 * @param name as formulas and forms call it
 * @param span where it is declared
 * @param unit its unit
 * @param range of its value, possibly infinite
 * @param column of which it has a value for each level, if it has
 */
public record Parameter(
    String name, SourceSpan span, UnitExpression unit, Interval range, Optional<String> column) {}
