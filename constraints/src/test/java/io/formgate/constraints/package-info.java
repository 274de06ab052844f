/** Tests of the spec file and of units. */
@NullMarked
package io.formgate.constraints;

import org.jspecify.annotations.NullMarked;
