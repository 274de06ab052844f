package io.formgate.hwcost;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.Suggestions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The devices that formgate knows, read from the tables beside this class. */
public final class DeviceModels {
  private static final List<String> NAMES =
      List.of("xcvu9p-2", "xcvu13p-2", "xc7k325t-2", "lfe5u-85f-6", "ice40hx8k", "unit");

  /** The line of a measured device's file below which measurements stand. */
  private static final String MEASURED = "# Measured by formgate calibrate.";

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
    requireListed(name, span);
    return parse(file(name), text(file(name)));
  }

  /**
   * {@return the synthesis flow of a device, also of one that is not measured yet}
   *
   * @param name its name
   * @param span where the user names it, or null for a command-line option
   * @throws DiagnosticException if there is no such device
   */
  public static DeviceModel.Family family(String name, @Nullable SourceSpan span) {
    requireListed(name, span);
    DeviceTable table = new DeviceTable();
    read(file(name), text(file(name)), table);
    return table.family(file(name));
  }

  /**
   * {@return what stands in a device's file above its measurements, and the line that ends it}
   *
   * @param name its name
   */
  public static String headText(String name) {
    String text = text(file(name));
    int measured = text.indexOf(MEASURED);
    return (measured < 0 ? text.stripTrailing() + "\n\n" : text.substring(0, measured))
        + MEASURED
        + "\n";
  }

  /**
   * {@return what stands in a device's file below the line that ends what was not measured}
   *
   * @param name its name, of a device that was measured
   */
  public static String measuredText(String name) {
    String text = text(file(name));
    int measured = text.indexOf(MEASURED);
    if (measured < 0) {
      throw new IllegalStateException(file(name) + " has no measured part");
    }
    return text.substring(measured);
  }

  private static void requireListed(String name, @Nullable SourceSpan span) {
    if (!NAMES.contains(name)) {
      throw new DiagnosticException(
          new Diagnostic(
              DiagnosticCode.DEVICE_UNKNOWN,
              span,
              "there is no cost table for device '" + name + "'",
              Suggestions.nearest(name, NAMES).map(n -> "did you mean '" + n + "'? ").orElse("")
                  + "devices are "
                  + String.join(", ", NAMES)));
    }
  }

  /** {@return the file of a device} */
  static String file(String name) {
    return name + ".device";
  }

  /** {@return the text of a device's file} */
  static String text(String file) {
    try (InputStream in = DeviceModels.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the cost table " + file + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
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
  public static DeviceModel parse(String file, String text) {
    DeviceTable table = new DeviceTable();
    read(file, text, table);
    return table.build(file);
  }

  private static void read(String file, String text, DeviceTable table) {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String statement = line.split("#", 2)[0].strip();
      if (statement.isEmpty()) {
        continue;
      }
      List<String> words = List.of(statement.split("\\s+"));
      try {
        if (words.getFirst().equals("like")) {
          String base = file(words.get(1));
          read(base, text(base), table);
        }
        table.statement(statement, words);
      } catch (RuntimeException e) {
        throw new IllegalStateException(file + ":" + number + ": " + e.getMessage(), e);
      }
    }
  }
}
