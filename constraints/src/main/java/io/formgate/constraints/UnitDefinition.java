package io.formgate.constraints;

/**
 * A unit that a spec defines.
 *
 * @param name its code
 * @param unit what it means; its text is the definition as the spec writes it
 */
public record UnitDefinition(String name, UnitExpression unit) {}
