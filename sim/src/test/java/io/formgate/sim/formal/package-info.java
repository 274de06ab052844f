@NullMarked
package io.formgate.sim.formal;

import org.jspecify.annotations.NullMarked;
