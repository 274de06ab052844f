/**
 * What a user demands of a circuit: the spec file, and units.
 *
 * <p>{@link io.formgate.constraints.SpecParser} reads a spec file into a {@link
 * io.formgate.constraints.Spec}, all mistakes reported together. {@link
 * io.formgate.constraints.Units} reads units through UCUM; {@link
 * io.formgate.constraints.UnitInference} finds where the units of a formula disagree, and {@link
 * io.formgate.constraints.UnitChecker} counts the same places fast enough for the search's inner
 * loop; {@link io.formgate.constraints.UnitSolution} solves for the units of constants. The
 * language is described in {@code docs/spec-language.md}.
 *
 * <p>References are never null unless marked otherwise.
 */
@NullMarked
package io.formgate.constraints;

import org.jspecify.annotations.NullMarked;
