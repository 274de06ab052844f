package io.formgate.constraints;

import io.formgate.expression.Least;
import io.formgate.expression.SourceSpan;

/**
 * The device, its clock and what the circuit may use.
 *
 * @param device name of the device as written, or path of a file that describes one, taken from the
 *     folder of the spec; whether it exists is the caller's to check
 * @param deviceSpan where the device is named
 * @param clockPeriodPs clock period in ps, from {@value #MIN_CLOCK_PERIOD_PS} to {@value
 *     #MAX_CLOCK_PERIOD_PS}
 * @param keptFreePercent part of the clock period that is kept free besides the device's own
 *     margin, from 0 to {@value #MAX_KEPT_FREE_PERCENT}
 * @param keptFreeSpan where that is said; where the device is named if it is not
 * @param registers which ports have registers
 * @param wrapper what makes the circuit wait
 * @param initiationInterval cycles between vectors, for multipliers that products share; 1 if every
 *     product has its own
 * @param least what is to be least of the circuits that are compared
 * @param budget limits, all optional
 */
public record HardwareTarget(
    String device,
    SourceSpan deviceSpan,
    int clockPeriodPs,
    double keptFreePercent,
    SourceSpan keptFreeSpan,
    PortRegisters registers,
    StreamWrapper wrapper,
    int initiationInterval,
    Least least,
    HardwareBudget budget) {
  /** What the name of a file that describes a device ends in. */
  public static final String DEVICE_FILE = ".device";

  /** 2 GHz in ps: beyond the global clock networks of all FPGAs, so certainly a slip. */
  public static final int MIN_CLOCK_PERIOD_PS = 500;

  /** 1 MHz in ps: slower than any use of a pipelined circuit, so certainly a slip. */
  public static final int MAX_CLOCK_PERIOD_PS = 1_000_000;

  /** Nothing useful fits into what more would leave. */
  public static final int MAX_KEPT_FREE_PERCENT = 90;

  /** Checks the numbers. */
  public HardwareTarget {
    if (clockPeriodPs < MIN_CLOCK_PERIOD_PS || clockPeriodPs > MAX_CLOCK_PERIOD_PS) {
      throw new IllegalArgumentException("no clock period: " + clockPeriodPs + " ps");
    }
    if (!(keptFreePercent >= 0 && keptFreePercent <= MAX_KEPT_FREE_PERCENT)) {
      throw new IllegalArgumentException("no part of a period: " + keptFreePercent + " %");
    }
  }
}
