package io.formgate.benchmarks;

import java.util.List;
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

  /** {@return the line of the file} */
  String line() {
    return String.join(
        ",",
        List.of(
            law,
            Long.toString(seed),
            limit.toString(),
            Integer.toString(threads),
            Integer.toString(epochs),
            Long.toString(evaluations),
            tookSeconds.isPresent() ? Double.toString(tookSeconds.getAsDouble()) : "",
            verdict.name(),
            Integer.toString(better),
            formula,
            commit,
            machine,
            jdk,
            date));
  }

  /** {@return the cell of a line} */
  static LawCell parse(String line) {
    String[] v = line.split(",", -1);
    if (v.length != 14) {
      throw new IllegalArgumentException("a cell has 14 values, not " + v.length + ": " + line);
    }
    return new LawCell(
        v[0],
        Long.parseLong(v[1]),
        LawLimit.parse(v[2]),
        Integer.parseInt(v[3]),
        Integer.parseInt(v[4]),
        Long.parseLong(v[5]),
        v[6].isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(v[6])),
        LawJudge.Verdict.valueOf(v[7]),
        Integer.parseInt(v[8]),
        v[9],
        v[10],
        v[11],
        v[12],
        v[13]);
  }
}
