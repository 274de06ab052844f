package io.formgate.sim.synthesis;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A synthesised circuit.
 *
 * @param family whose cells it is made of
 * @param counts what it takes
 * @param cells number of cells by type, as yosys names them
 * @param json the netlist as yosys writes it for place-and-route
 * @param synthesizer what yosys says about itself
 */
public record Netlist(
    Family family,
    CellCounts counts,
    SortedMap<String, Integer> cells,
    String json,
    String synthesizer) {

  /** Copies the cells. */
  public Netlist {
    cells = Collections.unmodifiableSortedMap(new TreeMap<>(cells));
  }
}
