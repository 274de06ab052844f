package io.formgate.hwcost;

import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.QuantizerStyle;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Circuits that keep a tolerance on given rows, measured and not proved.
 *
 * <p>A proved bound is the sum of all errors at their worst, which no row has. So the tolerances
 * that are proved are widened, all together and then one output after the other, as long as what is
 * measured on the rows keeps what is asked and the circuit gets better. Where every value has one
 * format, there is nothing to choose, and what is asked is only checked.
 */
public final class MeasuredCompiler {
  /** Steps in which tolerances are widened. */
  private static final double STEP = Math.pow(2, 0.25);

  /** Proved over measured where the search begins: errors seldom meet at their worst. */
  private static final double FIRST_FACTOR = 4;

  private static final double LEAST_FACTOR = 1.0 / 16;

  /** Factors tried in vain before the search ends: the measured error need not rise in step. */
  private static final int MISSES = 3;

  private static final int MAX_STEPS = 48;

  private final QuantizerRequest request;
  private final OnData goal;
  private final DeviceModel device;
  private final ScheduleOptions options;
  private final double[][] real;
  private final long outside;

  private MeasuredCompiler(
      QuantizerRequest request, OnData goal, DeviceModel device, ScheduleOptions options) {
    this.request = request;
    this.goal = goal;
    this.device = device;
    this.options = options;
    List<long[]> rows = goal.rows();
    real = new double[rows.size()][];
    long clamped = 0;
    for (int row = 0; row < real.length; row++) {
      Map<String, Double> values = new HashMap<>();
      boolean inside = true;
      for (int i = 0; i < request.inputs().size(); i++) {
        QuantizerRequest.InputPort port = request.inputs().get(i);
        double value = port.format().toReal(rows.get(row)[i]);
        inside &= port.range().contains(value);
        values.put(port.name(), port.range().clamp(value));
      }
      clamped += inside ? 0 : 1;
      real[row] =
          request.outputs().stream()
              .mapToDouble(
                  o -> o.format().range().clamp(ReferenceEvaluator.evaluate(o.formula(), values)))
              .toArray();
    }
    outside = clamped;
  }

  /**
   * A circuit and what was measured.
   *
   * @param circuit the circuit; its claims are proved
   * @param request the formulas with the tolerances that are proved
   * @param rows how many there were
   * @param outside rows with an input outside of its declared range, which the circuit moves into
   *     it
   * @param worst largest error of each output
   * @param agreement share of the rows on which the largest output is that of the formulas
   * @param moves the numbers that are moved
   */
  public record Measured(
      QuantizedCircuit circuit,
      QuantizerRequest request,
      long rows,
      long outside,
      List<Double> worst,
      double agreement,
      List<ConstantSnapping.Move> moves) {
    /** Copies the lists. */
    public Measured {
      moves = List.copyOf(moves);
      worst = List.copyOf(worst);
    }
  }

  /**
   * {@return the best circuit that keeps what is asked on the rows}
   *
   * @param request the formulas with the tolerances; inputs saturate
   * @param goal what is kept on which rows
   * @param device costs
   * @param options clock and ports
   * @throws DiagnosticException if no circuit does
   */
  public static Measured compile(
      QuantizerRequest request, OnData goal, DeviceModel device, ScheduleOptions options) {
    return new MeasuredCompiler(request.saturating(), goal, device, options).search();
  }

  /**
   * {@return a circuit in a fraction of the time, as that of {@link CircuitCompiler#first}, with
   * the widest tolerances of few that keep what is asked on the rows}
   *
   * @param request the formulas with the tolerances; inputs saturate
   * @param goal what is kept on which rows
   * @param device costs
   * @param options clock and ports
   * @throws DiagnosticException if no circuit does
   */
  public static QuantizedCircuit first(
      QuantizerRequest request, OnData goal, DeviceModel device, ScheduleOptions options) {
    return new MeasuredCompiler(request.saturating(), goal, device, options).first();
  }

  private QuantizedCircuit first() {
    double[] factors = new double[request.outputs().size()];
    for (double factor = FIRST_FACTOR; factor >= LEAST_FACTOR; factor /= 2) {
      Arrays.fill(factors, request.everywhere().isPresent() ? 1 : factor);
      try {
        QuantizedCircuit circuit =
            CircuitCompiler.first(request.withTolerances(tolerances(factors)), device, options);
        if (measured(circuit).isPresent()) {
          return circuit;
        }
      } catch (DiagnosticException e) {
        if (factor <= 1) {
          throw e;
        }
      }
      if (request.everywhere().isPresent()) {
        break;
      }
    }
    throw missed();
  }

  /**
   * {@return the largest error of each output of a circuit on rows}
   *
   * @param request the formulas; inputs saturate
   * @param goal the rows
   * @param circuit a circuit of the formulas
   * @param device costs
   * @param options clock and ports
   */
  public static List<Double> worst(
      QuantizerRequest request,
      OnData goal,
      QuantizedCircuit circuit,
      DeviceModel device,
      ScheduleOptions options) {
    OnData all = new OnData(goal.rows(), Set.of(), OptionalDouble.empty(), false);
    return new MeasuredCompiler(request.saturating(), all, device, options)
        .measured(circuit)
        .orElseThrow()
        .worst();
  }

  private record Kept(CircuitCompiler.Found found, List<Double> factors, Measured measured) {}

  private Measured search() {
    if (request.everywhere().isPresent()) {
      CircuitCompiler.Found found = CircuitCompiler.found(request, device, options);
      return kept(found, new double[request.outputs().size()])
          .orElseThrow(MeasuredCompiler::missed)
          .measured();
    }
    double[] factors = new double[request.outputs().size()];
    Kept best = null;
    CircuitCompiler.Found form = null;
    double factor = FIRST_FACTOR;
    while (best == null && factor >= LEAST_FACTOR) {
      Arrays.fill(factors, factor);
      try {
        form = CircuitCompiler.found(request.withTolerances(tolerances(factors)), device, options);
        best = kept(form, factors).orElse(null);
      } catch (DiagnosticException e) {
        if (factor <= 1) {
          throw e;
        }
      }
      factor /= 2;
    }
    if (best == null || form == null) {
      throw missed();
    }
    // The style that is best at one tolerance need not be best at a wider one.
    Kept start = best;
    CircuitCompiler.Found bestForm = form;
    best = widened(start, form, -1);
    for (QuantizerStyle style : CircuitCompiler.styles()) {
      CircuitCompiler.Found other = form.inStyle(style);
      Kept next = style.equals(form.style()) ? best : widened(start, other, -1);
      if (next.found().isBetterThan(best.found())) {
        best = next;
        bestForm = other;
      }
    }
    form = bestForm;
    for (int output = 0; output < factors.length; output++) {
      if (goal.isMeasured(output)) {
        best = widened(best, form, output);
      }
    }
    return goal.snapsConstants() ? snapped(best) : best.measured();
  }

  private Measured snapped(Kept best) {
    ConstantSnapping.Snapped snapped =
        ConstantSnapping.of(best.found(), device, options, c -> measured(c).isPresent());
    Errors errors = measured(snapped.circuit()).orElseThrow();
    return new Measured(
        snapped.circuit(),
        best.measured().request(),
        goal.rows().size(),
        outside,
        errors.worst(),
        errors.agreement(),
        snapped.moves());
  }

  /** Widens the tolerance of one output, or of all for -1. */
  private Kept widened(Kept start, CircuitCompiler.Found form, int output) {
    Kept best = start;
    double[] factors = start.factors().stream().mapToDouble(f -> f).toArray();
    int misses = 0;
    for (int step = 0; step < MAX_STEPS && misses < MISSES; step++) {
      for (int i = 0; i < factors.length; i++) {
        factors[i] *= output < 0 || output == i ? STEP : 1;
      }
      Optional<Kept> next = built(form, factors).flatMap(f -> kept(f, factors));
      if (next.isPresent() && next.get().found().isBetterThan(best.found())) {
        best = next.get();
        misses = 0;
      } else {
        misses++;
      }
    }
    return best;
  }

  private Optional<CircuitCompiler.Found> built(CircuitCompiler.Found form, double[] factors) {
    try {
      return Optional.of(
          CircuitCompiler.found(
              form.request().withTolerances(tolerances(factors)), form.style(), device, options));
    } catch (DiagnosticException e) {
      return Optional.empty();
    }
  }

  private List<Tolerance> tolerances(double[] factors) {
    List<Tolerance> tolerances = new ArrayList<>();
    for (int i = 0; i < factors.length; i++) {
      Tolerance t = request.outputs().get(i).tolerance();
      double factor = goal.isMeasured(i) ? factors[i] : 1;
      tolerances.add(new Tolerance(factor * t.relative(), factor * t.absolute()));
    }
    return tolerances;
  }

  /** {@return a circuit that keeps what is asked, with what was measured} */
  private Optional<Kept> kept(CircuitCompiler.Found found, double[] factors) {
    QuantizerRequest proved =
        request.everywhere().isPresent() ? request : request.withTolerances(tolerances(factors));
    return measured(found.circuit())
        .map(errors ->
            new Kept(
                found,
                Arrays.stream(factors).boxed().toList(),
                new Measured(
                    found.circuit(),
                    proved,
                    goal.rows().size(),
                    outside,
                    errors.worst(),
                    errors.agreement(),
                    List.of())));
  }

  private record Errors(List<Double> worst, double agreement) {}

  /** {@return the errors of a circuit on the rows, empty if it does not keep what is asked} */
  private Optional<Errors> measured(QuantizedCircuit circuit) {
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.everyValue());
    int outputs = request.outputs().size();
    double[] worst = new double[outputs];
    double[] made = new double[outputs];
    long same = 0;
    for (int row = 0; row < real.length; row++) {
      long[] raw = interpreter.evaluate(goal.rows().get(row));
      for (int i = 0; i < outputs; i++) {
        FixedFormat format = request.outputs().get(i).format();
        made[i] = format.toReal(raw[i]);
        double error = Math.abs(made[i] - real[row][i]);
        worst[i] = Math.max(worst[i], error);
        if (goal.outputs().contains(i)
            && error > request.outputs().get(i).tolerance().at(real[row][i])) {
          return Optional.empty();
        }
      }
      same += largest(made) == largest(real[row]) ? 1 : 0;
    }
    double share = same / (double) real.length;
    return goal.agreement().isPresent() && share < goal.agreement().getAsDouble()
        ? Optional.empty()
        : Optional.of(new Errors(Arrays.stream(worst).boxed().toList(), share));
  }

  /** {@return the index of the largest value, of equal ones the first} */
  private static int largest(double[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }

  private static DiagnosticException missed() {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.QUANTIZE_TOLERANCE,
            "no circuit that can be built keeps what is asked on the rows",
            "widen the tolerance or the output's format, give the format of all values more bits if there"
                + " is one, or ask for a smaller agreement"));
  }
}
