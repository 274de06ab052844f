package io.formgate.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A circuit of a front of {@code distill} on one set of rows: a line of {@code distilled.csv}.
 *
 * @param example folder below {@code examples/}
 * @param commit of the sources; ends with {@code -dirty} if they were changed
 * @param machine processor and number of processors
 * @param seconds of the whole command
 * @param processorSeconds of the whole command, user and system together; empty where they were not
 *     measured
 * @param yosysLut look-up tables that yosys counts
 * @param front the cells of the line of {@code front.csv}
 */
record DistilledCell(
    String example,
    String commit,
    String machine,
    int seconds,
    OptionalInt processorSeconds,
    int yosysLut,
    List<String> front) {
  /** Columns of {@code front.csv}. */
  static final List<String> FRONT =
      List.of(
          "folder,terms,entry_bits,projections,cycles,ns,path_ps,lut,ff,dsp,bram,score_cycles,score_lut,rows,count,agreement,real_agreement,accuracy,real_accuracy,teacher_accuracy,sign_test_z,sign_test_n,auc_first,verified"
              .split(","));

  private static final int OWN = 6;

  static final String HEADER =
      "example,commit,machine,seconds,processor_seconds,yosys_lut," + String.join(",", FRONT);

  /** Copies the list. */
  DistilledCell {
    front = List.copyOf(front);
    if (front.size() != FRONT.size()) {
      throw new IllegalArgumentException(
          "a line of a front has %d values, not %d".formatted(FRONT.size(), front.size()));
    }
  }

  static DistilledCell parse(String line) {
    List<String> values = Arrays.asList(line.split(",", -1));
    return new DistilledCell(
        values.get(0),
        values.get(1),
        values.get(2),
        Integer.parseInt(values.get(3)),
        values.get(4).isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(values.get(4))),
        Integer.parseInt(values.get(5)),
        values.subList(OWN, values.size()));
  }

  String line() {
    String measured = processorSeconds.isEmpty() ? "" : "" + processorSeconds.getAsInt();
    return String.join(",", example, commit, machine, "" + seconds, measured, "" + yosysLut)
        + ","
        + String.join(",", front);
  }

  String text(String column) {
    return front.get(FRONT.indexOf(column));
  }

  double number(String column) {
    return Double.parseDouble(text(column));
  }

  int whole(String column) {
    return Integer.parseInt(text(column));
  }
}
