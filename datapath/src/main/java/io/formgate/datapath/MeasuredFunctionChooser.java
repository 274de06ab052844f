package io.formgate.datapath;

import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses how functions are computed whose word lengths are given and which are measured as a
 * whole, so that no bound is to be kept.
 *
 * <p>An entry is the middle of the function's values on its own cell: the cells are not widened by
 * the error of the index, which is mostly far below its bound. What is proved of the result is with
 * widened cells.
 */
final class MeasuredFunctionChooser implements FunctionChooser {
  private record ChoiceKey(TableShape shape, int fractionBits, FixedFormat from) {}

  private record ErrorKey(TableShape shape, Approximation approximation) {}

  /** What was chosen and found out for circuits of the same formulas before. */
  static final class Known {
    private final Map<ChoiceKey, Optional<FunctionChoice>> choices = new HashMap<>();
    private final Map<ErrorKey, Double> errors = new HashMap<>();
  }

  private final TablePlan plan;
  private final FormulaGraph graph;
  private final ErrorAnalysis analysis;
  private final Approximations approximations;
  private final TargetCosts costs;
  private final Known known;
  private final ErrorBounds run;

  /**
   * Starts with word lengths.
   *
   * @param graph the formulas
   * @param plan which vertices are functions of which others
   * @param analysis bounds errors
   * @param lengths word lengths, which are kept
   * @param approximations the ways to compute functions
   * @param costs decide what is cheaper; the same one for all that share what is known
   * @param known of circuits of the same formulas
   */
  MeasuredFunctionChooser(
      FormulaGraph graph,
      TablePlan plan,
      ErrorAnalysis analysis,
      WordLengths lengths,
      Approximations approximations,
      TargetCosts costs,
      Known known) {
    this.graph = graph;
    this.plan = plan;
    this.analysis = analysis;
    this.approximations = approximations;
    this.costs = costs;
    this.known = known;
    run = analysis.centred(lengths);
  }

  @Override
  public ErrorBounds run() {
    return run;
  }

  @Override
  public Chosen choose(int v, DatapathBuilder b, int indexNode) {
    int n = run.indexFraction(v);
    int f = run.fraction(v);
    FixedFormat rounded = b.format(b.round(indexNode, n, Operation.Rounding.FLOOR));
    FunctionChoice choice =
        known
            .choices
            .computeIfAbsent(
                new ChoiceKey(run.exactShape(v, n), f, rounded), _ -> cheapest(v, n, f, rounded))
            .orElseThrow(() ->
                new DiagnosticException(
                    List.of(new Refusal(graph, plan, analysis).noApproximation(v, run))));
    Approximation way = choice.approximation();
    TableShape proved = run.shape(v, n);
    double error =
        known.errors.computeIfAbsent(
            new ErrorKey(proved, way), _ -> proved.samples(way.index()).largestError(way));
    run.setWay(v, new ErrorAnalysis.TableError(n, way.fractionBits(), error));
    return new Chosen(n, way);
  }

  private Optional<FunctionChoice> cheapest(int v, int n, int f, FixedFormat rounded) {
    TableShape shape = run.exactShape(v, n);
    // A sum of tables has a last bit more than a single table, which has half of one.
    double allowed = shape.maxDeviation() + Math.scalb(1.0, -f);
    FixedFormat index =
        FunctionChooser.indexFormat(plan.isPeriodic(v), rounded, shape.indexFormat(n));
    return FunctionChoice.cheapest(
        approximations.of(shape, index, () -> shape.samples(index), f, allowed, costs.lutInputs()),
        plan.isPeriodic(v) ? index : rounded,
        costs);
  }
}
