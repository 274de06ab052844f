package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of functions is found again, and never changes a circuit. */
class FunctionLibraryTest {
  private static final int FORMULAS = 40;

  private static FunctionLibrary.Function function(
      FunctionLibrary library, QuantizerRequest request, String formula) {
    QuantizerRequest.OutputPort port = request.outputs().getFirst();
    FormulaGraph graph =
        new FormulaGraph(
            new QuantizerRequest(
                "f",
                request.inputs(),
                List.of(
                    new QuantizerRequest.OutputPort(
                        port.name(),
                        FormulaParser.parse(new SourceText("<test>", formula)),
                        port.format(),
                        port.saturate(),
                        port.tolerance()))),
            QuantizerStyle.PLAIN);
    TablePlan plan = new TablePlan(graph, QuantizerStyle.PLAIN);
    int top = graph.roots().getFirst();
    assertThat(plan.isTable(top)).isTrue();
    return library.function(
        new FunctionLibrary.Identity(
            new Cone(graph, top, plan.indexOf(top)).steps(),
            graph.grid(top),
            plan.indexRange(top),
            plan.isPeriodic(top)));
  }

  @Test
  void functionsAreEqualWhereTheirValuesAre() {
    QuantizerRequest request = RandomFormulas.request(1, 1);
    FunctionLibrary library = new FunctionLibrary();
    FunctionLibrary.Function known = function(library, request, "exp(x0*0.25 + 1)");
    assertThat(function(library, request, "exp(x0*0.25 + 1)")).isSameAs(known);
    assertThat(function(library, request, "exp(x0*0.25 + 2)")).isNotSameAs(known);
    assertThat(function(library, request, "exp(x0*0.5 + 1)")).isNotSameAs(known);
    assertThat(function(library, request, "sin(x0*0.25 + 1)")).isNotSameAs(known);
    assertThat(function(library, request, "exp(1 - x0*0.25)")).isNotSameAs(known);
  }

  @Test
  void circuitsAreTheSameWithWhatWasFoundOutForOthers() {
    int compared = 0;
    FunctionLibrary library = new FunctionLibrary();
    for (long seed = 0; compared < FORMULAS; seed++) {
      QuantizerRequest request = RandomFormulas.request(seed % 50, 2);
      QuantizerStyle style = seed % 3 == 0 ? QuantizerStyle.PLAIN.inTurns() : QuantizerStyle.PLAIN;
      Datapath alone;
      try {
        alone = Quantizer.of(request, style).circuit(LutTarget.withBlocks()).datapath();
      } catch (DiagnosticException e) {
        continue;
      }
      for (int i = 0; i < 2; i++) {
        assertThat(Quantizer.of(request, style, library).circuit(LutTarget.withBlocks()).datapath())
            .as("seed %s", seed)
            .isEqualTo(alone);
      }
      compared++;
    }
  }
}
