package io.formgate.datapath;

import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses how each function of a circuit is computed, one after the other.
 *
 * <p>What the word lengths leave of the tolerances is given to the function at hand, as far as it
 * helps; what it does not take is left for the next one. An index or a result of one bit more may
 * allow a cheaper way, so these are tried as well.
 */
final class BoundedFunctionChooser implements FunctionChooser {
  /** Bits that are tried beyond those of the word lengths, for the index and for the result. */
  private static final int EXTRA_BITS = 1;

  /** The allowed error is found up to this factor. */
  private static final double ERROR_STEP = Math.pow(2, 0.25);

  private static final int MAX_ERROR_STEPS = 32;

  private final FormulaGraph graph;
  private final TablePlan plan;
  private final ErrorAnalysis analysis;
  private final Predicate<ErrorBounds> stillMeets;
  private final Approximations approximations;
  private final TargetCosts costs;
  private final Refusal refusal;
  private final ErrorBounds run;

  /**
   * Starts with the errors of word lengths.
   *
   * @param graph the formulas
   * @param plan which vertices are functions of which others
   * @param analysis bounds errors
   * @param lengths word lengths that keep the tolerances
   * @param stillMeets whether bounds that kept the tolerances do so after their last change
   * @param approximations the ways to compute functions
   * @param costs decide what is cheaper
   */
  BoundedFunctionChooser(
      FormulaGraph graph,
      TablePlan plan,
      ErrorAnalysis analysis,
      WordLengths lengths,
      Predicate<ErrorBounds> stillMeets,
      Approximations approximations,
      TargetCosts costs) {
    this.graph = graph;
    this.plan = plan;
    this.analysis = analysis;
    this.stillMeets = stillMeets;
    this.approximations = approximations;
    this.costs = costs;
    refusal = new Refusal(graph, plan, analysis);
    run = analysis.run(lengths);
  }

  @Override
  public ErrorBounds run() {
    return run;
  }

  @Override
  public Chosen choose(int v, DatapathBuilder b, int indexNode) {
    int finest = run.fraction(plan.indexOf(v));
    int indexFraction = run.indexFraction(v);
    int fraction = run.fraction(v);
    boolean isNarrow =
        TablePlan.indexBits(plan.indexRange(v), indexFraction) <= TableLimits.MAX_TABLE_BITS;
    int widest = isNarrow ? TableLimits.MAX_TABLE_BITS : analysis.maxIndexBits(v);
    FunctionChoice best = null;
    int bestIndexFraction = indexFraction;
    for (int f = fraction; f <= Math.min(graph.grid(v), fraction + EXTRA_BITS); f++) {
      double allowed = allowedError(v, f);
      for (int n = indexFraction; n <= Math.min(finest, indexFraction + EXTRA_BITS); n++) {
        int bits = TablePlan.indexBits(plan.indexRange(v), n);
        // Wide indices take long to look at, and are only needed where a narrow one does not do.
        if (n > indexFraction && bits > widest) {
          break;
        }
        TableShape shape = run.shape(v, n);
        if (!(shape.maxDeviation() <= allowed)) {
          continue;
        }
        FixedFormat rounded = b.format(b.round(indexNode, n, Operation.Rounding.FLOOR));
        FixedFormat index =
            FunctionChooser.indexFormat(plan.isPeriodic(v), rounded, shape.indexFormat(n));
        Optional<FunctionChoice> choice =
            FunctionChoice.cheapest(
                approximations.of(
                    shape, index, () -> shape.samples(index), f, allowed, costs.lutInputs()),
                plan.isPeriodic(v) ? index : rounded,
                costs);
        if (choice.isPresent() && (best == null || choice.get().cost() < best.cost())) {
          best = choice.get();
          bestIndexFraction = n;
        }
      }
    }
    if (best == null) {
      throw new DiagnosticException(List.of(refusal.noApproximation(v, run)));
    }
    run.setWay(
        v,
        new ErrorAnalysis.TableError(
            bestIndexFraction, best.approximation().fractionBits(), best.error()));
    if (!stillMeets.test(run)) {
      throw new IllegalStateException("the chosen function breaks a tolerance");
    }
    return new Chosen(bestIndexFraction, best.approximation());
  }

  /**
   * {@return the largest error of a function with which all tolerances are kept, below 0 if there
   * is none: a result of more bits may have to be rounded later}
   */
  private double allowedError(int v, int fractionBits) {
    double allowed = run.bound(v).absolute();
    if (!meets(v, fractionBits, allowed)) {
      allowed /= 2;
      if (!meets(v, fractionBits, allowed)) {
        return -1;
      }
    }
    for (int i = 0; i < MAX_ERROR_STEPS && allowed > 0; i++) {
      double more = allowed * ERROR_STEP;
      if (!meets(v, fractionBits, more)) {
        break;
      }
      allowed = more;
    }
    return allowed;
  }

  private boolean meets(int v, int fractionBits, double error) {
    run.setWay(v, new ErrorAnalysis.TableError(run.indexFraction(v), fractionBits, error));
    boolean meets = stillMeets.test(run);
    run.undo();
    return meets;
  }
}
