package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.SourceSpan;

/**
 * A formula that a search begins with.
 *
 * @param output the output whose formula it may be
 * @param span where the formula is written
 * @param formula its variables are inputs, its calls custom operators of the search
 */
public record Guess(String output, SourceSpan span, Expr formula) {}
