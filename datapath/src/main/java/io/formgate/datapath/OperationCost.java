package io.formgate.datapath;

/**
 * What one node costs on a device.
 *
 * @param delayPs time from its latest operand to its result, in ps, routing included; 0 for wiring
 * @param endsCycle whether the result has to be registered before anything uses it, as the output
 *     of a synchronous block memory has
 * @param area resources, without the registers that the schedule adds
 */
public record OperationCost(int delayPs, boolean endsCycle, Area area) {
  /** The cost of renaming wires. */
  public static final OperationCost WIRING = new OperationCost(0, false, Area.NONE);
}
