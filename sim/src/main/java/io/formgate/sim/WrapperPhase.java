package io.formgate.sim;

import java.util.List;

/**
 * A stretch of cycles in which source and sink have a temper of their own.
 *
 * @param name for reports
 * @param offered share of the cycles in which the source offers a vector
 * @param ready share of the cycles in which the sink is ready
 * @param meanRunCycles how long either stays as it is, on average
 * @param cycles length
 */
record WrapperPhase(String name, double offered, double ready, int meanRunCycles, int cycles) {
  private static final int CYCLES = 3000;

  /**
   * {@return the phases of a run}
   *
   * @param latencyCycles of the wrapper: long stalls last longer than it takes to fill it
   */
  static List<WrapperPhase> of(int latencyCycles) {
    return List.of(
        new WrapperPhase("without a gap", 1, 1, 1, CYCLES),
        new WrapperPhase("random gaps", 0.5, 0.5, 1, CYCLES),
        new WrapperPhase("slow sink", 0.9, 0.25, 1, CYCLES),
        new WrapperPhase("slow source", 0.25, 0.9, 1, CYCLES),
        new WrapperPhase("long stalls", 0.7, 0.5, 3 * (latencyCycles + 2), 2 * CYCLES));
  }

  /** {@return whether source and sink let every cycle pass a vector} */
  boolean isWithoutGap() {
    return offered == 1 && ready == 1;
  }
}
