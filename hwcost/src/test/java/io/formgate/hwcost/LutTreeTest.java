package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.FunctionTable;
import io.formgate.expression.FixedFormat;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Trees of look-up tables, evaluated cell by cell against their tables. */
class LutTreeTest {
  private static final DeviceModel DEVICE = DeviceModels.load("xcvu9p-2", null);

  private static FunctionTable table(int indexBits, int valueBits, IntUnaryOperator entry) {
    long[] entries = new long[1 << indexBits];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry.applyAsInt(i) & ((1 << valueBits) - 1);
    }
    return new FunctionTable(
        "t",
        new FixedFormat(false, indexBits, indexBits),
        new FixedFormat(false, valueBits, valueBits),
        entries);
  }

  private static long entry(FunctionTable table, LutTree tree, int index) {
    boolean[] cells = new boolean[tree.cells().size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] =
          switch (tree.cells().get(i)) {
            case LutTree.Cell.Lut lut -> {
              int inputs = 0;
              for (int bit = 0; bit < lut.indexBits().size(); bit++) {
                inputs |= (index >>> lut.indexBits().get(bit) & 1) << bit;
              }
              yield (lut.init() >>> inputs & 1) != 0;
            }
            case LutTree.Cell.Mux mux ->
                mux.low() == mux.high()
                    ? cells[mux.low()]
                    : cells[(index >>> mux.indexBit() & 1) == 0 ? mux.low() : mux.high()];
          };
    }
    TableBits bits = TableBits.of(table);
    long entry = 0;
    for (int bit = 0; bit < bits.sources().size(); bit++) {
      long value =
          switch (bits.sources().get(bit)) {
            case TableBits.Source.Constant(int constant) -> constant;
            case TableBits.Source.Index(int of) -> index >>> of & 1;
            case TableBits.Source.Column(int number) -> cells[tree.roots().get(number)] ? 1 : 0;
          };
      entry |= value << bit;
    }
    return entry;
  }

  /** A multiplexer is one level above both its operands, which no other cell reads. */
  private static void assertPlaceable(LutTree tree) {
    int[] uses = new int[tree.cells().size()];
    tree.roots().forEach(r -> uses[r]++);
    for (LutTree.Cell cell : tree.cells()) {
      if (cell instanceof LutTree.Cell.Mux mux) {
        uses[mux.low()]++;
        uses[mux.high()] += mux.high() == mux.low() ? 0 : 1;
        for (int operand : new int[] {mux.low(), mux.high()}) {
          int level =
              tree.cells().get(operand) instanceof LutTree.Cell.Mux below ? below.level() : 0;
          assertThat(level).isEqualTo(mux.level() - 1);
        }
      }
    }
    assertThat(uses).containsOnly(1);
  }

  @Test
  void aTreeComputesItsTable() {
    Random random = new Random(1);
    for (int bits = 7; bits <= 9; bits++) {
      int[] noise = random.ints(1 << bits).toArray();
      double step = 2 * Math.PI / (1 << bits);
      for (FunctionTable table :
          new FunctionTable[] {
            table(bits, 5, i -> noise[i]),
            table(bits, 9, i -> (int) Math.round(255 * Math.sin(step * i))),
            table(bits, 8, i -> (i * i) >> 3),
            table(bits, 6, i -> (i & 7) * (i >> 5) + 1),
            table(bits, 3, i -> i > 70 ? 5 : i)
          }) {
        LutTree tree = LutTree.of(table);
        assertPlaceable(tree);
        for (int i = 0; i < table.size(); i++) {
          assertThat(entry(table, tree, i)).isEqualTo(table.valueFormat().toBits(table.entry(i)));
        }
      }
    }
  }

  @Test
  void noiseTakesATreeForEachBitAndBranchesThatEndEarlyTakeLess() {
    Random random = new Random(2);
    int[] noise = random.ints(512).toArray();
    FunctionTable full = table(9, 4, i -> noise[i]);
    assertThat(LutTree.of(full).luts()).isEqualTo(4 * 8);
    assertThat(TableMapping.of(full, DEVICE.fabric())).isEqualTo(new TableMapping(32, 1, 3));
    assertThat(TableMapping.tree(full, DEVICE.fabric())).isPresent();
    FunctionTable half = table(9, 4, i -> i < 256 ? noise[i & 63] : noise[i]);
    assertThat(LutTree.of(half).luts()).isEqualTo(4 * 5);
  }

  /** Synthesis shares what a tree cannot. */
  @Test
  void whatSynthesisMakesSmallerIsNoTree() {
    FunctionTable parity = table(9, 1, i -> Integer.bitCount(i) & 1);
    assertThat(TableMapping.tree(parity, DEVICE.fabric())).isEmpty();
    assertThat(TableMapping.of(parity, DEVICE.fabric()).luts()).isLessThan(8);
    assertThat(TableMapping.tree(table(10, 2, i -> i * i), DEVICE.fabric())).isEmpty();
    assertThat(TableMapping.tree(table(6, 2, i -> i * i), DEVICE.fabric())).isEmpty();
    assertThatThrownBy(() -> LutTree.of(table(6, 2, i -> i * i)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
