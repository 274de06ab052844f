package io.formgate.expression;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What a data file is, by its first bytes: a table that can be read, or what else and how to make a
 * table of it.
 */
final class DataSource {
  static final String TABLE_MEND =
      "give a CSV file with a header line and the same number of cells in every line, or a Parquet"
          + " file";

  /** Bytes of the text that are looked at for its separator and its decimal sign. */
  private static final int SAMPLE_BYTES = 1 << 16;

  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("[-+]?[0-9]+,[0-9]+([eE][-+]?[0-9]+)?");
  private static final Pattern DECIMAL_POINT =
      Pattern.compile("[-+]?[0-9]*\\.[0-9]+([eE][-+]?[0-9]+)?");

  private static final Pattern JSON = Pattern.compile("\\{\\s*\"|\\[\\s*[\\[{]");
  private static final Pattern MARKUP =
      Pattern.compile("(?i)<([?]xml|!doctype|html|LesHouchesEvents)");

  private DataSource() {}

  private static final String ZIP = "PK\u0003\u0004";
  private static final String PARQUET = "PAR1";
  private static final String GZIP = "\u001F\u008B";

  /**
   * {@return the call of DuckDB's that reads a file}
   *
   * @param file a CSV file, packed by gzip or not, or a Parquet file, whatever its name
   * @param span what names it, for messages
   * @throws DiagnosticException if it is not there or something else
   */
  static String tableFunction(Path file, SourceSpan span) {
    requireThere(file, span);
    try {
      byte[] first = first(file, 16);
      if (first.length == 0) {
        throw empty(file, span);
      }
      refuseForeign(file, span, first);
      String literal = "'" + literal(file) + "'";
      if (begins(first, PARQUET)) {
        return "read_parquet(" + literal + ")";
      }
      boolean isPacked = begins(first, GZIP);
      byte[] sample = isPacked ? unpacked(file, span) : first(file, SAMPLE_BYTES);
      refuseBinary(file, span, sample);
      return "read_csv("
          + literal
          + ", header = true, sample_size = -1"
          + (isPacked ? ", compression = 'gzip'" : ", compression = 'none'")
          + commas(sample).map(d -> ", delim = '" + d + "', decimal_separator = ','").orElse("")
          + ")";
    } catch (IOException e) {
      throw mistake(
          DiagnosticCode.FILE_UNREADABLE,
          span,
          "the data file " + file + " cannot be read: " + e.getMessage(),
          "check the file");
    }
  }

  /** {@return the text of a CSV file, unpacked} */
  static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return begins(first(file, GZIP.length()), GZIP) ? new GZIPInputStream(in) : in;
  }

  /** {@return whether a file is Parquet, which has no header line} */
  static boolean isParquet(Path file) {
    try {
      return begins(first(file, PARQUET.length()), PARQUET);
    } catch (IOException e) {
      return false;
    }
  }

  /** {@return a file's name for a query: it stands for itself, not for all that it matches} */
  static String literal(Path file) {
    return file.toString().replaceAll("[\\[*?]", "[$0]").replace("'", "''");
  }

  static DiagnosticException empty(Path file, SourceSpan span) {
    return mistake(
        DiagnosticCode.DATA_EMPTY,
        span,
        "the data file " + file.getFileName() + " has no rows",
        "give a file with a header line and at least one row");
  }

  private static DiagnosticException mistake(
      DiagnosticCode code, SourceSpan span, String message, String mend) {
    return new DiagnosticException(Diagnostic.at(code, span, message, mend));
  }

  private static void requireThere(Path file, SourceSpan span) {
    String known = "name a CSV or Parquet file; in a spec a relative name counts from its folder";
    if (Files.isDirectory(file)) {
      throw mistake(
          DiagnosticCode.FILE_UNREADABLE,
          span,
          "the data file " + file + " is a folder",
          inFolder(file)
              .map(name -> "name a file in it, such as " + file.resolve(name))
              .orElse(known));
    }
    if (!Files.exists(file)) {
      throw mistake(
          DiagnosticCode.FILE_UNREADABLE,
          span,
          "the data file " + file + " does not exist",
          near(file).map(name -> "did you mean '" + name + "'? Else ").orElse("") + known);
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw mistake(
          DiagnosticCode.FILE_UNREADABLE,
          span,
          "the data file " + file + " cannot be read",
          "check its rights; pipes and devices are not read");
    }
  }

  private static Optional<String> inFolder(Path folder) {
    return names(folder).stream()
        .filter(n -> n.matches("(?i).*\\.(csv|csv\\.gz|parquet)"))
        .findFirst();
  }

  /** A file of nearly this name in the same folder. */
  private static Optional<String> near(Path file) {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    Path name = absolute.getFileName();
    if (folder == null || name == null) {
      return Optional.empty();
    }
    // Endings alike would make all names near.
    List<String> names = names(folder);
    return Suggestions.nearest(stem(name.toString()), names.stream().map(DataSource::stem).toList())
        .flatMap(near -> names.stream().filter(n -> stem(n).equals(near)).findFirst())
        .map(n -> file.resolveSibling(n).toString());
  }

  private static String stem(String name) {
    return name.replaceFirst("\\..*$", "");
  }

  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> String.valueOf(f.getFileName()))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void refuseForeign(Path file, SourceSpan span, byte[] first) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (begins(first, ZIP)) {
      boolean isSheet = name.matches(".*\\.(xls[xmb]|ods)");
      boolean isNumpy = name.endsWith(".npz");
      throw foreign(
          file,
          span,
          isSheet ? "a workbook" : isNumpy ? "a NumPy archive" : "a zip archive",
          isSheet
              ? "save the sheet as CSV (UTF-8)"
              : isNumpy
                  ? "write one of its arrays as CSV, with numpy.savetxt and a header of names"
                  : "unpack it, and name the data file in it");
    }
    for (ForeignFormat foreign : ForeignFormat.values()) {
      if (begins(first, foreign.magic())) {
        throw foreign(file, span, foreign.what(), foreign.mend(file));
      }
    }
    if (name.endsWith(".parquet") && !begins(first, PARQUET)) {
      throw mistake(
          DiagnosticCode.DATA_MALFORMED,
          span,
          "the data file " + file.getFileName() + " is no Parquet file, though its name says so",
          "write the file again; a CSV file has a name that ends with .csv");
    }
  }

  /** Text has no zeros, and what begins like this is text of another kind than a table. */
  private static void refuseBinary(Path file, SourceSpan span, byte[] sample) {
    for (byte b : sample) {
      if (b == 0) {
        throw mistake(
            DiagnosticCode.DATA_MALFORMED,
            span,
            "the data file " + file.getFileName() + " holds bytes that are no text",
            TABLE_MEND);
      }
    }
    String start = new String(sample, StandardCharsets.UTF_8).replace("\uFEFF", "").strip();
    if (start.isEmpty() && sample.length < SAMPLE_BYTES) {
      throw empty(file, span);
    }
    if (JSON.matcher(start).lookingAt()) {
      throw foreign(
          file,
          span,
          "JSON",
          "python3 -c \"import pandas; pandas.read_json('"
              + file
              + "').to_csv('data.csv', index=False)\" writes a list of records as CSV");
    }
    if (MARKUP.matcher(start).lookingAt()) {
      throw foreign(file, span, "XML or a web page", TABLE_MEND);
    }
  }

  private static DiagnosticException foreign(Path file, SourceSpan span, String what, String mend) {
    return mistake(
        DiagnosticCode.DATA_FOREIGN,
        span,
        "the data file " + file.getFileName() + " is " + what + ", which is not read",
        mend);
  }

  private static byte[] first(Path file, int bytes) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return in.readNBytes(bytes);
    }
  }

  private static byte[] unpacked(Path file, SourceSpan span) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      byte[] sample = in.readNBytes(SAMPLE_BYTES);
      if (sample.length == 0) {
        throw empty(file, span);
      }
      refuseForeign(file, span, sample);
      return sample;
    } catch (ZipException | EOFException e) {
      throw mistake(
          DiagnosticCode.DATA_MALFORMED,
          span,
          "the data file " + file.getFileName() + " is damaged: gzip says " + e.getMessage(),
          "pack it again");
    }
  }

  private static boolean begins(byte[] bytes, String magic) {
    return new String(bytes, StandardCharsets.ISO_8859_1).startsWith(magic);
  }

  /**
   * {@return the separator of a text whose numbers have decimal commas; empty for all others} It
   * has cells such as {@code 1,5} and none such as {@code 1.5}, between semicolons or tabs.
   */
  private static Optional<Character> commas(byte[] sample) {
    List<String> lines =
        new String(sample, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .limit(1000)
            .collect(Collectors.toList());
    if (sample.length == SAMPLE_BYTES && lines.size() > 1) {
      // The last one may be cut.
      lines.removeLast();
    }
    if (lines.size() < 2) {
      return Optional.empty();
    }
    return Stream.of(';', '\t')
        .filter(d -> lines.getFirst().indexOf(d) >= 0)
        .findFirst()
        .filter(d -> {
          List<String> cells =
              lines.stream()
                  .skip(1)
                  .flatMap(line -> Arrays.stream(line.split(String.valueOf(d), -1)))
                  .map(cell -> cell.strip().replace("\"", ""))
                  .toList();
          return cells.stream().anyMatch(c -> DECIMAL_COMMA.matcher(c).matches())
              && cells.stream().noneMatch(c -> DECIMAL_POINT.matcher(c).matches());
        });
  }

  /** {@return whether a text is a number with a decimal comma} */
  static boolean hasDecimalComma(String text) {
    return DECIMAL_COMMA.matcher(text.strip()).matches();
  }
}
