package io.formgate.sim.synthesis;

import io.formgate.datapath.Area;
import io.formgate.hwcost.DeviceModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The measured part of a device's file, as {@link Calibration#statements} writes it.
 *
 * @param rows of operations, in the file's order
 * @param clockToQ of the flip-flop
 * @param memoryClockToOut of the block memory
 */
public record MeasuredTable(List<Calibration.Row> rows, Figure clockToQ, Figure memoryClockToOut) {

  /**
   * A delay.
   *
   * @param ps the delay in ps
   * @param source where it comes from
   */
  public record Figure(int ps, String source) {}

  /** Copies the list. */
  public MeasuredTable {
    rows = List.copyOf(rows);
  }

  /**
   * {@return what a file says}
   *
   * @param text the file, or its measured part
   * @throws IllegalArgumentException if it lacks a statement of a measured device
   */
  public static MeasuredTable of(String text) {
    List<Calibration.Row> rows = new ArrayList<>();
    Figure clockToQ = null;
    Figure memory = null;
    String source = "";
    for (String line : text.lines().toList()) {
      String[] w = line.strip().split("\\s+");
      switch (w[0]) {
        case "rows-from" -> source = rest(line, 1);
        case "flip-flop" -> clockToQ = new Figure(Integer.parseInt(w[1]), afterPurpose(line, 2));
        case "memory-variant" -> memory = new Figure(Integer.parseInt(w[3]), afterPurpose(line, 4));
        case "row" -> rows.add(row(w, source));
        default -> {}
      }
    }
    if (clockToQ == null || memory == null || rows.isEmpty()) {
      throw new IllegalArgumentException("the table has no measured rows, flip-flop or memory");
    }
    return new MeasuredTable(rows, clockToQ, memory);
  }

  private static String rest(String line, int words) {
    String[] parts = line.strip().split("\\s+", words + 1);
    return parts[words];
  }

  /** What a figure is for stands before the last semicolon that measurements write. */
  private static String afterPurpose(String line, int words) {
    String rest = rest(line, words);
    return rest.substring(rest.lastIndexOf("; ") + 1).strip();
  }

  private static Calibration.Row row(String[] w, String source) {
    OperatorCircuit circuit =
        Arrays.stream(OperatorCircuit.values())
            .filter(c -> c.row().equals(w[1]))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no operation is measured as " + w[1]));
    int[] n = Arrays.stream(w).skip(2).mapToInt(Integer::parseInt).toArray();
    DeviceModel.Row model =
        new DeviceModel.Row(n[1], n[2], n[3], new Area(n[4], n[5], n[6], n[7], n[8]));
    return new Calibration.Row(circuit, n[0], n[1] + n[2] + n[3], model, source);
  }
}
