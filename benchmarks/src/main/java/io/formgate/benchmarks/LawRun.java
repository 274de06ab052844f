package io.formgate.benchmarks;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.search.Admission;
import io.formgate.search.FrontEntry;
import io.formgate.search.HardwareDemand;
import io.formgate.search.RandomSource;
import io.formgate.search.SearchEngine;
import io.formgate.search.SearchOptions;
import io.formgate.search.SearchProblem;
import io.formgate.search.SearchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Searches the laws of EmpiricalBench and that of the dimuon example, and judges the fronts. */
public final class LawRun {
  private static final int POINTS = 200;
  private static final int MAX_SIZE = 30;
  private static final List<Operator> OPERATORS =
      List.of(
          Operator.ADD,
          Operator.SUBTRACT,
          Operator.MULTIPLY,
          Operator.DIVIDE,
          Operator.SQUARE,
          Operator.CUBE,
          Operator.EXP,
          Operator.LOG,
          Operator.SQRT);

  private LawRun() {}

  /**
   * Searches what is missing for these sources and writes the page.
   *
   * @param arguments folder of the repository, commit, folder of the data, seconds of a search,
   *     pattern of the laws' names, seeds; {@code --page} behind the commit searches nothing
   * @throws IOException if the data, the cells or the page cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    CellFile<LawCell> file = cells(repository);
    if (!arguments[2].equals("--page")) {
      int seconds = Integer.parseInt(arguments[3]);
      Pattern only = Pattern.compile(arguments[4]);
      for (String seed : List.of(arguments).subList(5, arguments.length)) {
        for (Law law : Law.values()) {
          String name = law.name().toLowerCase(Locale.ROOT);
          if (only.matcher(name).find()
              && !isDone(file, name, Long.parseLong(seed), seconds, arguments[1])) {
            LawCell cell =
                search(
                    law,
                    law.isPublished() ? Path.of(arguments[2]) : DimuonSearch.folder(repository),
                    Long.parseLong(seed),
                    seconds,
                    arguments[1]);
            file.append(List.of(cell));
            System.out.println(cell.line());
          }
        }
      }
    }
    Files.writeString(CellFile.page(repository, "laws"), LawPage.text(file.read()));
  }

  static CellFile<LawCell> cells(Path repository) {
    return new CellFile<>(
        CellFile.path(repository, "laws"), LawCell.HEADER, LawCell::parse, LawCell::line);
  }

  private static boolean isDone(
      CellFile<LawCell> file, String law, long seed, int seconds, String commit)
      throws IOException {
    return file.readOf(commit, LawCell::commit).stream()
        .anyMatch(c -> c.law().equals(law) && c.seed() == seed && c.seconds() == seconds);
  }

  private static LawCell search(Law law, Path data, long seed, int seconds, String commit)
      throws IOException {
    RowBlocks rows = law.rows(data);
    Optional<DimuonSearch> dimuon =
        law.isPublished() ? Optional.empty() : Optional.of(DimuonSearch.of(data, rows, seed));
    SearchOptions options =
        SearchOptions.of(OPERATORS)
            .withIterations(Integer.MAX_VALUE)
            .withMaxSize(MAX_SIZE)
            .withSeed(seed);
    SearchProblem problem =
        dimuon
            .map(DimuonSearch::problem)
            .orElseGet(() -> SearchProblem.leastSquares(rows, law.inputs(), options));
    int threads = Runtime.getRuntime().availableProcessors();
    long startNanos = System.nanoTime();
    SearchResult result =
        SearchEngine.run(
            problem,
            NodeCount::new,
            () -> dimuon.map(DimuonSearch::admission).orElse(Admission.ALL),
            HardwareDemand.NONE,
            threads,
            _ -> System.nanoTime() - startNanos < seconds * 1_000_000_000L);
    RandomSource random = new RandomSource(1);
    List<double[]> points = new ArrayList<>(law.points(rows, POINTS, 1, random));
    points.addAll(law.points(rows, POINTS, 2, random));
    LawJudge judge = new LawJudge(law.formula(), law.inputs(), points);
    LawJudge.Verdict best = LawJudge.Verdict.FAILED;
    Expr shown = result.best().map(e -> e.formula().toExpr(law.inputs())).orElse(Expr.constant(0));
    for (FrontEntry entry :
        result.front().stream()
            .sorted(Comparator.comparingDouble(FrontEntry::complexity))
            .toList()) {
      Expr formula = entry.formula().toExpr(law.inputs());
      LawJudge.Verdict verdict = judge.judge(formula);
      if (verdict.compareTo(best) < 0) {
        best = verdict;
        shown = formula;
      }
    }
    return new LawCell(
        law.name().toLowerCase(Locale.ROOT),
        seed,
        seconds,
        threads,
        result.epochs(),
        result.evaluations(),
        best,
        FormulaPrinter.print(shown, 6),
        commit,
        Benchmarks.machine(),
        Runtime.version().toString(),
        LocalDate.now(ZoneOffset.UTC).toString());
  }
}
