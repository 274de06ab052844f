package io.formgate.benchmarks;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import io.formgate.search.Admission;
import io.formgate.search.SearchProblem;
import io.formgate.search.SpecAdmission;
import io.formgate.search.SpecProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The search of the dimuon example: its rows, operators, size and units; complexity is the number
 * of nodes, and nothing is asked of the hardware.
 *
 * @param spec the example's
 * @param rows its data
 * @param seed of the search
 */
record DimuonSearch(Spec spec, RowBlocks rows, long seed) {
  /**
   * {@return the folder of the example}
   *
   * @param repository folder of the repository
   */
  static Path folder(Path repository) {
    return repository.resolve("examples").resolve("dimuon");
  }

  /**
   * {@return the search, of formulas of any shape: what the example says of nesting is left out}
   *
   * @param folder of the example
   * @param rows its data
   * @param seed of the search
   */
  static DimuonSearch of(Path folder, RowBlocks rows, long seed) throws IOException {
    String text =
        Files.readString(folder.resolve("dimuon.fg"))
            .lines()
            .filter(l -> !l.startsWith("constrain "))
            .collect(Collectors.joining("\n"));
    Spec spec = SpecParser.parse(new SourceText("dimuon.fg", text), folder);
    if (!spec.inputNames().equals(DimuonLaw.COLUMNS)) {
      throw new IllegalStateException("the example has other inputs: " + spec.inputNames());
    }
    return new DimuonSearch(spec, rows, seed);
  }

  SearchProblem problem() {
    return SpecProblem.of(spec, spec.output(), rows, Integer.MAX_VALUE, seed);
  }

  /** {@return the check of units, for one thread} */
  Admission admission() {
    return new SpecAdmission(spec, spec.output(), rows);
  }
}
