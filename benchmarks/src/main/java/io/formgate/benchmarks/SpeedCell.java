package io.formgate.benchmarks;

import java.util.List;
import java.util.Locale;

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
    double seconds,
    double cpuSeconds,
    double vectorsPerSecond,
    long peakMiB,
    double load,
    String commit,
    String machine) {
  static final String HEADER =
      "trial,formula_nodes,datapath_nodes,vectors,seconds,cpu_seconds,vectors_per_second,peak_mib,"
          + "load,commit,machine";

  private static final int VALUES = 11;

  /** {@return the number of processors of the machine} */
  int processors() {
    return Integer.parseInt(machine.replaceAll(".*; (\\d+) processors$", "$1"));
  }

  /** {@return the line of the file} */
  String line() {
    return String.join(
        ",",
        List.of(
            trial,
            Integer.toString(formulaNodes),
            Integer.toString(datapathNodes),
            Long.toString(vectors),
            String.format(Locale.ROOT, "%.3f", seconds),
            String.format(Locale.ROOT, "%.2f", cpuSeconds),
            String.format(Locale.ROOT, "%.0f", vectorsPerSecond),
            Long.toString(peakMiB),
            String.format(Locale.ROOT, "%.2f", load),
            commit,
            machine.replace(',', ' ')));
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static SpeedCell parse(String line) {
    String[] v = line.split(",", -1);
    if (v.length != VALUES) {
      throw new IllegalArgumentException(
          "a cell has " + VALUES + " values, not " + v.length + ": " + line);
    }
    return new SpeedCell(
        v[0],
        Integer.parseInt(v[1]),
        Integer.parseInt(v[2]),
        Long.parseLong(v[3]),
        Double.parseDouble(v[4]),
        Double.parseDouble(v[5]),
        Double.parseDouble(v[6]),
        Long.parseLong(v[7]),
        Double.parseDouble(v[8]),
        v[9],
        v[10]);
  }
}
