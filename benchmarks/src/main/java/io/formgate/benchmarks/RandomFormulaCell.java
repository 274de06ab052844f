package io.formgate.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What became of one random formula: a line of {@code formulas.csv}.
 *
 * @param seed of the formula
 * @param operator the outermost operator
 * @param inputBits width of the widest input; 0 if refused
 * @param outputBits width of the output; 0 if refused
 * @param latencyCycles latency of the pipeline; 0 if refused
 * @param vectors vectors at which the simulated circuit was compared with the datapath
 * @param compared vectors at which the datapath was compared with the formula
 * @param worstShare the largest error over the bound that is proved of it
 * @param verdict {@link #HOLDS}, {@link #REFUSED} with a diagnostic code, or what went wrong
 * @param commit of the sources that decide the result; ends with {@code -dirty} if they were
 *     changed
 * @param machine processor and number of processors
 */
record RandomFormulaCell(
    long seed,
    String operator,
    int inputBits,
    int outputBits,
    int latencyCycles,
    long vectors,
    long compared,
    double worstShare,
    String verdict,
    String commit,
    String machine) {
  static final String HEADER =
      "seed,operator,input_bits,output_bits,cycles,vectors,compared,worst_share,verdict,commit,"
          + "machine";

  /** Verdict of a circuit that is bit-exact in simulation and keeps its bound. */
  static final String HOLDS = "holds";

  /** Start of the verdict of a formula without a circuit. */
  static final String REFUSED = "refused ";

  private static final int VALUES = 11;

  /** {@return whether there is no circuit} */
  boolean refused() {
    return verdict.startsWith(REFUSED);
  }

  /** {@return whether there is a circuit with a fault, or the compiler failed} */
  boolean failed() {
    return !refused() && !verdict.equals(HOLDS);
  }

  /** {@return the line of the file} */
  String line() {
    return String.join(
        ",",
        List.of(
            Long.toString(seed),
            operator,
            Integer.toString(inputBits),
            Integer.toString(outputBits),
            Integer.toString(latencyCycles),
            Long.toString(vectors),
            Long.toString(compared),
            String.format(Locale.ROOT, "%.4f", worstShare),
            verdict.replaceAll("[,\\r\\n]+", ";"),
            commit,
            machine.replace(',', ' ')));
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static RandomFormulaCell parse(String line) {
    String[] v = line.split(",", -1);
    if (v.length != VALUES) {
      throw new IllegalArgumentException(
          "a cell has " + VALUES + " values, not " + v.length + ": " + line);
    }
    return new RandomFormulaCell(
        Long.parseLong(v[0]),
        v[1],
        Integer.parseInt(v[2]),
        Integer.parseInt(v[3]),
        Integer.parseInt(v[4]),
        Long.parseLong(v[5]),
        Long.parseLong(v[6]),
        Double.parseDouble(v[7]),
        v[8],
        v[9],
        v[10]);
  }
}
