package io.formgate.datapath;

/**
 * The signed multiplier that a device offers. Wider products are built from several.
 *
 * @param widthA bits of one operand, its sign included
 * @param widthB bits of the other operand, its sign included; not more than {@code widthA}
 */
public record MultiplierBlock(int widthA, int widthB) implements Multiplier {

  /** Checks the widths. */
  public MultiplierBlock {
    if (widthB < 2 || widthA < widthB) {
      throw new IllegalArgumentException("no multiplier of " + widthA + " x " + widthB + " bits");
    }
  }

  /**
   * {@return whether a product needs no more than one block}
   *
   * @param a signed width of an operand
   * @param b signed width of the other operand
   */
  public boolean fits(int a, int b) {
    return Math.max(a, b) <= widthA && Math.min(a, b) <= widthB;
  }
}
