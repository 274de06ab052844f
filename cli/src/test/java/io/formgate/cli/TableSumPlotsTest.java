package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.TableSum;
import io.formgate.expression.FixedFormat;
import io.formgate.report.Circuit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TableSumPlotsTest {
  private static final List<Integer> CODES =
      IntStream.range(0, TableSum.VIEW_VALUES).mapToObj(v -> v % TableSum.CODES).toList();

  /** Of a signed input that is seen whole, of one that wraps around, and of a sum of both. */
  private static final TableSum SUM =
      new TableSum(
          "f",
          List.of(
              new TableSum.Input("a", new FixedFormat(true, 8, 4)),
              new TableSum.Input("b", new FixedFormat(false, 8, 6))),
          List.of("yes", "no"),
          List.of(
              encoder(new TableSum.Tap(0, 2, false)),
              encoder(new TableSum.Tap(1, 0, false)),
              encoder(new TableSum.Tap(0, 4, false), new TableSum.Tap(1, 3, true))),
          List.of(
              new TableSum.Term(0, 1, List.of(Collections.nCopies(TableSum.CELLS, 1))),
              new TableSum.Term(2, 0, List.of(Collections.nCopies(TableSum.CELLS, -1)))));

  private static TableSum.Encoder encoder(TableSum.Tap... taps) {
    return new TableSum.Encoder(new TableSum.View(List.of(taps)), CODES);
  }

  private static Circuit.Table plot(String name, int bits) {
    FixedFormat index = new FixedFormat(false, 6, 6);
    return new TableSumPlots(SUM, new Units(Map.of("a", "GeV", "b", "1")))
        .of(
            new FunctionTable(
                name,
                index,
                new FixedFormat(false, bits, bits),
                LongStream.range(0, 64).map(v -> v % 8).toArray()));
  }

  @Test
  void aCodeIsShownAgainstItsInput() {
    Circuit.Table whole = plot("enc0", 3);
    assertThat(whole.caption())
        .isEqualTo(
            "code of a (GeV) as fixed<8,4>, first argument of tab0_0,"
                + " second argument of tab1_0");
    assertThat(whole.axes()).containsExactly("a (GeV)");
    // The view drops two bits of steps of 1/16: 64 steps of 1/4, each at the middle of
    // the four values that it holds.
    assertThat(whole.x()).hasSize(64).isSorted().startsWith(-7.90625, -7.65625).endsWith(7.84375);
    List<Double> expected = new ArrayList<>();
    for (double x : whole.x()) {
      long raw = (long) Math.floor(x * 16);
      expected.add((double) CODES.get(SUM.encoders().getFirst().view().value(raw, 0)));
    }
    assertThat(whole.y()).isEqualTo(expected);

    Circuit.Table wraps = plot("enc1", 3);
    assertThat(wraps.axes()).containsExactly("b modulo 16");
    assertThat(wraps.x()).startsWith(0.0, 0.25).endsWith(15.75);
    assertThat(plot("enc2", 3).axes()).containsExactly("2^0*a - 2^-1*b, modulo 64");
    assertThat(plot("enc2", 3).caption())
        .startsWith("code of 2^0*a - 2^-1*b (a (GeV) as fixed<8,4>, b as ufixed<8,6>), first");
  }

  @Test
  void aTableNamesItsScoreAndWhatItsCodesAreOf() {
    Circuit.Table table = plot("tab1_0", 3);
    assertThat(table.caption())
        .isEqualTo("summand of the score yes, of the codes of 2^0*a - 2^-1*b, modulo 64 and a");
    assertThat(table.axes())
        .containsExactly("code enc2 of 2^0*a - 2^-1*b, modulo 64", "code enc0 of a");
    assertThat(plot("choice", 3).axes()).isEmpty();
  }
}
