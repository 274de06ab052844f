package io.formgate.benchmarks;

import io.formgate.expression.Dataset;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.search.Admission;
import io.formgate.search.HardwareDemand;
import io.formgate.search.RandomSource;
import io.formgate.search.SearchEngine;
import io.formgate.search.SearchListener;
import io.formgate.search.SearchOptions;
import io.formgate.search.SearchProblem;
import io.formgate.search.SearchProgress;
import io.formgate.search.SearchResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Searches random rows and samples what the search does. */
public final class SharesRun {
  private static final int SECONDS = 20;
  private static final int WARM_UP_SECONDS = 5;
  private static final int SAMPLE_MILLIS = 10;
  private static final int MAX_NODES = 30;
  private static final String SAMPLE = "jdk.ExecutionSample";
  private static final String SEARCH = "io.formgate.search.";

  private static final List<Operator> OPERATORS =
      List.of(
          Operator.ADD,
          Operator.SUBTRACT,
          Operator.MULTIPLY,
          Operator.DIVIDE,
          Operator.SIN,
          Operator.EXP,
          Operator.LOG,
          Operator.SQRT);

  /** Rows and inputs of the searches. */
  private static final List<int[]> SIZES =
      List.of(new int[] {200, 5}, new int[] {1000, 5}, new int[] {4000, 10}, new int[] {4000, 25});

  /** What a search spends time on. */
  private enum Part {
    SCORES,
    FITS,
    GRAFTS,
    PROPOSALS,
    CHANGES,
    REST
  }

  private SharesRun() {}

  /**
   * Measures and writes the page.
   *
   * @param arguments folder of the repository, commit; {@code --page} behind them measures nothing
   * @throws IOException if the cells or the page cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    CellFile<SharesCell> file = cells(repository);
    if (arguments.length == 2) {
      for (int[] size : SIZES) {
        SharesCell cell = measured(size[0], size[1], arguments[1]);
        file.append(List.of(cell));
        System.out.println(cell.line());
      }
    }
    Files.writeString(CellFile.page(repository, "shares"), SharesPage.text(file.read()));
  }

  static CellFile<SharesCell> cells(Path repository) {
    return new CellFile<>(
        CellFile.path(repository, "shares"),
        SharesCell.HEADER,
        SharesCell::parse,
        SharesCell::line);
  }

  private static SharesCell measured(int rows, int inputs, String commit) throws IOException {
    SearchOptions options =
        SearchOptions.of(OPERATORS).withIterations(Integer.MAX_VALUE).withMaxSize(MAX_NODES);
    List<String> names = IntStream.rangeClosed(1, inputs).mapToObj(i -> "x" + i).toList();
    SearchProblem problem = SearchProblem.leastSquares(friedman(rows, names), names, options);
    Path recorded = Files.createTempFile("shares", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(SAMPLE).withPeriod(Duration.ofMillis(SAMPLE_MILLIS));
      recording.start();
      Instant start = Instant.now();
      SearchResult result =
          SearchEngine.run(
              problem,
              NodeCount::new,
              () -> Admission.ALL,
              HardwareDemand.NONE,
              1,
              new SearchListener() {
                @Override
                public boolean onEpoch(SearchProgress progress) {
                  return Duration.between(start, Instant.now()).toSeconds() < SECONDS;
                }
              });
      double seconds = Duration.between(start, Instant.now()).toMillis() / 1e3;
      recording.dump(recorded);
      Map<Part, Integer> counts = counts(recorded, start.plusSeconds(WARM_UP_SECONDS));
      int all = counts.values().stream().mapToInt(Integer::intValue).sum();
      if (all == 0) {
        throw new IllegalStateException("the runtime sampled nothing of the search");
      }
      return new SharesCell(
          rows,
          inputs,
          Math.min(rows, options.screenRows()),
          (int) Math.round(seconds),
          result.evaluations(),
          all,
          percent(counts, Part.SCORES, all),
          percent(counts, Part.FITS, all),
          percent(counts, Part.GRAFTS, all),
          percent(counts, Part.PROPOSALS, all),
          percent(counts, Part.CHANGES, all),
          percent(counts, Part.REST, all),
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
          commit,
          Benchmarks.machine(),
          Runtime.version().toString(),
          LocalDate.now(ZoneOffset.UTC).toString());
    } finally {
      Files.delete(recorded);
    }
  }

  private static double percent(Map<Part, Integer> counts, Part part, int all) {
    return 100.0 * counts.getOrDefault(part, 0) / all;
  }

  /** Friedman's function (Annals of Statistics 19, 1991) with normal noise. */
  private static RowBlocks friedman(int rows, List<String> names) {
    RandomSource random = new RandomSource(1);
    double[][] columns = new double[names.size() + 1][rows];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < names.size(); c++) {
        columns[c][r] = random.nextDouble();
      }
      double shifted = columns[2][r] - 0.5;
      columns[names.size()][r] =
          10 * StrictMath.sin(Math.PI * columns[0][r] * columns[1][r])
              + 20 * shifted * shifted
              + 10 * columns[3][r]
              + 5 * columns[4][r]
              + random.nextGaussian();
    }
    List<String> all = new ArrayList<>(names);
    all.add("y");
    return new RowBlocks(new Dataset(all, columns), names, "y");
  }

  private static Map<Part, Integer> counts(Path recorded, Instant from) throws IOException {
    Map<Part, Integer> counts = new EnumMap<>(Part.class);
    try (RecordingFile file = new RecordingFile(recorded)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals(SAMPLE)
            && event.getStackTrace() != null
            && event.getStartTime().isAfter(from)) {
          partOf(event.getStackTrace().getFrames())
              .ifPresent(part -> counts.merge(part, 1, Integer::sum));
        }
      }
    }
    return counts;
  }

  /** {@return what a stack is part of; empty if it is not the search's} */
  private static Optional<Part> partOf(List<RecordedFrame> frames) {
    Set<String> classes = new HashSet<>();
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      if (type.startsWith(SEARCH)) {
        classes.add(type.substring(SEARCH.length()));
      }
    }
    if (classes.isEmpty()) {
      return Optional.empty();
    }
    if (classes.contains("Proposals")) {
      return Optional.of(Part.PROPOSALS);
    }
    if (classes.contains("Grafts") || classes.contains("SampledBlocks")) {
      return Optional.of(Part.GRAFTS);
    }
    if (classes.contains("ConstantOptimizer")) {
      return Optional.of(Part.FITS);
    }
    if (classes.contains("Screen")) {
      return Optional.of(Part.SCORES);
    }
    return Optional.of(classes.contains("Island") ? Part.CHANGES : Part.REST);
  }
}
