package io.formgate.benchmarks;

import io.formgate.sim.formal.FormalReport;
import java.util.OptionalInt;

/**
 * What became of one random design: a line of {@code invariants.csv}.
 *
 * @param key which one
 * @param device it was scheduled for
 * @param clockPeriodPs clock period in ps
 * @param nodes of the datapath; 0 if the formula was refused
 * @param cycles latency; empty if refused
 * @param vectors vectors whose results were compared
 * @param proof verdict of the proof for all inputs, or {@value #NONE} if none was tried
 * @param verdict {@link #EQUAL}, {@link #REFUSED} with a diagnostic code, or what went wrong
 * @param commit of the sources that decide the result; ends with {@code -dirty} if they were
 *     changed
 * @param machine processor and number of processors
 */
record InvariantCell(
    Key key,
    String device,
    int clockPeriodPs,
    int nodes,
    OptionalInt cycles,
    long vectors,
    String proof,
    String verdict,
    String commit,
    String machine) {
  static final String HEADER =
      "kind,seed,device,clock_ps,nodes,cycles,vectors,proof,verdict,commit,machine";

  private static final RecordLine<InvariantCell> LINE =
      new RecordLine<>(InvariantCell.class, HEADER);

  /** Verdict of a circuit with equal bits and equal latencies. */
  static final String EQUAL = "equal";

  /** Start of the verdict of a formula without a circuit. */
  static final String REFUSED = "refused ";

  /** Where no proof was tried. */
  static final String NONE = "none";

  /** What is random. */
  enum Kind {
    /** One to four formulas, compiled. */
    FORMULA,
    /** The nodes of the datapath themselves. */
    DATAPATH
  }

  /**
   * What tells a design from the others.
   *
   * @param kind what is random
   * @param seed of it
   */
  record Key(Kind kind, long seed) {}

  /** {@return whether there is no circuit} */
  boolean refused() {
    return verdict.startsWith(REFUSED);
  }

  /** {@return whether there is a circuit with a fault, or the compiler failed} */
  boolean failed() {
    return !refused() && !verdict.equals(EQUAL);
  }

  /** {@return whether the circuit was proved for all inputs} */
  boolean isProved() {
    return proof.equals(FormalReport.Verdict.PROVED.word());
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
  static InvariantCell parse(String line) {
    return LINE.parse(line);
  }
}
