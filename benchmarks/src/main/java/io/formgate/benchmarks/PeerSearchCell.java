package io.formgate.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

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
    List<Fall> trace,
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

  /**
   * A lower validation loss.
   *
   * @param seconds since the process started
   * @param loss mean squared error on the rows for validation
   */
  record Fall(double seconds, double loss) {}

  /** Copies the trace. */
  PeerSearchCell {
    trace = List.copyOf(trace);
  }

  /** {@return the lowest validation loss} */
  double loss() {
    return trace.getLast().loss();
  }

  /** {@return the seconds until a validation loss was reached, if it was} */
  OptionalDouble secondsTo(double target) {
    return trace.stream()
        .filter(fall -> fall.loss() <= target)
        .mapToDouble(Fall::seconds)
        .findFirst();
  }

  /** {@return nodes times rows of the candidates each second, without fits of constants} */
  double nodeRowsPerSecond() {
    return nodeRows / wallSeconds;
  }

  /** {@return the line of the file} */
  String line() {
    return String.join(
        ",",
        List.of(
            set,
            program,
            Long.toString(seed),
            Integer.toString(seconds),
            Integer.toString(threads),
            Integer.toString(rows),
            Integer.toString(inputs),
            Double.toString(load),
            Double.toString(wallSeconds),
            String.join(" ", trace.stream().map(f -> f.seconds() + ":" + f.loss()).toList()),
            Double.toString(testR2),
            Integer.toString(nodes),
            Long.toString(candidates),
            Double.toString(nodeRows),
            formula.replace(",", ";"),
            commit,
            machine,
            jdk,
            date));
  }

  /** {@return the cell of a line} */
  static PeerSearchCell parse(String line) {
    String[] v = line.split(",", -1);
    if (v.length != 19) {
      throw new IllegalArgumentException("a cell has 19 values, not " + v.length + ": " + line);
    }
    List<Fall> trace = new ArrayList<>();
    for (String fall : v[9].split(" ", -1)) {
      String[] parts = fall.split(":", -1);
      trace.add(new Fall(Double.parseDouble(parts[0]), Double.parseDouble(parts[1])));
    }
    return new PeerSearchCell(
        v[0],
        v[1],
        Long.parseLong(v[2]),
        Integer.parseInt(v[3]),
        Integer.parseInt(v[4]),
        Integer.parseInt(v[5]),
        Integer.parseInt(v[6]),
        Double.parseDouble(v[7]),
        Double.parseDouble(v[8]),
        trace,
        Double.parseDouble(v[10]),
        Integer.parseInt(v[11]),
        Long.parseLong(v[12]),
        Double.parseDouble(v[13]),
        v[14],
        v[15],
        v[16],
        v[17],
        v[18]);
  }
}
