package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A sum of tables is the same as text, as its meaning says and as a circuit. */
class TableSumTest {
  private static TableSum random(long seed, int classes) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TableSum.Input> inputs =
        List.of(
            new TableSum.Input("a", new FixedFormat(true, 16, 6)),
            new TableSum.Input("b", new FixedFormat(false, 9, 9)),
            new TableSum.Input("c", new FixedFormat(true, 4, 1)));
    List<TableSum.Encoder> encoders = new ArrayList<>();
    for (int e = 0; e < 6; e++) {
      List<TableSum.Tap> taps = new ArrayList<>();
      for (int t = 0; t <= e % 3; t++) {
        int input = random.nextInt(3);
        int width = inputs.get(input).format().widthBits();
        taps.add(new TableSum.Tap(input, random.nextInt(width), t > 0 && random.nextBoolean()));
      }
      encoders.add(
          new TableSum.Encoder(new TableSum.View(taps), random.ints(64, 0, 8).boxed().toList()));
    }
    List<TableSum.Term> terms = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      List<List<Integer>> entries = new ArrayList<>();
      for (int k = 1; k < classes; k++) {
        entries.add(random.ints(64, -4 + t, 4 + t).boxed().toList());
      }
      terms.add(new TableSum.Term(2 * t, 2 * t + 1, entries));
    }
    List<String> names = List.of("g", "q", "t", "w", "z").subList(0, classes);
    return new TableSum("some", inputs, names, encoders, terms).verify();
  }

  @Test
  void circuitsComputeTheMeaning() {
    for (int classes = 2; classes <= 5; classes++) {
      TableSum sum = random(classes, classes);
      for (ArgmaxForm form : ArgmaxForm.values()) {
        TableSumLowering.Ports ports =
            new TableSumLowering.Ports("index", true, true, OptionalLong.empty());
        Datapath datapath = TableSumLowering.of(sum, ports, form).verify();
        DatapathInterpreter circuit = new DatapathInterpreter(DemandedBits.apply(datapath));
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 2000; i++) {
          long[] raw = {
            random.nextLong(-32768, 32768), random.nextLong(512), random.nextLong(-8, 8)
          };
          long[] scores = sum.scores(raw);
          long[] outputs = circuit.evaluate(raw);
          for (int k = 0; k < classes - 1; k++) {
            assertThat(outputs[k]).isEqualTo(scores[k]);
          }
          assertThat(outputs[classes - 1]).isEqualTo(sum.classIndex(raw));
        }
      }
    }
  }

  @Test
  void aBitIsSetFromTheThresholdOn() {
    TableSum sum = random(7, 2);
    TableSumLowering.Ports ports =
        new TableSumLowering.Ports("passes", true, false, OptionalLong.of(2));
    DatapathInterpreter circuit =
        new DatapathInterpreter(TableSumLowering.of(sum, ports, ArgmaxForm.TREE));
    SplittableRandom random = new SplittableRandom(3);
    int passed = 0;
    for (int i = 0; i < 1000; i++) {
      long[] raw = {random.nextLong(-32768, 32768), random.nextLong(512), random.nextLong(-8, 8)};
      long bit = circuit.evaluate(raw)[0];
      assertThat(bit).isEqualTo(sum.scores(raw)[0] >= 2 ? 1 : 0);
      passed += (int) bit;
    }
    assertThat(passed).isBetween(100, 900);
  }

  @Test
  void textIsReadBack() {
    TableSum sum = random(1, 4);
    assertThat(TableSumText.parse(TableSumText.print(sum))).isEqualTo(sum);
    assertThatThrownBy(() -> TableSumText.parse("tables 3"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void brokenRulesAreNamed() {
    TableSum sum = random(1, 3);
    assertThatThrownBy(() ->
            new TableSum("some", sum.inputs(), List.of("g"), sum.encoders(), sum.terms()).verify())
        .hasMessageContaining("two classes");
    assertThatThrownBy(() ->
            new TableSum("some", sum.inputs(), sum.classes(), List.of(), sum.terms()).verify())
        .hasMessageContaining("two encoders");
  }
}
