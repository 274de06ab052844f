package io.formgate.hwcost;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.expression.Suggestions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The devices that formgate knows, read from the tables beside this class. */
public final class DeviceModels {
  private static final List<String> NAMES =
      List.of("xcvu9p-2", "xcvu13p-2", "xc7k325t-2", "lfe5u-85f-6", "ice40hx8k", "unit");

  private static final int MOST_SHOWN = 100;

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
   * @param name its name, or the path of a {@link DeviceFile}
   * @param span where the user names it, or null for a command-line option
   * @throws DiagnosticException if there is no such device, or with all that is wrong with its file
   */
  public static DeviceModel load(String name, @Nullable SourceSpan span) {
    if (DeviceFile.isNamedBy(name)) {
      return own(Path.of(name));
    }
    requireListed(name, span, "; a file of your own ends in " + DeviceFile.SUFFIX);
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
    requireListed(name, span, "");
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

  private static void requireListed(String name, @Nullable SourceSpan span, String more) {
    if (!NAMES.contains(name)) {
      throw new DiagnosticException(
          new Diagnostic(
              DiagnosticCode.DEVICE_UNKNOWN,
              span,
              "there is no cost table for device '" + name + "'",
              Suggestions.nearest(name, NAMES).map(n -> "did you mean '" + n + "'? ").orElse("")
                  + "devices are "
                  + String.join(", ", NAMES)
                  + more));
    }
  }

  /** {@return the file of a device} */
  static String file(String name) {
    return name + DeviceFile.SUFFIX;
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
    List<DeviceStatement> statements = DeviceStatement.read(new SourceText(file, text));
    for (DeviceStatement statement : statements) {
      try {
        take(statement, statements, table);
      } catch (DeviceStatement.Mistake e) {
        throw new IllegalStateException(file + ":" + e.span().line() + ": " + e.getMessage(), e);
      }
    }
  }

  private static void take(
      DeviceStatement statement, List<DeviceStatement> all, DeviceTable table) {
    if (statement.keyword().equals("like")) {
      if (!statement.equals(all.getFirst())) {
        throw statement.mistake(
            0,
            "'like' is not the first statement",
            "write it once, above all others, which then change the other device's figures");
      }
      String base = statement.word(1);
      if (!NAMES.contains(base)) {
        throw statement.mistake(
            1,
            "there is no device '" + base + "' to begin with",
            Suggestions.mend(base, NAMES, "devices are " + String.join(", ", NAMES)));
      }
      read(file(base), text(file(base)), table);
    }
    table.statement(statement);
  }

  /**
   * {@return the device of a user's own file}
   *
   * @throws DiagnosticException with all that is wrong with it
   */
  private static DeviceModel own(Path path) {
    SourceText source = SourceText.read(path);
    DeviceTable table = new DeviceTable();
    List<Diagnostic> mistakes = new ArrayList<>();
    List<DeviceStatement> statements = DeviceStatement.read(source);
    for (DeviceStatement statement : statements) {
      try {
        take(statement, statements, table);
      } catch (DeviceStatement.Mistake e) {
        mistakes.add(
            Diagnostic.at(
                DiagnosticCode.DEVICE_FILE, e.span(), String.valueOf(e.getMessage()), e.mend()));
      }
    }
    // What is missing may be what was mistaken.
    if (mistakes.isEmpty()) {
      SourceSpan end = statements.isEmpty() ? source.span(0, 0) : statements.getLast().span();
      // Without a name of its own it has that of the device that it is like.
      SourceSpan named =
          statements.stream()
              .filter(s -> s.keyword().equals("device"))
              .reduce((first, last) -> last)
              .map(s -> s.words().get(1))
              .orElse(end);
      complete(end, named, table, mistakes);
    }
    if (!mistakes.isEmpty()) {
      throw new DiagnosticException(mistakes.subList(0, Math.min(MOST_SHOWN, mistakes.size())));
    }
    return table.build(source.name()).of(new DeviceFile(path, source.text()));
  }

  private static void complete(
      SourceSpan end, SourceSpan named, DeviceTable table, List<Diagnostic> mistakes) {
    if (!table.lacking().isEmpty()) {
      mistakes.add(
          Diagnostic.at(
              DiagnosticCode.DEVICE_INCOMPLETE,
              end,
              "the file lacks the statements " + String.join(", ", table.lacking()),
              "add them with their sources, or begin with 'like DEVICE SOURCE'"));
      return;
    }
    DeviceModel device;
    try {
      device = table.build(end.source().name());
    } catch (IllegalArgumentException contradiction) {
      mistakes.add(
          Diagnostic.at(
              DiagnosticCode.DEVICE_FILE,
              end,
              "the figures contradict each other: " + contradiction.getMessage(),
              "table-trees is for look-up tables of six inputs"));
      return;
    }
    boolean isVivados =
        switch (device.family()) {
          case XCUP, XC7 -> true;
          case ECP5, ICE40, NONE -> false;
        };
    String shape = isVivados ? "[a-z][a-z0-9]*-[0-9][A-Za-z0-9]*" : "[A-Za-z][A-Za-z0-9_.-]*";
    if (!device.name().matches(shape)) {
      mistakes.add(
          Diagnostic.at(
              DiagnosticCode.DEVICE_FILE,
              named,
              "'" + device.name() + "' is no name of a device of its family",
              isVivados
                  ? "name Vivado's part and speed grade, as 'device xcvu9p-2'"
                  : "write letters, digits, dots and dashes"));
    }
    List<String> rows = RequiredRows.missing(device);
    if (!rows.isEmpty()) {
      mistakes.add(
          Diagnostic.at(
              DiagnosticCode.DEVICE_INCOMPLETE,
              end,
              "the file lacks rows of " + String.join(", ", rows),
              "add rows for the narrowest and the widest, or begin with 'like DEVICE SOURCE'"));
    }
  }
}
