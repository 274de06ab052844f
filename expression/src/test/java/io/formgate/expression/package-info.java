/** Tests of expressions, formulas, evaluation, data sets and diagnostics. */
@NullMarked
package io.formgate.expression;

import org.jspecify.annotations.NullMarked;
