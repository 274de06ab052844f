package io.formgate.benchmarks;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.LeastSquares;
import io.formgate.expression.Precision;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.RowEvaluator;
import io.formgate.expression.Tape;
import io.formgate.search.ConstantFit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Pattern;

/**
 * Measures the evaluator and the fit of constants beside Operon's, on the same trees and rows, in
 * short turns: the machine may have other work, so ratios of neighbouring turns are taken, in
 * processor time.
 */
public final class PeerRun {
  private static final List<Integer> ROWS = List.of(1_000, 10_000, 100_000);
  private static final int EVALUATED_TREES = 400;
  private static final int FITTED_TREES = 60;
  private static final int FITTED_NODES = 24;
  private static final int FITTED_CONSTANTS = 5;
  private static final int FIT_ITERATIONS = 10;
  private static final int ROUNDS = 9;
  private static final double TURN_SECONDS = 0.3;
  private static final double WARM_UP_SECONDS = 3;

  /** Of trees whose losses the peer must find too; the others lose digits in float32. */
  private static final double SAME_TREES = 0.9;

  private static final double SAME_LOSS = 0.01;

  private PeerRun() {}

  /** One program's work on all trees, some times; answers the seconds of processor time. */
  private interface Work {
    double seconds(int times) throws IOException;
  }

  /**
   * Measures what is missing for these sources and writes the page.
   *
   * @param arguments folder of the repository, commit, interpreter with the peers' packages, name
   *     and version of the peer, pattern of what to measure; {@code --page} behind the commit
   *     measures nothing
   * @throws IOException if the cells or the page cannot be read or written, or the peer fails
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    if (!arguments[2].equals("--page")) {
      measure(repository, arguments);
    }
    writePage(repository);
  }

  static void writePage(Path repository) throws IOException {
    Files.writeString(
        CellFile.page(repository, "peers"),
        PeerPage.text(cells(repository).read(), PeerSearchRun.cells(repository).read()));
  }

  static CellFile<PeerCell> cells(Path repository) {
    return new CellFile<>(
        CellFile.path(repository, "peers"), PeerCell.HEADER, PeerCell::parse, PeerCell::line);
  }

  private static void measure(Path repository, String[] arguments) throws IOException {
    CellFile<PeerCell> file = cells(repository);
    Pattern only = Pattern.compile(arguments[4]);
    Path script = repository.resolve("benchmarks").resolve("peers").resolve("kernels.py");
    try (PeerProcess peer = new PeerProcess(Path.of(arguments[2]), script)) {
      for (PeerMix mix : PeerMix.values()) {
        for (int rows : ROWS) {
          if (isWanted(file, only, arguments[1], "evaluate", mix, rows)) {
            file.append(shown(evaluations(peer, mix, rows, arguments)));
          }
        }
        if (isWanted(file, only, arguments[1], "fit", mix, ROWS.get(0))) {
          file.append(shown(List.of(fit(peer, mix, ROWS.get(0), arguments))));
        }
      }
    }
  }

  private static boolean isWanted(
      CellFile<PeerCell> file, Pattern only, String commit, String task, PeerMix mix, int rows)
      throws IOException {
    return only.matcher(task + " " + mix.name().toLowerCase(Locale.ROOT) + " " + rows).find()
        && file.readOf(commit, PeerCell::commit).stream()
            .noneMatch(
                c -> c.task().equals(task) && c.mix().equals(mix.shown()) && c.rows() == rows);
  }

  private static List<PeerCell> shown(List<PeerCell> cells) {
    cells.forEach(cell -> System.out.println(cell.line()));
    return cells;
  }

  /** Each precision of ours has a turn in every round. */
  private static List<PeerCell> evaluations(
      PeerProcess peer, PeerMix mix, int rows, String[] arguments) throws IOException {
    double[][] columns = PeerMix.columns(rows);
    RowBlocks blocks = PeerMix.rows(columns, rows);
    List<Tape> trees = mix.trees(EVALUATED_TREES, 17, 27, -1, blocks);
    give(peer, columns, trees);
    double[] theirs = peer.numbers("losses", rows);
    List<Precision> precisions = List.of(Precision.FLOAT32, Precision.FLOAT64);
    List<int[]> differ = new ArrayList<>();
    List<Work> works = new ArrayList<>();
    for (Precision precision : precisions) {
      RowEvaluator evaluator =
          RowEvaluator.of(precision, blocks, PeerMix.LONGEST, new LeastSquares());
      int[] differing = differences(i -> evaluator.loss(trees.get(i)) / rows, theirs, trees.size());
      if (differing[0] + differing[1] > (1 - SAME_TREES) * trees.size()) {
        throw new IllegalStateException(
            "the peer finds another loss for " + (differing[0] + differing[1]) + " trees");
      }
      differ.add(differing);
      double[] losses = new double[trees.size()];
      works.add(
          inProcessorTime(times -> {
            for (int k = 0; k < times; k++) {
              evaluator.losses(trees, losses);
            }
            return 0;
          }));
    }
    works.add(times -> Double.parseDouble(peer.ask("evaluate", rows, times)));
    double[][] seconds = turns(works);
    double nodeRows = (double) rows * nodes(trees);
    List<PeerCell> cells = new ArrayList<>();
    for (int p = 0; p < precisions.size(); p++) {
      cells.add(
          cell(
              "evaluate",
              precisions.get(p),
              mix,
              rows,
              trees,
              List.of(seconds[p], seconds[precisions.size()]),
              s -> nodeRows / s,
              "node-rows/s",
              differ.get(p),
              arguments));
    }
    return cells;
  }

  private static PeerCell fit(PeerProcess peer, PeerMix mix, int rows, String[] arguments)
      throws IOException {
    double[][] columns = PeerMix.columns(rows);
    RowBlocks blocks = PeerMix.rows(columns, rows);
    int shortest = mix == PeerMix.FUNCTIONS ? FITTED_NODES : FITTED_NODES - 1;
    List<Tape> trees = mix.trees(FITTED_TREES, shortest, FITTED_NODES, FITTED_CONSTANTS, blocks);
    give(peer, columns, trees);
    BatchEvaluator evaluator = new BatchEvaluator(blocks, PeerMix.LONGEST);
    int[] differ =
        differences(
            i -> ConstantFit.fit(trees.get(i).copy(), evaluator, FIT_ITERATIONS) / rows,
            peer.numbers("fitted", FIT_ITERATIONS),
            trees.size());
    Work ours =
        times -> {
          for (int k = 0; k < times; k++) {
            for (Tape tree : trees) {
              ConstantFit.fit(tree.copy(), evaluator, FIT_ITERATIONS);
            }
          }
          return 0;
        };
    double[][] seconds =
        turns(
            List.of(
                inProcessorTime(ours),
                times -> Double.parseDouble(peer.ask("fit", FIT_ITERATIONS, times))));
    return cell(
        "fit",
        Precision.FLOAT64,
        mix,
        rows,
        trees,
        List.of(seconds[0], seconds[1]),
        s -> 1e6 * s / trees.size(),
        "us/fit",
        differ,
        arguments);
  }

  /** {@return how many of our losses are larger and how many smaller than the peer's} */
  private static int[] differences(IntToDoubleFunction ours, double[] theirs, int trees) {
    int[] differ = new int[2];
    for (int i = 0; i < trees; i++) {
      double our = ours.applyAsDouble(i);
      if (!(our <= theirs[i] * (1 + SAME_LOSS)) && !Double.isNaN(theirs[i])) {
        differ[0]++;
      } else if (!(theirs[i] <= our * (1 + SAME_LOSS))) {
        differ[1]++;
      }
    }
    return differ;
  }

  private static int nodes(List<Tape> trees) {
    return trees.stream().mapToInt(Tape::length).sum();
  }

  private static void give(PeerProcess peer, double[][] columns, List<Tape> trees)
      throws IOException {
    Path data = Files.createTempFile("formgate-peer", ".f64");
    Path text = Files.createTempFile("formgate-peer", ".txt");
    try {
      RegressionSet.write(columns, data);
      Files.write(text, trees.stream().map(PeerMix::postfix).toList());
      peer.ask("load", data, columns[0].length, columns.length);
      int nodes = Integer.parseInt(peer.ask("trees", text));
      if (nodes != nodes(trees)) {
        throw new IllegalStateException("the peer reads " + nodes + " nodes of " + nodes(trees));
      }
    } finally {
      Files.delete(data);
      Files.delete(text);
    }
  }

  private static Work inProcessorTime(Work work) {
    var threads = ManagementFactory.getThreadMXBean();
    return times -> {
      long start = threads.getCurrentThreadCpuTime();
      work.seconds(times);
      return (threads.getCurrentThreadCpuTime() - start) * 1e-9;
    };
  }

  /** {@return the seconds for all trees once, of each program, in each round} */
  private static double[][] turns(List<Work> works) throws IOException {
    int[] times = new int[works.size()];
    for (int w = 0; w < works.size(); w++) {
      double spent = 0;
      int done = 0;
      double last = 0;
      while (spent < WARM_UP_SECONDS) {
        last = works.get(w).seconds(1);
        spent += Math.max(last, 1e-5);
        done++;
      }
      times[w] = Math.max(1, (int) (TURN_SECONDS / Math.max(last, spent / done / 10)));
    }
    double[][] seconds = new double[works.size()][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int w = 0; w < works.size(); w++) {
        seconds[w][round] = works.get(w).seconds(times[w]) / times[w];
      }
    }
    return seconds;
  }

  private static PeerCell cell(
      String task,
      Precision precision,
      PeerMix mix,
      int rows,
      List<Tape> trees,
      List<double[]> seconds,
      DoubleUnaryOperator inUnit,
      String unit,
      int[] differ,
      String[] arguments)
      throws IOException {
    double[] speedUps = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      speedUps[round] = seconds.get(1)[round] / seconds.get(0)[round];
    }
    Arrays.sort(speedUps);
    return new PeerCell(
        task,
        precision.bits(),
        mix.shown(),
        rows,
        trees.size(),
        (double) nodes(trees) / trees.size(),
        ROUNDS,
        inUnit.applyAsDouble(median(seconds.get(0))),
        inUnit.applyAsDouble(median(seconds.get(1))),
        unit,
        median(speedUps),
        speedUps[0],
        speedUps[ROUNDS - 1],
        differ[0],
        differ[1],
        arguments[3],
        arguments[1],
        Benchmarks.machine(),
        Runtime.version().toString(),
        LocalDate.now(ZoneOffset.UTC).toString());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
