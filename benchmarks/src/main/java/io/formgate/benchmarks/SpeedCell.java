package io.formgate.benchmarks;

import io.formgate.benchmarks.RecordLine.Decimals;

/**
 * What one trial measured: a line of {@code speed.csv}.
 *
 * @param trial its name
 * @param formulaNodes nodes of the formulas
 * @param datapathNodes nodes of the datapath
 * @param vectors vectors that were compared; 0 where none were
 * @param seconds wall time
 * @param cpuSeconds processor time of the JVM, its compiler included, and of the tools that it
 *     started
 * @param vectorsPerSecond vectors back to back; 0 where none were
 * @param peakMiB most memory that the JVM had
 * @param load mean number of processes that wanted a processor in the minute before
 * @param commit of the sources; ends with {@code -dirty} if they were changed
 * @param machine processor and number of processors
 */
record SpeedCell(
    String trial,
    int formulaNodes,
    int datapathNodes,
    long vectors,
    @Decimals(3) double seconds,
    @Decimals(2) double cpuSeconds,
    @Decimals(0) double vectorsPerSecond,
    long peakMiB,
    @Decimals(2) double load,
    String commit,
    String machine) {
  static final String HEADER =
      "trial,formula_nodes,datapath_nodes,vectors,seconds,cpu_seconds,vectors_per_second,peak_mib,"
          + "load,commit,machine";

  private static final RecordLine<SpeedCell> LINE = new RecordLine<>(SpeedCell.class, HEADER);

  /** {@return the number of processors of the machine} */
  int processors() {
    return Integer.parseInt(machine.replaceAll(".*; (\\d+) processors$", "$1"));
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
  static SpeedCell parse(String line) {
    return LINE.parse(line);
  }
}
