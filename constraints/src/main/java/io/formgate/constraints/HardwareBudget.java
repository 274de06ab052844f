package io.formgate.constraints;

import java.util.OptionalInt;

/**
 * The most that a circuit may use; an empty limit is no limit.
 *
 * @param latencyCycles latency in clock cycles
 * @param lut lookup tables
 * @param dsp DSP blocks
 * @param bram block RAMs
 */
public record HardwareBudget(
    OptionalInt latencyCycles, OptionalInt lut, OptionalInt dsp, OptionalInt bram) {
  /** No limits. */
  public static final HardwareBudget UNLIMITED =
      new HardwareBudget(
          OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
}
