package io.formgate.cli;

import io.formgate.constraints.AddedStatements;
import io.formgate.constraints.SignalNames;
import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a spec file from disk. */
final class SpecFile {
  private static final Pattern DATA = Pattern.compile("(?i)\\.(csv|csv\\.gz|parquet)$");

  private SpecFile() {}

  /** {@return the spec of a file} */
  static Spec read(Path file) {
    return read(file, List.of());
  }

  /**
   * {@return the spec of a file with statements of a command line}
   *
   * @param file the file
   * @param statements each takes the place of the file's if a spec has it at most once
   */
  static Spec read(Path file, List<String> statements) {
    if (DATA.matcher(file.toString()).find()) {
      throw Arguments.usage(
          file + " is named like a data file, and a spec is wanted",
          "write a spec for it with 'formgate init " + file + "'");
    }
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    return SpecParser.parse(AddedStatements.to(SourceText.read(file), statements), folder);
  }

  /** {@return the name of the module: the file's name, made a legal signal name} */
  static String moduleName(Path file) {
    String base = String.valueOf(file.getFileName()).replaceAll("\\.[^.]*$", "");
    String name = base.replaceAll("[^A-Za-z0-9_]", "_").replaceAll("^[^A-Za-z]+", "");
    return SignalNames.objection(name).isPresent() ? "circuit_" + name : name;
  }
}
