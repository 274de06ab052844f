/** Faults that are planted in emitted circuits, to see that verification finds them. */
@NullMarked
package io.formgate.sim.faults;

import org.jspecify.annotations.NullMarked;
