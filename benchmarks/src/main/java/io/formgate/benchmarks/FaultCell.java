package io.formgate.benchmarks;

import io.formgate.sim.faults.FaultKind;
import io.formgate.sim.faults.FaultTrial;
import java.util.List;

/**
 * What became of one planted fault: a line of {@code faults.csv}.
 *
 * @param design seed of the formula
 * @param round which mutant of its kind
 * @param kind what is wrong
 * @param line number of the changed line
 * @param verdict what became of it
 * @param change the changed line before and after
 * @param commit of the sources that decide the result; ends with {@code -dirty} if they were
 *     changed
 * @param machine processor and number of processors
 */
record FaultCell(
    long design,
    int round,
    FaultKind kind,
    int line,
    FaultTrial.Verdict verdict,
    String change,
    String commit,
    String machine) {
  static final String HEADER = "design,round,kind,line,verdict,change,commit,machine";

  private static final int VALUES = 8;

  /** {@return what tells the cell from the others of its sources} */
  String key() {
    return design + "/" + round + "/" + kind;
  }

  /** {@return the line of the file} */
  String text() {
    return String.join(
        ",",
        List.of(
            Long.toString(design),
            Integer.toString(round),
            kind.name(),
            Integer.toString(line),
            verdict.name(),
            change.replaceAll("[,\\r\\n]+", ";"),
            commit,
            machine.replace(',', ' ')));
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static FaultCell parse(String line) {
    String[] v = line.split(",", -1);
    if (v.length != VALUES) {
      throw new IllegalArgumentException(
          "a cell has " + VALUES + " values, not " + v.length + ": " + line);
    }
    return new FaultCell(
        Long.parseLong(v[0]),
        Integer.parseInt(v[1]),
        FaultKind.valueOf(v[2]),
        Integer.parseInt(v[3]),
        FaultTrial.Verdict.valueOf(v[4]),
        v[5],
        v[6],
        v[7]);
  }
}
