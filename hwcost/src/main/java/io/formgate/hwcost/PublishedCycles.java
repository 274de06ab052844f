package io.formgate.hwcost;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;
import io.formgate.expression.SourceSpan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cycles of operators as published for PySR with hls4ml, by fixed-point format.
 *
 * <p>The table {@code published.cycles} says where each figure comes from. What it lacks is an
 * error: nothing is interpolated.
 */
public final class PublishedCycles implements OperatorCycles {
  private static final String FILE = "published.cycles";

  private final Table table;
  private final FixedFormat format;
  private final Map<Operator, Integer> cycles;
  private final @Nullable SourceSpan span;

  /**
   * The whole table.
   *
   * @param cycles by format and operator, in the order of the file
   * @param provenance the part, the clock and the sources, one line each
   */
  record Table(Map<FixedFormat, Map<Operator, Integer>> cycles, List<String> provenance) {}

  private PublishedCycles(
      Table table, FixedFormat format, Map<Operator, Integer> cycles, @Nullable SourceSpan span) {
    this.table = table;
    this.format = format;
    this.cycles = cycles;
    this.span = span;
  }

  /**
   * {@return the cycles at a format}
   *
   * @param format of every value
   * @throws DiagnosticException if the table lacks it
   */
  public static PublishedCycles load(FixedFormat format) {
    return load(format, null);
  }

  /**
   * {@return the cycles at a format}
   *
   * @param format of every value
   * @param span where the user names it, or null for a command-line option
   * @throws DiagnosticException if the table lacks it
   */
  public static PublishedCycles load(FixedFormat format, @Nullable SourceSpan span) {
    Table table = table();
    Map<Operator, Integer> cycles = table.cycles.get(format);
    if (cycles == null) {
      throw new DiagnosticException(
          new Diagnostic(
              DiagnosticCode.CYCLES_UNKNOWN,
              span,
              "no cycles are published at " + format,
              "formats are " + names(table.cycles.keySet())));
    }
    return new PublishedCycles(table, format, cycles, span);
  }

  /** {@return the formats of the table} */
  public static List<FixedFormat> formats() {
    return List.copyOf(table().cycles.keySet());
  }

  /** {@return the format of every value} */
  public FixedFormat format() {
    return format;
  }

  /** {@return the operators that have cycles at this format} */
  public List<Operator> operators() {
    return List.copyOf(cycles.keySet());
  }

  /** {@return the part, the clock and the sources, one line each} */
  public List<String> provenance() {
    return table.provenance;
  }

  @Override
  public Ratio of(Operator operator) {
    Integer own = cycles.get(operator);
    if (own == null) {
      List<FixedFormat> others =
          table.cycles.keySet().stream()
              .filter(f -> table.cycles.getOrDefault(f, Map.of()).containsKey(operator))
              .toList();
      String number =
          "give it a number of cycles in a spec, as in 'complexity additive published "
              + format
              + ", "
              + operator.symbol()
              + " 8'";
      throw new DiagnosticException(
          new Diagnostic(
              DiagnosticCode.CYCLES_UNKNOWN,
              span,
              "no cycles of '" + operator.symbol() + "' are published at " + format,
              others.isEmpty() ? number : number + ", or use " + names(others)));
    }
    return new Ratio(own, 1);
  }

  private static String names(Iterable<FixedFormat> formats) {
    List<String> names = new ArrayList<>();
    formats.forEach(f -> names.add(f.toString()));
    return names.stream().collect(Collectors.joining(", "));
  }

  private static Table table() {
    try (InputStream in = PublishedCycles.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the table " + FILE + " is not in the jar");
      }
      return parse(FILE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return the table of a text}
   *
   * @param file its name, for messages
   * @param text its text
   * @throws IllegalStateException naming a line that cannot be read
   */
  static Table parse(String file, String text) {
    Reader reader = new Reader();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String statement = line.split("#", 2)[0].strip();
      if (!statement.isEmpty()) {
        try {
          reader.statement(statement, List.of(statement.split("\\s+")));
        } catch (RuntimeException e) {
          throw new IllegalStateException(file + ":" + number + ": " + e.getMessage(), e);
        }
      }
    }
    reader.cycles.replaceAll((_, row) -> Collections.unmodifiableMap(row));
    return new Table(Collections.unmodifiableMap(reader.cycles), List.copyOf(reader.provenance));
  }

  /** Collects the statements of the table. */
  private static final class Reader {
    private boolean rowsHaveSource;
    private List<FixedFormat> columns = List.of();
    private final Map<FixedFormat, Map<Operator, Integer>> cycles = new LinkedHashMap<>();
    private final List<String> provenance = new ArrayList<>();

    void statement(String text, List<String> w) {
      switch (w.getFirst()) {
        case "part", "clock-period" -> provenance.add(text);
        case "rows-from" -> {
          if (w.size() < 2) {
            throw new IllegalArgumentException("no source");
          }
          rowsHaveSource = true;
          provenance.add(text);
        }
        case "formats" -> columns = w.subList(1, w.size()).stream().map(Reader::format).toList();
        case "row" -> {
          if (!rowsHaveSource) {
            throw new IllegalArgumentException("the row has no rows-from before it");
          }
          row(w.get(1), w.subList(2, w.size()));
        }
        default -> throw new IllegalArgumentException("no statement " + w.getFirst());
      }
    }

    private static FixedFormat format(String text) {
      return FixedFormat.parse(text)
          .orElseThrow(() -> new IllegalArgumentException("no format: " + text));
    }

    private void row(String symbol, List<String> values) {
      Operator operator =
          Operator.bySymbol(symbol)
              .filter(o -> o.symbol().equals(symbol))
              .orElseThrow(() -> new IllegalArgumentException("no operator " + symbol));
      if (values.size() != columns.size()) {
        throw new IllegalArgumentException(values.size() + " values for " + columns.size());
      }
      for (int i = 0; i < values.size(); i++) {
        int value = Integer.parseInt(values.get(i));
        if (value < 1) {
          throw new IllegalArgumentException("cycles below 1");
        }
        Integer other =
            cycles
                .computeIfAbsent(columns.get(i), _ -> new EnumMap<>(Operator.class))
                .put(operator, value);
        if (other != null) {
          throw new IllegalArgumentException(symbol + " is there twice at " + columns.get(i));
        }
      }
    }
  }
}
