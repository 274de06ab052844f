package io.formgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes the front that a run of {@code distill} left, with yosys's counts, onto the page. */
public final class DistilledRun {
  private static final Pattern LUTS = Pattern.compile("(?m)^\\s+(?:LUT[1-6]|INV)\\s+(\\d+)\\s*$");

  private DistilledRun() {}

  /**
   * Appends the cells of one run and writes the page.
   *
   * @param arguments folder of the repository; then commit, example, seconds, those of processors
   *     and the run folder, or none of them to write the page alone
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    CellFile<DistilledCell> file = cells(repository);
    if (arguments.length > 1) {
      Path run = Path.of(arguments[5]);
      List<DistilledCell> cells = new ArrayList<>();
      for (String line : Files.readAllLines(run.resolve("front.csv")).stream().skip(1).toList()) {
        List<String> front = Arrays.asList(line.split(",", -1));
        Path candidate = run.resolve("candidates").resolve(front.getFirst());
        cells.add(
            new DistilledCell(
                arguments[2],
                arguments[1],
                Benchmarks.machine().replace(',', ' '),
                Integer.parseInt(arguments[3]),
                OptionalInt.of(Integer.parseInt(arguments[4])),
                luts(candidate),
                front));
      }
      file.append(cells);
    }
    Files.writeString(CellFile.page(repository, "distilled"), DistilledPage.text(file.read()));
  }

  static CellFile<DistilledCell> cells(Path repository) {
    return new CellFile<>(
        CellFile.path(repository, "distilled"),
        DistilledCell.HEADER,
        DistilledCell::parse,
        DistilledCell::line);
  }

  /** {@return the look-up tables of yosys's statistics in a folder} */
  private static int luts(Path candidate) throws IOException {
    try (Stream<Path> files = Files.list(candidate)) {
      Path cells = files.filter(f -> f.toString().endsWith("_cells.txt")).findFirst().orElseThrow();
      return count(Files.readString(cells));
    }
  }

  static int count(String statistics) {
    int luts = 0;
    Matcher m = LUTS.matcher(statistics);
    while (m.find()) {
      luts += Integer.parseInt(m.group(1));
    }
    return luts;
  }
}
