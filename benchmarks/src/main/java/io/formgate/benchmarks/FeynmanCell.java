package io.formgate.benchmarks;

/**
 * What a search found of a formula of the Feynman Lectures: a line of {@code feynman.csv}.
 *
 * @param law volume, chapter and number
 * @param seed of the rows and of the search
 * @param limit when the search ends
 * @param threads of the search
 * @param noisePercent standard deviation of the noise in that of the law
 * @param evaluations candidates evaluated
 * @param tookSeconds until the end: the limit, or when a formula had no error but rounding
 * @param verdict of {@link LawJudge} about the best entry of the front
 * @param formula the shortest entry with this verdict
 * @param commit of the sources; ends with {@code -dirty} if they were changed
 * @param machine processor and number of processors
 * @param jdk version of the Java runtime
 * @param date day of the search, ISO 8601
 */
record FeynmanCell(
    String law,
    long seed,
    LawLimit limit,
    int threads,
    int noisePercent,
    long evaluations,
    double tookSeconds,
    LawJudge.Verdict verdict,
    String formula,
    String commit,
    String machine,
    String jdk,
    String date) {
  static final String HEADER =
      "law,seed,limit,threads,noise_percent,evaluations,took_seconds,verdict,formula,commit,"
          + "machine,jdk,date";

  private static final RecordLine<FeynmanCell> LINE = new RecordLine<>(FeynmanCell.class, HEADER);

  /** {@return the line of the file} */
  String line() {
    return LINE.of(this);
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static FeynmanCell parse(String line) {
    return LINE.parse(line);
  }
}
