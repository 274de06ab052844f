package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.expression.DiagnosticException;
import java.util.List;
import java.util.OptionalInt;
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
    assertThatThrownBy(() -> schedule("unit", 800))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG701")
        .hasMessageContaining("multiply")
        .hasMessageContaining("1000 ps");
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
    assertThatThrownBy(
            () -> DeviceModels.parse("x.device", "arc lut 5 me\nrow add 1 lut 0 0 1 0 0 0 0"))
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
  @ValueSource(
      strings = {
        "device unit",
        "kind model",
        "family none",
        "factor 1 none",
        "route-factor 1 none",
        "margin 0 none",
        "flip-flop 0 none",
        "multiplier 62 62 by definition",
        "tables 6 0 1 by definition",
        "sum-inputs 0 by definition",
        "memory 16384 1",
        "memory-variant 1 0 0 by definition",
        "resources 1 1 1 1 by definition"
      })
  void aMissingStatementIsAnError(String statement) {
    String text = DeviceModels.text("unit.device");
    String without = text.replace("\n" + statement + "\n", "\n");
    assertThat(without).isNotEqualTo(text);
    assertThatThrownBy(() -> DeviceModels.parse("unit.device", without))
        .hasMessageContaining("lacks the statement " + statement.split(" ")[0]);
  }

  @Test
  void aMissingCostIsAnError() {
    DeviceModel device = DeviceModels.load("xcvu9p-2", null);
    assertThatThrownBy(() -> device.row("lookup", 13)).hasMessageContaining("no cost of lookup");
  }

  @Test
  void theBlocksRegistersAreUsedWhereTheClockAsksForThem() {
    Pipeline p = schedule("xcvu9p-2", 2000);
    Pipeline.Slot product = p.slots().get(2);
    assertThat(product.leadingRanks()).isEqualTo(1);
    assertThat(product.trailingRanks()).isEqualTo(1);
    assertThat(p.latencyCycles()).isEqualTo(2);
    // Valid bits alone: the ranks of operands and products are the blocks' own.
    assertThat(p.registerBits()).isEqualTo(2);
    Pipeline fastest = schedule("xcvu9p-2", 1500);
    assertThat(fastest.slots().get(2).trailingRanks()).isEqualTo(2);
    assertThat(fastest.latencyCycles()).isEqualTo(3);
  }

  @Test
  void registersAtThePortsCount() {
    Datapath datapath = DatapathText.parse(SUM_OF_SQUARES);
    DeviceModel device = DeviceModels.load("unit", null);
    ScheduleOptions both = new ScheduleOptions(1000, true, true, OptionalInt.empty());
    Pipeline p = Scheduler.schedule(datapath, device, both);
    assertThat(p.latencyCycles()).isEqualTo(3);
    assertThat(p.registerBits()).isEqualTo(16 + 32 + 17 + 3);
    ScheduleOptions out = new ScheduleOptions(2000, false, true, OptionalInt.empty());
    assertThat(Scheduler.schedule(datapath, device, out).latencyCycles()).isEqualTo(1);
  }

  @Test
  void theShortestPeriodOfALatencyKeepsItAndNoShorterOneDoes() {
    Datapath datapath = DatapathText.parse(SUM_OF_SQUARES);
    for (String name : List.of("unit", "xcvu9p-2", "xc7k325t-2")) {
      DeviceModel device = DeviceModels.load(name, null);
      for (int cycles = 0; cycles <= 3; cycles++) {
        int period =
            Scheduler.shortestPeriodPs(
                datapath, device, cycles, ScheduleOptions.atPeriod(1_000_000));
        assertThat(Scheduler.schedule(datapath, device, period).latencyCycles())
            .isLessThanOrEqualTo(cycles);
        int above = cycles;
        if (period > device.timing().shortestPeriodPs()) {
          assertThatThrownBy(() ->
                  Scheduler.schedule(
                      datapath,
                      device,
                      new ScheduleOptions(period - 1, false, false, OptionalInt.of(above))))
              .isInstanceOf(DiagnosticException.class);
        }
      }
    }
  }

  /** The register of a block memory is there at any clock. */
  @Test
  void aTableInMemoryTakesACycleAtAnyClock() {
    StringBuilder table = new StringBuilder("datapath m\ntable t ufixed<13,13> ufixed<1,1>");
    for (int i = 0; i < 1 << 13; i++) {
      table.append(' ').append(Integer.bitCount(i) & 1);
    }
    Datapath datapath =
        DatapathText.parse(
            table
                + "\nx = input : ufixed<13,13> in 0 .. 8191\n"
                + "v = lookup t x : ufixed<1,1> in 0 .. 1\noutput y = v\n");
    DeviceModel device = DeviceModels.load("xcvu9p-2", null);
    ScheduleOptions none = new ScheduleOptions(5000, false, false, OptionalInt.of(0));
    assertThatThrownBy(() -> Scheduler.shortestPeriodPs(datapath, device, 0, none))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG705")
        .hasMessageContaining("at least 1 cycle on xcvu9p-2 at any clock");
    assertThatThrownBy(() -> Scheduler.schedule(datapath, device, none))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG705")
        .hasMessageNotContaining("clock period of at least");
    assertThat(Scheduler.shortestPeriodPs(datapath, device, 1, none)).isPositive();
  }

  @Test
  void aLatencyAboveTheLimitNamesPathAndMend() {
    Datapath datapath = DatapathText.parse(SUM_OF_SQUARES);
    ScheduleOptions none = new ScheduleOptions(1000, false, false, OptionalInt.of(0));
    assertThatThrownBy(() -> Scheduler.schedule(datapath, DeviceModels.load("unit", null), none))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG705")
        .hasMessageContaining("x -> xx -> sum")
        .hasMessageContaining("at least 2000 ps");
  }

  @Test
  void aClockThatTheDeviceDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> schedule("xcvu9p-2", 1000))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG701")
        .hasMessageContaining("1290 ps");
  }
}
