package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.BlockInterpreter;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Blocks are compared in every bit, and the interpreter that they rest on cannot lie for long. */
class BlockComparisonTest {
  private static final Datapath DATAPATH = Designs.wide().datapath();
  private static final int WORDS = 3;
  private static final int COUNT = 100;

  private final SplittableRandom random = new SplittableRandom(1);
  private final long[][] columns = new long[2][COUNT];
  private final long[] records = new long[(COUNT + 7) * WORDS];

  /** Fills the columns, and the records from the seventh on with what the golden model says. */
  private void fill() {
    DatapathInterpreter golden = new DatapathInterpreter(DATAPATH);
    for (int i = 0; i < COUNT; i++) {
      for (long[] column : columns) {
        column[i] = DATAPATH.inputFormats().getFirst().fromBits(random.nextLong());
      }
      long[] outputs = golden.evaluate(columns[0][i], columns[1][i]);
      for (int j = 0; j < outputs.length; j++) {
        records[(7 + i) * WORDS + 1 + j] = DATAPATH.outputFormats().get(j).toBits(outputs[j]);
      }
    }
  }

  @Test
  void everyBitOfEveryOutputCounts() {
    BlockComparison comparison = new BlockComparison(DATAPATH);
    for (int vector = 0; vector < COUNT; vector++) {
      fill();
      assertThat(comparison.matches(columns, COUNT, records, 7)).isTrue();
      int output = vector % 2;
      int bit = random.nextInt(DATAPATH.outputFormats().get(output).widthBits());
      records[(7 + vector) * WORDS + 1 + output] ^= 1L << bit;
      assertThat(comparison.matches(columns, COUNT, records, 7)).isFalse();
    }
    assertThat(comparison.goldenVectors()).isEqualTo(COUNT + 2L * COUNT - 1);
  }

  @Test
  void anInterpreterForBlocksThatIsAlwaysWrongIsFoundAtOnce() {
    assertThatThrownBy(() -> compareBlocks(0, 1, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("for output smaller of Wide, the golden model ");
  }

  @Test
  void oneThatIsWrongInOnePlaceOfEveryBlockIsFound() {
    assertThatThrownBy(() -> compareBlocks(COUNT - 1, COUNT, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void oneThatIsWrongInOnePlaceOfLaterBlocksIsFoundWithinAsManyBlocks() {
    assertThatThrownBy(() -> compareBlocks(COUNT / 2, COUNT, COUNT))
        .isInstanceOf(IllegalStateException.class);
  }

  /** The vectors of a place, and of those that follow it at a distance, are wrong. */
  private void compareBlocks(int place, int distance, int blocks) {
    BlockInterpreter interpreter = new BlockInterpreter(DATAPATH);
    int[] block = {0};
    BlockComparison comparison =
        new BlockComparison(
            DATAPATH,
            (in, from, to, out) -> {
              interpreter.evaluate(in, from, to, out);
              for (int i = place; i < to && (blocks == 1 || block[0] > 0); i += distance) {
                out[1][i] ^= 1;
              }
              block[0]++;
            });
    for (int i = 0; i <= blocks; i++) {
      fill();
      comparison.matches(columns, COUNT, records, 7);
    }
  }
}
