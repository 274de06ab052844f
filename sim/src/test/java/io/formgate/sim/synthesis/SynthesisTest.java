package io.formgate.sim.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.FixedFormat;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SynthesisTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private Synthesis synthesis() {
    return new Synthesis(SynthesisTools.runner(), folder, SynthesisTools.TIME_LIMIT);
  }

  /** One design for both, because synthesis for Xilinx takes seconds whatever the design. */
  @ParameterizedTest
  @EnumSource
  void anAdderTakesALutForEachBitAndASignedProductOneBlock(Family family) {
    Design design =
        new Design(
            "both",
            List.of(
                """
                module both(input clock, input [15:0] a, input [15:0] b, output [16:0] s,
                    output [31:0] p);
                  adder adder(.clock(clock), .a(a), .b(b), .y(s));
                  wire [31:0] q = $signed(a) * $signed(b);
                  assign p = %s;
                endmodule
                """
                    .formatted(family == Family.ICE40 ? "32'h0" : "q"),
                SynthesisTools.ADDER.systemVerilog().getFirst()));
    try (Synthesis synthesis = synthesis()) {
      Netlist netlist = synthesis.run(design, family);
      assertThat(netlist.counts().ff()).isEqualTo(49);
      assertThat(netlist.counts().lut()).isBetween(16, 40);
      assertThat(netlist.counts().carry()).isBetween(2, 20);
      assertThat(netlist.counts().dsp()).isEqualTo(family == Family.ICE40 ? 0 : 1);
      assertThat(netlist.counts().bram()).isZero();
      assertThat(netlist.json()).contains("\"both\"");
      assertThat(netlist.synthesizer()).contains("Yosys");
      assertThat(synthesis.run(design, family)).isEqualTo(netlist);
      assertThat(synthesis.notes()).isEmpty();
    }
  }

  /** Moved behind the entries, the register would have their 12 bits. */
  @ParameterizedTest
  @EnumSource
  void theRegisterOfATablesIndexStaysBeforeTheTable(Family family) {
    Pipeline pipeline =
        Scheduler.schedule(
            tableOfASum(), DeviceModels.load("unit", null), ScheduleOptions.atPeriod(1000));
    assertThat(pipeline.registerBits()).as("the index, and valid").isEqualTo(7);
    try (Synthesis synthesis = synthesis()) {
      CellCounts counts = PlacedPipeline.counted(pipeline, family, synthesis).counts();
      assertThat(counts.ff()).isEqualTo(pipeline.registerBits());
      assertThat(counts.bram()).isZero();
    }
  }

  private static Datapath tableOfASum() {
    FixedFormat operand = new FixedFormat(false, 5, 5);
    FixedFormat index = new FixedFormat(false, 6, 6);
    FixedFormat value = new FixedFormat(false, 12, 12);
    long[] entries = new long[1 << index.widthBits()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = (long) i * i;
    }
    FunctionTable square = new FunctionTable("square", index, value, entries);
    return new Datapath(
            "square_of_sum",
            List.of(square),
            List.of(
                new Node("a", new Operation.Input(), operand, 0, operand.rawMax()),
                new Node("b", new Operation.Input(), operand, 0, operand.rawMax()),
                new Node("sum", new Operation.Add(0, 1), index, 0, 2 * operand.rawMax()),
                new Node("r", new Operation.Lookup(0, 2), value, square.rawLo(), square.rawHi())),
            List.of(new Datapath.Output("y", 3)))
        .verify();
  }

  @Test
  void textsThatAreNoVerilogAreRefused() {
    try (Synthesis synthesis = synthesis()) {
      assertThatThrownBy(() ->
              synthesis.run(
                  Design.of("broken", "module broken(input a;\nendmodule\n"), Family.ECP5))
          .satisfies(
              t -> assertThat(SynthesisTools.codeOf(t)).isEqualTo(DiagnosticCode.TOOL_FAILED))
          .hasMessageContaining("text0.sv:1");
      assertThatThrownBy(
              () -> synthesis.run(Design.of("other", "module m; endmodule"), Family.ECP5))
          .satisfies(
              t -> assertThat(SynthesisTools.codeOf(t)).isEqualTo(DiagnosticCode.TOOL_FAILED))
          .hasMessageContaining("other");
    }
    assertThatThrownBy(() -> Design.of("a; shell", "")).hasMessageContaining("not a module name");
  }

  @Test
  void aCellOfUnknownCostIsNamed() {
    assertThatThrownBy(() ->
            CellTable.total(Family.ECP5, new TreeMap<>(Map.of("LUT4", 3, "EHXPLLL", 1, "LUT9", 2))))
        .satisfies(t -> assertThat(SynthesisTools.codeOf(t)).isEqualTo(DiagnosticCode.TOOL_FAILED))
        .hasMessageContaining("the cell EHXPLLL")
        .hasMessageContaining("the cell LUT9");
    assertThat(
            CellTable.total(
                Family.ECP5, new TreeMap<>(Map.of("LUT4", 3, "CCU2C", 5, "PFUMX", 1, "DP16KD", 2))))
        .isEqualTo(new CellCounts(13, 0, 0, 5, 2));
    assertThat(
            CellTable.total(
                Family.XC7, new TreeMap<>(Map.of("LUT6", 3, "INV", 1, "RAMB36E1", 2, "CARRY4", 4))))
        .isEqualTo(new CellCounts(4, 0, 0, 4, 4));
  }

  @Test
  void statisticsWithoutTheModuleAreAFailure() {
    assertThatThrownBy(() -> Synthesis.cells("{\"modules\": {}}", "m"))
        .hasMessageContaining("no cells of m");
    assertThatThrownBy(() ->
            Synthesis.cells(
                "{\"modules\": {\"\\\\m\": {\"num_cells_by_type\": {\"LUT4\": \"x\"}}}}", "m"))
        .hasMessageContaining("no number of LUT4");
  }

  @Test
  void synthesisThatTakesTooLongIsKilled() {
    try (Synthesis synthesis =
        new Synthesis(SynthesisTools.runner(), folder, Duration.ofMillis(20))) {
      assertThatThrownBy(() -> synthesis.run(SynthesisTools.ADDER, Family.ICE40))
          .satisfies(
              t -> assertThat(SynthesisTools.codeOf(t)).isEqualTo(DiagnosticCode.TOOL_TIMEOUT));
    }
    // The kernel ends a killed process a moment after the signal.
    ProcessHandle.current()
        .descendants()
        .forEach(p -> assertThat(p.onExit()).succeedsWithin(Duration.ofSeconds(5)));
  }
}
