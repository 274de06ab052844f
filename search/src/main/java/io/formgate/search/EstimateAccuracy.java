package io.formgate.search;

/**
 * How far the estimated cycles of entrants were from the scheduled ones.
 *
 * @param scheduled entrants that were quantized and scheduled
 * @param exact those of them with as many cycles as estimated
 * @param withinOne those with at most one cycle more or less
 * @param unbuildable further entrants, which cannot be built
 */
public record EstimateAccuracy(int scheduled, int exact, int withinOne, int unbuildable) {
  /** Of no entrants. */
  public static final EstimateAccuracy NONE = new EstimateAccuracy(0, 0, 0, 0);

  /** {@return this with one entrant more that is off by so many cycles} */
  EstimateAccuracy withScheduled(int cyclesOff) {
    return new EstimateAccuracy(
        scheduled + 1,
        exact + (cyclesOff == 0 ? 1 : 0),
        withinOne + (Math.abs(cyclesOff) <= 1 ? 1 : 0),
        unbuildable);
  }

  /** {@return this with one entrant more that cannot be built} */
  EstimateAccuracy withUnbuildable() {
    return new EstimateAccuracy(scheduled, exact, withinOne, unbuildable + 1);
  }
}
