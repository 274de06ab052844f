package io.formgate.benchmarks;

import java.util.List;
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

  /** Verdict of a circuit with one latency and the values of its datapath. */
  static final String EQUAL = "equal";

  private static final int VALUES = 17;

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
    return String.join(
        ",",
        List.of(
            search.mode,
            Long.toString(search.seed),
            Integer.toString(search.epochs),
            search.commit,
            search.machine.replace(',', ' '),
            Double.toString(additive),
            Double.toString(loss),
            Double.toString(relativeRms),
            Integer.toString(cycles),
            Integer.toString(pathPs),
            Integer.toString(lut),
            Integer.toString(dsp),
            Double.toString(brams),
            measuredCycles.isPresent() ? Integer.toString(measuredCycles.getAsInt()) : "",
            Long.toString(vectors),
            verdict.replaceAll("[,\\r\\n]+", ";"),
            formula));
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static FrontCell parse(String line) {
    String[] v = line.split(",", VALUES);
    if (v.length != VALUES) {
      throw new IllegalArgumentException(
          "a cell has %d values, not %d: %s".formatted(VALUES, v.length, line));
    }
    return new FrontCell(
        new Search(v[0], Long.parseLong(v[1]), Integer.parseInt(v[2]), v[3], v[4]),
        Double.parseDouble(v[5]),
        Double.parseDouble(v[6]),
        Double.parseDouble(v[7]),
        Integer.parseInt(v[8]),
        Integer.parseInt(v[9]),
        Integer.parseInt(v[10]),
        Integer.parseInt(v[11]),
        Double.parseDouble(v[12]),
        v[13].isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(v[13])),
        Long.parseLong(v[14]),
        v[15],
        v[16]);
  }
}
