package io.formgate.hwcost;

import java.util.OptionalInt;

/**
 * What a schedule has to keep.
 *
 * @param clockPeriodPs clock period in ps
 * @param inputRegisters whether a register rank follows the input ports
 * @param outputRegisters whether a register rank stands before the output ports
 * @param maxLatencyCycles most cycles from input to output, port registers included; empty for any
 */
public record ScheduleOptions(
    int clockPeriodPs,
    boolean inputRegisters,
    boolean outputRegisters,
    OptionalInt maxLatencyCycles) {

  /** Checks the period. */
  public ScheduleOptions {
    if (clockPeriodPs <= 0) {
      throw new IllegalArgumentException("no clock period: " + clockPeriodPs + " ps");
    }
  }

  /**
   * {@return ports without registers and no limit of latency}
   *
   * @param clockPeriodPs clock period in ps
   */
  public static ScheduleOptions atPeriod(int clockPeriodPs) {
    return new ScheduleOptions(clockPeriodPs, false, false, OptionalInt.empty());
  }

  /**
   * {@return these options at another clock}
   *
   * @param periodPs clock period in ps
   */
  public ScheduleOptions withPeriod(int periodPs) {
    return new ScheduleOptions(periodPs, inputRegisters, outputRegisters, maxLatencyCycles);
  }

  /** {@return the ranks of registers at the ports} */
  public int portRanks() {
    return (inputRegisters ? 1 : 0) + (outputRegisters ? 1 : 0);
  }
}
