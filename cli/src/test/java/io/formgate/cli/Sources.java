package io.formgate.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of the repository, for tests that read them. */
final class Sources {
  static final List<String> MODULES =
      List.of(
          "expression",
          "constraints",
          "datapath",
          "hwcost",
          "search",
          "distill",
          "codegen-hdl",
          "sim",
          "cli",
          "benchmarks");

  private Sources() {}

  /** {@return the files below {@code src/main} or {@code src/test} of all modules} */
  static List<Path> below(String kind, String ending) {
    return MODULES.stream()
        .map(m -> Formgate.repository().resolve(m).resolve("src").resolve(kind))
        .filter(Files::isDirectory)
        .flatMap(folder -> files(folder, ending).stream())
        .toList();
  }

  /** {@return the files below a folder whose names have an ending, sorted} */
  static List<Path> files(Path folder, String ending) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return a file's name below the repository} */
  static String name(Path file) {
    return Formgate.repository().relativize(file).toString();
  }
}
