package io.formgate.cli;

import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.expression.ReferenceEvaluator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How far an output is from its formula at the values that the input ports carry; measured, not
 * proved.
 *
 * @param vectors vectors looked at, without those where the formula is not defined
 * @param worst largest distance from the formula, moved into the output's range
 * @param worstShare largest distance as a share of the tolerance; of the output's last bit where
 *     nothing is proved
 * @param mean mean distance
 * @param rms root of the mean square distance
 */
record ErrorStatistics(long vectors, double worst, double worstShare, double mean, double rms) {

  /** Rounding of the reference itself, which computes in double and may cancel ten bits. */
  private static final double REFERENCE_ERROR_ULP = 1024;

  /** {@return the statistics of one output over some vectors of raw inputs} */
  static ErrorStatistics measure(CompiledCircuit circuit, int output, Iterator<long[]> vectors) {
    QuantizerRequest request = circuit.request();
    QuantizerRequest.OutputPort port = request.outputs().get(output);
    Expr formula = port.formula();
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.quantized().everyValue());
    Map<String, Double> values = new HashMap<>();
    long count = 0;
    double worst = 0;
    double worstShare = 0;
    double sum = 0;
    double squares = 0;
    while (vectors.hasNext()) {
      long[] raw = vectors.next();
      for (int i = 0; i < raw.length; i++) {
        QuantizerRequest.InputPort input = request.inputs().get(i);
        values.put(input.name(), input.format().toReal(raw[i]));
      }
      double exact = ReferenceEvaluator.evaluate(formula, values);
      if (!Double.isFinite(exact)) {
        continue;
      }
      double wanted = port.format().range().clamp(exact);
      double got = port.format().toReal(interpreter.evaluate(raw)[output]);
      double error = Math.abs(got - wanted);
      checkBound(circuit, output, raw, exact, error);
      worst = Math.max(worst, error);
      worstShare = Math.max(worstShare, DataRows.relative(error, port.tolerance().at(exact)));
      sum += error;
      squares += error * error;
      count++;
    }
    long all = Math.max(1, count);
    return new ErrorStatistics(count, worst, worstShare, sum / all, Math.sqrt(squares / all));
  }

  /** A claim that a measurement refutes is a bug, and nothing may be printed as if it held. */
  private static void checkBound(
      CompiledCircuit circuit, int output, long[] raw, double exact, double error) {
    List<QuantizerRequest.InputPort> inputs = circuit.request().inputs();
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] < rawLo(inputs.get(i)) || raw[i] > rawHi(inputs.get(i))) {
        return;
      }
    }
    double bound = circuit.quantized().claims().get(output).bound().at(Math.abs(exact));
    if (error > bound + REFERENCE_ERROR_ULP * Math.ulp(Math.max(1, Math.abs(exact)))) {
      throw new IllegalStateException(
          "the proved bound "
              + bound
              + " is broken: error "
              + error
              + " at "
              + Arrays.toString(raw));
    }
  }

  /** {@return random vectors within the declared ranges} */
  static Iterator<long[]> random(QuantizerRequest request, long count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] lo = new long[request.inputs().size()];
    long[] hi = new long[lo.length];
    for (int i = 0; i < lo.length; i++) {
      lo[i] = rawLo(request.inputs().get(i));
      hi[i] = rawHi(request.inputs().get(i));
    }
    return new Iterator<>() {
      private long left = count;

      @Override
      public boolean hasNext() {
        return left > 0;
      }

      @Override
      public long[] next() {
        left--;
        long[] raw = new long[lo.length];
        for (int i = 0; i < raw.length; i++) {
          raw[i] = lo[i] + random.nextLong(hi[i] - lo[i] + 1);
        }
        return raw;
      }
    };
  }

  /** {@return the smallest raw value within an input's declared range} */
  static long rawLo(QuantizerRequest.InputPort input) {
    long raw = input.format().nearestRaw(input.range().lo());
    return input.format().toReal(raw) < input.range().lo() && raw < input.format().rawMax()
        ? raw + 1
        : raw;
  }

  /** {@return the largest raw value within an input's declared range} */
  static long rawHi(QuantizerRequest.InputPort input) {
    long raw = input.format().nearestRaw(input.range().hi());
    return input.format().toReal(raw) > input.range().hi() && raw > input.format().rawMin()
        ? raw - 1
        : raw;
  }
}
