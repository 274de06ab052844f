package io.formgate.hwcost;

import io.formgate.expression.Least;
import java.util.OptionalInt;

/**
 * What a schedule has to keep.
 *
 * @param clockPeriodPs clock period in ps
 * @param inputRegisters whether a register rank follows the input ports
 * @param outputRegisters whether a register rank stands before the output ports
 * @param maxLatencyCycles most cycles from input to output, port registers included; empty for any
 * @param initiationInterval cycles between vectors for which products may share multipliers; with 1
 *     every product has its own
 * @param least what is to be least of the circuits that are compared; a schedule by itself always
 *     takes the fewest cycles
 */
public record ScheduleOptions(
    int clockPeriodPs,
    boolean inputRegisters,
    boolean outputRegisters,
    OptionalInt maxLatencyCycles,
    int initiationInterval,
    Least least) {

  /** Checks the numbers. */
  public ScheduleOptions {
    if (clockPeriodPs <= 0) {
      throw new IllegalArgumentException("no clock period: " + clockPeriodPs + " ps");
    }
    if (initiationInterval < 1) {
      throw new IllegalArgumentException("an interval of " + initiationInterval + " cycles");
    }
  }

  /**
   * Makes options for a vector in every cycle.
   *
   * @param clockPeriodPs clock period in ps
   * @param inputRegisters whether a register rank follows the input ports
   * @param outputRegisters whether a register rank stands before the output ports
   * @param maxLatencyCycles most cycles from input to output; empty for any
   */
  public ScheduleOptions(
      int clockPeriodPs,
      boolean inputRegisters,
      boolean outputRegisters,
      OptionalInt maxLatencyCycles) {
    this(clockPeriodPs, inputRegisters, outputRegisters, maxLatencyCycles, 1);
  }

  /**
   * Makes options for circuits of the fewest cycles.
   *
   * @param clockPeriodPs clock period in ps
   * @param inputRegisters whether a register rank follows the input ports
   * @param outputRegisters whether a register rank stands before the output ports
   * @param maxLatencyCycles most cycles from input to output; empty for any
   * @param initiationInterval cycles between vectors
   */
  public ScheduleOptions(
      int clockPeriodPs,
      boolean inputRegisters,
      boolean outputRegisters,
      OptionalInt maxLatencyCycles,
      int initiationInterval) {
    this(
        clockPeriodPs,
        inputRegisters,
        outputRegisters,
        maxLatencyCycles,
        initiationInterval,
        Least.CYCLES);
  }

  /** {@return these options without a limit of latency} */
  public ScheduleOptions unlimited() {
    return new ScheduleOptions(
        clockPeriodPs,
        inputRegisters,
        outputRegisters,
        OptionalInt.empty(),
        initiationInterval,
        least);
  }

  /**
   * {@return these options with something else to be least}
   *
   * @param other what
   */
  public ScheduleOptions with(Least other) {
    return new ScheduleOptions(
        clockPeriodPs,
        inputRegisters,
        outputRegisters,
        maxLatencyCycles,
        initiationInterval,
        other);
  }

  /**
   * {@return these options with another interval between vectors}
   *
   * @param interval in cycles
   */
  public ScheduleOptions withInterval(int interval) {
    return new ScheduleOptions(
        clockPeriodPs, inputRegisters, outputRegisters, maxLatencyCycles, interval, least);
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
    return new ScheduleOptions(
        periodPs, inputRegisters, outputRegisters, maxLatencyCycles, initiationInterval, least);
  }

  /** {@return the ranks of registers at the ports} */
  public int portRanks() {
    return (inputRegisters ? 1 : 0) + (outputRegisters ? 1 : 0);
  }
}
