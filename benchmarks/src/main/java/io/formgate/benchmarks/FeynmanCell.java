package io.formgate.benchmarks;

import java.util.List;

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

  /** {@return the line of the file} */
  String line() {
    return String.join(
        ",",
        List.of(
            law,
            Long.toString(seed),
            limit.toString(),
            Integer.toString(threads),
            Integer.toString(noisePercent),
            Long.toString(evaluations),
            Double.toString(tookSeconds),
            verdict.name(),
            formula,
            commit,
            machine,
            jdk,
            date));
  }

  /** {@return the cell of a line} */
  static FeynmanCell parse(String line) {
    String[] v = line.split(",", -1);
    if (v.length != 13) {
      throw new IllegalArgumentException("a cell has 13 values, not " + v.length + ": " + line);
    }
    return new FeynmanCell(
        v[0],
        Long.parseLong(v[1]),
        LawLimit.parse(v[2]),
        Integer.parseInt(v[3]),
        Integer.parseInt(v[4]),
        Long.parseLong(v[5]),
        Double.parseDouble(v[6]),
        LawJudge.Verdict.valueOf(v[7]),
        v[8],
        v[9],
        v[10],
        v[11],
        v[12]);
  }
}
