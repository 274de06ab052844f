package io.formgate.sim.synthesis;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What each cell of a netlist takes. A cell that is not in the table is an error: a count that
 * leaves something out would look like a smaller circuit.
 */
final class CellTable {
  private static final CellCounts LUT = new CellCounts(1, 0, 0, 0, 0);
  private static final CellCounts FF = new CellCounts(0, 1, 0, 0, 0);
  private static final CellCounts DSP = new CellCounts(0, 0, 1, 0, 0);
  private static final CellCounts CARRY = new CellCounts(0, 0, 0, 1, 0);
  private static final CellCounts BRAM = new CellCounts(0, 0, 0, 0, 1);

  /**
   * An inverter that abc9 left over is a LUT: had a LUT been able to take it in, abc9 would have
   * used it. The LUTs of distributed memories are those of the 7 series libraries guide, UG953.
   */
  private static final Map<String, CellCounts> XILINX =
      new Rows()
          .add(LUT, "LUT1 LUT2 LUT3 LUT4 LUT5 LUT6 INV SRL16E SRLC16E SRLC32E")
          .add(times(LUT, 2), "RAM32X1D RAM64X1D RAM128X1S")
          .add(LUT, "RAM32X1S RAM64X1S")
          .add(times(LUT, 4), "RAM128X1D RAM256X1S RAM32M RAM64M")
          .add(times(LUT, 8), "RAM256X1D RAM512X1S RAM32M16 RAM64M8")
          .add(FF, "FDRE FDSE FDCE FDPE FDRE_1 FDSE_1 FDCE_1 FDPE_1")
          .add(DSP, "DSP48E1 DSP48E2")
          .add(CARRY, "CARRY4")
          .add(times(CARRY, 2), "CARRY8")
          .add(BRAM, "RAMB18E1 RAMB18E2")
          .add(times(BRAM, 2), "RAMB36E1 RAMB36E2")
          .add(CellCounts.NONE, "MUXF7 MUXF8 MUXF9 BUFG GND VCC")
          .map;

  /**
   * A distributed memory takes two slices for its bits and one for its write port: FPGA-DS-02012.
   */
  private static final Map<String, CellCounts> ECP5 =
      new Rows()
          .add(LUT, "LUT4")
          .add(new CellCounts(2, 0, 0, 1, 0), "CCU2C")
          .add(times(LUT, 6), "TRELLIS_DPR16X4")
          .add(FF, "TRELLIS_FF")
          .add(DSP, "MULT18X18D")
          .add(BRAM, "DP16KD PDPW16KD")
          .add(CellCounts.NONE, "PFUMX L6MUX21 DCCA")
          .map;

  private static final Map<String, CellCounts> ICE40 =
      new Rows()
          .add(LUT, "SB_LUT4")
          .add(CARRY, "SB_CARRY")
          .add(FF, "SB_DFF SB_DFFE SB_DFFSR SB_DFFR SB_DFFSS SB_DFFS")
          .add(FF, "SB_DFFESR SB_DFFER SB_DFFESS SB_DFFES")
          .add(FF, "SB_DFFN SB_DFFNE SB_DFFNSR SB_DFFNR SB_DFFNSS SB_DFFNS")
          .add(FF, "SB_DFFNESR SB_DFFNER SB_DFFNESS SB_DFFNES")
          .add(DSP, "SB_MAC16")
          .add(BRAM, "SB_RAM40_4K SB_RAM40_4KNR SB_RAM40_4KNW SB_RAM40_4KNRNW")
          .add(CellCounts.NONE, "SB_GB")
          .map;

  private CellTable() {}

  private static final class Rows {
    private final Map<String, CellCounts> map = new HashMap<>();

    Rows add(CellCounts counts, String types) {
      for (String type : types.split(" ")) {
        if (map.put(type, counts) != null) {
          throw new IllegalStateException("a cell has one row: " + type);
        }
      }
      return this;
    }
  }

  private static CellCounts times(CellCounts one, int factor) {
    return CellCounts.NONE.plus(one, factor);
  }

  /**
   * {@return what all cells take together}
   *
   * @param family whose cells they are
   * @param cells number of cells by type
   * @throws DiagnosticException with {@code TOOL_FAILED} for every type that is not in the table
   */
  static CellCounts total(Family family, SortedMap<String, Integer> cells) {
    Map<String, CellCounts> table =
        switch (family) {
          case XCUP, XC7 -> XILINX;
          case ECP5 -> ECP5;
          case ICE40 -> ICE40;
        };
    CellCounts total = CellCounts.NONE;
    List<Diagnostic> unknown = new ArrayList<>();
    for (Map.Entry<String, Integer> cell : cells.entrySet()) {
      CellCounts one = table.get(cell.getKey());
      if (one == null) {
        unknown.add(
            Diagnostic.of(
                DiagnosticCode.TOOL_FAILED,
                "yosys mapped the circuit to the cell %s, and it is not known what that takes on %s"
                    .formatted(cell.getKey(), family.label()),
                "write the circuit without latches, pads and vendor cells, or use another version"
                    + " of yosys"));
      } else {
        total = total.plus(one, cell.getValue());
      }
    }
    if (!unknown.isEmpty()) {
      throw new DiagnosticException(unknown);
    }
    return total;
  }
}
