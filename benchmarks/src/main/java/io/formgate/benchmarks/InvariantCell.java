package io.formgate.benchmarks;

import io.formgate.sim.formal.FormalReport;
import java.util.List;
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

  /** Verdict of a circuit with equal bits and equal latencies. */
  static final String EQUAL = "equal";

  /** Start of the verdict of a formula without a circuit. */
  static final String REFUSED = "refused ";

  /** Where no proof was tried. */
  static final String NONE = "none";

  private static final int VALUES = 11;

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
    return String.join(
        ",",
        List.of(
            key.kind().name(),
            Long.toString(key.seed()),
            device,
            Integer.toString(clockPeriodPs),
            Integer.toString(nodes),
            cycles.isPresent() ? Integer.toString(cycles.getAsInt()) : "",
            Long.toString(vectors),
            proof,
            verdict.replaceAll("[,\\r\\n]+", ";"),
            commit,
            machine.replace(',', ' ')));
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static InvariantCell parse(String line) {
    String[] v = line.split(",", -1);
    if (v.length != VALUES) {
      throw new IllegalArgumentException(
          "a cell has " + VALUES + " values, not " + v.length + ": " + line);
    }
    return new InvariantCell(
        new Key(Kind.valueOf(v[0]), Long.parseLong(v[1])),
        v[2],
        Integer.parseInt(v[3]),
        Integer.parseInt(v[4]),
        v[5].isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(v[5])),
        Long.parseLong(v[6]),
        v[7],
        v[8],
        v[9],
        v[10]);
  }
}
