package io.formgate.sim;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tools that turn SystemVerilog into a simulator.
 *
 * @param verilator path of the program
 * @param verilatorVersion what it says about itself
 * @param compiler path of g++
 * @param compilerVersion what it says about itself
 * @param verilatorRoot folder that holds {@code include/verilated.h}
 */
public record VerilatorToolchain(
    Path verilator,
    String verilatorVersion,
    Path compiler,
    String compilerVersion,
    Path verilatorRoot) {
  /** The oldest Verilator that is supported. */
  public static final String MINIMUM_VERSION = "5.006";

  private static final Duration QUERY_LIMIT = Duration.ofMinutes(1);
  private static final Pattern VERSION = Pattern.compile("Verilator (\\d+)\\.(\\d+)");

  /**
   * {@return the tools on the runner's PATH}
   *
   * @param tools starts them
   * @throws DiagnosticException with {@code TOOL_MISSING} for every tool that is missing or too old
   */
  public static VerilatorToolchain find(ToolRunner tools) {
    List<Diagnostic> missing = new ArrayList<>();
    Optional<Path> verilator = tools.find("verilator");
    Optional<Path> compiler = tools.find("g++");
    if (verilator.isEmpty()) {
      missing.add(missing(tools, "verilator " + MINIMUM_VERSION + " or newer", "verilator"));
    }
    if (compiler.isEmpty()) {
      missing.add(missing(tools, "g++", "g++"));
    }
    if (verilator.isEmpty() || compiler.isEmpty()) {
      throw new DiagnosticException(missing);
    }
    String version = firstLine(query(tools, "verilator", verilator.get(), "--version"));
    if (!isSupported(version)) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.TOOL_MISSING,
              verilator.get() + " is \"" + version + "\", older than " + MINIMUM_VERSION,
              "install Verilator " + MINIMUM_VERSION + " or newer and put it first on the PATH"));
    }
    String root =
        firstLine(query(tools, "verilator", verilator.get(), "--getenv", "VERILATOR_ROOT"));
    String gcc = firstLine(query(tools, "g++", compiler.get(), "--version"));
    return new VerilatorToolchain(verilator.get(), version, compiler.get(), gcc, Path.of(root));
  }

  static boolean isSupported(String version) {
    Matcher m = VERSION.matcher(version);
    if (!m.find()) {
      return false;
    }
    int major = Integer.parseInt(m.group(1));
    return major > 5 || (major == 5 && Integer.parseInt(m.group(2)) >= 6);
  }

  private static String query(ToolRunner tools, String name, Path program, String... arguments) {
    List<String> words = new ArrayList<>(List.of(program.toString()));
    words.addAll(List.of(arguments));
    return tools.run(new ToolCommand(name, words, Path.of("").toAbsolutePath(), QUERY_LIMIT));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private static Diagnostic missing(ToolRunner tools, String what, String debianPackage) {
    return Diagnostic.of(
        DiagnosticCode.TOOL_MISSING,
        what
            + " was not found on the PATH, which is \""
            + tools.environment().getOrDefault("PATH", "")
            + "\"",
        "install it, on Debian or Ubuntu with: apt-get install " + debianPackage);
  }
}
