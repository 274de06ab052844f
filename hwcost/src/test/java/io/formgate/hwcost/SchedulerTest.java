package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.DatapathText;
import io.formgate.expression.DiagnosticException;
import org.junit.jupiter.api.Test;

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
  }

  @Test
  void aMissingCostIsAnError() {
    DeviceModel device = DeviceModels.load("xcvu9p-2", null);
    assertThatThrownBy(() -> device.row("lookup", 13)).hasMessageContaining("no cost of lookup");
  }
}
