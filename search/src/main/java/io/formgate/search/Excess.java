package io.formgate.search;

import io.formgate.hwcost.HardwareCost;

/**
 * By how much a circuit missed its estimate.
 *
 * @param complexity more of it
 * @param cycles more of them
 * @param pathPs how much longer the path is, in ps
 * @param areaFactor the area over the estimated one; 1 where the estimate is 0
 */
record Excess(double complexity, int cycles, int pathPs, double areaFactor) {
  /** {@return by how much a circuit's cost is above its estimate} */
  static Excess between(
      double estimatedComplexity, HardwareCost estimate, double complexity, HardwareCost cost) {
    return new Excess(
        complexity - estimatedComplexity,
        cost.latencyCycles() - estimate.latencyCycles(),
        cost.pathPs() - estimate.pathPs(),
        estimate.lutEquivalents() > 0 ? cost.lutEquivalents() / estimate.lutEquivalents() : 1);
  }

  /** {@return an entry as it is expected to cost if it misses its estimate by as much} */
  FrontEntry of(FrontEntry entry) {
    HardwareCost c = entry.estimate();
    return entry.with(
        Math.max(0, entry.complexity() + complexity),
        new HardwareCost(
            Math.max(0, c.latencyCycles() + cycles),
            Math.max(0, c.pathPs() + pathPs),
            c.clockPeriodPs(),
            c.area(),
            c.brams(),
            c.lutEquivalents() * areaFactor));
  }
}
