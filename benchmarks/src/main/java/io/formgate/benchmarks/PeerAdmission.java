package io.formgate.benchmarks;

import io.formgate.constraints.Constraint;
import io.formgate.constraints.ShapeChecker;
import io.formgate.expression.Interval;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import io.formgate.search.Admission;
import io.formgate.search.Candidate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What formulas have to keep: a bounded length and, as {@code constrain y defined} demands, a
 * finite value everywhere on the ranges of the inputs.
 */
final class PeerAdmission implements Admission {
  /** As Operon counts it: see {@link PeerLength}. */
  private static final int MAX_LENGTH = 30;

  private static final double PER_NODE = 0.1;

  private final List<String> inputs;
  private final ShapeChecker shapes;

  /**
   * Makes the demands.
   *
   * @param inputs names of the inputs
   * @param rows whose inputs lie in the ranges; their targets are not looked at
   */
  PeerAdmission(List<String> inputs, List<RowBlocks> rows) {
    this.inputs = inputs;
    Map<String, Interval> ranges = new HashMap<>();
    for (RowBlocks part : rows) {
      double[][] columns = part.allColumns();
      for (int i = 0; i < inputs.size(); i++) {
        for (double value : columns[i]) {
          ranges.merge(inputs.get(i), Interval.of(value), PeerAdmission::both);
        }
      }
    }
    shapes = new ShapeChecker(ranges);
  }

  private static Interval both(Interval a, Interval b) {
    return new Interval(Math.min(a.lo(), b.lo()), Math.max(a.hi(), b.hi()));
  }

  /** {@return the nodes above the bound, each as much as a tenth of a violation} */
  @Override
  public double distance(Tape formula) {
    return Math.max(0, PeerLength.of(formula) - MAX_LENGTH) * PER_NODE;
  }

  @Override
  public OptionalDouble entryCost(Candidate candidate) {
    return shapes
            .check(new Constraint.Defined(), candidate.formula().toExpr(inputs), Map.of())
            .isKept()
        ? OptionalDouble.of(softCost(candidate.formula()))
        : OptionalDouble.empty();
  }
}
