package io.formgate.benchmarks;

import java.util.List;

/**
 * The speed of the evaluator or of the fit of constants beside a peer's: a line of {@code
 * peers.csv}.
 *
 * @param task {@code evaluate} or {@code fit}
 * @param precision bits of formgate's numbers; the peer's have 32
 * @param mix operators of the trees
 * @param rows of the data
 * @param trees on which both were measured
 * @param nodes mean number in a tree
 * @param rounds in each of which both had a turn
 * @param ours median over the rounds, in the unit
 * @param theirs the same of the peer
 * @param unit node-rows per second of processor time, or microseconds of it for each fit
 * @param speedUp median over the rounds of how many times faster formgate was
 * @param least smallest of them
 * @param most largest of them
 * @param worse trees whose loss is more than 1 % larger than the peer's
 * @param better trees whose loss is more than 1 % smaller
 * @param peer name and version
 * @param commit of the sources; ends with {@code -dirty} if they were changed
 * @param machine processor and number of processors
 * @param jdk version of the Java runtime
 * @param date day of the measurement, ISO 8601
 */
record PeerCell(
    String task,
    int precision,
    String mix,
    int rows,
    int trees,
    double nodes,
    int rounds,
    double ours,
    double theirs,
    String unit,
    double speedUp,
    double least,
    double most,
    int worse,
    int better,
    String peer,
    String commit,
    String machine,
    String jdk,
    String date) {
  static final String HEADER =
      "task,precision,mix,rows,trees,nodes,rounds,ours,theirs,unit,speed_up,least,most,worse,better,peer,"
          + "commit,machine,jdk,date";

  private static final RecordLine<PeerCell> LINE = new RecordLine<>(PeerCell.class, HEADER);

  /** {@return the line of the file} */
  String line() {
    return LINE.of(this);
  }

  /**
   * {@return the cell of a line}
   *
   * @throws IllegalArgumentException if the line has other values
   */
  static PeerCell parse(String line) {
    return LINE.parse(line);
  }

  /** {@return what it measures} */
  List<Object> subject() {
    return List.of(task, precision, mix, rows);
  }
}
