package io.formgate.cli;

import io.formgate.sim.Coverage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The folder {@code coverage} beside a circuit, and what the terminal says of it. */
final class CoverageFiles {
  private static final String FOLDER = "coverage";
  private static final int NAMES_SHOWN = 8;

  private CoverageFiles() {}

  /**
   * The facts of {@code coverage.json}.
   *
   * @param module the circuit
   * @param vectors that were compared meanwhile
   * @param lines lines with statements that were reached
   * @param bits bits that were 0 and 1
   * @param unreachedLines numbers of the other lines
   * @param unchangedBits the other bits, with the line of their declaration
   */
  record Facts(
      String module,
      long vectors,
      Coverage.Share lines,
      Coverage.Share bits,
      List<Integer> unreachedLines,
      List<Coverage.Bit> unchangedBits) {}

  /** {@return the manifest with the files that are written into a circuit's folder} */
  static Manifest write(Path candidate, Manifest manifest, Coverage coverage) {
    Path folder = candidate.resolve(FOLDER);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String text = manifest.systemVerilog() + ".txt";
    RunFolder.write(folder.resolve(text), coverage.annotated());
    RunFolder.write(folder.resolve("coverage.dat"), coverage.data(manifest.systemVerilog()));
    RunFolder.write(
        folder.resolve("coverage.json"),
        Json.write(
            new Facts(
                manifest.module(),
                coverage.vectors(),
                coverage.lines(),
                coverage.bits(),
                coverage.unreached(),
                coverage.unchanged())));
    Manifest whole = manifest;
    for (String name : List.of(text, "coverage.dat", "coverage.json")) {
      whole =
          CandidateFolder.keep(
              candidate, whole, new Manifest.File(FOLDER + "/" + name, "coverage"));
    }
    return whole;
  }

  /** {@return the lines for the terminal} */
  static List<String> lines(Manifest manifest, Coverage coverage) {
    List<String> lines = new ArrayList<>();
    lines.add(
        CircuitReport.row(
            "coverage",
            "lines reached: "
                + coverage.lines().text()
                + "; bits that were 0 and 1: "
                + coverage.bits().text()));
    if (!coverage.unreached().isEmpty()) {
      lines.add(
          CircuitReport.row(
              "",
              "never reached: lines "
                  + first(coverage.unreached().stream().map(String::valueOf).toList())));
    }
    if (!coverage.unchanged().isEmpty()) {
      lines.add(
          CircuitReport.row(
              "",
              "not both 0 and 1: "
                  + first(coverage.unchanged().stream().map(Coverage.Bit::name).toList())));
    }
    lines.add(
        CircuitReport.row("", "text with counts: coverage/" + manifest.systemVerilog() + ".txt"));
    return lines;
  }

  private static String first(List<String> names) {
    return names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
        + (names.size() > NAMES_SHOWN
            ? " and " + Numbers.count(names.size() - NAMES_SHOWN) + " more"
            : "");
  }
}
