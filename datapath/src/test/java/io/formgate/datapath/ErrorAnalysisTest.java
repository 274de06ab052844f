package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.DiagnosticException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Bounds that are computed again only where something has changed are those of a new analysis. */
class ErrorAnalysisTest {
  private static final int FORMULAS = 60;
  private static final int CHANGES = 40;

  @Test
  void boundsAfterAChangeAreThoseOfANewAnalysis() {
    int compared = 0;
    int changed = 0;
    for (long seed = 0; compared < FORMULAS; seed++) {
      FormulaGraph graph = new FormulaGraph(RandomFormulas.request(seed, 2), QuantizerStyle.PLAIN);
      TablePlan plan = new TablePlan(graph, QuantizerStyle.PLAIN.normalizing());
      ErrorAnalysis analysis = new ErrorAnalysis(graph, plan, new FunctionLibrary());
      WordLengthSearch search = new WordLengthSearch(graph, plan, analysis);
      Optional<WordLengthSearch.Start> start;
      try {
        start = search.start();
      } catch (DiagnosticException | IllegalStateException e) {
        continue;
      }
      if (start.isEmpty()) {
        continue;
      }
      compared++;
      SplittableRandom random = new SplittableRandom(seed);
      WordLengths lengths = search.uniform(start.get().fractionBits() + 3, start.get().indexBits());
      ErrorAnalysis.Run run = analysis.run(lengths);
      for (int i = 0; i < CHANGES; i++) {
        int v = random.nextInt(graph.size());
        WordLengths other =
            random.nextBoolean() || !plan.isTable(v)
                ? lengths.narrower(v)
                : lengths.narrowerIndex(v);
        ErrorAnalysis.Run next = run.with(other, v);
        ErrorAnalysis.Run fresh = analysis.run(other);
        for (int w = 0; w < graph.size(); w++) {
          if (analysis.isNeeded(w)) {
            assertThat(next.bound(w)).as("seed %s, vertex %s", seed, w).isEqualTo(fresh.bound(w));
            assertThat(next.fraction(w)).isEqualTo(fresh.fraction(w));
            changed += next.bound(w).equals(run.bound(w)) ? 0 : 1;
          }
        }
        // The run that was changed keeps its own bounds.
        assertThat(run.bound(graph.roots().getFirst()))
            .isEqualTo(analysis.run(lengths).bound(graph.roots().getFirst()));
        lengths = other;
        run = next;
      }
    }
    assertThat(changed).isGreaterThan(FORMULAS);
  }
}
