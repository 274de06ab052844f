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

  /** Steps in which indices get wider until the tolerances are kept. */
  private static final int INDEX_STEP_BITS = 2;

  private final QuantizerRequest request;
  private final Target target;
  private final FormulaGraph graph;
  private final TablePlan plan;
  private final ErrorAnalysis analysis;
  private final Refusal refusal;

  private Quantizer(QuantizerRequest request, Target target) {
    this.request = request;
    this.target = target;
    graph = new FormulaGraph(request);
    plan = new TablePlan(graph, target.normalizes());
    analysis = new ErrorAnalysis(graph, plan);
    refusal = new Refusal(graph, plan, analysis);
  }

  /**
   * {@return a datapath for formulas}
   *
   * @param request formulas, formats, ranges and tolerances
   * @param target what it is built for
   * @throws DiagnosticException if a formula leaves its domain, or the tolerance cannot be met
   */
  public static QuantizedCircuit quantize(QuantizerRequest request, Target target) {
    return new Quantizer(request, target).run();
  }

  private QuantizedCircuit run() {
    checkDomains();
    Optional<Start> start = Optional.empty();
    // Wider indices take longer to look at.
    for (int bits = TableLimits.MAX_TABLE_BITS;
        bits <= TableLimits.MAX_INDEX_BITS && start.isEmpty();
        bits += INDEX_STEP_BITS) {
      start = start(bits);
      if (start.isEmpty() && !cellsAreToBlame(bits)) {
        break;
      }
    }
    if (start.isEmpty()) {
      throw toleranceMissed();
    }
    int fractionBits = start.get().fractionBits();
    int indexBits = start.get().indexBits();
    WidthException tooWide = null;
    for (int spare = SPARE_BITS; spare >= 0; spare--) {
      WordLengths lengths = uniform(fractionBits + spare, indexBits);
      // A constant may be nearer to its literal with fewer bits than with more.
      if (!meets(lengths)) {
        continue;
      }
      try {
        return lowered(narrow(lengths));
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
    FunctionChooser chooser =
        new FunctionChooser(graph, plan, analysis, lengths, this::meets, target);
    Datapath datapath = Lowering.lower(graph, plan, chooser, target);
    ErrorAnalysis.Run run = chooser.run();
    List<QuantizedCircuit.Claim> claims = new ArrayList<>();
    for (int i = 0; i < request.outputs().size(); i++) {
      claims.add(new QuantizedCircuit.Claim(request.outputs().get(i).name(), outputBound(run, i)));
    }
    return new QuantizedCircuit(datapath, claims, notes());
  }

  /** Word lengths to begin with: fraction bits of all values, and bits of the widest index. */
  private record Start(int fractionBits, int indexBits) {}

  /** {@return the fewest fraction bits that keep the tolerances with such indices} */
  private Optional<Start> start(int indexBits) {
    for (int f = 0; f <= MAX_FRACTION_BITS; f++) {
      // Without the cells the bound is quickly found, and never above the one with them.
      if (meets(analysis.runWithoutCells(uniform(f, indexBits))) && meets(uniform(f, indexBits))) {
        return Optional.of(new Start(f, indexBits));
      }
    }
    return Optional.empty();
  }

  private boolean cellsAreToBlame(int indexBits) {
    for (int f = 0; f <= MAX_FRACTION_BITS; f++) {
      if (meets(analysis.runWithoutCells(uniform(f, indexBits)))) {
        return true;
      }
    }
    return false;
  }

  private WordLengths uniform(int fractionBits, int indexBits) {
    int[] fractions = new int[graph.size()];
    Arrays.fill(fractions, fractionBits);
    int[] indices = new int[graph.size()];
    for (int v = 0; v < graph.size(); v++) {
      if (analysis.isNeeded(v) && plan.isTable(v)) {
        int bits = Math.min(indexBits, analysis.maxIndexBits(v));
        indices[v] = finestIndex(graph.range(plan.indexOf(v)), bits);
      } else if (plan.isNormalized(v)) {
        indices[v] = MantissaFunction.MAX_BITS;
      }
    }
    return new WordLengths(fractions, indices);
  }

  /** The most fraction bits for which the cells of a range fit a table. */
  private static int finestIndex(Interval range, int indexBits) {
    int fractionBits = Math.min(MAX_FRACTION_BITS, indexBits - Math.getExponent(range.magnitude()));
    while (TablePlan.indexBits(range, fractionBits) > indexBits) {
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
        if (plan.isNormalized(v)) {
          // The mantissa of a root has an even number of bits.
          int bits = best.mantissaBits(v) - 2;
          WordLengths shorter = best.withMantissa(v, bits);
          if (bits >= MantissaFunction.MIN_BITS && meets(shorter)) {
            best = shorter;
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
        diagnostics.add(refusal.undefined(v));
      } else if (analysis.isNeeded(v) && plan.isWithoutIndex(v)) {
        diagnostics.add(refusal.twoValues(v));
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
    if (!diagnostics.isEmpty()) {
      throw new DiagnosticException(diagnostics);
    }
  }

  private DiagnosticException toleranceMissed() {
    WordLengths finest = uniform(MAX_FRACTION_BITS, TableLimits.MAX_INDEX_BITS);
    boolean cellsAreToBlame = cellsAreToBlame(TableLimits.MAX_INDEX_BITS);
    ErrorAnalysis.Run run = analysis.run(finest);
    Optional<Diagnostic> table = cellsAreToBlame ? refusal.coarsestTable(run) : Optional.empty();
    return new DiagnosticException(table.orElseGet(() -> missed(run)));
  }

  private Diagnostic missed(ErrorAnalysis.Run finest) {
    double best = Double.POSITIVE_INFINITY;
    String name = request.outputs().getFirst().name();
    for (int f = 0; f <= MAX_FRACTION_BITS; f++) {
      ErrorAnalysis.Run run = analysis.run(uniform(f, TableLimits.MAX_TABLE_BITS));
      for (int i = 0; i < request.outputs().size(); i++) {
        ErrorBound bound = outputBound(run, i);
        double error = bound.at(graph.range(graph.roots().get(i)).magnitude());
        if (!meets(bound, i) && error < best) {
          best = error;
          name = request.outputs().get(i).name();
        }
      }
    }
    return refusal.toleranceMissed(name, best, finest);
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
