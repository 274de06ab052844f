package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.Dataset;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Data that no one plans: the search ends, and what it finds is finite. */
class UnusualDataTest {
  private static final List<Operator> OPERATORS =
      List.of(
          Operator.ADD,
          Operator.SUBTRACT,
          Operator.MULTIPLY,
          Operator.DIVIDE,
          Operator.SQRT,
          Operator.EXP,
          Operator.LOG);

  private static double[] column(int rows, IntToDoubleFunction value) {
    double[] column = new double[rows];
    Arrays.setAll(column, value);
    return column;
  }

  /** Searches with the last column as the target. */
  private static SearchResult search(double[]... columns) {
    List<String> names = new ArrayList<>();
    for (int c = 0; c + 1 < columns.length; c++) {
      names.add("x" + c);
    }
    List<String> inputs = List.copyOf(names);
    names.add("y");
    RowBlocks rows = new RowBlocks(new Dataset(names, columns), inputs, "y");
    SearchOptions options =
        SearchOptions.of(OPERATORS)
            .withPopulations(3, 20)
            .withCyclesPerIteration(200)
            .withIterations(12)
            .withMaxSize(15);
    long startNanos = System.nanoTime();
    SearchResult result =
        SearchEngine.run(
            SearchProblem.leastSquares(rows, inputs, options),
            PathMeasure::new,
            () -> Admission.ALL,
            HardwareDemand.NONE,
            2,
            _ -> true);
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofMinutes(1));
    assertThat(result.front()).isNotEmpty();
    for (FrontEntry entry : result.front()) {
      assertThat(entry.loss()).isFinite().isNotNegative();
      for (int i = 0; i < entry.formula().length(); i++) {
        assertThat(!entry.formula().isConstant(i) || Double.isFinite(entry.formula().constantAt(i)))
            .isTrue();
      }
    }
    return result;
  }

  private static double best(SearchResult result) {
    return result.best().orElseThrow().loss();
  }

  private static double noise(int row, long seed) {
    return new RandomSource(seed).split(row).nextDouble();
  }

  @Test
  void aTargetOfZerosIsFoundAsZero() {
    assertThat(best(search(column(50, r -> noise(r, 1)), column(50, r -> 0)))).isZero();
  }

  @Test
  void aConstantTargetIsFoundAsAConstant() {
    SearchResult result = search(column(50, r -> noise(r, 1)), column(50, r -> 7.25));
    assertThat(best(result)).isLessThan(1e-20);
    assertThat(result.front()).hasSize(1);
  }

  @Test
  void aConstantColumnIsNoHindrance() {
    double loss =
        best(
            search(
                column(50, r -> 3),
                column(50, r -> noise(r, 1)),
                column(50, r -> 2 * noise(r, 1))));
    assertThat(loss).isLessThan(1e-20);
  }

  @Test
  void onlyConstantColumnsGiveTheMean() {
    SearchResult result = search(column(4, r -> 3), column(4, r -> r % 2));
    assertThat(best(result)).isEqualTo(0.25);
    assertThat(result.front()).hasSize(1);
  }

  @Test
  void equalColumnsAreNoHindrance() {
    double[] x = column(50, r -> noise(r, 1));
    assertThat(best(search(x, x.clone(), x.clone(), column(50, r -> 1 - x[r] * x[r]))))
        .isLessThan(1e-20);
  }

  @Test
  void oneRowIsMetByAConstant() {
    SearchResult result = search(column(1, r -> 2), column(1, r -> 5));
    assertThat(best(result)).isLessThan(1e-20);
    assertThat(result.front()).hasSize(1);
  }

  @Test
  void moreColumnsThanRowsAreSearched() {
    double[][] columns = new double[41][];
    for (int c = 0; c < columns.length; c++) {
      int seed = c;
      columns[c] = column(8, r -> noise(r, seed));
    }
    search(columns);
  }

  @Test
  void hugeAndTinyInputsStayFinite() {
    for (double scale : new double[] {1e-300, 1e-150, 1e150, 1e300}) {
      search(column(60, r -> scale * (1 + noise(r, 1))), column(60, r -> noise(r, 2)));
      search(
          column(60, r -> scale * (1 + noise(r, 1))),
          column(60, r -> (1 + noise(r, 1)) / scale),
          column(60, r -> 2 + noise(r, 1)));
    }
  }

  @Test
  void aTargetWhoseSquaresAreNumbersIsSearched() {
    for (double scale : new double[] {1e-130, 1e130}) {
      double loss =
          best(search(column(60, r -> noise(r, 1)), column(60, r -> scale * (2 + noise(r, 1)))));
      assertThat(loss).isLessThan(1e-20 * scale * scale);
    }
  }

  @Test
  void aTargetWhoseSquaresAreNoNumbersIsRefused() {
    for (double scale : new double[] {1e-300, 1e-160, 1e160, 1e300}) {
      assertThatThrownBy(
              () -> search(column(60, r -> noise(r, 1)), column(60, r -> scale * noise(r, 2))))
          .isInstanceOf(DiagnosticException.class)
          .hasMessageContaining("leaves the range of numbers");
    }
  }
}
