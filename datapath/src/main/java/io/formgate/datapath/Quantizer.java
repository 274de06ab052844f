package io.formgate.datapath;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns real-valued formulas into a bit-exact datapath that keeps a tolerance.
 *
 * <p>Integer bits follow from intervals, so that nothing overflows for any input bits; fraction
 * bits from {@link WordLengthSearch}. Threads may share a quantizer.
 */
public final class Quantizer {
  private final QuantizerRequest request;
  private final QuantizerStyle style;
  private final FormulaGraph graph;
  private final TablePlan plan;
  private final ErrorAnalysis analysis;
  private final Refusal refusal;
  private final WordLengthSearch search;
  private final FunctionLibrary library;
  private final Map<Integer, Optional<WordLengths>> narrowed = new HashMap<>();
  private WordLengthSearch.@Nullable Start start;

  private Quantizer(
      QuantizerRequest request,
      QuantizerStyle style,
      FormulaGraph graph,
      TablePlan plan,
      FunctionLibrary library) {
    this.request = request;
    this.style = style;
    this.graph = graph;
    this.plan = plan;
    this.library = library;
    analysis = new ErrorAnalysis(graph, plan, library);
    refusal = new Refusal(graph, plan, analysis);
    search = new WordLengthSearch(graph, plan, analysis);
    checkDomains();
  }

  /**
   * {@return a quantizer of formulas}
   *
   * @param request formulas, formats, ranges and tolerances
   * @param style how roots, quotients and sines are built
   * @throws DiagnosticException if a formula leaves its domain
   */
  public static Quantizer of(QuantizerRequest request, QuantizerStyle style) {
    return of(request, style, new FunctionLibrary());
  }

  /**
   * {@return a quantizer of formulas}
   *
   * @param request formulas, formats, ranges and tolerances
   * @param style how roots, quotients and sines are built
   * @param library what is known of functions, and gets what is found out
   * @throws DiagnosticException if a formula leaves its domain
   */
  public static Quantizer of(
      QuantizerRequest request, QuantizerStyle style, FunctionLibrary library) {
    FormulaGraph graph = new FormulaGraph(request, style);
    return new Quantizer(request, style, graph, new TablePlan(graph, style), library);
  }

  /**
   * {@return the same but for roots and quotients by leading bits; what has been found out about
   * functions is shared}
   */
  public Quantizer normalizing() {
    QuantizerStyle normalizing = style.normalizing();
    return new Quantizer(request, normalizing, graph, new TablePlan(graph, normalizing), library);
  }

  private synchronized WordLengthSearch.Start start() {
    WordLengthSearch.Start known = start;
    if (known == null) {
      known = search.start().orElseThrow(this::toleranceMissed);
      start = known;
    }
    return known;
  }

  /** {@return word lengths with spare bits, which circuits for several targets share} */
  private synchronized Optional<WordLengths> narrowed(int spareBits) {
    return narrowed.computeIfAbsent(spareBits, s -> search.wordLengths(start(), s));
  }

  /**
   * {@return whether word lengths keep the tolerances} They are found before circuits need them.
   */
  public boolean findsWordLengths() {
    try {
      return narrowed(WordLengthSearch.SPARE_BITS).isPresent();
    } catch (DiagnosticException e) {
      return false;
    }
  }

  /** {@return whether there are roots or quotients of wide values} */
  public boolean hasWideRoots() {
    return IntStream.range(0, graph.size())
        .anyMatch(v -> analysis.isNeeded(v) && plan.isWideRoot(v));
  }

  /** {@return whether there are sines or cosines of phases in turns} */
  public boolean hasTurns() {
    return IntStream.range(0, graph.size())
        .anyMatch(v -> analysis.isNeeded(v) && plan.isTable(v) && plan.isPeriodic(v));
  }

  /** {@return whether there are products with numbers as sums of tables} */
  public boolean hasMultiples() {
    return IntStream.range(0, graph.size())
        .anyMatch(v -> analysis.isNeeded(v) && plan.isMultiple(v));
  }

  /**
   * {@return the numbers that sums and products of the circuit have, each once; those inside of
   * functions are no part of it}
   */
  public List<Double> numbers() {
    Set<Double> numbers = new LinkedHashSet<>();
    for (int v = 0; v < graph.size(); v++) {
      if (analysis.isNeeded(v)
          && !plan.isTable(v)
          && graph.term(v) instanceof FormulaGraph.Term.Apply apply
          && (apply.role() == Role.ADD
              || apply.role() == Role.SUBTRACT
              || apply.role() == Role.MULTIPLY)) {
        for (int a : apply.arguments()) {
          if (graph.term(a) instanceof FormulaGraph.Term.Constant(double value)) {
            numbers.add(value);
          }
        }
      }
    }
    return List.copyOf(numbers);
  }

  /** {@return whether there are functions that can be built in several ways} */
  public boolean hasFunctions() {
    return IntStream.range(0, graph.size())
        .anyMatch(v -> analysis.isNeeded(v) && (plan.isTable(v) || plan.isNormalized(v)));
  }

  /**
   * {@return the formulas as a datapath}
   *
   * @param target what it is built for
   * @throws DiagnosticException if the tolerance cannot be met, a value gets too wide, or a
   *     function has no circuit
   */
  public QuantizedCircuit circuit(Target target) {
    return circuit(target, ArgmaxForm.TREE);
  }

  /** {@return whether there is a largest score to be found} */
  public boolean hasArgmax() {
    return request.heads().stream().anyMatch(h -> h instanceof Head.Argmax);
  }

  /**
   * {@return the formulas as a datapath}
   *
   * @param target what it is built for
   * @param argmaxForm how the largest score is found
   * @throws DiagnosticException if a value gets too wide, or a function has no circuit
   */
  public QuantizedCircuit circuit(Target target, ArgmaxForm argmaxForm) {
    WidthException tooWide = null;
    for (int spare = WordLengthSearch.SPARE_BITS; spare >= 0; spare--) {
      Optional<WordLengths> lengths = narrowed(spare);
      if (lengths.isEmpty()) {
        continue;
      }
      try {
        return lowered(lengths.get(), target, argmaxForm);
      } catch (WidthException e) {
        tooWide = e;
      }
    }
    throw new DiagnosticException(
        new Refusal(graph, plan, analysis).tooWide(Objects.requireNonNull(tooWide)));
  }

  /**
   * {@return what takes bits from a circuit as long as it passes a trial}
   *
   * @param target what it is built for
   * @param trial measures circuits
   * @param proved indices of the outputs whose tolerances are proved besides
   */
  public MeasuredNarrowing narrowing(Target target, CircuitTrial trial, Set<Integer> proved) {
    MeasuredFunctionChooser.Known known = new MeasuredFunctionChooser.Known();
    TargetCosts costs = library.costs(target);
    return new MeasuredNarrowing(
        graph,
        plan,
        analysis,
        search,
        (lengths, argmaxForm) ->
            lowered(
                new MeasuredFunctionChooser(
                    graph, plan, analysis, lengths, library.approximations(), costs, known),
                costs,
                argmaxForm),
        trial,
        proved);
  }

  private QuantizedCircuit lowered(WordLengths lengths, Target target, ArgmaxForm argmaxForm) {
    TargetCosts costs = library.costs(target);
    return lowered(
        new BoundedFunctionChooser(
            graph, plan, analysis, lengths, search::stillMeets, library.approximations(), costs),
        costs,
        argmaxForm);
  }

  private QuantizedCircuit lowered(
      FunctionChooser chooser, TargetCosts costs, ArgmaxForm argmaxForm) {
    PortLowering.Lowered lowered = Lowering.lower(graph, plan, chooser, costs, argmaxForm);
    ErrorBounds run = chooser.run();
    List<QuantizedCircuit.Claim> claims = new ArrayList<>();
    for (int i = 0; i < request.outputs().size(); i++) {
      claims.add(
          new QuantizedCircuit.Claim(request.outputs().get(i).name(), search.outputBound(run, i)));
    }
    List<QuantizedCircuit.Margin> margins =
        request.heads().stream()
            .map(h -> new QuantizedCircuit.Margin(h.name(), margin(h, claims)))
            .toList();
    return new QuantizedCircuit(lowered.datapath(), lowered.everyValue(), claims, margins, notes());
  }

  /** What the bounds leave open; see {@link QuantizedCircuit.Margin}. */
  private double margin(Head head, List<QuantizedCircuit.Claim> claims) {
    return switch (head) {
      case Head.Argmax argmax ->
          argmax.formulas().stream()
              .map(i -> claims.get(i).bound().at(largestMagnitude(i)))
              .sorted(Comparator.reverseOrder())
              .limit(2)
              .reduce(0.0, Double::sum);
      // |x' - x| <= A + R |x| keeps x' on x's side of t where |x - t| > (A + R |t|) / (1 - R).
      case Head.Threshold(_, int formula, double atLeast) -> {
        ErrorBound bound = claims.get(formula).bound();
        yield bound.relative() < 1
            ? bound.at(Math.abs(atLeast)) / (1 - bound.relative())
            : Double.POSITIVE_INFINITY;
      }
    };
  }

  /** The largest magnitude of a formula, moved into its format, on the declared ranges. */
  private double largestMagnitude(int output) {
    return Math.min(
        graph.range(graph.roots().get(output)).magnitude(),
        request.outputs().get(output).format().range().magnitude());
  }

  private void checkDomains() {
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (int v = 0; v < graph.size() && diagnostics.isEmpty(); v++) {
      if (graph.range(v).isEmpty() || !graph.range(v).isFinite()) {
        diagnostics.add(Refusal.undefined(graph, v));
      } else if (analysis.isNeeded(v) && plan.isWithoutIndex(v)) {
        diagnostics.add(Refusal.twoValues(graph, v));
      }
    }
    for (int i = 0; i < request.outputs().size() && diagnostics.isEmpty(); i++) {
      QuantizerRequest.OutputPort port = request.outputs().get(i);
      Interval range = graph.range(graph.roots().get(i));
      FixedFormat format = port.format();
      if (!port.saturate()
          && !new Interval(format.range().lo() - format.lsb(), format.range().hi() + format.lsb())
              .contains(range)) {
        diagnostics.add(refusal.outputTooNarrow(port, range));
      }
    }
    for (Head head : request.heads()) {
      Refusal.thresholdOutside(request, head).ifPresent(diagnostics::add);
    }
    if (!diagnostics.isEmpty()) {
      throw new DiagnosticException(diagnostics);
    }
  }

  private DiagnosticException toleranceMissed() {
    WordLengths finest =
        search.uniform(WordLengthSearch.MAX_FRACTION_BITS, TableLimits.MAX_INDEX_BITS);
    boolean cellsAreToBlame = search.cellsAreToBlame(TableLimits.MAX_INDEX_BITS);
    ErrorBounds run = analysis.run(finest);
    Optional<Diagnostic> table = cellsAreToBlame ? refusal.coarsestTable(run) : Optional.empty();
    return new DiagnosticException(table.orElseGet(() -> missed(run)));
  }

  private Diagnostic missed(ErrorBounds finest) {
    double best = Double.POSITIVE_INFINITY;
    int missed = 0;
    for (int f = 0; f <= WordLengthSearch.MAX_FRACTION_BITS; f++) {
      ErrorBounds run = analysis.run(search.uniform(f, TableLimits.MAX_TABLE_BITS));
      for (int i = 0; i < request.outputs().size(); i++) {
        ErrorBound bound = search.outputBound(run, i);
        double error = bound.at(graph.range(graph.roots().get(i)).magnitude());
        if (!search.meets(bound, i) && error < best) {
          best = error;
          missed = i;
        }
      }
    }
    return refusal.toleranceMissed(missed, best, finest);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < request.outputs().size(); i++) {
      QuantizerRequest.OutputPort port = request.outputs().get(i);
      Interval range = graph.range(graph.roots().get(i));
      Interval held = port.format().range();
      if (range.lo() < held.lo() - port.format().lsb()
          || range.hi() > held.hi() + port.format().lsb()) {
        notes.add(
            "'"
                + port.name()
                + "' can reach "
                + Refusal.show(range)
                + " on the declared ranges; beyond "
                + Refusal.show(held)
                + " it saturates, and the bound is to the nearest value it holds");
      }
    }
    for (Expr radicand : graph.negativeRadicands()) {
      notes.add(
          "'"
              + FormulaPrinter.print(radicand, 4)
              + "' may be negative on the declared ranges; its root is then 0, and no error is"
              + " claimed there");
    }
    return notes;
  }
}
