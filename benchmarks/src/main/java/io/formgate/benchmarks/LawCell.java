package io.formgate.benchmarks;

import java.util.List;

/**
 * What a search found of a law: a line of {@code laws.csv}.
 *
 * @param law name of the law
 * @param seed of the search
 * @param seconds limit of time
 * @param threads of the search
 * @param epochs that it had
 * @param evaluations candidates evaluated
 * @param verdict of {@link LawJudge} about the best entry of the front
 * @param formula the shortest entry with this verdict
 * @param commit of the sources; ends with {@code -dirty} if they were changed
 * @param machine processor and number of processors
 * @param jdk version of the Java runtime
 * @param date day of the search, ISO 8601
 */
record LawCell(
    String law,
    long seed,
    int seconds,
    int threads,
    int epochs,
    long evaluations,
    LawJudge.Verdict verdict,
    String formula,
    String commit,
    String machine,
    String jdk,
    String date) {
  static final String HEADER =
      "law,seed,seconds,threads,epochs,evaluations,verdict,formula,commit,machine,jdk,date";

  /** {@return the line of the file} */
  String line() {
    return String.join(
        ",",
        List.of(
            law,
            Long.toString(seed),
            Integer.toString(seconds),
            Integer.toString(threads),
            Integer.toString(epochs),
            Long.toString(evaluations),
            verdict.name(),
            formula,
            commit,
            machine,
            jdk,
            date));
  }

  /** {@return the cell of a line} */
  static LawCell parse(String line) {
    String[] v = line.split(",", -1);
    if (v.length != 12) {
      throw new IllegalArgumentException("a cell has 12 values, not " + v.length + ": " + line);
    }
    return new LawCell(
        v[0],
        Long.parseLong(v[1]),
        Integer.parseInt(v[2]),
        Integer.parseInt(v[3]),
        Integer.parseInt(v[4]),
        Long.parseLong(v[5]),
        LawJudge.Verdict.valueOf(v[6]),
        v[7],
        v[8],
        v[9],
        v[10],
        v[11]);
  }
}
