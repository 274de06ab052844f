package io.formgate.datapath;

/**
 * Resources of an FPGA.
 *
 * @param lut look-up tables (of the device's size, 6 inputs on UltraScale+)
 * @param carry carry elements, CARRY8 on UltraScale+
 * @param dsp multiplier blocks
 * @param bram18 block memories of 18 kbit; one of 36 kbit counts as two
 * @param ff flip-flops
 */
public record Area(int lut, int carry, int dsp, int bram18, int ff) {
  /** Nothing. */
  public static final Area NONE = new Area(0, 0, 0, 0, 0);

  /**
   * {@return the sum}
   *
   * @param o another area
   */
  public Area plus(Area o) {
    return new Area(lut + o.lut, carry + o.carry, dsp + o.dsp, bram18 + o.bram18, ff + o.ff);
  }
}
