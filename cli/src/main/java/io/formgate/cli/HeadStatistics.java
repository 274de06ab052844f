package io.formgate.cli;

import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.distill.ClassifierFigures;
import io.formgate.expression.ReferenceEvaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * How often a decision is that of the real formulas, moved into their ports' ranges, at the values
 * that the input ports carry; measured, not proved.
 *
 * @param head name of the port
 * @param vectors vectors looked at, without those where a formula is not defined
 * @param same of these, those with the decision of the real formulas
 * @param clear of these, those that are further from the border than the margin, where the decision
 *     is proved
 */
record HeadStatistics(String head, long vectors, long same, long clear) {

  /** Rounding of the reference itself, as a share of the numbers it compares. */
  private static final double REFERENCE_ERROR = 1e-12;

  /**
   * {@return the statistics of each decision of a circuit}
   *
   * @param circuit the circuit
   * @param vectors raw inputs within the declared ranges
   */
  static List<HeadStatistics> measure(CompiledCircuit circuit, Iterator<long[]> vectors) {
    QuantizerRequest request = circuit.request();
    List<Head> heads = request.heads();
    if (heads.isEmpty()) {
      return List.of();
    }
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.quantized().datapath());
    int first = circuit.quantized().datapath().outputs().size() - heads.size();
    long[] seen = new long[heads.size()];
    long[] same = new long[heads.size()];
    long[] clear = new long[heads.size()];
    while (vectors.hasNext()) {
      long[] raw = vectors.next();
      double[] reals = reals(request, raw);
      long[] outputs = interpreter.evaluate(raw);
      for (int h = 0; h < heads.size(); h++) {
        double[] read = heads.get(h).formulas().stream().mapToDouble(i -> reals[i]).toArray();
        if (!Arrays.stream(read).allMatch(Double::isFinite)) {
          continue;
        }
        seen[h]++;
        boolean isSame = outputs[first + h] == decision(heads.get(h), read);
        same[h] += isSame ? 1 : 0;
        if (isClear(heads.get(h), read, circuit.quantized().margins().get(h))) {
          clear[h]++;
          if (!isSame) {
            throw new IllegalStateException(
                "the proved margin of "
                    + heads.get(h).name()
                    + " is broken at "
                    + Arrays.toString(raw));
          }
        }
      }
    }
    List<HeadStatistics> statistics = new ArrayList<>();
    for (int h = 0; h < heads.size(); h++) {
      statistics.add(new HeadStatistics(heads.get(h).name(), seen[h], same[h], clear[h]));
    }
    return statistics;
  }

  private static double[] reals(QuantizerRequest request, long[] raw) {
    Map<String, Double> values = new HashMap<>();
    for (int i = 0; i < raw.length; i++) {
      QuantizerRequest.InputPort input = request.inputs().get(i);
      values.put(input.name(), input.format().toReal(raw[i]));
    }
    return request.outputs().stream()
        .mapToDouble(port -> {
          double exact = ReferenceEvaluator.evaluate(port.formula(), values);
          return Double.isFinite(exact) ? port.format().range().clamp(exact) : Double.NaN;
        })
        .toArray();
  }

  private static long decision(Head head, double[] reals) {
    return switch (head) {
      case Head.Argmax _ -> ClassifierFigures.argmax(reals);
      case Head.Threshold(_, _, double atLeast) -> reals[0] >= atLeast ? 1 : 0;
    };
  }

  private static boolean isClear(Head head, double[] reals, QuantizedCircuit.Margin margin) {
    double distance =
        switch (head) {
          case Head.Argmax _ -> {
            double[] sorted = Arrays.stream(reals).sorted().toArray();
            yield sorted[sorted.length - 1] - sorted[sorted.length - 2];
          }
          case Head.Threshold(_, _, double atLeast) -> Math.abs(reals[0] - atLeast);
        };
    double largest = Arrays.stream(reals).map(Math::abs).max().orElse(0);
    return distance > margin.distance() + REFERENCE_ERROR * Math.max(1, largest);
  }
}
