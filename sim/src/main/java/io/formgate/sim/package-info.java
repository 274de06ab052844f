/**
 * The proof that a circuit equals its golden model: Verilator, stimulus and the comparison to the
 * bit.
 */
@NullMarked
package io.formgate.sim;

import org.jspecify.annotations.NullMarked;
