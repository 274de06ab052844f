/** Tests of the benchmarks. */
@NullMarked
package io.formgate.benchmarks;

import org.jspecify.annotations.NullMarked;
