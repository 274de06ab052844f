/**
 * Symbolic regression whose complexity is the path through a circuit.
 *
 * <p>{@link io.formgate.search.SearchEngine} evolves islands of candidates in synchronous epochs. A
 * candidate is a shape, scored with the best slope and offset ({@link io.formgate.search.Scaling}),
 * so that evolution looks for the form and least squares for the scale. One {@link
 * io.formgate.search.RandomSource} is split per island and epoch, so threads never change a result.
 */
@NullMarked
package io.formgate.search;

import org.jspecify.annotations.NullMarked;
