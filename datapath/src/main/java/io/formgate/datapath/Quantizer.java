package io.formgate.datapath;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Interval;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Turns real-valued formulas into a bit-exact datapath that keeps a tolerance.
 *
 * <p>Integer bits follow from intervals, so that nothing overflows for any input bits. Fraction
 * bits start equal everywhere, at the smallest number for which the proved error bound meets every
 * tolerance plus some spare, and are then taken away one at a time, vertex by vertex, as long as
 * the bound still meets it.
 */
public final class Quantizer {
  private static final int MAX_FRACTION_BITS = 48;
  private static final int MIN_FRACTION_BITS = -48;

  /** Bits above the smallest uniform number from which single bits are taken away. */
  private static final int SPARE_BITS = 3;

  private final QuantizerRequest request;
  private final MultiplierBlock multiplier;
  private final FormulaGraph graph;
  private final TablePlan plan;
  private final ErrorAnalysis analysis;

  private Quantizer(QuantizerRequest request, MultiplierBlock multiplier) {
    this.request = request;
    this.multiplier = multiplier;
    graph = new FormulaGraph(request);
    plan = new TablePlan(graph);
    analysis = new ErrorAnalysis(graph, plan);
  }

  /**
   * {@return a datapath for formulas}
   *
   * @param request formulas, formats, ranges and tolerances
   * @param multiplier what products are built from
   * @throws DiagnosticException if a formula leaves its domain, or the tolerance cannot be met
   */
  public static QuantizedCircuit quantize(QuantizerRequest request, MultiplierBlock multiplier) {
    return new Quantizer(request, multiplier).run();
  }

  private QuantizedCircuit run() {
    checkDomains();
    OptionalInt uniform = OptionalInt.empty();
    for (int f = 0; f <= MAX_FRACTION_BITS && uniform.isEmpty(); f++) {
      if (meets(uniform(f))) {
        uniform = OptionalInt.of(f);
      }
    }
    if (uniform.isEmpty()) {
      throw new DiagnosticException(coarsestTable().orElseGet(this::toleranceMissed));
    }
    WidthException tooWide = null;
    for (int spare = SPARE_BITS; spare >= 0; spare--) {
      WordLengths start = uniform(uniform.getAsInt() + spare);
      // A constant may be nearer to its literal with fewer bits than with more.
      if (!meets(start)) {
        continue;
      }
      try {
        return lowered(narrow(start));
      } catch (WidthException e) {
        tooWide = e;
      }
    }
    throw new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.QUANTIZE_WIDTH,
            "the formula cannot be built: " + Objects.requireNonNull(tooWide).getMessage(),
            "narrow the input ranges, widen the tolerance or shorten the formula"));
  }

  private QuantizedCircuit lowered(WordLengths lengths) {
    ErrorAnalysis.Run run = analysis.run(lengths);
    Datapath datapath = Lowering.lower(graph, plan, run, multiplier);
    List<QuantizedCircuit.Claim> claims = new ArrayList<>();
    for (int i = 0; i < request.outputs().size(); i++) {
      claims.add(new QuantizedCircuit.Claim(request.outputs().get(i).name(), outputBound(run, i)));
    }
    return new QuantizedCircuit(datapath, claims, notes());
  }

  private WordLengths uniform(int fractionBits) {
    int[] fractions = new int[graph.size()];
    Arrays.fill(fractions, fractionBits);
    int[] indices = new int[graph.size()];
    for (int v = 0; v < graph.size(); v++) {
      if (plan.isTable(v)) {
        indices[v] = finestIndex(graph.range(plan.indexOf(v)));
      }
    }
    return new WordLengths(fractions, indices);
  }

  /** The most fraction bits for which the cells of a range fit a table. */
  private static int finestIndex(Interval range) {
    int fractionBits =
        Math.min(
            MAX_FRACTION_BITS, TableLimits.MAX_INDEX_BITS - Math.getExponent(range.magnitude()));
    while (TablePlan.indexBits(range, fractionBits) > TableLimits.MAX_INDEX_BITS) {
      fractionBits--;
    }
    return fractionBits;
  }

  private WordLengths narrow(WordLengths start) {
    WordLengths best = start;
    boolean progress = true;
    while (progress) {
      progress = false;
      for (int v = 0; v < graph.size(); v++) {
        if (!analysis.isNeeded(v)) {
          continue;
        }
        if (plan.isTable(v) && best.indexFractionBits(v) > MIN_FRACTION_BITS) {
          // An index finer than its vertex changes nothing until it is coarser.
          int actual = analysis.run(best).indexFraction(v);
          WordLengths coarser = best;
          while (coarser.indexFractionBits(v) >= actual) {
            coarser = coarser.narrowerIndex(v);
          }
          if (meets(coarser)) {
            best = coarser;
            progress = true;
          }
        }
        if (best.fractionBits(v) > MIN_FRACTION_BITS && isRounded(v)) {
          WordLengths narrower = best.narrower(v);
          if (meets(narrower)) {
            best = narrower;
            progress = true;
          }
        }
      }
    }
    return best;
  }

  /** Only vertices that round have word lengths to choose. */
  private boolean isRounded(int v) {
    return plan.isTable(v)
        || switch (graph.term(v)) {
          case FormulaGraph.Term.Port _ -> false;
          case FormulaGraph.Term.Constant _ -> true;
          case FormulaGraph.Term.Apply apply ->
              switch (apply.role()) {
                case MULTIPLY, SQUARE, SQUARE_ROOT, DIVIDE -> true;
                case ADD,
                    SUBTRACT,
                    NEGATE,
                    ABSOLUTE,
                    MINIMUM,
                    MAXIMUM,
                    FLOOR,
                    LESS,
                    CHOICE,
                    FUNCTION,
                    JUMPING_FUNCTION,
                    COMPOSITE ->
                    false;
              };
        };
  }

  private boolean meets(WordLengths lengths) {
    return meets(analysis.run(lengths));
  }

  private boolean meets(ErrorAnalysis.Run run) {
    for (int i = 0; i < request.outputs().size(); i++) {
      if (!meets(outputBound(run, i), i)) {
        return false;
      }
    }
    return true;
  }

  /** Both bounds are linear in |v| from the tolerance's corner on, so the corner decides. */
  private boolean meets(ErrorBound bound, int output) {
    Tolerance t = request.outputs().get(output).tolerance();
    double largest =
        Math.min(
            graph.range(graph.roots().get(output)).magnitude(),
            request.outputs().get(output).format().range().magnitude());
    double corner = t.relative() > 0 ? t.absolute() / t.relative() : Double.POSITIVE_INFINITY;
    double at = Math.min(corner, largest);
    return bound.at(at) <= t.at(at) && (largest <= corner || bound.relative() <= t.relative());
  }

  private ErrorBound outputBound(ErrorAnalysis.Run run, int output) {
    int root = graph.roots().get(output);
    QuantizerRequest.OutputPort port = request.outputs().get(output);
    ErrorBound bound = run.bound(root);
    if (run.fraction(root) <= port.format().fractionBits()) {
      return bound;
    }
    return bound.plusAbsolute(
        switch (outputRounding(port)) {
          case FLOOR -> port.format().lsb();
          case NEAREST -> port.format().lsb() / 2;
        });
  }

  /** Rounding to nearest costs an adder, so it is used where a whole last bit is too much. */
  static Operation.Rounding outputRounding(QuantizerRequest.OutputPort port) {
    return port.tolerance().absolute() < 2 * port.format().lsb()
        ? Operation.Rounding.NEAREST
        : Operation.Rounding.FLOOR;
  }

  private void checkDomains() {
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (int v = 0; v < graph.size() && diagnostics.isEmpty(); v++) {
      if (graph.range(v).isEmpty() || !graph.range(v).isFinite()) {
        diagnostics.add(
            Diagnostic.of(
                DiagnosticCode.QUANTIZE_DOMAIN,
                "'"
                    + FormulaPrinter.print(graph.source(v), 6)
                    + "' is not defined, or not bounded, on the declared input ranges"
                    + argumentRanges(v),
                "narrow the ranges of the inputs so that divisors keep away from 0, roots from"
                    + " negative values and functions from overflow"));
      }
    }
    for (int i = 0; i < request.outputs().size() && diagnostics.isEmpty(); i++) {
      QuantizerRequest.OutputPort port = request.outputs().get(i);
      Interval range = graph.range(graph.roots().get(i));
      FixedFormat format = port.format();
      if (!port.saturate()
          && !new Interval(format.range().lo() - format.lsb(), format.range().hi() + format.lsb())
              .contains(range)) {
        diagnostics.add(
            Diagnostic.of(
                DiagnosticCode.QUANTIZE_OUTPUT,
                "output '"
                    + port.name()
                    + "' can reach "
                    + show(range)
                    + " on the declared input"
                    + " ranges, but "
                    + format
                    + " holds "
                    + show(format.range()),
                "give it more integer bits, or the word 'saturate'"));
      }
    }
    if (!diagnostics.isEmpty()) {
      throw new DiagnosticException(diagnostics);
    }
  }

  private String argumentRanges(int v) {
    if (!(graph.term(v) instanceof FormulaGraph.Term.Apply(_, List<Integer> arguments))) {
      return "";
    }
    StringBuilder out = new StringBuilder(", where");
    for (int a : arguments) {
      out.append(out.charAt(out.length() - 1) == 'e' ? " " : ", ");
      out.append('\'').append(FormulaPrinter.print(graph.source(a), 6)).append("' lies in ");
      out.append(show(graph.range(a)));
    }
    return out.toString();
  }

  /** The table to blame when finer cells would have met the tolerances. */
  private Optional<Diagnostic> coarsestTable() {
    WordLengths finest = uniform(MAX_FRACTION_BITS);
    boolean wouldMeet = false;
    for (int f = 0; f <= MAX_FRACTION_BITS && !wouldMeet; f++) {
      wouldMeet = meets(analysis.runWithoutCells(uniform(f)));
    }
    int coarsest = -1;
    double deviation = 0;
    ErrorAnalysis.Run run = analysis.run(finest);
    for (int v = 0; wouldMeet && v < graph.size(); v++) {
      if (analysis.isNeeded(v) && plan.isTable(v) && run.shape(v).maxDeviation() > deviation) {
        coarsest = v;
        deviation = run.shape(v).maxDeviation();
      }
    }
    if (coarsest < 0 || Double.isInfinite(deviation)) {
      return Optional.empty();
    }
    int index = plan.indexOf(coarsest);
    String indexFormula = FormulaPrinter.print(graph.source(index), 6);
    return Optional.of(
        Diagnostic.of(
            DiagnosticCode.QUANTIZE_TABLE,
            "'"
                + FormulaPrinter.print(graph.source(coarsest), 6)
                + "' needs a larger table: its index '"
                + indexFormula
                + "' in "
                + show(graph.range(index))
                + " may have "
                + TableLimits.MAX_INDEX_BITS
                + " bits, with which the table is off by up to "
                + show(deviation),
            "narrow the range of '" + indexFormula + "', or widen the tolerance"));
  }

  private Diagnostic toleranceMissed() {
    double best = Double.POSITIVE_INFINITY;
    String name = request.outputs().getFirst().name();
    for (int f = 0; f <= MAX_FRACTION_BITS; f++) {
      ErrorAnalysis.Run run = analysis.run(uniform(f));
      for (int i = 0; i < request.outputs().size(); i++) {
        ErrorBound bound = outputBound(run, i);
        double error = bound.at(graph.range(graph.roots().get(i)).magnitude());
        if (!meets(bound, i) && error < best) {
          best = error;
          name = request.outputs().get(i).name();
        }
      }
    }
    return Diagnostic.of(
        DiagnosticCode.QUANTIZE_TOLERANCE,
        "the error of output '"
            + name
            + "' cannot be proved to stay within its tolerance; the best bound is "
            + show(best),
        "widen the tolerance, give the output more fraction bits, or narrow the input ranges");
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
                + show(range)
                + " on the declared ranges; beyond "
                + show(held)
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

  private static String show(Interval interval) {
    return interval.isEmpty()
        ? "nothing"
        : "[" + show(interval.lo()) + ", " + show(interval.hi()) + "]";
  }

  private static String show(double value) {
    return Double.isInfinite(value)
        ? (value > 0 ? "infinity" : "-infinity")
        : FormulaPrinter.print(Expr.constant(value), 6);
  }
}
