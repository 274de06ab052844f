package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Area;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.OperationCost;
import io.formgate.expression.FixedFormat;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** What tables of known contents are made of. */
class TableCostTest {
  private static final DeviceModel DEVICE = DeviceModels.load("xcvu9p-2", null);

  private static FunctionTable table(int indexBits, int valueBits, IntUnaryOperator entry) {
    long[] entries = new long[1 << indexBits];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry.applyAsInt(i);
    }
    return new FunctionTable(
        "t",
        new FixedFormat(false, indexBits, indexBits),
        new FixedFormat(false, valueBits, valueBits),
        entries);
  }

  @Test
  void constantsIndexBitsAndEqualBitsAreNotStored() {
    TableBits bits =
        TableBits.of(table(4, 5, i -> (i & 1) | ((Integer.bitCount(i) & 1) * 0b01010) | 0b10000));
    assertThat(bits.sources())
        .containsExactly(
            new TableBits.Source.Index(0),
            new TableBits.Source.Column(0),
            new TableBits.Source.Constant(0),
            new TableBits.Source.Column(0),
            new TableBits.Source.Constant(1));
    assertThat(bits.columns()).containsExactly(1);
    assertThat(bits.isWhole()).isFalse();
  }

  @Test
  void aTableOfNoiseIsInMemoryFromItsWidthOn() {
    Random random = new Random(1);
    int[] noise = random.ints(1 << 11, 0, 1 << 9).toArray();
    OperationCost cost = DEVICE.lookup(table(11, 9, i -> noise[i]));
    assertThat(cost.area()).isEqualTo(new Area(0, 0, 0, 0, 1));
    assertThat(cost.first().ranks()).isOne();
  }

  /** Nine bits of 2,048 words are one block, eighteen two. */
  @Test
  void memoryHoldsOnlyTheBitsThatHaveToBeStored() {
    Random random = new Random(1);
    int[] noise = random.ints(1 << 11, 0, 1 << 9).toArray();
    IntUnaryOperator twice = i -> (noise[i] << 9) | noise[i];
    assertThat(DEVICE.lookup(table(11, 18, twice)).area().bram()).isOne();
    assertThat(DEVICE.lookup(11, 18).area().bram()).isEqualTo(2);
    // A bit of the index beside a memory passes a register of the fabric.
    assertThat(DEVICE.lookup(table(11, 10, i -> (noise[i] << 1) | (i & 1))).area())
        .isEqualTo(new Area(0, 1, 0, 0, 1));
  }

  @Test
  void aWideTableOfFewMintermsIsLogic() {
    OperationCost cost = DEVICE.lookup(table(12, 8, i -> i == 77 ? 129 : i == 3000 ? 5 : 0));
    assertThat(cost.area().bram()).isZero();
    assertThat(cost.area().lut()).isBetween(3, 30);
    assertThat(cost.first().ranks()).isZero();
  }

  @Test
  void aTableOfWiresCostsNothing() {
    assertThat(DEVICE.lookup(table(12, 4, i -> i >> 8))).isEqualTo(OperationCost.WIRING);
  }

  /** Logic that is slower than the widest table in logic could miss a clock that memory keeps. */
  @Test
  void slowLogicDoesNotTakeTheMemorysPlace() {
    DeviceModel slow = DeviceModels.load("ice40hx8k", null);
    OperationCost cost = slow.lookup(table(10, 8, i -> i == 77 ? 129 : 0));
    assertThat(cost.area().bram()).isPositive();
    assertThat(cost.area().lut()).isZero();
  }
}
