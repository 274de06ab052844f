package io.formgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures the benchmarks that are missing and writes the page. */
public final class Benchmarks {
  private static final int WARM_UP_ITERATIONS = 3;
  private static final int ITERATIONS = 5;

  private Benchmarks() {}

  /** {@return name and meaning of every benchmark, in the order of the page} */
  static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("FormulaBenchmark.parse", "read the formula");
    all.put("EvaluatorBenchmark.nodeRows", "evaluate a candidate: nodes times rows");
    all.put("ConstraintBenchmark.unitsAndStructure", "units and constraints of 20 nodes");
    all.put("ShapeBenchmark.increasing", "whether a formula of 22 nodes increases in an input");
    all.put("ShapeBenchmark.convex", "whether it is convex in an input");
    all.put("ShapeBenchmark.inRange", "whether it stays in a range");
    all.put("ShapeBenchmark.symmetric", "whether it is symmetric in two inputs");
    all.put(
        "UnitBenchmark.violationsWithOpenConstants",
        "check the units of 20 nodes whose constants may carry any");
    all.put(
        "UnitBenchmark.violationsWithPureNumbers",
        "check the units of 20 nodes whose constants are pure numbers");
    all.put("UnitBenchmark.unitsOfConstants", "units of the constants of 20 nodes");
    all.put("EstimateBenchmark.ofTheFormula", "estimate the formula with a factor and a term");
    all.put(
        "EstimateBenchmark.asASearchAsks",
        "estimate candidates of 18 to 22 nodes, as a search asks for them");
    all.put("EstimateBenchmark.ofDistinctStructures", "the same, no two of one structure");
    all.put("EstimateBenchmark.ofChangedConstants", "the same, few structures, other constants");
    all.put("CompilerBenchmark.quantizeAndSchedule", "quantize and schedule the formula");
    all.put("SchedulerBenchmark.at5Ns", "schedule 2,000 nodes at 5 ns");
    all.put("SchedulerBenchmark.at2500Ps", "schedule 2,000 nodes at 2.5 ns");
    all.put("SchedulerBenchmark.oneCycleEach", "schedule 2,000 nodes, a cycle for each operation");
    all.put("CompilerBenchmark.emitSystemVerilog", "SystemVerilog of the schedule");
    all.put(
        MemoryRun.NAME,
        "peak heap of a search of 1,000,000 rows and 20 inputs, in a heap of 1,024 MiB");
    return all;
  }

  /**
   * Measures every benchmark whose figure for these sources and this machine is missing.
   *
   * @param arguments folder of the repository, commit, a regular expression for names
   * @throws IOException if the cells or the page cannot be read or written
   * @throws RunnerException if a benchmark fails
   * @throws InterruptedException if this thread is interrupted
   */
  public static void main(String[] arguments)
      throws IOException, RunnerException, InterruptedException {
    Path repository = Path.of(arguments[0]);
    String commit = arguments[1];
    Pattern only = Pattern.compile(arguments[2]);
    CellFile<Cell> file = cells(repository);
    String machine = machine();
    String jdk = Runtime.version().toString();
    for (String name : all().keySet()) {
      List<Cell> cells = file.read();
      if (only.matcher(name).find()
          && cells.stream().noneMatch(c -> c.stands(commit, machine, jdk, name))) {
        Figure figure = figure(name);
        Cell cell =
            new Cell(
                LocalDate.now(ZoneOffset.UTC).toString(),
                commit,
                machine,
                jdk,
                name,
                figure.score(),
                figure.error(),
                figure.unit());
        file.append(List.of(cell));
        System.out.printf(Locale.ROOT, "%-45s %,16.3f %s%n", name, figure.score(), figure.unit());
      }
    }
    Files.writeString(
        CellFile.page(repository, "benchmarks"), BenchmarksPage.text(file.read(), all()));
  }

  /** A score, half of its confidence interval and their unit. */
  private record Figure(double score, double error, String unit) {}

  private static Figure figure(String name)
      throws IOException, RunnerException, InterruptedException {
    if (name.equals(MemoryRun.NAME)) {
      return new Figure(MemoryRun.peakMib(), Double.NaN, "MiB");
    }
    Result<?> result = measure(name, 1, ITERATIONS, TimeValue.seconds(1));
    return new Figure(result.getScore(), result.getScoreError(), result.getScoreUnit());
  }

  static CellFile<Cell> cells(Path repository) {
    return new CellFile<>(CellFile.path(repository, "cells"), Cell.HEADER, Cell::parse, Cell::line);
  }

  /**
   * {@return the figure of one benchmark}
   *
   * @param forks JVMs to measure in; 0 measures in this one
   */
  static Result<?> measure(String name, int forks, int iterations, TimeValue time)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + Pattern.quote(name) + "$")
            .forks(forks)
            .warmupIterations(forks == 0 ? 0 : WARM_UP_ITERATIONS)
            .warmupTime(time)
            .measurementIterations(iterations)
            .measurementTime(time)
            .jvmArgs("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    return new Runner(options.build()).runSingle().getPrimaryResult();
  }

  static String machine() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    String model = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (Files.isReadable(info)) {
      for (String line : Files.readAllLines(info)) {
        if (line.startsWith("model name")) {
          model = line.substring(line.indexOf(':') + 1).strip();
          break;
        }
      }
    }
    return model.replace(',', ' ')
        + "; "
        + Runtime.getRuntime().availableProcessors()
        + " processors";
  }
}
