package io.formgate.sim.synthesis;

/**
 * The resources that a netlist takes, in the units of its family.
 *
 * <table>
 * <caption>What counts as one</caption>
 * <tr><th>column</th><th>xcup, xc7</th><th>ecp5</th><th>ice40</th></tr>
 * <tr><td>lut</td><td>LUT1 to LUT6, INV, a 64-bit memory or a shift register in a LUT</td><td>LUT4,
 * half a CCU2C, a sixth of a TRELLIS_DPR16X4</td><td>SB_LUT4</td></tr>
 * <tr><td>ff</td><td>FDRE and its kin</td><td>TRELLIS_FF</td><td>SB_DFF and its kin</td></tr>
 * <tr><td>dsp</td><td>DSP48</td><td>MULT18X18D</td><td>SB_MAC16</td></tr>
 * <tr><td>carry</td><td>CARRY4; a CARRY8 counts as two</td><td>CCU2C: two bits</td><td>SB_CARRY:
 * one bit</td></tr>
 * <tr><td>bram</td><td>18 kbit: a RAMB36 counts as two</td><td>DP16KD</td><td>SB_RAM40_4K</td></tr>
 * </table>
 *
 * <p>Multiplexers behind LUTs (MUXF7 to MUXF9, PFUMX, L6MUX21) and clock buffers take nothing.
 *
 * @param lut look-up tables
 * @param ff flip-flops
 * @param dsp multiplier blocks
 * @param carry carry elements
 * @param bram block memories
 */
public record CellCounts(int lut, int ff, int dsp, int carry, int bram) {
  /** Nothing. */
  public static final CellCounts NONE = new CellCounts(0, 0, 0, 0, 0);

  /** {@return this and so many of another} */
  CellCounts plus(CellCounts other, int times) {
    return new CellCounts(
        Math.addExact(lut, Math.multiplyExact(times, other.lut)),
        Math.addExact(ff, Math.multiplyExact(times, other.ff)),
        Math.addExact(dsp, Math.multiplyExact(times, other.dsp)),
        Math.addExact(carry, Math.multiplyExact(times, other.carry)),
        Math.addExact(bram, Math.multiplyExact(times, other.bram)));
  }
}
