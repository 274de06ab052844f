package io.formgate.benchmarks;

import io.formgate.sim.faults.FaultKind;
import io.formgate.sim.faults.FaultTrial;

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

  private static final RecordLine<FaultCell> LINE = new RecordLine<>(FaultCell.class, HEADER);

  /** {@return what tells the cell from the others of its sources} */
  String key() {
    return design + "/" + round + "/" + kind;
  }

  /** {@return the line of the file} */
  String text() {
    return LINE.of(this);
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static FaultCell parse(String line) {
    return LINE.parse(line);
  }
}
