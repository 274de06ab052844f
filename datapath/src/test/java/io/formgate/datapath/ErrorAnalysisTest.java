package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.DiagnosticException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Bounds that are computed again only where something has changed are those of a new analysis, and
 * those of before when the change is taken back.
 */
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
      ErrorBounds run = analysis.run(lengths);
      for (int i = 0; i < CHANGES; i++) {
        int v = random.nextInt(graph.size());
        WordLengths other;
        if (random.nextBoolean() || !plan.isTable(v)) {
          other = lengths.withFraction(v, lengths.fractionBits(v) - 1);
          run.setFraction(v, other.fractionBits(v));
        } else {
          other = lengths.withIndex(v, lengths.indexFractionBits(v) - 1);
          run.setIndex(v, other.indexFractionBits(v));
        }
        ErrorBounds before = analysis.run(lengths);
        ErrorBounds fresh = analysis.run(other);
        changed += differences(graph, analysis, fresh, before);
        assertThat(differences(graph, analysis, run, fresh)).as("seed %s", seed).isZero();
        if (random.nextInt(3) == 0) {
          run.undo();
          assertThat(differences(graph, analysis, run, before)).as("seed %s", seed).isZero();
          assertThat(run.lengths().fractionBits(v)).isEqualTo(lengths.fractionBits(v));
        } else {
          lengths = other;
        }
      }
    }
    assertThat(changed).isGreaterThan(FORMULAS);
  }

  private static int differences(
      FormulaGraph graph, ErrorAnalysis analysis, ErrorBounds a, ErrorBounds b) {
    int differences = 0;
    for (int v = 0; v < graph.size(); v++) {
      if (analysis.isNeeded(v)) {
        boolean isSame = a.bound(v).equals(b.bound(v)) && a.fraction(v) == b.fraction(v);
        differences += isSame ? 0 : 1;
      }
    }
    return differences;
  }
}
