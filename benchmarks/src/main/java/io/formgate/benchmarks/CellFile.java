package io.formgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The cells of a benchmark in a file: a header, then a line for each. A cell is appended when it is
 * measured, so that a run goes on where the one before stopped.
 *
 * @param <C> what a line holds
 */
final class CellFile<C> {
  private final Path file;
  private final String header;
  private final Function<String, C> parse;
  private final Function<C, String> line;

  /**
   * Creates the file's reader and writer; the file need not exist.
   *
   * @param parse the cell of a line
   * @param line the line of a cell
   */
  CellFile(Path file, String header, Function<String, C> parse, Function<C, String> line) {
    this.file = file;
    this.header = header;
    this.parse = parse;
    this.line = line;
  }

  /** {@return the file of a repository's benchmark} */
  static Path path(Path repository, String benchmark) {
    return repository.resolve("benchmarks").resolve(benchmark + ".csv");
  }

  /** {@return the page of a repository that is written from a benchmark's cells} */
  static Path page(Path repository, String benchmark) {
    return repository.resolve("docs").resolve(benchmark + ".md");
  }

  /** {@return the folder of a benchmark's own cache} */
  static Path cache(Path repository, String benchmark) {
    Path target = repository.resolve("benchmarks").resolve("target").toAbsolutePath();
    return target.resolve(benchmark + "-cache");
  }

  /** {@return this process's environment, with a cache of the benchmark's own for simulators} */
  static Map<String, String> environment(Path repository, String benchmark) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("XDG_CACHE_HOME", cache(repository, benchmark).toString());
    return environment;
  }

  /** {@return all cells in the order of the file; none if it does not exist} */
  List<C> read() throws IOException {
    List<C> cells = new ArrayList<>();
    if (Files.exists(file)) {
      for (String text : Files.readAllLines(file)) {
        if (!text.equals(header)) {
          cells.add(parse.apply(text));
        }
      }
    }
    return cells;
  }

  /**
   * {@return the cells which these sources left; none if the sources have been changed since}
   *
   * @param commit of the sources; ends with {@code -dirty} if they were changed
   * @param of commit of a cell
   */
  List<C> readOf(String commit, Function<C, String> of) throws IOException {
    if (commit.endsWith("-dirty")) {
      return List.of();
    }
    return read().stream().filter(cell -> of.apply(cell).equals(commit)).toList();
  }

  /** Appends cells. */
  void append(List<C> cells) throws IOException {
    StringBuilder lines = new StringBuilder(Files.exists(file) ? "" : header + "\n");
    cells.forEach(cell -> lines.append(line.apply(cell)).append('\n'));
    Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
