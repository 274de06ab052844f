/**
 * Synthesis and place-and-route with yosys and nextpnr: what a circuit costs on a device, measured.
 */
@NullMarked
package io.formgate.sim.synthesis;

import org.jspecify.annotations.NullMarked;
