package io.formgate.expression;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a CSV file, one by one, for messages that name one: DuckDB's lose count of them
 * where it tries which separators and quotes a file has. Blank lines and those that begin with
 * {@code #} are counted and else passed over; what stands in double quotes may go over several
 * lines.
 */
final class CsvLines implements AutoCloseable {
  private static final String SEPARATORS = ",;\t|";
  private static final int END = -1;

  /** Names longer than this are cut. */
  private static final int MOST_BYTES = 1 << 16;

  /**
   * A line that has not as many cells as the first has names.
   *
   * @param firstLine number of the line with the names, from 1
   * @param names how many
   * @param line number of the other line in the file, where it begins
   * @param cells how many it has
   * @param lines how many it is, more than one if there are ends of lines in quotes
   */
  record Uneven(long firstLine, int names, long line, int cells, long lines) {}

  /**
   * A line, or several that quotes join; the number of the first, and how often each sign
   * separates.
   */
  private record Joined(long line, long lines, List<Integer> separators, String text) {
    boolean isPassedOver() {
      return text.isBlank() || text.startsWith("#");
    }
  }

  private final InputStream in;
  private long line = 1;
  private int next;

  private CsvLines(InputStream in) throws IOException {
    this.in = new BufferedInputStream(in, 1 << 16);
    next = this.in.read();
    if (next == 0xEF) {
      // The mark of UTF-8.
      this.in.skipNBytes(2);
      next = this.in.read();
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /**
   * {@return the first line that has another number of cells than the file has names, if one has}
   */
  static Optional<Uneven> uneven(Path file) {
    try (CsvLines lines = new CsvLines(DataSource.open(file))) {
      Joined names = lines.names();
      if (names == null) {
        return Optional.empty();
      }
      int separator = separator(names);
      int cells = names.separators.get(separator) + 1;
      for (Joined row = lines.joined(); row != null; row = lines.joined()) {
        int found = row.separators.get(separator) + 1;
        if (found != cells && !row.isPassedOver()) {
          return Optional.of(new Uneven(names.line, cells, row.line, found, row.lines));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** {@return the names of the columns as the file has them; none if nothing separates them} */
  static List<String> names(Path file) {
    try (CsvLines lines = new CsvLines(DataSource.open(file))) {
      Joined names = lines.names();
      return names == null ? List.of() : cells(names, SEPARATORS.charAt(separator(names)));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The first line that something separates, null if there is none. */
  private @Nullable Joined names() throws IOException {
    for (Joined line = joined(); line != null; line = joined()) {
      if (!line.isPassedOver() && line.separators.stream().anyMatch(n -> n > 0)) {
        return line;
      }
    }
    return null;
  }

  private static int separator(Joined names) {
    int best = 0;
    for (int i = 1; i < SEPARATORS.length(); i++) {
      best = names.separators.get(i) > names.separators.get(best) ? i : best;
    }
    return best;
  }

  private static List<String> cells(Joined line, char separator) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean isQuoted = false;
    for (char c : line.text.toCharArray()) {
      isQuoted ^= c == '"';
      if (c == separator && !isQuoted) {
        cells.add(bare(cell));
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(bare(cell));
    return cells;
  }

  private static String bare(StringBuilder cell) {
    String text = cell.toString().strip();
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : text;
  }

  /** The next line with those that its quotes join to it, null at the end. */
  private @Nullable Joined joined() throws IOException {
    if (next == END) {
      return null;
    }
    long first = line;
    int[] separators = new int[SEPARATORS.length()];
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    boolean isQuoted = false;
    boolean isCellNew = true;
    while (next != END) {
      int c = next;
      next = in.read();
      boolean isEnd = c == '\n' || c == '\r';
      if (c == '\r' && next == '\n') {
        next = in.read();
      }
      line += isEnd ? 1 : 0;
      if (isEnd && !isQuoted) {
        break;
      }
      int separator = SEPARATORS.indexOf(c);
      if (c == '"' && (isQuoted || isCellNew)) {
        // A quote that is written twice ends the quoted text and begins it again.
        isCellNew = isQuoted;
        isQuoted = !isQuoted;
      } else if (!isQuoted) {
        isCellNew = separator >= 0 || (isCellNew && c == ' ');
        if (separator >= 0) {
          separators[separator]++;
        }
      }
      if (text.size() < MOST_BYTES) {
        text.write(isEnd ? '\n' : c);
      }
    }
    return new Joined(
        first,
        line - first,
        Arrays.stream(separators).boxed().toList(),
        text.toString(StandardCharsets.UTF_8));
  }
}
