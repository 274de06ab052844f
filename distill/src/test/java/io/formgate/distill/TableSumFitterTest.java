package io.formgate.distill;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.TableSum;
import io.formgate.expression.FixedFormat;
import io.formgate.search.RandomSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fitter finds classes that tables can tell apart, the same for the same rows. */
class TableSumFitterTest {
  private static final int ROWS = 4000;
  private static final FixedFormat FORMAT = new FixedFormat(true, 10, 4);

  private static int[][] inputs(long seed) {
    RandomSource random = new RandomSource(seed);
    int[][] raw = new int[3][ROWS];
    for (int[] column : raw) {
      for (int row = 0; row < ROWS; row++) {
        column[row] = random.nextInt(-256, 256);
      }
    }
    return raw;
  }

  /** A ring, its inside, and outside of it where the third input is large. */
  private static int truth(int[][] raw, int row) {
    double x = raw[0][row] / 64.0;
    double y = raw[1][row] / 64.0;
    double r = Math.hypot(x, y);
    return r < 1.5 ? 0 : r < 3 ? 1 : raw[2][row] > 0 ? 2 : 1;
  }

  private static List<TableSumFitter.Design> fit(int[][] raw, int terms) {
    double[] targets = new double[ROWS * 3];
    for (int row = 0; row < ROWS; row++) {
      targets[row * 3 + truth(raw, row)] = 1;
    }
    List<TableSum.Input> ports =
        List.of(
            new TableSum.Input("x", FORMAT),
            new TableSum.Input("y", FORMAT),
            new TableSum.Input("z", FORMAT));
    return TableSumFitter.fit(
        new TableSumFitter.Request("ring", ports, List.of("a", "b", "c"), terms, List.of(3), false),
        new FitRows(raw, targets, 3),
        _ -> {});
  }

  @Test
  void classesOfOtherRowsAreTold() {
    List<TableSumFitter.Design> designs = fit(inputs(1), 2);
    int[][] other = inputs(2);
    int right = 0;
    for (int row = 0; row < ROWS; row++) {
      long[] raw = {other[0][row], other[1][row], other[2][row]};
      right += designs.getLast().sum().classIndex(raw) == truth(other, row) ? 1 : 0;
    }
    assertThat(designs).hasSize(2);
    assertThat((double) right / ROWS).isGreaterThan(0.85);
  }

  @Test
  void sameRowsGiveTheSameTables() {
    assertThat(fit(inputs(1), 1).getFirst().sum()).isEqualTo(fit(inputs(1), 1).getFirst().sum());
  }
}
