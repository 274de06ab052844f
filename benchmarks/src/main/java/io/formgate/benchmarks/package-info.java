/**
 * Benchmarks of the stages, and the page that shows what was measured.
 *
 * <p>References are never null unless marked otherwise.
 */
@NullMarked
package io.formgate.benchmarks;

import org.jspecify.annotations.NullMarked;
