package io.formgate.benchmarks;

import java.util.OptionalDouble;

/**
 * What a search found of a law: a line of {@code laws.csv}.
 *
 * @param law name of the law
 * @param seed of the search
 * @param limit at which the search ends, see {@link LawLimit}
 * @param threads of the search
 * @param epochs that it had
 * @param evaluations candidates evaluated
 * @param tookSeconds wall clock of the search; empty where it was not kept
 * @param verdict of {@link LawJudge} about the best entry of the front
 * @param better entries of the front that are as short as the formula and have a smaller loss
 * @param formula the shortest entry with this verdict
 * @param commit of the sources; ends with {@code -dirty} if they were changed
 * @param machine processor and number of processors
 * @param jdk version of the Java runtime
 * @param date day of the search, ISO 8601
 */
record LawCell(
    String law,
    long seed,
    LawLimit limit,
    int threads,
    int epochs,
    long evaluations,
    OptionalDouble tookSeconds,
    LawJudge.Verdict verdict,
    int better,
    String formula,
    String commit,
    String machine,
    String jdk,
    String date) {
  static final String HEADER =
      "law,seed,limit,threads,epochs,evaluations,took_seconds,verdict,better,formula,commit,machine,jdk,date";

  private static final RecordLine<LawCell> LINE = new RecordLine<>(LawCell.class, HEADER);

  /** {@return the line of the file} */
  String line() {
    return LINE.of(this);
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static LawCell parse(String line) {
    return LINE.parse(line);
  }
}
