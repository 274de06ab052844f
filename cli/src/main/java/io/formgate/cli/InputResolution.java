package io.formgate.cli;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.expression.ReferenceEvaluator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Tolerances that are finer than what the last bits of the inputs leave open anyhow. */
final class InputResolution {
  private static final int VECTORS = 256;
  private static final long SEED = 1;

  /** Finer by less is no waste to speak of. */
  private static final double WASTE = 4;

  private static final int DIGITS = 3;

  private InputResolution() {}

  /**
   * {@return a note for each output whose tolerance is much finer than what half a last bit of an
   * input changes, over random values of the declared ranges}
   *
   * @param request formulas and tolerances
   */
  static List<String> notes(QuantizerRequest request) {
    List<String> notes = new ArrayList<>();
    for (QuantizerRequest.OutputPort output : request.outputs()) {
      QuantizerRequest.InputPort coarsest = null;
      double most = 0;
      for (QuantizerRequest.InputPort input : request.inputs()) {
        double share =
            output.formula().variables().contains(input.name()) ? share(request, output, input) : 0;
        if (share > most) {
          most = share;
          coarsest = input;
        }
      }
      if (coarsest != null && most > WASTE && request.everywhere().isEmpty()) {
        notes.add(
            "the tolerance of '"
                + output.name()
                + "' is finer than its inputs: half a last bit of '"
                + coarsest.name()
                + "', in ["
                + Numbers.exact(coarsest.range().lo())
                + ", "
                + Numbers.exact(coarsest.range().hi())
                + "] in steps of "
                + Numbers.exact(coarsest.format().lsb())
                + ", changes the formula by "
                + Numbers.digits(most, DIGITS)
                + " times as much (RMS); a wider tolerance makes a smaller circuit");
      }
    }
    return notes;
  }

  /** What half a last bit of an input changes, as a share of the tolerance, as RMS. */
  private static double share(
      QuantizerRequest request,
      QuantizerRequest.OutputPort output,
      QuantizerRequest.InputPort input) {
    double squares = 0;
    int count = 0;
    Iterator<long[]> vectors = ErrorStatistics.random(request, VECTORS, SEED);
    while (vectors.hasNext()) {
      long[] raw = vectors.next();
      Map<String, Double> values = new HashMap<>();
      for (int i = 0; i < raw.length; i++) {
        QuantizerRequest.InputPort port = request.inputs().get(i);
        values.put(port.name(), port.format().toReal(raw[i]));
      }
      double at = ReferenceEvaluator.evaluate(output.formula(), values);
      double change = moved(output.formula(), values, input) - at;
      if (Double.isFinite(change)) {
        double share = change / output.tolerance().at(at);
        squares += share * share;
        count++;
      }
    }
    return Math.sqrt(squares / Math.max(1, count));
  }

  private static double moved(
      Expr formula, Map<String, Double> values, QuantizerRequest.InputPort input) {
    Map<String, Double> other = new HashMap<>(values);
    double value = values.getOrDefault(input.name(), 0.0);
    double half = input.format().lsb() / 2;
    other.put(input.name(), value + half <= input.range().hi() ? value + half : value - half);
    return ReferenceEvaluator.evaluate(formula, other);
  }
}
