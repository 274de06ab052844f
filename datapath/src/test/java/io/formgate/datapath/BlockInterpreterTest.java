package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The interpreter for blocks computes what the reference does, in every operation. */
class BlockInterpreterTest {
  private static final int DATAPATHS = 40;
  private static final int NODES = 40;
  private static final int FORMULAS = 40;

  /** Two blocks and a part of one. */
  private static final int VECTORS = 600;

  @Test
  void randomDatapathsGiveTheValuesOfTheReference() {
    TreeSet<String> operations = new TreeSet<>();
    TreeSet<String> all = new TreeSet<>();
    for (long seed = 0; seed < DATAPATHS; seed++) {
      Datapath datapath = RandomDatapaths.of("d" + seed, seed, NODES);
      datapath.nodes().forEach(n -> operations.add(n.operation().keyword()));
      compare(datapath, seed);
      // With few outputs nodes share arrays.
      compare(withLastOutput(datapath), seed);
    }
    for (Class<?> operation : Operation.class.getPermittedSubclasses()) {
      all.add(operation.getSimpleName().toLowerCase(Locale.ROOT));
    }
    assertThat(operations).isEqualTo(all);
  }

  @Test
  void circuitsOfRandomFormulasGiveTheValuesOfTheReference() {
    int compared = 0;
    for (long seed = 0; compared < FORMULAS; seed++) {
      Datapath datapath;
      try {
        datapath =
            Quantizer.of(RandomFormulas.request(seed, 2), QuantizerStyle.PLAIN)
                .circuit(LutTarget.withBlocks())
                .datapath();
      } catch (DiagnosticException e) {
        continue;
      }
      compare(datapath, seed);
      compared++;
    }
  }

  /** The same nodes as far as the last output needs them. */
  private static Datapath withLastOutput(Datapath datapath) {
    Datapath cut =
        new Datapath(
            datapath.name(),
            datapath.tables(),
            datapath.nodes(),
            List.of(datapath.outputs().getLast()));
    return Reachable.of(cut).verify();
  }

  private static void compare(Datapath datapath, long seed) {
    long[][] inputs = inputs(datapath, seed);
    int outputs = datapath.outputs().size();
    long[][] made = new long[outputs][VECTORS];
    BlockInterpreter blocks = new BlockInterpreter(datapath);
    // Not from the start, and in two calls, so that places are minded and nothing is kept.
    blocks.evaluate(inputs, 3, 300, made);
    blocks.evaluate(inputs, 300, VECTORS, made);
    DatapathInterpreter reference = new DatapathInterpreter(datapath);
    long[][] expected = new long[outputs][VECTORS];
    for (int i = 3; i < VECTORS; i++) {
      long[] raw = new long[inputs.length];
      for (int j = 0; j < raw.length; j++) {
        raw[j] = inputs[j][i];
      }
      long[] results = reference.evaluate(raw);
      for (int j = 0; j < outputs; j++) {
        expected[j][i] = results[j];
      }
    }
    assertThat(made).as("%s", datapath.name()).isDeepEqualTo(expected);
  }

  private static long[][] inputs(Datapath datapath, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<FixedFormat> formats = datapath.inputFormats();
    long[][] inputs = new long[formats.size()][VECTORS];
    for (int j = 0; j < inputs.length; j++) {
      FixedFormat format = formats.get(j);
      for (int i = 0; i < VECTORS; i++) {
        inputs[j][i] =
            switch (random.nextInt(8)) {
              case 0 -> format.rawMin();
              case 1 -> format.rawMax();
              case 2 -> 0;
              default -> format.fromBits(random.nextLong());
            };
      }
    }
    return inputs;
  }

  @Test
  void aValueThatDoesNotFitItsFormatIsABug() {
    // A range that is a lie, as no verified datapath has it.
    Datapath broken =
        DatapathText.parse(
            """
            datapath broken
            a = input : ufixed<8,8> in 0 .. 255
            b = add a a : ufixed<8,8> in 0 .. 255
            output y = b
            """);
    long[][] fits = {{127, 3}};
    long[][] made = new long[1][2];
    new BlockInterpreter(broken).evaluate(fits, 0, 2, made);
    assertThat(made[0]).containsExactly(254, 6);
    long[][] tooLarge = {{127, 128}};
    assertThatThrownBy(() -> new BlockInterpreter(broken).evaluate(tooLarge, 0, 2, made))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a value of node b does not fit ufixed<8,8>");
  }

  @Test
  void limitsAreExactWhateverOverflows() {
    long[] values = {
      Long.MIN_VALUE,
      Long.MIN_VALUE + 1,
      -(1L << 62),
      -(1L << 61) - 1,
      -(1L << 61),
      -1,
      0,
      1,
      (1L << 61) - 1,
      1L << 61,
      (1L << 62) - 1,
      1L << 62,
      Long.MAX_VALUE
    };
    for (FixedFormat format :
        List.of(
            new FixedFormat(true, 62, 62),
            new FixedFormat(false, 62, 62),
            new FixedFormat(true, 1, 1),
            new FixedFormat(false, 1, 1))) {
      for (long value : values) {
        assertThat(BlockLoops.isOutside(new long[] {value}, format.rawMin(), format.rawMax(), 1))
            .as("%s in %s", value, format)
            .isEqualTo(!format.holds(value));
      }
    }
  }

  @Test
  void columnsThatAreNotThoseOfThePortsAreRefused() {
    Datapath datapath = RandomDatapaths.of("d", 1, 5);
    assertThatThrownBy(
            () -> new BlockInterpreter(datapath).evaluate(new long[0][], 0, 1, new long[0][]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 columns for");
  }
}
