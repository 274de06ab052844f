package io.formgate.datapath;

/**
 * Resources of an FPGA.
 *
 * @param lut look-up tables of the device's size: 6 inputs on Xilinx, 4 on ECP5 and iCE40
 * @param ff flip-flops
 * @param dsp multiplier blocks
 * @param carry carry elements of the device: CARRY8, CARRY4, CCU2C or SB_CARRY
 * @param bram block memories of the size that the device has: 18 kbit on Xilinx and ECP5, 4 kbit on
 *     iCE40
 */
public record Area(int lut, int ff, int dsp, int carry, int bram) {
  /** Nothing. */
  public static final Area NONE = new Area(0, 0, 0, 0, 0);

  /**
   * {@return the sum}
   *
   * @param o another area
   */
  public Area plus(Area o) {
    return new Area(lut + o.lut, ff + o.ff, dsp + o.dsp, carry + o.carry, bram + o.bram);
  }

  /**
   * {@return flip-flops alone}
   *
   * @param bits how many
   */
  public static Area flipFlops(int bits) {
    return new Area(0, bits, 0, 0, 0);
  }
}
