package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Measures how far tapes are from keeping the structural constraints, for the inner loop of the
 * search.
 *
 * <p>A tape is measured as it stands. Constraints are meant of the tree after expansion of custom
 * operators, folding of constants and simplification, which {@link CountedForm} makes; callers that
 * decide about a formula measure that. Even without it an operator counts only if an input stands
 * below it, so {@code sin(0.3)*x} holds no sine.
 *
 * <p>A distance is 0 exactly when the constraint is kept, and is defined in {@code
 * docs/constraints.md}. Nothing is allocated but when a tape is longer than all before. Not safe
 * for use by several threads.
 */
public final class StructuralChecker {
  private final List<Constraint.Declared> declared = new ArrayList<>();
  private final StructuralMeter[] meters;
  private final double[] distances;
  private final boolean[] isHard;
  private final double[] softWeights;
  private final List<String> columns;
  private final TapeShape shape;
  private double hardDistance;
  private double softCost;

  /**
   * Makes a checker.
   *
   * @param constraints those that are structural are measured, the others left to {@link
   *     ShapeChecker}; for which outputs they hold is the caller's business
   * @param columns names of the columns that the tapes' variables index
   * @param inputs the columns that are inputs; the others are parameters, which are the same in all
   *     rows
   * @throws IllegalArgumentException if a constraint names a variable that is no column
   */
  public StructuralChecker(
      List<Constraint.Declared> constraints, List<String> columns, Set<String> inputs) {
    this.columns = List.copyOf(columns);
    List<StructuralMeter> meterList = new ArrayList<>();
    for (Constraint.Declared d : constraints) {
      if (d.constraint() instanceof Constraint.Structural structural) {
        declared.add(d);
        meterList.add(StructuralMeter.of(structural, columns));
      }
    }
    meters = meterList.toArray(StructuralMeter[]::new);
    distances = new double[meters.length];
    isHard = new boolean[meters.length];
    softWeights = new double[meters.length];
    for (int i = 0; i < meters.length; i++) {
      isHard[i] = declared.get(i).isHard();
      softWeights[i] = declared.get(i).softWeight().orElse(0.0);
    }
    boolean[] isInput = new boolean[columns.size()];
    for (int i = 0; i < isInput.length; i++) {
      isInput[i] = inputs.contains(columns.get(i));
    }
    shape = new TapeShape(isInput);
  }

  /** {@return the constraints that are measured, in their order} */
  public List<Constraint.Declared> constraints() {
    return List.copyOf(declared);
  }

  /**
   * Measures a tape; the other methods then speak of it.
   *
   * @param tape a complete tape
   */
  public void measure(Tape tape) {
    hardDistance = 0;
    softCost = 0;
    if (meters.length == 0) {
      return;
    }
    shape.read(tape);
    for (int i = 0; i < meters.length; i++) {
      double distance = meters[i].distance(shape);
      distances[i] = distance;
      if (isHard[i]) {
        hardDistance += distance;
      } else {
        softCost += softWeights[i] * distance;
      }
    }
  }

  /**
   * Measures a formula; the other methods then speak of it.
   *
   * @param e without calls, its variables are columns
   */
  public void measure(Expr e) {
    measure(Tape.of(e, columns));
  }

  /** {@return the sum of the distances of the hard constraints; 0 exactly when all are kept} */
  public double hardDistance() {
    return hardDistance;
  }

  /** {@return the sum of the distances of the soft constraints, each times its weight} */
  public double softCost() {
    return softCost;
  }

  /**
   * {@return the distance of one constraint}
   *
   * @param i its index in {@link #constraints()}
   */
  public double distance(int i) {
    return distances[i];
  }
}
