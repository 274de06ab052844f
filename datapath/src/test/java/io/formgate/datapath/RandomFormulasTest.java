package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.ReferenceEvaluator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
      Result result = compare(request, circuit, seed);
      compared += result.compared();
      closest = Math.max(closest, result.worstShare());
    }
    int refusals = refused.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(refusals).as("refused: %s", refused).isLessThan(FORMULAS / 2);
    assertThat(compared).isGreaterThan(FORMULAS * (long) VECTORS / 4);
    // A bound that nothing comes near to would be a wasteful one.
    assertThat(closest).isGreaterThan(0.7);
  }

  private record Result(long compared, double worstShare) {}

  private static Result compare(QuantizerRequest request, QuantizedCircuit circuit, long seed) {
    Datapath datapath = circuit.datapath();
    assertThat(DatapathText.parse(DatapathText.print(datapath))).isEqualTo(datapath);
    DatapathInterpreter interpreter = new DatapathInterpreter(datapath);
    SplittableRandom random = new SplittableRandom(seed);
    QuantizerRequest.OutputPort out = request.outputs().getFirst();
    ErrorBound bound = circuit.claims().getFirst().bound();
    long compared = 0;
    double worst = 0;
    for (long[] raw : vectors(request, random)) {
      Map<String, Double> values = new HashMap<>();
      for (int i = 0; i < raw.length; i++) {
        QuantizerRequest.InputPort in = request.inputs().get(i);
        values.put(in.name(), in.format().toReal(raw[i]));
      }
      double exact = ReferenceEvaluator.evaluate(out.formula(), values);
      double got = out.format().toReal(interpreter.evaluate(raw)[0]);
      if (Double.isNaN(exact)) {
        assertThat(circuit.notes()).as("seed %s", seed).isNotEmpty();
        continue;
      }
      double wanted = out.format().range().clamp(exact);
      double error = Math.abs(got - wanted);
      double allowed = out.tolerance().at(wanted);
      double proved = bound.at(Math.abs(wanted));
      // The reference is a double: its own error is far below a billionth of any tolerance here.
      if (error > proved + 1e-9 * allowed || proved > allowed * (1 + 1e-9)) {
        throw new AssertionError(
            "seed %d: y = %s at %s is %s, not %s: error %s, proved %s, allowed %s%n%s"
                .formatted(
                    seed,
                    FormulaPrinter.print(out.formula(), 8),
                    values,
                    got,
                    wanted,
                    error,
                    proved,
                    allowed,
                    request));
      }
      compared++;
      worst = proved > 0 ? Math.max(worst, error / proved) : worst;
    }
    // Outside the declared ranges nothing is claimed, but every node still fits its format.
    for (int n = 0; n < VECTORS; n++) {
      interpreter.evaluate(
          request.inputs().stream()
              .mapToLong(in -> random.nextLong(in.format().rawMin(), in.format().rawMax() + 1))
              .toArray());
    }
    return new Result(compared, worst);
  }

  /** All vectors of the declared ranges if they are few, else random ones. */
  private static List<long[]> vectors(QuantizerRequest request, SplittableRandom random) {
    List<QuantizerRequest.InputPort> inputs = request.inputs();
    long[] lo = inputs.stream().mapToLong(i -> raw(i.format(), i.range().lo())).toArray();
    long[] hi = inputs.stream().mapToLong(i -> raw(i.format(), i.range().hi())).toArray();
    double all = 1;
    for (int i = 0; i < lo.length; i++) {
      all *= hi[i] - lo[i] + 1;
    }
    boolean exhaustive = all <= VECTORS;
    List<long[]> vectors = new ArrayList<>();
    for (int n = 0; n < (exhaustive ? (int) all : VECTORS); n++) {
      long[] raw = new long[lo.length];
      long rest = n;
      for (int i = 0; i < raw.length; i++) {
        long size = hi[i] - lo[i] + 1;
        boolean end = !exhaustive && random.nextInt(8) == 0;
        raw[i] =
            exhaustive
                ? lo[i] + rest % size
                : end ? (random.nextBoolean() ? lo[i] : hi[i]) : random.nextLong(lo[i], hi[i] + 1);
        rest /= size;
      }
      vectors.add(raw);
    }
    return vectors;
  }

  private static long raw(FixedFormat format, double value) {
    return (long) Math.scalb(value, format.fractionBits());
  }
}
