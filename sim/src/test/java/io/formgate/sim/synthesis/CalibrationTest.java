package io.formgate.sim.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalibrationTest {
  private static final MeasuredTable.Figure CLOCK_TO_Q =
      new MeasuredTable.Figure(540, "tool 1, 2026-01-01");
  private static final MeasuredTable.Figure MEMORY =
      new MeasuredTable.Figure(2146, "tool 1, 2026-01-01");

  private static OperatorMeasurement measured(
      OperatorCircuit circuit, int width, int delayPs, int routePs, int lut) {
    return new OperatorMeasurement(
        circuit, width, delayPs, routePs, 540, new CellCounts(lut, 0, 0, 0, 0));
  }

  private static final List<OperatorMeasurement> MEASURED =
      List.of(
          measured(OperatorCircuit.ADD, 4, 1000, 400, 4),
          measured(OperatorCircuit.ADD, 8, 1900, 300, 8),
          measured(OperatorCircuit.ADD, 12, 1500, 900, 30),
          measured(OperatorCircuit.ADD, 62, 5000, 500, 20),
          measured(OperatorCircuit.SELECT, 2, 900, 500, 2),
          measured(OperatorCircuit.SELECT, 8, 1000, 600, 8),
          measured(OperatorCircuit.SELECT, 12, 1100, 700, 12),
          measured(OperatorCircuit.ONES, 2, 1000, 600, 8),
          measured(OperatorCircuit.ONES, 16, 2500, 1500, 13),
          measured(OperatorCircuit.ONES, 61, 4000, 2000, 24));

  private static List<String> statements(Calibration calibration) {
    return calibration.statements(CLOCK_TO_Q, MEMORY);
  }

  private static List<String> rowsOf(List<String> statements, String operation) {
    return statements.stream()
        .filter(l -> l.startsWith("row " + operation + " "))
        .map(l -> l.replaceAll(" +", " "))
        .toList();
  }

  @Test
  void aCarryIsWhatAWiderSumTakesMoreThanTheNarrowest() {
    List<String> lines = statements(Calibration.of(MEASURED, "tool 2", List.of()));
    // 900 and 500 ps more fall with the width and meet at their median; 30 tables are not above 20.
    assertThat(rowsOf(lines, "add"))
        .containsExactly(
            "row add 1 600 0 400 1 0 0 0 0",
            "row add 4 600 0 400 4 0 0 0 0",
            "row add 8 600 700 400 8 0 0 0 0",
            "row add 12 600 700 400 20 0 0 0 0",
            "row add 62 600 4000 400 20 0 0 0 0");
  }

  @Test
  void saturationIsWhatItTakesBesidesTheChoice() {
    List<String> lines = statements(Calibration.of(MEASURED, "tool 2", List.of()));
    assertThat(rowsOf(lines, "ones"))
        .containsExactly(
            "row ones 1 0 0 0 0 0 0 0 0",
            "row ones 2 0 0 0 0 0 0 0 0",
            "row ones 16 600 0 900 5 0 0 0 0",
            // At 61 bits two are left, whose choice is the row of two bits.
            "row ones 61 1600 0 1500 22 0 0 0 0",
            // No circuit is wider.
            "row ones 62 1600 0 1500 22 0 0 0 0");
  }

  @Test
  void figuresHaveTheirSources() {
    List<String> lines = statements(Calibration.of(MEASURED, "tool 2, 2026-02-02", List.of()));
    assertThat(lines)
        .contains("flip-flop 540 clock-to-Q; the rows hold the setup; tool 1, 2026-01-01")
        .contains(
            "memory-variant 1 700 2146 way to a choice of 12 bits, and clock to output; tool 1,"
                + " 2026-01-01")
        .containsOnlyOnce("rows-from tool 2, 2026-02-02, made to rise with the width")
        .contains("same gate select one choice is constant; tool 2, 2026-02-02");
  }

  /** What is written, read and written again is the same, and so is what was not measured again. */
  @Test
  void rowsOfATableAreKept() {
    List<String> lines = statements(Calibration.of(MEASURED, "tool 2", List.of()));
    MeasuredTable table = MeasuredTable.of(String.join("\n", lines));
    assertThat(table.clockToQ()).isEqualTo(CLOCK_TO_Q);
    assertThat(table.memoryClockToOut()).isEqualTo(MEMORY);
    List<String> again = statements(Calibration.of(List.of(), "tool 3", table.rows()));
    List<String> rows = new ArrayList<>(again);
    rows.removeIf(l -> !l.startsWith("row"));
    assertThat(lines).containsAll(rows).hasSameSizeAs(again);

    List<OperatorMeasurement> anew = List.of(measured(OperatorCircuit.ONES, 16, 2600, 1600, 14));
    List<String> mixed = statements(Calibration.of(anew, "tool 3", table.rows()));
    assertThat(rowsOf(mixed, "add")).isEqualTo(rowsOf(lines, "add"));
    assertThat(rowsOf(mixed, "ones"))
        .containsExactly(
            "row ones 1 600 0 1000 1 0 0 0 0",
            "row ones 16 600 0 1000 6 0 0 0 0",
            "row ones 62 600 0 1000 6 0 0 0 0");
    assertThat(mixed)
        .containsSubsequence(
            "rows-from tool 2, made to rise with the width",
            "rows-from tool 3, made to rise with the width");
  }

  @Test
  void aRowIsHeldAgainstItsNeighbours() {
    List<Calibration.Neighbours> add =
        Calibration.of(MEASURED, "tool 2", List.of()).neighbours(OperatorCircuit.ADD);
    assertThat(add).extracting(n -> n.row().widthBits()).containsExactly(8, 12);
    assertThat(add.getFirst().row().measuredPs()).isEqualTo(1900);
    assertThat(add.getFirst().interpolatedPs()).isEqualTo(1350);
  }

  @Test
  void aTableWithoutMeasurementsIsRefused() {
    assertThatThrownBy(() -> MeasuredTable.of("device unit\n"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MeasuredTable.of("row divide 4 1 2 3 4 5 6 7 8\n"))
        .hasMessageContaining("divide");
  }

  /** Every width that is asked for has a circuit, and where any can occur the widest is there. */
  @ParameterizedTest
  @EnumSource(OperatorCircuit.class)
  void widthsHaveCircuits(OperatorCircuit circuit) {
    List<Integer> widths = circuit.widths(Family.ECP5, List.of(1, 2, 4, 18, 24, 61, 62));
    assertThat(widths).isNotEmpty();
    widths.forEach(w -> circuit.datapath(w).verify());
    if (circuit.isOfAnyWidth()) {
      assertThat(widths.getLast()).isEqualTo(circuit.widest()).isGreaterThan(60);
    }
    assertThat(circuit.widths(Family.ICE40, List.of(18)).isEmpty())
        .isEqualTo(circuit == OperatorCircuit.MULTIPLY || circuit == OperatorCircuit.LOOKUP);
  }
}
