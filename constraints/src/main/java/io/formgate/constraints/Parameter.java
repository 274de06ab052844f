package io.formgate.constraints;

import io.formgate.expression.Interval;
import io.formgate.expression.SourceSpan;

/**
 * A named constant that the search fits.
 *
 * @param name as formulas and forms call it
 * @param span where it is declared
 * @param unit its unit
 * @param range of its value, possibly infinite
 */
public record Parameter(String name, SourceSpan span, UnitExpression unit, Interval range) {}
