package io.formgate.datapath;

import java.util.List;

/**
 * What one node costs on a device.
 *
 * @param variants the ways in which it can be built, at least one, the one without registers first
 * @param area resources, without the registers that the schedule adds
 */
public record OperationCost(List<Variant> variants, Area area) {
  /** The cost of renaming wires. */
  public static final OperationCost WIRING = combinational(0, 0, Area.NONE);

  /**
   * A way to build an operation, with or without register ranks inside its block.
   *
   * @param leadingRanks ranks on the operands
   * @param trailingRanks ranks on the result
   * @param setupPs with no ranks, the time from the latest operand bit to the lowest bit of the
   *     result; else the time before a clock edge at which the operands have to be stable; in ps,
   *     routing to the operands included
   * @param ripplePs what the highest bit of the result takes more than the lowest, in ps
   * @param innerPeriodPs shortest clock period between the ranks inside, in ps
   * @param clockToOutPs with ranks, the time after the last one's edge at which the result is
   *     stable, beyond what a flip-flop takes, in ps
   */
  public record Variant(
      int leadingRanks,
      int trailingRanks,
      int setupPs,
      int ripplePs,
      int innerPeriodPs,
      int clockToOutPs) {

    /** {@return the register ranks between operands and result} */
    public int ranks() {
      return leadingRanks + trailingRanks;
    }
  }

  /** Copies the list. */
  public OperationCost {
    variants = List.copyOf(variants);
    if (variants.isEmpty()) {
      throw new IllegalArgumentException("an operation that cannot be built");
    }
  }

  /**
   * {@return the cost of a combinational operation}
   *
   * @param delayPs to the lowest bit of the result, in ps
   * @param ripplePs what the highest bit takes more, in ps
   * @param area its resources
   */
  public static OperationCost combinational(int delayPs, int ripplePs, Area area) {
    return new OperationCost(List.of(new Variant(0, 0, delayPs, ripplePs, 0, 0)), area);
  }

  /** {@return the way to build it without registers, or with the fewest} */
  public Variant first() {
    return variants.getFirst();
  }
}
