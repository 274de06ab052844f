/**
 * Pipelines to SystemVerilog through Chisel, and the files that other tools need beside it.
 *
 * <p>{@link io.formgate.codegen.HdlBackend} is the way in. {@link io.formgate.codegen.Chisel} is
 * the only class that knows Chisel's names; the version of Chisel is pinned with it.
 *
 * <p>References are never null unless marked otherwise.
 */
@NullMarked
package io.formgate.codegen;

import org.jspecify.annotations.NullMarked;
