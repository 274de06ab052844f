package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the quantizer proves is never exceeded, whatever the formula. */
class RandomFormulasTest {
  private static final Target TARGET = LutTarget.withBlocks();
  private static final List<QuantizerStyle> STYLES =
      List.of(
          QuantizerStyle.PLAIN,
          QuantizerStyle.PLAIN.normalizing(),
          QuantizerStyle.PLAIN.normalizing().inTurns());
  private static final int FORMULAS = 250;
  private static final int VECTORS = 2_000;

  @Test
  void boundsAndTolerancesHold() {
    Map<DiagnosticCode, Integer> refused = new EnumMap<>(DiagnosticCode.class);
    int built = 0;
    long compared = 0;
    double closest = 0;
    for (long seed = 0; built < FORMULAS; seed++) {
      QuantizerRequest request = RandomFormulas.request(seed);
      QuantizedCircuit circuit;
      try {
        circuit = Quantizer.of(request, STYLES.get(built % STYLES.size())).circuit(TARGET);
      } catch (DiagnosticException e) {
        refused.merge(e.diagnostics().getFirst().code(), 1, Integer::sum);
        continue;
      }
      built++;
      assertThat(DatapathText.parse(DatapathText.print(circuit.datapath())))
          .isEqualTo(circuit.datapath());
      ErrorMeasurement result = ErrorMeasurement.of(request, circuit, seed, VECTORS);
      assertThat(result.violation()).isEmpty();
      compared += result.compared();
      closest = Math.max(closest, result.worstShare());
    }
    int refusals = refused.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(refusals).as("refused: %s", refused).isLessThan(FORMULAS / 2);
    assertThat(compared).isGreaterThan(FORMULAS * (long) VECTORS / 4);
    // A bound that nothing comes near to would be a wasteful one.
    assertThat(closest).isGreaterThan(0.7);
  }
}
