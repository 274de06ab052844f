package io.formgate.sim;

import io.formgate.datapath.BlockInterpreter;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.expression.FixedFormat;

/**
 * Compares many vectors at a time, with outputs from {@link BlockInterpreter}. So that no fault of
 * it goes unseen, {@link DatapathInterpreter} computes the first block and one vector of every
 * other block too; where they differ, nothing has been verified and an exception says so.
 */
final class BlockComparison {
  /** Gives the outputs that are expected of some vectors; see {@link BlockInterpreter#evaluate}. */
  @FunctionalInterface
  interface Blocks {
    void evaluate(long[][] rawInputs, int from, int to, long[][] rawOutputs);
  }

  private final Datapath datapath;
  private final Blocks blocks;
  private final DatapathInterpreter golden;
  private final FixedFormat[] formats;
  private final long[][] expected;
  private final long[] vector;
  private long number;
  private long goldenVectors;

  BlockComparison(Datapath datapath) {
    this(datapath, new BlockInterpreter(datapath)::evaluate);
  }

  BlockComparison(Datapath datapath, Blocks blocks) {
    this.datapath = datapath;
    this.blocks = blocks;
    this.golden = new DatapathInterpreter(datapath);
    this.formats = datapath.outputFormats().toArray(FixedFormat[]::new);
    this.expected = new long[formats.length][Simulation.BLOCK_CYCLES];
    this.vector = new long[datapath.inputs().size()];
  }

  /** {@return vectors whose outputs the golden model has computed too} */
  long goldenVectors() {
    return goldenVectors;
  }

  /**
   * {@return whether the outputs of some cycles are those of as many vectors}
   *
   * @param columns raw values of each input, one for each vector
   * @param count number of vectors, at most {@link Simulation#BLOCK_CYCLES}
   * @param records output records
   * @param first number of the record that belongs to the first vector
   * @throws IllegalStateException if the golden model expects other outputs
   */
  boolean matches(long[][] columns, int count, long[] records, int first) {
    blocks.evaluate(columns, 0, count, expected);
    if (number == 0) {
      for (int i = 0; i < count; i++) {
        checkAgainstGoldenModel(columns, i);
      }
    } else {
      // Another place in each block, so that no period of the vectors is met.
      checkAgainstGoldenModel(columns, (int) (number % count));
    }
    number++;
    int words = expected.length + 1;
    long different = 0;
    for (int i = 0; i < expected.length; i++) {
      long mask = formats[i].toBits(-1);
      long[] values = expected[i];
      int at = first * words + i + 1;
      for (int j = 0; j < count; j++) {
        different |= (values[j] & mask) ^ records[at + j * words];
      }
    }
    return different == 0;
  }

  private void checkAgainstGoldenModel(long[][] columns, int at) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] = columns[i][at];
    }
    long[] outputs = golden.evaluate(vector);
    goldenVectors++;
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i] != expected[i][at]) {
        throw new IllegalStateException(
            "the interpreter for blocks gives "
                + expected[i][at]
                + " for output "
                + datapath.outputs().get(i).name()
                + " of "
                + datapath.name()
                + ", the golden model "
                + outputs[i]);
      }
    }
  }
}
