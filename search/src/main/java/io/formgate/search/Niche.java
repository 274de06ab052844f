package io.formgate.search;

import io.formgate.hwcost.HardwareCost;

/**
 * What a formula competes in: with a scheduled complexity the formulas of as many cycles and about
 * as much area, otherwise those of the same whole complexity.
 *
 * @param cycles clock cycles; without a schedule the whole complexity
 * @param areaClass class of areas, see {@link #areaClass}; without a schedule 0
 */
record Niche(int cycles, int areaClass) implements Comparable<Niche> {
  /** Classes per doubling of the area: coarse enough that a few dozen hold any circuit. */
  private static final int CLASSES_PER_DOUBLING = 2;

  /**
   * {@return the niche of a cost}
   *
   * @param isScheduled whether complexity is that of the schedule
   * @param complexity what formulas are ordered by
   * @param cost of the circuit
   */
  static Niche of(boolean isScheduled, double complexity, HardwareCost cost) {
    return isScheduled
        ? new Niche(cost.latencyCycles(), areaClass(cost.lutEquivalents()))
        : new Niche(HallOfFame.bin(complexity), 0);
  }

  /**
   * {@return the class of an area: 0 for none, two more for twice the area}
   *
   * @param lutEquivalents the area
   */
  static int areaClass(double lutEquivalents) {
    // StrictMath: the library's logarithm may differ between machines.
    return (int) (CLASSES_PER_DOUBLING * StrictMath.log(1 + lutEquivalents) / StrictMath.log(2));
  }

  /** {@return whether it takes no more of anything than another} */
  boolean isWithin(Niche other) {
    return cycles <= other.cycles && areaClass <= other.areaClass;
  }

  @Override
  public int compareTo(Niche other) {
    return cycles != other.cycles
        ? Integer.compare(cycles, other.cycles)
        : Integer.compare(areaClass, other.areaClass);
  }
}
