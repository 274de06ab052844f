package io.formgate.hwcost;

import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.QuantizerStyle;

/**
 * The best circuit of some formulas.
 *
 * @param circuit the circuit
 * @param request the formulas that it is built from, in the form that is best
 * @param style how they are built
 * @param latencyCycles its cycles
 * @param area its look-up tables, all else counted as such
 * @param fewestCycles of the circuits that it was compared with
 */
record FoundCircuit(
    QuantizedCircuit circuit,
    QuantizerRequest request,
    QuantizerStyle style,
    int latencyCycles,
    double area,
    int fewestCycles) {
  /** {@return whether this one is better than another in an order} */
  boolean isBetterThan(FoundCircuit other, CircuitOrder order) {
    return order.isBetter(latencyCycles, area, other.latencyCycles, other.area);
  }
}
