package io.formgate.benchmarks;

import java.util.OptionalInt;

/**
 * An entry of the front of one search, scheduled and simulated: a line of {@code fronts.csv}.
 *
 * @param search that found it
 * @param additive cycles of its operators added up, variables and constants 1
 * @param loss mean loss on the rows of the data set
 * @param relativeRms root mean square of the error over that of the target
 * @param cycles of the schedule
 * @param pathPs length of the scheduled path in ps
 * @param lut look-up tables
 * @param dsp multiplier blocks
 * @param brams block memories
 * @param measuredCycles latency in simulation; empty if none was found
 * @param vectors vectors whose results were compared
 * @param verdict {@link #EQUAL}, or what went wrong
 * @param formula the formula
 */
record FrontCell(
    Search search,
    double additive,
    double loss,
    double relativeRms,
    int cycles,
    int pathPs,
    int lut,
    int dsp,
    double brams,
    OptionalInt measuredCycles,
    long vectors,
    String verdict,
    String formula) {
  static final String HEADER =
      "mode,seed,epochs,commit,machine,additive,loss,relative_rms,cycles,path_ps,lut,dsp,bram,"
          + "measured,vectors,verdict,formula";

  private static final RecordLine<FrontCell> LINE = new RecordLine<>(FrontCell.class, HEADER);

  /** Verdict of a circuit with one latency and the values of its datapath. */
  static final String EQUAL = "equal";

  /**
   * A search.
   *
   * @param mode of complexity
   * @param seed of the search
   * @param epochs of the search
   * @param commit of the sources that decide the result; ends with {@code -dirty} if they were
   *     changed
   * @param machine processor and number of processors
   */
  record Search(String mode, long seed, int epochs, String commit, String machine) {}

  /** {@return the line of the file} */
  String line() {
    return LINE.of(this);
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static FrontCell parse(String line) {
    return LINE.parse(line);
  }
}
