package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.OperationCost;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryMappingTest {
  /** Blocks that yosys 0.23 takes, and words that it puts into one place. */
  @ParameterizedTest
  @CsvSource({
    "lfe5u-85f-6, 10, 16, 1, 1",
    "lfe5u-85f-6, 11, 9, 1, 1",
    "lfe5u-85f-6, 12, 9, 2, 2",
    "lfe5u-85f-6, 14, 8, 8, 1",
    "lfe5u-85f-6, 14, 15, 14, 8",
    "ice40hx8k, 10, 9, 3, 1",
    "ice40hx8k, 9, 16, 2, 1",
    "xcvu9p-2, 14, 15, 15, 1",
  })
  void takesTheFewestBlocks(String name, int index, int value, int blocks, int words) {
    DeviceModel device = DeviceModels.load(name, null);
    MemoryMapping mapping = MemoryMapping.of(index, value, device.memory());
    assertThat(mapping).isEqualTo(new MemoryMapping(blocks, words));
    assertThat(device.lookup(index, value).area().bram()).isEqualTo(blocks);
  }

  /** Eight words in one place: three bits of the index choose, one after another. */
  @Test
  void theChoiceTakesTimeAndTables() {
    DeviceModel device = DeviceModels.load("lfe5u-85f-6", null);
    OperationCost alone = device.lookup(11, 9);
    OperationCost eight = device.lookup(14, 15);
    int choicePs = device.row("select", 15).first().setupPs();
    assertThat(eight.first().clockToOutPs() - alone.first().clockToOutPs()).isEqualTo(3 * choicePs);
    assertThat(eight.area().lut()).isEqualTo(15 * 4);
    assertThat(alone.area().lut()).isZero();
  }

  /** What lies inside of a block is not scaled with the fabric around it. */
  @Test
  void blocksKeepTheirOwnDelay() {
    DeviceModel device = DeviceModels.load("lfe5u-85f-6", null);
    DeviceTiming t = device.timing();
    assertThat(t.blockFactor()).isOne();
    DeviceModel.Row row =
        Objects.requireNonNull(Objects.requireNonNull(device.rows().get("multiply")).get(8));
    double routePs = t.factor() * t.routeFactor() * row.routePs();
    assertThat(device.multiply(8, 8).first().setupPs())
        .isEqualTo((int) Math.ceil(row.logicPs() + routePs - 1e-6));
    int outPs = device.memory().variants().getFirst().clockToOutPs();
    assertThat(device.lookup(11, 9).first().clockToOutPs()).isEqualTo(outPs - t.flipFlopPs());
    DeviceModel slower = device.withFactor(2 * t.factor());
    assertThat(slower.timing().blockFactor()).isEqualTo(2);
  }
}
