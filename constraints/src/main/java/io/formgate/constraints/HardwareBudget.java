package io.formgate.constraints;

import java.util.ArrayList;
import java.util.List;
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

  /**
   * What a circuit uses, measured elsewhere.
   *
   * @param latencyCycles latency in clock cycles
   * @param lut lookup tables
   * @param dsp DSP blocks
   * @param bram block RAMs
   */
  public record MeasuredCost(int latencyCycles, int lut, int dsp, int bram) {}

  /**
   * {@return how far a circuit is from keeping the budget: the excess over each limit as a part of
   * it, summed; 0 exactly when the budget is kept}
   *
   * @param cost what the circuit uses
   */
  public double distance(MeasuredCost cost) {
    return excess(cost.latencyCycles, latencyCycles)
        + excess(cost.lut, lut)
        + excess(cost.dsp, dsp)
        + excess(cost.bram, bram);
  }

  /** {@return whether nothing is limited} */
  public boolean isUnlimited() {
    return equals(UNLIMITED);
  }

  /**
   * {@return the limits that a circuit exceeds with what it uses, such as {@code dsp <= 2 (it uses
   * 3)}; empty when the budget is kept}
   *
   * @param cost what the circuit uses
   */
  public List<String> exceeded(MeasuredCost cost) {
    List<String> exceeded = new ArrayList<>();
    name("latency", cost.latencyCycles, latencyCycles, " cycles", exceeded);
    name("lut", cost.lut, lut, "", exceeded);
    name("dsp", cost.dsp, dsp, "", exceeded);
    name("bram", cost.bram, bram, "", exceeded);
    return exceeded;
  }

  private static void name(
      String what, int used, OptionalInt limit, String unit, List<String> exceeded) {
    if (excess(used, limit) > 0) {
      exceeded.add(what + " <= " + limit.getAsInt() + unit + " (it uses " + used + ")");
    }
  }

  /** A limit of 0 counts as 1, so that the excess over it is finite. */
  private static double excess(int used, OptionalInt limit) {
    return limit.isPresent() && used > limit.getAsInt()
        ? ((double) used - limit.getAsInt()) / Math.max(1, limit.getAsInt())
        : 0;
  }
}
