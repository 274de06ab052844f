/**
 * Proof with yosys that an emitted circuit equals its golden model for all inputs.
 *
 * <p>{@link io.formgate.sim.formal.FormalCheck} is the way in; {@code docs/verification.md} says
 * what is proved and why the steps add up to it.
 */
@NullMarked
package io.formgate.sim.formal;

import org.jspecify.annotations.NullMarked;
