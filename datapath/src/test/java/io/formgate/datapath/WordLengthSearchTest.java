package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.DiagnosticException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Word lengths are those from which no single bit can be taken away. */
class WordLengthSearchTest {
  private static final int REQUESTS = 15;
  private static final int OUTPUTS = 4;

  @Test
  void noSingleBitCanBeTakenAway() {
    int searched = 0;
    int tried = 0;
    for (long seed = 0; searched < REQUESTS; seed++) {
      QuantizerStyle style =
          seed % 2 == 0 ? QuantizerStyle.PLAIN : QuantizerStyle.PLAIN.normalizing();
      FormulaGraph graph = new FormulaGraph(RandomFormulas.request(seed, OUTPUTS), style);
      TablePlan plan = new TablePlan(graph, style);
      ErrorAnalysis analysis = new ErrorAnalysis(graph, plan, new FunctionLibrary());
      WordLengthSearch search = new WordLengthSearch(graph, plan, analysis);
      Optional<WordLengths> narrowest;
      try {
        narrowest = search.start().flatMap(s -> search.wordLengths(s, WordLengthSearch.SPARE_BITS));
      } catch (DiagnosticException | IllegalStateException e) {
        continue;
      }
      if (narrowest.isEmpty()) {
        continue;
      }
      searched++;
      WordLengths found = narrowest.get();
      assertThat(search.meets(analysis.run(found))).isTrue();
      ErrorBounds run = analysis.run(found);
      for (int v = 0; v < graph.size(); v++) {
        if (!analysis.isNeeded(v)) {
          continue;
        }
        int bits = found.fractionBits(v);
        if (bits > WordLengthSearch.MIN_FRACTION_BITS && search.isRounded(v)) {
          assertMissed(search, analysis, found.withFraction(v, bits - 1));
          tried++;
        }
        int index = plan.isTable(v) ? run.indexFraction(v) - 1 : found.mantissaBits(v) - 2;
        boolean isIndex =
            plan.isTable(v)
                ? found.indexFractionBits(v) > WordLengthSearch.MIN_FRACTION_BITS
                    && (!plan.isPeriodic(v) || index > 0)
                : plan.isNormalized(v) && index >= MantissaFunction.MIN_BITS;
        if (isIndex) {
          assertMissed(search, analysis, found.withIndex(v, index));
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(5 * REQUESTS);
  }

  private static void assertMissed(
      WordLengthSearch search, ErrorAnalysis analysis, WordLengths narrower) {
    assertThat(search.meets(analysis.run(narrower))).isFalse();
  }
}
