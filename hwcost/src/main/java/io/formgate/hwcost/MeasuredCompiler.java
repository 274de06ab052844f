package io.formgate.hwcost;

import io.formgate.datapath.ArgmaxForm;
import io.formgate.datapath.CircuitTrial;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DemandedBits;
import io.formgate.datapath.FunctionLibrary;
import io.formgate.datapath.Head;
import io.formgate.datapath.MeasuredNarrowing;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.Quantizer;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.QuantizerStyle;
import io.formgate.datapath.QuantizerStyle.Multiples;
import io.formgate.datapath.RowInterpreter;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Circuits that keep a tolerance on given rows, measured and not proved.
 *
 * <p>A proved bound is the sum of all errors at their worst, which no row has. So bits are taken
 * from the circuit one by one, as long as what is measured on the rows keeps what is asked. Of all
 * forms and styles, those whose circuits are smallest before have bits taken, and of these the best
 * are narrowed until no bit is worth giving back for others. Where every value has one format,
 * there is nothing to choose, and what is asked is only checked.
 */
public final class MeasuredCompiler {
  /**
   * Proved over measured where a quick circuit is looked for: errors seldom meet at their worst.
   */
  private static final double FIRST_FACTOR = 4;

  private static final double LEAST_FACTOR = 1.0 / 16;

  /** Circuits from which bits are taken: those that are smallest before, or the fastest too. */
  private static final int DESCENDED = 8;

  /** Those of them of which bits are also given back for others, which takes most of the time. */
  private static final int NARROWED = 2;

  private final QuantizerRequest request;
  private final OnData goal;
  private final DeviceModel device;
  private final ScheduleOptions options;

  /** The options with the limit of latency, which is that of the finished circuit. */
  private final ScheduleOptions limited;

  private final CircuitOrder order;
  private final RowInterpreter interpreter;
  private final FunctionLibrary library = new FunctionLibrary();
  private final List<DiagnosticException> refusals = new ArrayList<>();
  private final double[][] real;
  private final long outside;

  private MeasuredCompiler(
      QuantizerRequest request, OnData goal, DeviceModel device, ScheduleOptions options) {
    this.request = request;
    this.goal = goal;
    this.device = device;
    this.options = options.unlimited();
    limited = options;
    order = CircuitOrder.of(options);
    List<long[]> rows = goal.rows();
    interpreter = new RowInterpreter(rows);
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
    if (request.everywhere().isPresent()) {
      QuantizedCircuit circuit = CircuitCompiler.first(request, device, options);
      if (!figures(circuit.everyValue()).isKept()) {
        throw missed();
      }
      return circuit;
    }
    for (double factor = FIRST_FACTOR; factor >= LEAST_FACTOR; factor /= 2) {
      try {
        QuantizedCircuit circuit =
            CircuitCompiler.first(request.withTolerances(tolerances(factor)), device, options);
        if (figures(circuit.everyValue()).isKept()) {
          return circuit;
        }
      } catch (DiagnosticException e) {
        if (factor <= 1) {
          throw e;
        }
      }
    }
    throw missed();
  }

  private List<Tolerance> tolerances(double measuredFactor) {
    List<Tolerance> tolerances = new ArrayList<>();
    for (int i = 0; i < request.outputs().size(); i++) {
      Tolerance t = request.outputs().get(i).tolerance();
      double factor = goal.isMeasured(i) ? measuredFactor : 1;
      tolerances.add(new Tolerance(factor * t.relative(), factor * t.absolute()));
    }
    return tolerances;
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
        .figures(circuit.everyValue())
        .worst();
  }

  /** A circuit from which bits can be taken, with its figures before. */
  private record Wide(MeasuredNarrowing narrowing, FoundCircuit found) {}

  private Measured search() {
    if (request.everywhere().isPresent()) {
      FoundCircuit found = CircuitCompiler.found(request, device, limited);
      if (!figures(found.circuit().everyValue()).isKept()) {
        throw missed();
      }
      return measured(
          CircuitCompiler.finished(found.circuit(), device, limited),
          found.fewestCycles(),
          request,
          List.of());
    }
    // What is undefined or too wide as it is written is said, also where another form would do.
    var _ = Quantizer.of(request, QuantizerStyle.PLAIN, library);
    List<Wide> wide = new ArrayList<>();
    for (QuantizerRequest form : forms()) {
      for (QuantizerStyle style : styles()) {
        wide.addAll(wide(form, style));
      }
    }
    if (wide.isEmpty()) {
      throw refusals.stream().findFirst().orElseGet(MeasuredCompiler::missed);
    }
    wide.sort(Comparator.comparingDouble(w -> w.found().area()));
    int fewestCycles = wide.stream().mapToInt(w -> w.found().latencyCycles()).min().orElseThrow();
    FoundCircuit best = null;
    FoundCircuit bestWithTables = null;
    for (Wide w : best(mostPromising(wide))) {
      for (FoundCircuit next : narrowed(w)) {
        FoundCircuit withTables = CircuitCompiler.tabled(next, device, limited);
        fewestCycles = Math.min(fewestCycles, withTables.latencyCycles());
        if (bestWithTables == null || withTables.isBetterThan(bestWithTables, order)) {
          best = next;
          bestWithTables = withTables;
        }
      }
    }
    if (best == null || bestWithTables == null) {
      throw missed();
    }
    if (!goal.snapsConstants()) {
      return measured(
          CircuitCompiler.within(bestWithTables.circuit(), device, limited),
          fewestCycles,
          claimed(best.circuit()),
          List.of());
    }
    ConstantSnapping.Snapped snapped =
        ConstantSnapping.of(best, device, limited, c -> figures(c.everyValue()).isKept());
    return measured(
        CircuitCompiler.finished(snapped.circuit(), device, limited),
        fewestCycles,
        claimed(snapped.circuit()),
        snapped.moves());
  }

  /**
   * {@return the smallest circuits, the last of them replaced by the fastest if cycles are to be
   * least and it takes fewer than they, or if none of them is within the limit}
   *
   * @param bySize circuits, the smallest first
   */
  private List<Wide> mostPromising(List<Wide> bySize) {
    List<Wide> chosen = new ArrayList<>(bySize.subList(0, Math.min(DESCENDED, bySize.size())));
    // Of equal latencies the first, which is the smallest.
    Wide fastest = Collections.min(bySize, Comparator.comparingInt(w -> w.found().latencyCycles()));
    boolean isFasterWanted =
        chosen.stream()
            .noneMatch(c ->
                switch (order.least()) {
                  case CYCLES -> c.found().latencyCycles() <= fastest.found().latencyCycles();
                  case AREA -> order.isWithin(c.found().latencyCycles());
                });
    if (isFasterWanted) {
      chosen.set(chosen.size() - 1, fastest);
    }
    return chosen;
  }

  /** {@return those whose circuits are best when bits have been taken} */
  private List<Wide> best(List<Wide> wide) {
    record Descended(Wide wide, FoundCircuit found) {}
    List<Descended> descended = new ArrayList<>();
    for (Wide w : wide) {
      try {
        w.narrowing()
            .descended()
            .map(c -> found(c, w.found().request(), w.found().style()))
            .ifPresent(f -> descended.add(new Descended(w, f)));
      } catch (DiagnosticException e) {
        refusals.add(e);
      }
    }
    descended.sort((a, b) ->
        a.found().isBetterThan(b.found(), order)
            ? -1
            : b.found().isBetterThan(a.found(), order) ? 1 : 0);
    return descended.stream().limit(NARROWED).map(Descended::wide).toList();
  }

  /** {@return the formulas with the tolerances that are proved of a circuit} */
  private QuantizerRequest claimed(QuantizedCircuit circuit) {
    List<Tolerance> proved = new ArrayList<>();
    for (int i = 0; i < request.outputs().size(); i++) {
      FixedFormat format = request.outputs().get(i).format();
      double bound = circuit.claims().get(i).bound().at(format.range().magnitude());
      proved.add(
          goal.isMeasured(i)
              ? new Tolerance(0, Math.max(bound, format.lsb()))
              : request.outputs().get(i).tolerance());
    }
    return request.withTolerances(proved);
  }

  private Measured measured(
      QuantizedCircuit finished,
      int fewestCycles,
      QuantizerRequest proved,
      List<ConstantSnapping.Move> moves) {
    QuantizedCircuit circuit = CircuitCompiler.noted(finished, fewestCycles, limited);
    Figures figures = figures(circuit.everyValue());
    return new Measured(
        circuit, proved, goal.rows().size(), outside, figures.worst(), figures.agreement(), moves);
  }

  /** {@return circuits of a style, if something depends on it and it takes the formulas} */
  private List<Wide> wide(QuantizerRequest form, QuantizerStyle style) {
    try {
      Quantizer quantizer = Quantizer.of(form, style, library);
      boolean isOther =
          (style.turns() != QuantizerStyle.Turns.NONE && !quantizer.hasTurns())
              || (style.multiples() != Multiples.EXACT && !quantizer.hasMultiples());
      List<Wide> wide = new ArrayList<>();
      if (isOther) {
        return wide;
      }
      wide(quantizer, form, style).ifPresent(wide::add);
      if (quantizer.hasWideRoots()) {
        wide(quantizer.normalizing(), form, style.normalizing()).ifPresent(wide::add);
      }
      return wide;
    } catch (DiagnosticException e) {
      refusals.add(e);
      return List.of();
    }
  }

  private Optional<Wide> wide(Quantizer quantizer, QuantizerRequest form, QuantizerStyle style) {
    try {
      MeasuredNarrowing narrowing =
          quantizer.narrowing(
              new DeviceTarget(device, options.clockPeriodPs(), 1), new Trial(), proved());
      return narrowing.first().map(c -> new Wide(narrowing, found(c, form, style)));
    } catch (DiagnosticException e) {
      refusals.add(e);
      return Optional.empty();
    }
  }

  private Set<Integer> proved() {
    return IntStream.range(0, request.outputs().size())
        .filter(i -> !goal.isMeasured(i))
        .boxed()
        .collect(Collectors.toSet());
  }

  private FoundCircuit found(
      QuantizedCircuit circuit, QuantizerRequest form, QuantizerStyle style) {
    return CircuitCompiler.found(circuit, form, request, style, device, limited);
  }

  private List<FoundCircuit> narrowed(Wide wide) {
    boolean hasArgmax = request.heads().stream().anyMatch(h -> h instanceof Head.Argmax);
    List<ArgmaxForm> forms = hasArgmax ? List.of(ArgmaxForm.values()) : List.of(ArgmaxForm.TREE);
    List<FoundCircuit> found = new ArrayList<>();
    for (QuantizedCircuit circuit : wide.narrowing().narrowest(forms)) {
      try {
        found.add(found(circuit, wide.found().request(), wide.found().style()));
      } catch (DiagnosticException e) {
        // Another circuit may fit the clock.
      }
    }
    return found;
  }

  /** Circuits on the rows, their area by the earliest schedule. */
  private final class Trial implements CircuitTrial {
    @Override
    public OptionalDouble noise(Datapath everyValue) {
      Figures figures = figures(everyValue);
      return figures.isKept() ? OptionalDouble.of(figures.noise()) : OptionalDouble.empty();
    }

    @Override
    public double area(Datapath datapath) {
      return device.lutEquivalents(
          Scheduler.earliest(
                  DemandedBits.apply(SummandTables.apply(datapath, device)), device, options)
              .area());
    }
  }

  private static List<QuantizerStyle> styles() {
    List<QuantizerStyle> styles = new ArrayList<>(CircuitCompiler.styles());
    for (Multiples multiples : Multiples.values()) {
      styles.add(QuantizerStyle.PLAIN.with(QuantizerStyle.Turns.SHARED).with(multiples));
    }
    return styles;
  }

  private List<QuantizerRequest> forms() {
    List<QuantizerRequest> forms = new ArrayList<>(List.of(request));
    forms.addAll(Rewriting.of(request, device));
    return forms;
  }

  /** What rows show of a circuit. */
  private record Figures(boolean isKept, double noise, List<Double> worst, double agreement) {}

  private Figures figures(Datapath everyValue) {
    List<long[]> raw = interpreter.evaluate(everyValue);
    int outputs = request.outputs().size();
    double[] worst = new double[outputs];
    double[] made = new double[outputs];
    boolean isWithin = true;
    double noise = 0;
    long same = 0;
    for (int row = 0; row < real.length; row++) {
      for (int i = 0; i < outputs; i++) {
        FixedFormat format = request.outputs().get(i).format();
        made[i] = format.toReal(raw.get(i)[row]);
        double error = Math.abs(made[i] - real[row][i]);
        worst[i] = Math.max(worst[i], error);
        double share = error / request.outputs().get(i).tolerance().at(real[row][i]);
        isWithin &= share <= 1 || !goal.outputs().contains(i);
        double square = goal.isMeasured(i) ? share * share : 0;
        noise += square * square;
      }
      same += largest(made) == largest(real[row]) ? 1 : 0;
    }
    double agreed = same / (double) real.length;
    boolean isKept =
        isWithin && (goal.agreement().isEmpty() || agreed >= goal.agreement().getAsDouble());
    return new Figures(isKept, noise / real.length, Arrays.stream(worst).boxed().toList(), agreed);
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
