/**
 * What a designer takes away to check a circuit in simulators and programs of his own: test
 * benches, vectors, and models that compute the same bits.
 *
 * <p>{@link io.formgate.codegen.bench.BenchFiles} is the way in. The models are written from the
 * datapath, one statement for each node; the page {@code docs/test-benches.md} says how to run
 * them.
 *
 * <p>References are never null unless marked otherwise.
 */
@NullMarked
package io.formgate.codegen.bench;

import org.jspecify.annotations.NullMarked;
