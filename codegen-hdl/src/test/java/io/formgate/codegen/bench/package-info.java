/** Tests of the test benches and models as text; module sim runs them. */
@NullMarked
package io.formgate.codegen.bench;

import org.jspecify.annotations.NullMarked;
