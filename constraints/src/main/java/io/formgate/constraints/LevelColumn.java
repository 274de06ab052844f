package io.formgate.constraints;

import io.formgate.expression.SourceSpan;

/**
 * A column of which parameters have a value for each level.
 *
 * @param name of the column, and of the input port that carries the level's code
 * @param span where a parameter names it first
 */
public record LevelColumn(String name, SourceSpan span) {}
