package io.formgate.cli;

import io.formgate.constraints.SignalNames;
import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a spec file from disk. */
final class SpecFile {
  private SpecFile() {}

  /** {@return the spec of a file} */
  static Spec read(Path file) {
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    return SpecParser.parse(new SourceText(file.toString(), text(file)), folder);
  }

  /** {@return the text of a file that the user named} */
  static String text(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > 2L * SpecParser.MAX_CHARACTERS) {
        throw unreadable(file, "it has " + Numbers.count(Files.size(file)) + " bytes");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not UTF-8 text");
    } catch (IOException e) {
      throw unreadable(
          file, Files.exists(file) ? "it cannot be read as a file" : "it does not exist");
    }
  }

  private static DiagnosticException unreadable(Path file, String why) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.FILE_UNREADABLE,
            "cannot read " + file + ": " + why,
            "give the name of an existing text file"));
  }

  /** {@return the name of the module: the file's name, made a legal signal name} */
  static String moduleName(Path file) {
    String base = String.valueOf(file.getFileName()).replaceAll("\\.[^.]*$", "");
    String name = base.replaceAll("[^A-Za-z0-9_]", "_").replaceAll("^[^A-Za-z]+", "");
    return SignalNames.objection(name).isPresent() ? "circuit_" + name : name;
  }
}
