/** Tests of distillation. */
@NullMarked
package io.formgate.distill;

import org.jspecify.annotations.NullMarked;
