package io.formgate.cli;

import io.formgate.constraints.SpecParser;
import io.formgate.expression.DataProfile;
import io.formgate.expression.DataProfiler;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.RepeatedColumns;
import io.formgate.expression.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a spec to start from for a data file. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a commented spec to start from for a data file.",
      "Ports, formats and ranges come from its columns."
    })
final class InitCommand implements Callable<Integer> {
  /** The name of a file that stands for standard output. */
  private static final Path STANDARD_OUTPUT = Path.of("-");

  private final Terminal terminal;

  @Parameters(paramLabel = "DATA", description = "a CSV (also .csv.gz) or Parquet file")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE.fg",
      description =
          "the spec to write, '-' for standard output (default: DATA's name with .fg, in the working"
              + " folder)")
  private @Nullable Path out;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "the column to be computed, or whose classes are to be told (default: the last that holds"
              + " numbers)")
  private @Nullable String target;

  @Mixin private DeviceOptions hardware = new DeviceOptions();

  @Option(names = "--force", description = "replace the spec if it exists")
  private boolean force;

  @Option(names = "--json", description = "print what was found and chosen as JSON")
  private boolean json;

  InitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Diagnostic> mistakes = new ArrayList<>();
    hardware.check(mistakes);
    SourceText place = new SourceText("DATA", data.toString());
    Optional<DataProfile> found =
        Arguments.noting(
            () -> DataProfiler.profile(data, place.span(0, place.text().length())), mistakes);
    if (!mistakes.isEmpty()) {
      throw new DiagnosticException(mistakes);
    }
    DataProfile profile = found.orElseThrow();
    Path spec = out == null ? Path.of(baseName(data) + ".fg") : out;
    boolean toFile = !spec.equals(STANDARD_OUTPUT);
    if (json && !toFile) {
      throw Arguments.usage(
          "--json and --out - both print to standard output", "give a file to --out");
    }
    if (toFile) {
      refuseTaken(spec);
    }
    StarterPorts ports = StarterPorts.of(profile, target);
    List<String> repeated =
        RepeatedColumns.of(data, place.span(0, place.text().length())).stream()
            .map(ColumnNotes::line)
            .toList();
    Path folder =
        toFile
            ? spec.toAbsolutePath().normalize().resolveSibling("")
            : Path.of("").toAbsolutePath();
    String dataName = quotable(fileFrom(data, folder));
    String device = hardware.statement(file -> '"' + quotable(fileFrom(file, folder)) + '"');
    String text =
        StarterText.of(ports, repeated, dataName, String.valueOf(data.getFileName()), device);
    proveLegal(text, folder);
    if (!toFile) {
      terminal.out().print(text);
      return ExitCode.DONE;
    }
    RunFolder.write(spec, text);
    if (json) {
      terminal.out().print(Json.write(StarterFacts.of(ports, spec.toString(), dataName)));
    } else {
      summary(ports, repeated, spec);
    }
    return ExitCode.DONE;
  }

  private void refuseTaken(Path spec) {
    Path above = spec.toAbsolutePath().getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    if (above != null && !Files.isDirectory(above)) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.OUTPUT_UNWRITABLE,
              "the spec " + spec + " cannot be written: " + above + " is no folder",
              "name another with --out"));
    }
    if (Files.isDirectory(spec)) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.OUTPUT_FOLDER_TAKEN, spec + " is a folder", "name a file with --out"));
    }
    if (Files.exists(spec) && isData(spec)) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.OUTPUT_FOLDER_TAKEN,
              spec + " is the data file itself",
              "name another file with --out"));
    }
    if (Files.exists(spec) && !force) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.OUTPUT_FOLDER_TAKEN,
              "the file " + spec + " exists already",
              "name another with --out, or replace it with --force"));
    }
  }

  private boolean isData(Path spec) {
    try {
      return Files.isSameFile(spec, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String baseName(Path data) {
    String base =
        String.valueOf(data.getFileName())
            .replaceFirst("(?i)\\.gz$", "")
            .replaceFirst("\\.[^.]*$", "");
    return base.isEmpty() ? "data" : base;
  }

  /**
   * A file as a spec in a folder names it. A relative name stays relative, and so does a file below
   * the folder; any other keeps its absolute name, which a moved spec still finds.
   */
  private static Path fileFrom(Path file, Path folder) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent == null) {
        throw new IllegalStateException("a file lies in a folder: " + file);
      }
      // Links are resolved first, because the folder above a link is not the one it stands in.
      Path real = parent.toRealPath().resolve(file.getFileName());
      Path from = realFolder(folder);
      return file.isAbsolute() && !real.startsWith(from) ? file : from.relativize(real);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder that may not exist yet, without links. */
  private static Path realFolder(Path folder) throws IOException {
    Path existing = folder;
    while (!Files.exists(existing)) {
      Path above = existing.getParent();
      if (above == null) {
        return folder;
      }
      existing = above;
    }
    return existing.toRealPath().resolve(existing.relativize(folder)).normalize();
  }

  private static String quotable(Path file) {
    String name = file.toString();
    // A comment shows a name with its invisible characters replaced, but a path has to be itself.
    if (name.contains("\"") || !Diagnostic.visible(name).equals(name)) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.SPEC_VALUE,
              "a spec cannot name the file " + name,
              "rename it without double quotes and invisible characters"));
    }
    return name;
  }

  private static void proveLegal(String text, Path folder) {
    if (text.length() > SpecParser.MAX_CHARACTERS) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.DATA_UNSUITED,
              "the data have so many columns that their spec would be too long to be read",
              "keep those columns on which the output can depend"));
    }
    try {
      SpecParser.parse(new SourceText("<starter spec>", text), folder);
    } catch (DiagnosticException e) {
      throw new IllegalStateException(
          "a starter spec has no mistake: " + e.diagnostics().getFirst().render(), e);
    }
  }

  private void summary(StarterPorts ports, List<String> repeated, Path spec) {
    terminal.full(
        spec
            + ": "
            + ports.inputs().size()
            + (ports.inputs().size() == 1 ? " input" : " inputs")
            + " and "
            + goal(ports)
            + ", from "
            + Numbers.count(ports.rows())
            + " rows of "
            + data);
    ports
        .leftOut()
        .forEach(o -> terminal.full("  left out   " + StarterText.shown(o.name()) + " " + o.why()));
    repeated.forEach(line -> terminal.full("  note       " + line));
    if (ports.classes().isPresent() && ports.output().isPresent()) {
      terminal.full(
          "  note       whole numbers are taken for classes here; the spec has a line for a number,"
              + " too");
    }
    terminal.full("  next       write units, ranges and operators into it; formgate check " + spec);
  }

  private static String goal(StarterPorts ports) {
    return ports
        .classes()
        .map(c -> "the " + c.classes().size() + " classes of " + StarterText.shown(c.column()))
        .orElseGet(() -> "the output " + ports.output().orElseThrow().declared());
  }
}
