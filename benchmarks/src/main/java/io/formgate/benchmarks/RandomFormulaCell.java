package io.formgate.benchmarks;

import io.formgate.benchmarks.RecordLine.Decimals;

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
    @Decimals(4) double worstShare,
    String verdict,
    String commit,
    String machine) {
  static final String HEADER =
      "seed,operator,input_bits,output_bits,cycles,vectors,compared,worst_share,verdict,commit,"
          + "machine";

  private static final RecordLine<RandomFormulaCell> LINE =
      new RecordLine<>(RandomFormulaCell.class, HEADER);

  /** Verdict of a circuit that is bit-exact in simulation and keeps its bound. */
  static final String HOLDS = "holds";

  /** Start of the verdict of a formula without a circuit. */
  static final String REFUSED = "refused ";

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
    return LINE.of(this);
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static RandomFormulaCell parse(String line) {
    return LINE.parse(line);
  }
}
