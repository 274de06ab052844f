package io.formgate.hwcost;

/**
 * How synthesis puts a table into block memories.
 *
 * <p>A block that is deep enough holds one word in each place. A table that leaves bits of its
 * blocks unused may fit into fewer if several words stand side by side in one place, as wide as
 * many blocks together; the upper bits of the index then choose among them in look-up tables.
 * Synthesis does so where the blocks that it saves outweigh the choices.
 *
 * @param blocks block memories
 * @param wordsPerPlace words that stand side by side, a power of two
 */
record MemoryMapping(int blocks, int wordsPerPlace) {

  /**
   * {@return the cheapest way to hold a table}
   *
   * @param indexBits bits of the index
   * @param valueBits bits of an entry
   * @param memory the device's block memory
   */
  static MemoryMapping of(int indexBits, int valueBits, DeviceModel.Memory memory) {
    MemoryMapping best = null;
    for (DeviceModel.MemoryShape shape : memory.shapes()) {
      int words = Math.toIntExact(Math.ceilDiv(1L << indexBits, shape.depth()));
      boolean together = memory.choicesPerBlock() > 0;
      int blocks =
          together
              ? Math.ceilDiv(words * valueBits, shape.width())
              : words * Math.ceilDiv(valueBits, shape.width());
      MemoryMapping mapping = new MemoryMapping(blocks, together ? words : 1);
      if (best == null || mapping.cost(valueBits, memory) < best.cost(valueBits, memory)) {
        best = mapping;
      }
    }
    if (best == null) {
      throw new IllegalStateException("a block memory without shapes");
    }
    return best;
  }

  /** In blocks. */
  private double cost(int valueBits, DeviceModel.Memory memory) {
    return wordsPerPlace == 1
        ? blocks
        : blocks + (wordsPerPlace - 1) * valueBits / memory.choicesPerBlock();
  }

  /** {@return bits of the index that choose among the words of a place} */
  int addressBitsOfChoice() {
    return Integer.numberOfTrailingZeros(wordsPerPlace);
  }

  /**
   * {@return look-up tables that choose among the words of a place}
   *
   * @param fabric the device's look-up tables
   * @param valueBits bits of an entry
   */
  int lutsOfChoice(LutFabric fabric, int valueBits) {
    int choices = 1;
    while (2 * choices + Integer.numberOfTrailingZeros(2 * choices) <= fabric.lutInputs()) {
      choices *= 2;
    }
    return valueBits * Math.ceilDiv(wordsPerPlace, choices);
  }
}
