package io.formgate.benchmarks;

import io.formgate.expression.Dataset;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.search.Admission;
import io.formgate.search.HardwareDemand;
import io.formgate.search.RandomSource;
import io.formgate.search.SearchEngine;
import io.formgate.search.SearchOptions;
import io.formgate.search.SearchProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.stream.IntStream;

/** The most heap that a search of many rows uses, in a process whose heap is bounded. */
public final class MemoryRun {
  /** Its name among the benchmarks. */
  static final String NAME = "MemoryRun.peakHeap";

  private static final int ROWS = 1_000_000;
  private static final int INPUTS = 20;
  private static final int LIMIT_MIB = 1024;
  private static final int EPOCHS = 3;
  private static final double MIB = 1 << 20;

  private MemoryRun() {}

  /**
   * Searches some epochs and prints the peak of the heap in MiB, garbage that was not yet collected
   * included.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    List<String> names = IntStream.rangeClosed(0, INPUTS).mapToObj(i -> "x" + i).toList();
    SearchOptions options =
        SearchOptions.of(List.of(Operator.ADD, Operator.MULTIPLY, Operator.SIN))
            .withIterations(EPOCHS)
            .withMaxSize(20)
            .withPopulations(2, 30)
            .withSeed(1);
    SearchProblem problem =
        SearchProblem.leastSquares(rows(names), names.subList(0, INPUTS), options);
    SearchEngine.run(
        problem,
        NodeCount::new,
        () -> Admission.ALL,
        HardwareDemand.NONE,
        Runtime.getRuntime().availableProcessors(),
        _ -> true);
    double peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum();
    System.out.println(Math.min(peak, (double) Runtime.getRuntime().maxMemory()) / MIB);
  }

  private static RowBlocks rows(List<String> names) {
    RandomSource random = new RandomSource(1);
    double[][] columns = new double[INPUTS + 1][ROWS];
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < INPUTS; c++) {
        columns[c][r] = (float) random.nextDouble();
      }
      columns[INPUTS][r] = columns[0][r] * columns[1][r] + Math.sqrt(columns[2][r]);
    }
    return new RowBlocks(new Dataset(names, columns), names.subList(0, INPUTS), names.getLast());
  }

  /**
   * {@return the peak in MiB of a run in a process of its own with a heap of {@value #LIMIT_MIB}
   * MiB}
   *
   * @throws IOException if it does not get through, as when the heap does not suffice
   * @throws InterruptedException if this thread is interrupted before the process ends
   */
  static double peakMib() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "%s/bin/java".formatted(System.getProperty("java.home")),
                "-Xmx" + LIMIT_MIB + "m",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryRun.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line;
    try (BufferedReader lines = process.inputReader()) {
      line = lines.readLine();
    }
    int exit = process.waitFor();
    if (line == null || exit != 0) {
      throw new IOException("a search of many rows ended with " + exit + ", its figure " + line);
    }
    return Double.parseDouble(line);
  }
}
