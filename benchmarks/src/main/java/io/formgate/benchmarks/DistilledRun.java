package io.formgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
   * @param arguments folder of the repository; then commit, example, seconds and the run folder, or
   *     none of them to write the page alone
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    Path file = repository.resolve("benchmarks").resolve("distilled.csv");
    if (arguments.length > 1) {
      Path run = Path.of(arguments[4]);
      List<String> lines = new ArrayList<>();
      if (!Files.exists(file)) {
        lines.add(DistilledCell.HEADER);
      }
      for (String line : Files.readAllLines(run.resolve("front.csv")).stream().skip(1).toList()) {
        List<String> front = Arrays.asList(line.split(",", -1));
        Path candidate = run.resolve("candidates").resolve(front.getFirst());
        lines.add(
            new DistilledCell(
                    arguments[2],
                    arguments[1],
                    Benchmarks.machine().replace(',', ' '),
                    Integer.parseInt(arguments[3]),
                    luts(candidate),
                    front)
                .line());
      }
      Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    Files.writeString(
        repository.resolve("docs").resolve("distilled.md"), DistilledPage.text(read(file)));
  }

  static List<DistilledCell> read(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.skip(1).map(DistilledCell::parse).toList();
    }
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
