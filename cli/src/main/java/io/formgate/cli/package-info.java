/**
 * The formgate command: arguments, terminal, run folders.
 *
 * <p>Everything that touches time, files, processes and the terminal is here or in {@code
 * io.formgate.sim}; the layers below are pure functions.
 *
 * <p>References are never null unless marked otherwise.
 */
@NullMarked
package io.formgate.cli;

import org.jspecify.annotations.NullMarked;
