package io.formgate.hwcost;

import io.formgate.expression.Least;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which of two circuits of the same formulas is better. Of circuits above the limit of cycles the
 * one with the fewest is, as it is nearest to being one.
 *
 * @param least what is to be least
 * @param mostCycles limit of the latency; empty for none
 */
record CircuitOrder(Least least, OptionalInt mostCycles) {
  /**
   * {@return the order of circuits that some schedules are asked for}
   *
   * @param options with the limit of latency
   */
  static CircuitOrder of(ScheduleOptions options) {
    return new CircuitOrder(options.least(), options.maxLatencyCycles());
  }

  /** {@return whether a latency is within the limit} */
  boolean isWithin(int latencyCycles) {
    return mostCycles.isEmpty() || latencyCycles <= mostCycles.getAsInt();
  }

  /**
   * {@return whether one circuit is better than another}
   *
   * @param cycles latency of the one
   * @param area its area, in any unit
   * @param otherCycles latency of the other
   * @param otherArea its area
   */
  boolean isBetter(int cycles, double area, int otherCycles, double otherArea) {
    boolean hasFewerCycles = cycles < otherCycles || (cycles == otherCycles && area < otherArea);
    boolean hasLessArea = area < otherArea || (area == otherArea && cycles < otherCycles);
    return switch (least) {
      case CYCLES -> hasFewerCycles;
      case AREA -> (isWithin(cycles) && isWithin(otherCycles)) ? hasLessArea : hasFewerCycles;
    };
  }

  /**
   * {@return what a circuit was chosen by, empty where fewest cycles decide as always}
   *
   * @param fewestCycles of the circuits that were compared
   */
  Optional<String> note(int fewestCycles) {
    return switch (least) {
      case CYCLES -> Optional.empty();
      case AREA ->
          Optional.of(
              "chosen for the least area "
                  + (mostCycles.isPresent()
                      ? "within " + cycles(mostCycles.getAsInt())
                      : "at any number of cycles, none is given as the most")
                  + "; the fewest of the circuits compared are "
                  + cycles(fewestCycles));
    };
  }

  private static String cycles(int count) {
    return count + (count == 1 ? " cycle" : " cycles");
  }
}
