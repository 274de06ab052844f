package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Dataset;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Operator;
import io.formgate.expression.Precision;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Searches whose candidates are scored in float32. */
class PrecisionTest {
  private static final RowBlocks ROWS =
      Samples.rows(500, 3, (x, y) -> 3 * Math.cosh(y) + Math.sqrt(1 + x * x));
  private static final SearchOptions SMALL =
      SearchOptions.of(Samples.OPERATORS)
          .withPopulations(4, 30)
          .withCyclesPerIteration(200)
          .withIterations(6)
          .withMaxSize(16)
          .withPrecision(Precision.FLOAT32);

  private static SearchResult run(int threads, Optional<Checkpoint> start, List<Checkpoint> kept) {
    return SearchEngine.run(
        Samples.problem(ROWS, SMALL),
        PathMeasure::new,
        () -> Admission.ALL,
        HardwareDemand.NONE,
        threads,
        start,
        progress -> {
          kept.add(progress.checkpoint().get());
          return true;
        });
  }

  @Test
  void theFrontIsTheSameForAnyThreadsAndScoredInFloat64() {
    List<Checkpoint> kept = new ArrayList<>();
    SearchResult result = run(1, Optional.empty(), kept);

    assertThat(run(2, Optional.empty(), new ArrayList<>())).isEqualTo(result);
    assertThat(run(2, Optional.of(kept.get(2)), new ArrayList<>())).isEqualTo(result);
    BatchEvaluator evaluator = new BatchEvaluator(ROWS, 20);
    assertThat(result.front()).isNotEmpty();
    for (FrontEntry entry : result.front()) {
      double loss = evaluator.loss(entry.formula()) / ROWS.rows();
      assertThat(entry.loss()).isCloseTo(loss, within(1e-12 * loss));
    }
    assertThat(kept.getFirst().isOf(Samples.problem(ROWS, SMALL))).isTrue();
    SearchOptions wide = SMALL.withPrecision(Precision.FLOAT64);
    assertThat(kept.getFirst().isOf(Samples.problem(ROWS, wide))).isFalse();
  }

  @Test
  void aConstantHasNoSlope() {
    RowBlocks rows = Samples.rows(300, 4, (x, y) -> x);
    Tape shape = new Tape(6);
    shape.addVariable(0);
    shape.addConstant(1e9);
    shape.addOperator(Operator.ADD);
    Screen narrow = new Screen(Samples.worker(rows, SMALL), rows);
    Screen wide = new Screen(Samples.worker(rows, SMALL.withPrecision(Precision.FLOAT64)), rows);

    assertThat(narrow.evaluate(shape)).isTrue();
    assertThat(narrow.slope(Scaling.AFFINE)).isZero();
    assertThat(wide.evaluate(shape)).isTrue();
    assertThat(wide.slope(Scaling.AFFINE)).isCloseTo(1, within(1e-6));
  }

  private static SearchProblem problem(String precision, double value) {
    String text =
        """
        data "d.csv"
        input x as fixed<8,4>
        output y as fixed<8,4>
        operators + *
        hardware xcvu9p-2 clock 5 ns
        search precision\s\
        """
            + precision
            + "\n";
    Spec spec = SpecParser.parse(new SourceText("s.fg", text), Path.of(""));
    Dataset data = new Dataset(List.of("x", "y"), new double[][] {{-1, 0, value}, {1, 2, 3}});
    return SpecProblem.of(spec, spec.output(), new RowBlocks(data, List.of("x"), "y"), 5, 1);
  }

  @Test
  void dataThatFloatsDoNotHoldAreRefused() {
    assertThat(problem("32", 3).options().precision()).isEqualTo(Precision.FLOAT32);
    assertThat(problem("64", 1e200).options().precision()).isEqualTo(Precision.FLOAT64);
    for (double value : new double[] {1e200, -1e39, 1e-40}) {
      assertThatThrownBy(() -> problem("32", value))
          .isInstanceOfSatisfying(
              DiagnosticException.class,
              e -> {
                assertThat(e.diagnostics().getFirst().code())
                    .isEqualTo(DiagnosticCode.SEARCH_PRECISION);
                assertThat(e.diagnostics().getFirst().message())
                    .contains("float32", Double.toString(value), "'x'", "row 3");
              });
    }
  }
}
