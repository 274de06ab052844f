package io.formgate.cli;

import io.formgate.expression.DiagnosticException;
import io.formgate.report.Candidate;
import io.formgate.report.ReportData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The run that a new one takes the place of, which nobody shall lose without a word. */
final class FormerRun {
  private static final int FORMULA_CHARACTERS = 60;

  private FormerRun() {}

  /**
   * {@return lines that say what a new search takes the place of: a run once the new one is
   * complete, and at once what was kept of a search that did not end well}
   *
   * @param target where the new run will be
   */
  static List<String> ofSearch(Path target) {
    List<String> lines = new ArrayList<>(line(target).stream().toList());
    Path kept = SearchState.beside(target);
    if (Files.isDirectory(kept)) {
      lines.add("removes the search kept in " + kept + ", which 'formgate resume' went on with");
    }
    return lines;
  }

  /**
   * {@return a line that says what will be replaced once the new run is complete; empty if nothing
   * is there}
   *
   * @param target where the new run will be
   */
  static Optional<String> line(Path target) {
    Path marker = target.resolve(RunFolder.MARKER);
    if (!Files.isRegularFile(marker)) {
      return Optional.empty();
    }
    List<String> known = new ArrayList<>();
    try {
      List<RunFolder.Estimates> searched = Json.read(marker, RunFolder.Marker.class).estimates();
      if (searched != null) {
        searched.stream()
            .mapToInt(RunFolder.Estimates::epochs)
            .max()
            .ifPresent(epochs -> known.add(epochs + (epochs == 1 ? " epoch" : " epochs")));
      }
      ReportData report = ReportBuilder.read(target);
      report.candidates().stream()
          .filter(Candidate::isPicked)
          .findFirst()
          .ifPresent(c -> known.add(formulas(c)));
    } catch (DiagnosticException damaged) {
      known.add("damaged, or another version's");
    }
    return Optional.of(
        "replaces " + target + (known.isEmpty() ? "" : " (" + String.join(", ", known) + ")"));
  }

  private static String formulas(Candidate candidate) {
    String all =
        candidate.formulas().stream()
            .map(f -> f.output() + " = " + f.infix())
            .collect(Collectors.joining(", "));
    return all.length() <= FORMULA_CHARACTERS
        ? all
        : all.substring(0, FORMULA_CHARACTERS - 3) + "...";
  }
}
