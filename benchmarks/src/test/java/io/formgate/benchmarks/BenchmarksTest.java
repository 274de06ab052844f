package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.UnitSolution;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.TimeValue;

/** The benchmarks run, and the page shows what is in the cells. */
class BenchmarksTest {
  @Test
  void evaluatorIsMeasured() throws RunnerException {
    Result<?> result =
        Benchmarks.measure("EvaluatorBenchmark.nodeRows", 0, 1, TimeValue.milliseconds(50));
    assertThat(result.getScore()).isGreaterThan(1e5);
    assertThat(result.getScoreUnit()).isEqualTo("ops/s");
  }

  @Test
  void formulaIsRead() {
    assertThat(new FormulaBenchmark().parse().size()).isEqualTo(DimuonLaw.NODES);
  }

  @Test
  void unitBenchmarksFindUnitsThatAgree() {
    UnitBenchmark benchmark = new UnitBenchmark();
    assertThat(benchmark.violationsWithOpenConstants()).isZero();
    assertThat(benchmark.violationsWithPureNumbers()).isEqualTo(1);
    assertThat(benchmark.unitsOfConstants()).isInstanceOf(UnitSolution.Agreement.class);
  }

  @Test
  void compilerBenchmarksComputeSomething() {
    CompilerBenchmark benchmark = new CompilerBenchmark();
    assertThat(benchmark.quantizeAndSchedule().latencyCycles()).isPositive();
    assertThat(benchmark.emitSystemVerilog().systemVerilog()).contains("module dimuon(");
  }

  @Test
  void estimatesAreOfCandidatesThatCost() {
    EstimateBenchmark benchmark = new EstimateBenchmark();
    assertThat(benchmark.ofTheFormula().latencyCycles()).isPositive();
    assertThat(benchmark.asASearchAsks()).isPositive();
    assertThat(benchmark.ofDistinctStructures()).isPositive();
    assertThat(benchmark.ofChangedConstants()).isPositive();
  }

  @Test
  void theScheduledCircuitHasAbout2000Nodes() {
    SchedulerBenchmark benchmark = new SchedulerBenchmark();
    assertThat(benchmark.nodes()).isBetween(1950, 2100);
    assertThat(benchmark.at5Ns().latencyCycles()).isPositive();
  }

  @Test
  void constraintsAreMeasuredOnACandidateThatKeepsThem() {
    assertThat(new ConstraintBenchmark().unitsAndStructure()).isZero();
    assertThat(ConstraintBenchmark.tape().length()).isEqualTo(ConstraintBenchmark.NODES);
    assertThat(ShapeBenchmark.formula().size()).isEqualTo(ShapeBenchmark.NODES);
    assertThat(new ShapeBenchmark().inRange().distance()).isNotNegative();
  }

  @Test
  void everyBenchmarkIsOnThePage() {
    assertThat(Benchmarks.all().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of(MemoryRun.NAME),
                    Stream.of(
                            FormulaBenchmark.class,
                            EvaluatorBenchmark.class,
                            ConstraintBenchmark.class,
                            ShapeBenchmark.class,
                            UnitBenchmark.class,
                            EstimateBenchmark.class,
                            CompilerBenchmark.class,
                            SchedulerBenchmark.class)
                        .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
                        .filter(m -> m.isAnnotationPresent(Benchmark.class))
                        .map(BenchmarksTest::name))
                .toList());
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  @Test
  void newestCellOfAMachineCountsAndMissingOnesAreShown() {
    Cell old = Cell.parse("2026-01-01,abc,one CPU,25,EvaluatorBenchmark.nodeRows,1.0,NaN,ops/s");
    Cell newer = Cell.parse("2026-02-01,def,one CPU,25,EvaluatorBenchmark.nodeRows,2.5,0.5,ops/s");
    assertThat(Cell.parse(newer.line())).isEqualTo(newer);
    String page = BenchmarksPage.text(List.of(old, newer), Benchmarks.all());
    assertThat(page).contains("| 2.50 | 0.500 | ops/s | 2026-02-01, def, Java 25 |");
    assertThat(page).doesNotContain("2026-01-01");
    assertThat(page).containsPattern("schedule the formula \\| missing");
  }

  @Test
  void pageIsTheOneOfTheCells() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    List<Cell> cells = Benchmarks.cells(repository).read();
    assertThat(cells).isNotEmpty();
    assertThat(Files.readString(repository.resolve("docs").resolve("benchmarks.md")))
        .isEqualTo(BenchmarksPage.text(cells, Benchmarks.all()));
  }
}
