package io.formgate.hwcost;

import io.formgate.datapath.MultiplierBlock;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceSpan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The devices that formgate knows, read from the tables beside this class. */
public final class DeviceModels {
  private static final List<String> NAMES = List.of("xcvu9p-2", "unit");

  private DeviceModels() {}

  /** {@return the names of all devices} */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * {@return a device}
   *
   * @param name its name
   * @param span where the user names it, or null for a command-line option
   * @throws DiagnosticException if there is no such device
   */
  public static DeviceModel load(String name, @Nullable SourceSpan span) {
    if (!NAMES.contains(name)) {
      throw new DiagnosticException(
          new Diagnostic(
              DiagnosticCode.DEVICE_UNKNOWN,
              span,
              "there is no cost table for device '" + name + "'",
              "devices are " + String.join(", ", NAMES)));
    }
    String file = name + ".device";
    try (InputStream in = DeviceModels.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the cost table " + file + " is not in the jar");
      }
      return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return the device of a table}
   *
   * @param file its name, for messages
   * @param text its text
   * @throws IllegalStateException naming a line that cannot be read
   */
  static DeviceModel parse(String file, String text) {
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
    return reader.build(file);
  }

  /** Collects the statements of a table. */
  private static final class Reader {
    private String name = "";
    private DeviceModel.@Nullable Kind kind;
    private double routeFactor = Double.NaN;
    private int flipFlopPs = -1;
    private int tablesInMemoryFromBits = -1;
    private boolean rowsHaveSource;
    private boolean memoryHasSource;
    private DeviceModel.@Nullable Dsp dsp;
    private DeviceModel.@Nullable Resources resources;
    private final Map<String, Integer> arcs = new HashMap<>();
    private final Map<String, NavigableMap<Integer, DeviceModel.Row>> rows = new TreeMap<>();
    private final List<DeviceModel.MemoryShape> memories = new ArrayList<>();
    private final List<String> provenance = new ArrayList<>();

    void statement(String text, List<String> w) {
      switch (w.getFirst()) {
        case "device" -> name = w.get(1);
        case "kind" -> kind = DeviceModel.Kind.valueOf(w.get(1).toUpperCase(Locale.ROOT));
        case "route-factor" -> {
          routeFactor = Double.parseDouble(w.get(1));
          source(text, w, 2);
        }
        case "flip-flop" -> {
          flipFlopPs = Integer.parseInt(w.get(1));
          source(text, w, 2);
        }
        case "arc" -> {
          arcs.put(w.get(1), Integer.parseInt(w.get(2)));
          source(text, w, 3);
        }
        case "rows-from" -> {
          rowsHaveSource = true;
          source(text, w, 1);
        }
        case "row" -> {
          if (!rowsHaveSource) {
            throw new IllegalArgumentException("the row has no rows-from before it");
          }
          if (w.size() != 6) {
            throw new IllegalArgumentException("a row has five words");
          }
          var row =
              new DeviceModel.Row(
                  delay(w.get(3)), Integer.parseInt(w.get(4)), Integer.parseInt(w.get(5)));
          rows.computeIfAbsent(w.get(1), k -> new TreeMap<>()).put(Integer.parseInt(w.get(2)), row);
        }
        case "dsp" -> {
          dsp =
              new DeviceModel.Dsp(
                  new MultiplierBlock(Integer.parseInt(w.get(1)), Integer.parseInt(w.get(2))),
                  delay(w.get(3)));
          source(text, w, 4);
        }
        case "resources" -> {
          resources =
              new DeviceModel.Resources(
                  Integer.parseInt(w.get(1)),
                  Integer.parseInt(w.get(2)),
                  Integer.parseInt(w.get(3)));
          source(text, w, 4);
        }
        case "memory-from" -> {
          memoryHasSource = true;
          source(text, w, 1);
        }
        case "memory" -> {
          if (!memoryHasSource) {
            throw new IllegalArgumentException("the memory has no memory-from before it");
          }
          memories.add(
              new DeviceModel.MemoryShape(Integer.parseInt(w.get(1)), Integer.parseInt(w.get(2))));
        }
        case "tables-in-memory-from" -> {
          tablesInMemoryFromBits = Integer.parseInt(w.get(1));
          source(text, w, 2);
        }
        default -> throw new IllegalArgumentException("no statement " + w.getFirst());
      }
    }

    /** A figure without a source is refused. */
    private void source(String text, List<String> words, int from) {
      if (words.size() <= from) {
        throw new IllegalArgumentException("the figure has no source");
      }
      provenance.add(text);
    }

    private int delay(String sum) {
      int total = 0;
      for (String term : sum.split("\\+")) {
        String[] factors = term.split("\\*");
        String arc = factors[factors.length - 1];
        Integer ps = arcs.get(arc);
        if (ps == null) {
          throw new IllegalArgumentException("no arc " + arc);
        }
        total += factors.length == 1 ? ps : Integer.parseInt(factors[0]) * ps;
      }
      return total;
    }

    DeviceModel build(String file) {
      DeviceModel.Kind k = kind;
      DeviceModel.Dsp d = dsp;
      DeviceModel.Resources r = resources;
      Integer memoryClockToOutPs = arcs.get("memory");
      Integer memorySetupPs = arcs.get("route");
      if (name.isEmpty()
          || k == null
          || d == null
          || r == null
          || !(routeFactor >= 1)
          || flipFlopPs < 0
          || tablesInMemoryFromBits < 0
          || memories.isEmpty()
          || memoryClockToOutPs == null
          || memorySetupPs == null) {
        throw new IllegalStateException(file + " lacks a statement that every device needs");
      }
      return new DeviceModel(
          name,
          k,
          routeFactor,
          flipFlopPs,
          rows,
          d,
          List.copyOf(memories),
          memoryClockToOutPs,
          memorySetupPs,
          tablesInMemoryFromBits,
          r,
          List.copyOf(provenance));
    }
  }
}
