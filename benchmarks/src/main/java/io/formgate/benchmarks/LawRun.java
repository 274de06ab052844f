package io.formgate.benchmarks;

import io.formgate.expression.FormulaPrinter;
import io.formgate.search.SearchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Searches the laws of EmpiricalBench and that of the dimuon example, and judges the fronts. */
public final class LawRun {
  private LawRun() {}

  /**
   * Searches what is missing for these sources and writes the page.
   *
   * @param arguments folder of the repository, commit, folder of the data, limit of a search,
   *     pattern of the laws' names, seeds; {@code --page} behind the commit searches nothing
   * @throws IOException if the data, the cells or the page cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    CellFile<LawCell> file = cells(repository);
    if (!arguments[2].equals("--page")) {
      LawLimit limit = LawLimit.parse(arguments[3]);
      Pattern only = Pattern.compile(arguments[4]);
      for (String seed : List.of(arguments).subList(5, arguments.length)) {
        for (Law law : Law.values()) {
          // What is promised of the example is promised within a time.
          if ((law.isPublished() || limit.isTime())
              && only.matcher(law.title()).find()
              && !isDone(file, law.title(), Long.parseLong(seed), limit, arguments[1])) {
            LawSearch search =
                LawSearch.of(law, repository, Path.of(arguments[2]), Long.parseLong(seed));
            LawCell cell = run(search, limit, arguments[1]);
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
      CellFile<LawCell> file, String law, long seed, LawLimit limit, String commit)
      throws IOException {
    return file.readOf(commit, LawCell::commit).stream()
        .anyMatch(c -> c.law().equals(law) && c.seed() == seed && c.limit().equals(limit));
  }

  private static LawCell run(LawSearch search, LawLimit limit, String commit) throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    long startNanos = System.nanoTime();
    SearchResult result =
        search.run(
            threads,
            progress ->
                limit.allows(progress.evaluations(), (System.nanoTime() - startNanos) * 1e-9));
    double tookSeconds = (System.nanoTime() - startNanos) * 1e-9;
    LawSearch.Finding found = search.judge(result);
    return new LawCell(
        search.law().title(),
        search.problem().options().seed(),
        limit,
        threads,
        result.epochs(),
        result.evaluations(),
        OptionalDouble.of(Double.parseDouble(String.format(Locale.ROOT, "%.1f", tookSeconds))),
        found.verdict(),
        found.better(),
        FormulaPrinter.print(found.formula(), 6),
        commit,
        Benchmarks.machine(),
        Runtime.version().toString(),
        LocalDate.now(ZoneOffset.UTC).toString());
  }
}
