package io.formgate.benchmarks;

/**
 * One measured figure: a line of {@code cells.csv}.
 *
 * @param date day of the measurement, ISO 8601
 * @param commit of the sources; ends with {@code -dirty} if they were changed
 * @param machine processor and number of processors
 * @param jdk version of the Java runtime
 * @param benchmark name of the benchmark
 * @param score mean of the iterations
 * @param error half of the 99.9 % confidence interval; NaN if there were too few iterations
 * @param unit of score and error
 */
record Cell(
    String date,
    String commit,
    String machine,
    String jdk,
    String benchmark,
    double score,
    double error,
    String unit) {
  static final String HEADER = "date,commit,machine,jdk,benchmark,score,error,unit";

  private static final RecordLine<Cell> LINE = new RecordLine<>(Cell.class, HEADER);

  /** {@return the line of the file} */
  String line() {
    return LINE.of(this);
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static Cell parse(String line) {
    return LINE.parse(line);
  }

  /** {@return whether a run of the same sources on the same machine would measure it again} */
  boolean stands(String otherCommit, String otherMachine, String otherJdk, String name) {
    return !commit.endsWith("-dirty")
        && commit.equals(otherCommit)
        && machine.equals(otherMachine)
        && jdk.equals(otherJdk)
        && benchmark.equals(name);
  }
}
