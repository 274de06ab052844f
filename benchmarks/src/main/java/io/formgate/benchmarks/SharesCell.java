package io.formgate.benchmarks;

import io.formgate.benchmarks.RecordLine.Decimals;

/**
 * Where the time of one search went: a line of {@code shares.csv}. The shares are of the samples of
 * its stack, in percent.
 *
 * @param rows of the data
 * @param inputs columns to search in
 * @param screenRows rows that candidates are scored on
 * @param seconds of the search, rounded
 * @param evaluations as the search counts them: one for a candidate, a fit or a graft of one block,
 *     ten for a graft that goes backwards
 * @param samples of the stack
 * @param scores values and losses of candidates
 * @param fits of the constants of candidates and members
 * @param grafts made of building blocks, values of these included
 * @param proposals simplified, fitted to all rows and scored for the front
 * @param changes of formulas, and whether they are admissible
 * @param rest between epochs
 * @param load processes that wanted a processor, mean of the minute before the end
 * @param commit of the sources; ends with {@code -dirty} if they were changed
 * @param machine processor and number of processors
 * @param jdk version of the runtime
 * @param date day of the measurement
 */
record SharesCell(
    int rows,
    int inputs,
    int screenRows,
    int seconds,
    long evaluations,
    int samples,
    @Decimals(1) double scores,
    @Decimals(1) double fits,
    @Decimals(1) double grafts,
    @Decimals(1) double proposals,
    @Decimals(1) double changes,
    @Decimals(1) double rest,
    @Decimals(1) double load,
    String commit,
    String machine,
    String jdk,
    String date) {
  static final String HEADER =
      "rows,inputs,screen_rows,seconds,evaluations,samples,scores,fits,grafts,"
          + "proposals,changes,rest,load,commit,machine,jdk,date";

  private static final RecordLine<SharesCell> LINE = new RecordLine<>(SharesCell.class, HEADER);

  /** {@return the line of the file} */
  String line() {
    return LINE.of(this);
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static SharesCell parse(String line) {
    return LINE.parse(line);
  }

  /** {@return whether it measures the same search on the same machine} */
  boolean isOfSame(SharesCell other) {
    return rows == other.rows && inputs == other.inputs && machine.equals(other.machine);
  }
}
