package io.formgate.sim.synthesis;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A circuit after place-and-route.
 *
 * @param periodPs shortest clock period that it reaches between registers; pads have no part in it.
 *     It is the figure that counts: the steps of the critical path add up to it on ECP5, and to up
 *     to a tenth less on iCE40, where nextpnr 0.4 prints less than it counts
 * @param criticalPath slowest way between two registers
 * @param used number of places of the device that are taken, by the device's names for them
 * @param placer what nextpnr says about itself
 */
public record PlacedCircuit(
    int periodPs, CriticalPath criticalPath, SortedMap<String, Integer> used, String placer) {

  /** Copies the places. */
  public PlacedCircuit {
    used = Collections.unmodifiableSortedMap(new TreeMap<>(used));
  }

  /** {@return the highest clock frequency, in kHz} */
  public int frequencyKhz() {
    return Math.toIntExact(1_000_000_000L / periodPs);
  }
}
