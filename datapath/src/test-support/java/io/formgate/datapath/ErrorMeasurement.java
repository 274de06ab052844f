package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.ReferenceEvaluator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The error of a circuit's first output against its formula, held against what is proved of it.
 *
 * @param compared vectors at which the formula has a value
 * @param worstShare the largest error over its bound
 * @param violation the first error above its bound, or bound above the tolerance, with all that
 *     shows it; empty if there is none
 */
public record ErrorMeasurement(long compared, double worstShare, String violation) {
  /** The reference is a double: its own error is far below this share of any tolerance here. */
  private static final double REFERENCE_SHARE = 1e-9;

  /** One vector in so many has an input at an end of its range. */
  private static final int ENDS = 8;

  /**
   * {@return the measurement over all vectors of the declared ranges if they are few, else over
   * random ones}
   *
   * <p>Formulas without a value at a vector are not compared there; the circuit has a note on it
   * then, else this is a violation.
   *
   * @param request the formula
   * @param circuit what was made of it
   * @param seed of the vectors
   * @param vectors at most so many
   */
  public static ErrorMeasurement of(
      QuantizerRequest request, QuantizedCircuit circuit, long seed, int vectors) {
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.datapath());
    SplittableRandom random = new SplittableRandom(seed);
    QuantizerRequest.OutputPort out = request.outputs().getFirst();
    ErrorBound bound = circuit.claims().getFirst().bound();
    long compared = 0;
    double worst = 0;
    for (long[] raw : vectors(request, random, vectors)) {
      Map<String, Double> values = new HashMap<>();
      for (int i = 0; i < raw.length; i++) {
        QuantizerRequest.InputPort in = request.inputs().get(i);
        values.put(in.name(), in.format().toReal(raw[i]));
      }
      double exact = ReferenceEvaluator.evaluate(out.formula(), values);
      double got = out.format().toReal(interpreter.evaluate(raw)[0]);
      if (Double.isNaN(exact)) {
        if (circuit.notes().isEmpty()) {
          return new ErrorMeasurement(
              compared, worst, "seed %d: no value at %s, and no note".formatted(seed, values));
        }
        continue;
      }
      double wanted = out.format().range().clamp(exact);
      double error = Math.abs(got - wanted);
      double allowed = out.tolerance().at(wanted);
      double proved = bound.at(Math.abs(wanted));
      compared++;
      worst = proved > 0 ? Math.max(worst, error / proved) : worst;
      if (error > proved + REFERENCE_SHARE * allowed
          || proved > allowed * (1 + REFERENCE_SHARE)) {
        return new ErrorMeasurement(
            compared,
            worst,
            "seed %d: y = %s at %s is %s, not %s: error %s, proved %s, allowed %s; %s"
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
    }
    // Outside the declared ranges nothing is claimed, but every node still fits its format.
    for (int n = 0; n < vectors; n++) {
      interpreter.evaluate(
          request.inputs().stream()
              .mapToLong(in -> random.nextLong(in.format().rawMin(), in.format().rawMax() + 1))
              .toArray());
    }
    return new ErrorMeasurement(compared, worst, "");
  }

  private static List<long[]> vectors(
      QuantizerRequest request, SplittableRandom random, int most) {
    List<QuantizerRequest.InputPort> inputs = request.inputs();
    long[] lo = inputs.stream().mapToLong(i -> raw(i.format(), i.range().lo())).toArray();
    long[] hi = inputs.stream().mapToLong(i -> raw(i.format(), i.range().hi())).toArray();
    double all = 1;
    for (int i = 0; i < lo.length; i++) {
      all *= hi[i] - lo[i] + 1;
    }
    boolean exhaustive = all <= most;
    List<long[]> vectors = new ArrayList<>();
    for (int n = 0; n < (exhaustive ? (int) all : most); n++) {
      long[] raw = new long[lo.length];
      long rest = n;
      for (int i = 0; i < raw.length; i++) {
        long size = hi[i] - lo[i] + 1;
        boolean end = !exhaustive && random.nextInt(ENDS) == 0;
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
