package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.datapath.Operation;
import io.formgate.datapath.RandomDatapaths;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * No bit of a value is later than its line in the schedule. The carries of the device are long, as
 * lines that are not level show what level ones do not.
 */
class RandomSchedulesTest {
  private static final int DATAPATHS = 80;
  private static final int NODES = 40;
  private static final int[] CLOCK_PERIODS_PS = {6_000, 15_000, 1_000_000};

  /** Operations of 1 ns, with a carry of 100 ps for each bit, also where there is only one. */
  private static final DeviceModel CARRIES = carries();

  private static DeviceModel carries() {
    String unit = DeviceModels.text("unit.device");
    String text =
        unit.replace("row add       1 one 0 0", "row add       1 one 100 0")
            .replace("row add      64 one 0 0", "row add      64 one 6400 0");
    DeviceModel device = DeviceModels.parse("carries.device", text);
    assertThat(device.row("add", 1).variants().getFirst().ripplePs()).isEqualTo(100);
    assertThat(device.row("increment", 9).variants().getFirst().ripplePs()).isEqualTo(900);
    return device;
  }

  /** Scheduling ends in a check of every bit. */
  @Test
  void everyBitKeepsToItsLine() {
    Set<String> operations = new TreeSet<>();
    Set<Integer> latencies = new TreeSet<>();
    for (int seed = 0; seed < DATAPATHS; seed++) {
      Datapath datapath = RandomDatapaths.of("random" + seed, seed, NODES);
      datapath.nodes().forEach(n -> operations.add(n.operation().keyword()));
      for (int clockPeriodPs : CLOCK_PERIODS_PS) {
        latencies.add(Scheduler.schedule(datapath, CARRIES, clockPeriodPs).latencyCycles());
      }
    }
    assertThat(operations).hasSize(Operation.class.getPermittedSubclasses().length);
    // One stage of many operations and several stages of few both occur.
    assertThat(latencies).contains(0, 1, 2);
  }

  private static Arrival aligned(String format) {
    Datapath datapath =
        DatapathText.parse(
                """
                datapath wider
                x = input : ufixed<8,8> in 0 .. 255
                s = add x x : ufixed<9,9> in 0 .. 510
                a = align s : %s in 0 .. 2040
                output y = a
                """
                    .formatted(format))
            .verify();
    Pipeline p = Scheduler.schedule(datapath, CARRIES, 10_000);
    assertThat(p.slots().get(1).ready()).isEqualTo(new Arrival(1000, 1900));
    return p.slots().get(2).ready();
  }

  /** The bits above an aligned value repeat its highest: the line goes on above them. */
  @Test
  void theLineOfAWiderAlignedValueIsDrawnOn() {
    assertThat(aligned("ufixed<11,9>")).isEqualTo(new Arrival(1000, 1900));
    assertThat(aligned("ufixed<15,13>")).isEqualTo(new Arrival(1000, 2350));
  }

  /** The carry of one bit is part of when it is there. */
  @Test
  void aRoundedBitWaitsForTheOneBitBelow() {
    Datapath datapath =
        DatapathText.parse(
                """
                datapath one
                x = input : ufixed<1,1> in 0 .. 1
                k = literal 0 : ufixed<1,1> in 0 .. 0
                s = add x k : ufixed<1,1> in 0 .. 1
                r = round nearest s : ufixed<1,2> in 0 .. 1
                output y = r
                """)
            .verify();
    Pipeline p = Scheduler.schedule(datapath, CARRIES, 10_000);
    assertThat(p.slots().get(2).finishPs()).isEqualTo(1100);
    assertThat(p.slots().get(3).finishPs()).isEqualTo(2200);
  }
}
