/** Tests of the formgate command, and of what holds for the whole repository. */
@NullMarked
package io.formgate.cli;

import org.jspecify.annotations.NullMarked;
