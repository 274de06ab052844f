package io.formgate.benchmarks;

import java.util.OptionalInt;

/**
 * What became of one formula on one device at one clock: a line of {@code latency.csv}.
 *
 * @param key formula, device and clock
 * @param schedulerCycles fewest cycles that the scheduler accepts; empty if refused
 * @param pipelineCycles latency of the pipeline; empty if refused
 * @param statedCycles latency in the emitted text; empty if refused
 * @param measuredCycles latency in simulation; empty if refused or none was found
 * @param ranksInsideBlocks register ranks inside multipliers and memories
 * @param vectors vectors whose results were compared
 * @param circuit hash of what was simulated; circuits with the same one were simulated once; empty
 *     if refused
 * @param verdict {@link #EQUAL}, {@link #REFUSED} with a diagnostic code, or what went wrong
 * @param commit of the sources that decide the result; ends with {@code -dirty} if they were
 *     changed
 * @param machine processor and number of processors
 */
record LatencyCell(
    Key key,
    OptionalInt schedulerCycles,
    OptionalInt pipelineCycles,
    OptionalInt statedCycles,
    OptionalInt measuredCycles,
    int ranksInsideBlocks,
    long vectors,
    String circuit,
    String verdict,
    String commit,
    String machine) {
  static final String HEADER =
      "seed,device,clock_ps,scheduler,pipeline,stated,measured,ranks_inside,vectors,circuit,verdict,"
          + "commit,machine";

  private static final RecordLine<LatencyCell> LINE = new RecordLine<>(LatencyCell.class, HEADER);

  /** Verdict of a circuit whose latencies and values are all equal, one vector per cycle. */
  static final String EQUAL = "equal";

  /** Start of the verdict of a formula without a circuit. */
  static final String REFUSED = "refused ";

  /**
   * What is measured.
   *
   * @param seed of the formula
   * @param device name of the device
   * @param clockPeriodPs clock period in ps
   */
  record Key(long seed, String device, int clockPeriodPs) {}

  /** {@return whether there is no circuit} */
  boolean refused() {
    return verdict.startsWith(REFUSED);
  }

  /** {@return whether there is a circuit with a fault, or the compiler failed} */
  boolean failed() {
    return !refused() && !verdict.equals(EQUAL);
  }

  /** {@return the line of the file} */
  String line() {
    return LINE.of(this);
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static LatencyCell parse(String line) {
    return LINE.parse(line);
  }
}
