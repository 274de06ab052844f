package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.SourceSpan;

/**
 * A formula of columns of the data set: a filter or a weight of rows.
 *
 * @param formula without calls; its variables are columns, inputs or not
 * @param span where it is written
 */
public record RowFormula(Expr formula, SourceSpan span) {}
