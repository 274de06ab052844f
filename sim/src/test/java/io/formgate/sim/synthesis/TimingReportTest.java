package io.formgate.sim.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimingReportTest {
  /** A report in the form of nextpnr 0.4, shortened. */
  private static final String ICE40 =
      """
      {"critical_paths": [
        {"from": "<async>", "to": "posedge clock$glb", "path": [
          {"delay": 9.0, "from": {"cell": "pad", "port": "O"}, "to": {"cell": "ff", "port": "D"},
           "type": "source"}]},
        {"from": "posedge clock$glb", "to": "posedge clock$glb", "path": [
          {"delay": 0.54000002145767212, "from": {"cell": "ff", "loc": [5, 20], "port": "CLK"},
           "to": {"cell": "ff", "loc": [6, 20], "port": "O"}, "type": "clk-to-q"},
          {"budget": 1.5, "delay": 0.58799999952316284, "from": {"cell": "ff", "port": "O"},
           "net": "ra[0]", "to": {"cell": "lc0", "port": "I1"}, "type": "routing"},
          {"delay": 0.25900000333786011, "from": {"cell": "lc0", "port": "I1"},
           "to": {"cell": "lc0", "port": "COUT"}, "type": "logic"},
          {"delay": 0.12600000202655792, "from": {"cell": "lc1", "port": "CIN"},
           "to": {"cell": "lc1", "port": "COUT"}, "type": "logic"},
          {"delay": 0.455, "from": {"cell": "lc1", "port": "COUT"},
           "to": {"cell": "lc2", "port": "I3"}, "type": "routing"},
          {"delay": 0.33500000834465027, "from": {"cell": "lc2", "port": "I3"},
           "to": {"cell": "lc2", "port": "I3"}, "type": "setup"}]}],
       "fmax": {"clock$glb": {"achieved": 400.0, "constraint": 400}},
       "utilization": {"ICESTORM_LC": {"available": 7680, "used": 51},
         "ICESTORM_PLL": {"available": 2, "used": 0}}}
      """;

  private static PlacedCircuit read(String json) {
    return TimingReport.read(json, "nextpnr", "nextpnr 0.4");
  }

  @Test
  void theSlowestWayBetweenRegistersIsReadStepByStep() {
    PlacedCircuit placed = read(ICE40);
    assertThat(placed.periodPs()).isEqualTo(2500);
    assertThat(placed.frequencyKhz()).isEqualTo(400_000);
    CriticalPath path = placed.criticalPath();
    assertThat(path.clockToQPs()).isEqualTo(540);
    assertThat(path.routingPs()).isEqualTo(588 + 455);
    assertThat(path.logicPs()).isEqualTo(259 + 126);
    assertThat(path.setupPs()).isEqualTo(335);
    assertThat(path.totalPs()).isEqualTo(540 + 588 + 259 + 126 + 455 + 335);
    assertThat(path.steps()).hasSize(6);
    assertThat(path.steps().get(2))
        .isEqualTo(new CriticalPath.Step(CriticalPath.Kind.LOGIC, 259, "lc0", "I1", "lc0", "COUT"));
    assertThat(placed.used()).containsOnlyKeys("ICESTORM_LC").containsEntry("ICESTORM_LC", 51);
    assertThat(placed.placer()).isEqualTo("nextpnr 0.4");
  }

  @Test
  void aSkewOfTheClockIsAStep() {
    PlacedCircuit placed =
        read(ICE40.replace("\"setup\"", "\"clk-skew\"").replace("0.335", "-0.1"));
    assertThat(placed.criticalPath().setupPs()).isZero();
    assertThat(placed.criticalPath().totalPs()).isEqualTo(540 + 588 + 259 + 126 + 455 - 100);
  }

  @Test
  void whatIsNoSuchReportIsAFailure() {
    assertThatThrownBy(() -> read("{")).hasMessageContaining("its report is no JSON");
    assertThatThrownBy(() -> read("{}")).hasMessageContaining("found 0 clocks");
    assertThatThrownBy(() -> read(ICE40.replace("\"setup\"", "\"magic\"")))
        .hasMessageContaining("a delay of type magic");
    assertThatThrownBy(() -> read(ICE40.replace("\"achieved\"", "\"wished\"")))
        .hasMessageContaining("no number \"achieved\"");
    assertThatThrownBy(() -> read(ICE40.replace("400.0", "0")))
        .hasMessageContaining("a frequency of 0.0 MHz");
    assertThatThrownBy(() -> read(ICE40.replace("\"from\": \"posedge", "\"from\": \"negedge")))
        .hasMessageContaining("no path between registers");
  }
}
