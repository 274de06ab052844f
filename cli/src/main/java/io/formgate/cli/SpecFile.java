package io.formgate.cli;

import io.formgate.constraints.SignalNames;
import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.SourceText;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a spec file from disk. */
final class SpecFile {
  private SpecFile() {}

  /** {@return the spec of a file} */
  static Spec read(Path file) {
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    return SpecParser.parse(SourceText.read(file), folder);
  }

  /** {@return the name of the module: the file's name, made a legal signal name} */
  static String moduleName(Path file) {
    String base = String.valueOf(file.getFileName()).replaceAll("\\.[^.]*$", "");
    String name = base.replaceAll("[^A-Za-z0-9_]", "_").replaceAll("^[^A-Za-z]+", "");
    return SignalNames.objection(name).isPresent() ? "circuit_" + name : name;
  }
}
