package io.formgate.hwcost;

/**
 * The logic cells that synthesis makes tables of.
 *
 * @param lutInputs inputs of a look-up table, 4 or 6
 * @param wideLevels levels of the slice's own 2:1 multiplexers that synthesis puts above look-up
 *     tables, at no cost, where the whole index fits below them; wider tables get none, because
 *     technology mapping prices a multiplexer of a slice as the tables that it joins
 * @param sharing what the estimate is multiplied by for a table whose index is wider than that
 * @param sumInputs inputs that the look-up table of a sum's bit has besides the bit of one operand:
 *     of so many bits it makes the bit of the other operand itself
 * @param treeBits widest index of which a table may be emitted as {@linkplain LutTree trees}, cell
 *     by cell; 0 if none is
 */
public record LutFabric(
    int lutInputs, int wideLevels, double sharing, int sumInputs, int treeBits) {
  /** Checks the figures. */
  public LutFabric {
    if (lutInputs < 2
        || lutInputs > TableDiagram.MAX_LEAF_INPUTS
        || wideLevels < 0
        || !(sharing > 0)
        || sumInputs < 0
        || treeBits < 0
        || (treeBits > 0 && lutInputs != LutTree.LUT_INPUTS)) {
      throw new IllegalArgumentException(
          "look-up tables of %d inputs, %d levels of multiplexers, factor %s, %d inputs of sums, trees of %d bits"
              .formatted(lutInputs, wideLevels, sharing, sumInputs, treeBits));
    }
  }

  /**
   * {@return whether one look-up table, widened by multiplexers of its slice, takes a whole index}
   *
   * @param indexBits bits of the index
   */
  public boolean isWhole(int indexBits) {
    return indexBits <= lutInputs + wideLevels;
  }
}
