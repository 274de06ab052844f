package io.formgate.benchmarks;

import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.RowBlocks;
import io.formgate.search.FrontEntry;
import io.formgate.search.HardwareDemand;
import io.formgate.search.RandomSource;
import io.formgate.search.SearchEngine;
import io.formgate.search.SearchProblem;
import io.formgate.search.SearchProgress;
import io.formgate.search.SearchResult;
import io.formgate.search.SpecAdmission;
import io.formgate.search.SpecProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Searches formulas of the Feynman Lectures with their units and judges the fronts. */
public final class FeynmanRun {
  private static final int ROWS = 1000;
  private static final int POINTS = 200;

  /** A mean squared error in variances of the target: nothing but rounding. */
  private static final double EXACT = 1e-24;

  private FeynmanRun() {}

  /**
   * Searches what is missing for these sources and writes the page.
   *
   * @param arguments folder of the repository, commit, folder of the tables of formulas and units,
   *     limit of a search, per cent of noise, pattern of the formulas' names, seeds; {@code --page}
   *     behind the commit searches nothing
   * @throws IOException if the tables, the cells or the page cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    CellFile<FeynmanCell> file = cells(repository);
    if (!arguments[2].equals("--page")) {
      LawLimit limit = LawLimit.parse(arguments[3]);
      int noisePercent = Integer.parseInt(arguments[4]);
      Pattern only = Pattern.compile(arguments[5]);
      List<FeynmanLaw> laws =
          FeynmanLaw.read(
              repository.resolve("benchmarks").resolve("feynman.txt"), Path.of(arguments[2]));
      for (String seed : List.of(arguments).subList(6, arguments.length)) {
        for (FeynmanLaw law : laws) {
          if (only.matcher(law.name()).find()
              && file.readOf(arguments[1], FeynmanCell::commit).stream()
                  .noneMatch(c ->
                      c.law().equals(law.name())
                          && c.seed() == Long.parseLong(seed)
                          && c.limit().equals(limit)
                          && c.noisePercent() == noisePercent)) {
            FeynmanCell cell = search(law, Long.parseLong(seed), limit, noisePercent, arguments[1]);
            file.append(List.of(cell));
            System.out.println(cell.line());
          }
        }
      }
    }
    Files.writeString(CellFile.page(repository, "feynman"), FeynmanPage.text(file.read()));
  }

  static CellFile<FeynmanCell> cells(Path repository) {
    return new CellFile<>(
        CellFile.path(repository, "feynman"),
        FeynmanCell.HEADER,
        FeynmanCell::parse,
        FeynmanCell::line);
  }

  /**
   * {@return what is found of a law}
   *
   * @param limit when the search ends
   */
  static FeynmanCell search(
      FeynmanLaw law, long seed, LawLimit limit, int noisePercent, String commit)
      throws IOException {
    Spec spec = law.spec();
    OutputDeclaration output = spec.output();
    RowBlocks rows = law.rows(ROWS, noisePercent / 100.0, new RandomSource(seed));
    SearchProblem problem = SpecProblem.of(spec, output, rows, Integer.MAX_VALUE, seed);
    int threads = Runtime.getRuntime().availableProcessors();
    double exact = EXACT * RegressionSet.variance(rows.targets());
    long startNanos = System.nanoTime();
    SearchResult result =
        SearchEngine.run(
            problem,
            NodeCount::new,
            () -> new SpecAdmission(spec, output, rows),
            HardwareDemand.NONE,
            threads,
            progress ->
                !isExact(progress, exact)
                    && limit.allows(
                        progress.evaluations(), (System.nanoTime() - startNanos) * 1e-9));
    double tookSeconds = (System.nanoTime() - startNanos) * 1e-9;
    RandomSource random = new RandomSource(seed + 1);
    List<double[]> points = new ArrayList<>(law.points(POINTS, 1, random));
    points.addAll(law.points(POINTS, 2, random));
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
    return new FeynmanCell(
        law.name(),
        seed,
        limit,
        threads,
        noisePercent,
        result.evaluations(),
        Double.parseDouble(String.format(Locale.ROOT, "%.2f", tookSeconds)),
        best,
        FormulaPrinter.print(shown, 6).replace(",", ";"),
        commit,
        Benchmarks.machine(),
        Runtime.version().toString(),
        LocalDate.now(ZoneOffset.UTC).toString());
  }

  private static boolean isExact(SearchProgress progress, double exact) {
    return progress.best().map(entry -> entry.loss() <= exact).orElse(false);
  }
}
