/**
 * Bit-exact datapaths: untimed fixed-point circuits with one meaning.
 *
 * <p>A {@link io.formgate.datapath.Datapath} is a list of {@link io.formgate.datapath.Node}s, each
 * an {@link io.formgate.datapath.Operation} on earlier ones. Its meaning is integer arithmetic,
 * written down in {@code docs/datapath-semantics.md} and executed by {@link
 * io.formgate.datapath.DatapathInterpreter}. {@code Quantizer} makes one from a real-valued
 * formula, with a bound on its error.
 *
 * <p>References are never null unless marked otherwise.
 */
@NullMarked
package io.formgate.datapath;

import org.jspecify.annotations.NullMarked;
