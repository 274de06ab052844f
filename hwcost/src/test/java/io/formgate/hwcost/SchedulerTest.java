package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.DatapathText;
import io.formgate.expression.DiagnosticException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerTest {
  private static final String SUM_OF_SQUARES =
      """
      datapath squares
      x = input : ufixed<8,8> in 0 .. 255
      y = input : ufixed<8,8> in 0 .. 255
      xx = multiply x x : ufixed<16,16> in 0 .. 65025
      yy = multiply y y : ufixed<16,16> in 0 .. 65025
      sum = add xx yy : ufixed<17,17> in 0 .. 130050
      output r = sum
      """;

  private static Pipeline schedule(String device, int clockPeriodPs) {
    return Scheduler.schedule(
        DatapathText.parse(SUM_OF_SQUARES), DeviceModels.load(device, null), clockPeriodPs);
  }

  @Test
  void unitDeviceTakesOneCycleForEachOperation() {
    Pipeline p = schedule("unit", 1000);
    assertThat(p.slots()).extracting(Pipeline.Slot::stage).containsExactly(0, 0, 0, 0, 1);
    assertThat(p.latencyCycles()).isEqualTo(1);
    // Two products of 16 bits and a valid bit stand in the one rank.
    assertThat(p.registerBits()).isEqualTo(33);
  }

  @Test
  void operationsAreChainedWithinAPeriod() {
    assertThat(schedule("unit", 2000).latencyCycles()).isZero();
    assertThat(schedule("xcvu9p-2", 5000).latencyCycles()).isZero();
    assertThat(schedule("xcvu9p-2", 4500).latencyCycles()).isEqualTo(1);
  }

  @Test
  void anOperationLongerThanThePeriodIsNamed() {
    assertThatThrownBy(() -> schedule("xcvu9p-2", 2000))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG701")
        .hasMessageContaining("multiply")
        .hasMessageContaining("4080 ps");
  }

  @Test
  void unknownDeviceListsTheKnownOnes() {
    assertThatThrownBy(() -> DeviceModels.load("xcvu1000", null))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG700")
        .hasMessageContaining("xcvu9p-2");
  }

  @Test
  void aFigureWithoutSourceIsRefused() {
    assertThatThrownBy(() -> DeviceModels.parse("x.device", "device x\narc lut 5"))
        .hasMessageContaining("x.device:2")
        .hasMessageContaining("no source");
    assertThatThrownBy(() -> DeviceModels.parse("x.device", "arc lut 5 me\nrow add 1 lut 1 0"))
        .hasMessageContaining("x.device:2")
        .hasMessageContaining("rows-from");
    assertThatThrownBy(() -> DeviceModels.parse("x.device", "rows-from"))
        .hasMessageContaining("no source");
    assertThatThrownBy(() -> DeviceModels.parse("x.device", "memory 512 36"))
        .hasMessageContaining("x.device:1")
        .hasMessageContaining("memory-from");
  }

  @Test
  void sourcesOfRowsAndMemoriesAreKept() {
    assertThat(DeviceModels.load("xcvu9p-2", null).provenance())
        .anyMatch(s -> s.startsWith("rows-from "))
        .anyMatch(s -> s.startsWith("memory-from "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "route"})
  void aMissingArcOfTheMemoryIsAnError(String arc) throws IOException {
    String text;
    try (InputStream in =
        Objects.requireNonNull(DeviceModels.class.getResourceAsStream("unit.device"))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String without = text.replace("arc " + arc + " 0 by definition", "");
    assertThat(without).isNotEqualTo(text);
    assertThatThrownBy(() -> DeviceModels.parse("unit.device", without))
        .hasMessageContaining("lacks a statement");
  }

  @Test
  void aMissingCostIsAnError() {
    DeviceModel device = DeviceModels.load("xcvu9p-2", null);
    assertThatThrownBy(() -> device.row("lookup", 13)).hasMessageContaining("no cost of lookup");
  }
}
