package io.formgate.benchmarks;

import java.util.List;

/**
 * One search of a regression set: a line of {@code peer-searches.csv}.
 *
 * @param set name of the set
 * @param program name and version
 * @param seed of the split and of the search
 * @param seconds limit of time
 * @param threads of the search
 * @param rows for training
 * @param inputs number of columns
 * @param load mean number of processes that wanted a processor in the minute before the start
 * @param wallSeconds from the start of the process to its end
 * @param trace each fall of the best validation loss with the seconds since the process started
 * @param testR2 of the formula of the lowest validation loss, on the rows for test
 * @param nodes of this formula, the weights of variables included
 * @param candidates that the search evaluated
 * @param nodeRows their nodes times the rows on which they were evaluated
 * @param formula as the program prints it
 * @param commit of formgate's sources; ends with {@code -dirty} if they were changed
 * @param machine processor and number of processors
 * @param jdk version of the Java runtime
 * @param date day of the search, ISO 8601
 */
record PeerSearchCell(
    String set,
    String program,
    long seed,
    int seconds,
    int threads,
    int rows,
    int inputs,
    double load,
    double wallSeconds,
    LossTrace trace,
    double testR2,
    int nodes,
    long candidates,
    double nodeRows,
    String formula,
    String commit,
    String machine,
    String jdk,
    String date) {
  static final String HEADER =
      "set,program,seed,seconds,threads,rows,inputs,load,wall_seconds,trace,test_r2,nodes,candidates,"
          + "node_rows,formula,commit,machine,jdk,date";

  private static final RecordLine<PeerSearchCell> LINE =
      new RecordLine<>(PeerSearchCell.class, HEADER);

  /** {@return what is measured: a later cell of the same takes the place of an earlier one} */
  List<Object> subject() {
    return List.of(set, program, seed, seconds);
  }

  /** {@return nodes times rows of the candidates each second, without fits of constants} */
  double nodeRowsPerSecond() {
    return nodeRows / wallSeconds;
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
  static PeerSearchCell parse(String line) {
    return LINE.parse(line);
  }
}
