/**
 * Expressions and what every layer speaks.
 *
 * <p>An {@link io.formgate.expression.Expr} is a formula with real-valued meaning; the {@link
 * io.formgate.expression.Operator} table is the one place that says what an operator is. Formulas
 * are read by {@link io.formgate.expression.FormulaParser} and written by {@link
 * io.formgate.expression.FormulaPrinter}. {@link io.formgate.expression.ReferenceEvaluator} is slow
 * and obvious; {@link io.formgate.expression.BatchEvaluator} is fast and agrees with it. Mistakes
 * of a user are {@link io.formgate.expression.Diagnostic}s, never bare exceptions.
 *
 * <p>References are never null unless marked otherwise.
 */
@NullMarked
package io.formgate.expression;

import org.jspecify.annotations.NullMarked;
