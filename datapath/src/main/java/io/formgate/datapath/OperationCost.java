package io.formgate.datapath;

/**
 * What one node costs on a device.
 *
 * @param delayPs time from its latest operand to its result, in ps, routing included; 0 for wiring
 * @param registered whether the result only exists after the next clock edge, as that of a
 *     synchronous block memory
 * @param clockToOutPs for a registered result, the time after that edge at which it is stable,
 *     beyond what a flip-flop takes, in ps; else 0
 * @param area resources, without the registers that the schedule adds
 */
public record OperationCost(int delayPs, boolean registered, int clockToOutPs, Area area) {
  /** The cost of renaming wires. */
  public static final OperationCost WIRING = new OperationCost(0, false, 0, Area.NONE);

  /**
   * {@return the cost of a combinational operation}
   *
   * @param delayPs its delay in ps
   * @param area its resources
   */
  public static OperationCost combinational(int delayPs, Area area) {
    return new OperationCost(delayPs, false, 0, area);
  }
}
