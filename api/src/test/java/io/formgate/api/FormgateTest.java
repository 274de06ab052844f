package io.formgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.Dataset;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a front promises beside the example of the documentation. */
final class FormgateTest {
  private static final String SPEC =
      """
      data "in memory"
      input a : 1 as ufixed<8,3> in [0, 7.9]
      input b : 1 as fixed<8,3> in [-3.95, 3.95]
      output y : 1 as fixed<12,7> saturate tolerance 0.5
      operators + - *
      hardware xcvu9p-2 clock 5 ns
      search iterations 2, seed 1, populations 2, population 30
      """;

  private static Spec spec() {
    return SpecParser.parse(new SourceText("example.fg", SPEC), Path.of(""));
  }

  private static Dataset data() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] columns = new double[3][60];
    for (int row = 0; row < 60; row++) {
      columns[0][row] = random.nextDouble(0, 7.9);
      columns[1][row] = random.nextDouble(-3.95, 3.95);
      columns[2][row] = columns[0][row] * columns[1][row] + 1.5;
    }
    return new Dataset(List.of("a", "b", "y"), columns);
  }

  @Test
  void frontIsTheSameOnOneThread() {
    assertThat(formulas(Formgate.search(spec(), data(), 1)))
        .isEqualTo(formulas(Formgate.search(spec(), data(), 2)));
  }

  private static List<String> formulas(Front front) {
    return front.formulas().stream().map(f -> f.formula() + " " + f.loss()).toList();
  }

  @Test
  void circuitsKeepTheToleranceOfTheSpec() {
    Front front = Formgate.search(spec(), data());
    assertThat(front.size()).isGreaterThan(1);
    FrontFormula best = front.get(front.size() - 1);
    assertThat(best.latencyCycles()).isGreaterThanOrEqualTo(front.get(0).latencyCycles());
    double[][] rows = {{1, 2}, {7.5, -3.5}};
    double[] hardware = best.predict(rows);
    double[] real = best.predictReal(rows);
    for (int i = 0; i < rows.length; i++) {
      // The inputs are values of their formats, so the tolerance of the spec holds.
      assertThat(Math.abs(hardware[i] - real[i])).isLessThanOrEqualTo(0.5);
    }
  }

  @Test
  void missingColumnsAndWrongRowsAreNamed() {
    Dataset lacks = data().select(List.of("a", "y"));
    assertThatThrownBy(() -> Formgate.search(spec(), lacks))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("no column 'b'");
    FrontFormula any = Formgate.search(spec(), data(), 1).get(0);
    assertThatThrownBy(() -> any.predict(new double[][] {{1}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 inputs");
    assertThat(Arrays.stream(any.predict(new double[0][]))).isEmpty();
  }
}
