package io.formgate.constraints;

import io.formgate.constraints.ShapeVerdict.Status;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides constraints on the shape of a formula: by proof if it finds one, else by sampling, but
 * for {@code defined}, of which samples decide only that it is violated.
 *
 * <p>A proof bounds the formula, or its derivatives, by intervals, and cuts the ranges of the
 * inputs into boxes until every box has a proof or {@link #MAX_BOXES} are used. Parity and symmetry
 * are proved by writing the formula and its mirror image in a canonical way. Samples lie at the
 * corners of the ranges and on a low-discrepancy sequence; the same formula always has the same
 * verdict.
 *
 * <p>A difference counts as a violation only beyond {@link ShapeSampler#ROUNDING_ULP} units in the
 * last place of the largest intermediate value: what is less may be rounding of the evaluation.
 */
public final class ShapeChecker {
  /** Most boxes of a proof. */
  public static final int MAX_BOXES = 48;

  private final List<String> names;
  private final List<Interval> ranges;

  /**
   * Makes a checker.
   *
   * @param ranges finite range of every input
   */
  public ShapeChecker(Map<String, Interval> ranges) {
    names = ranges.keySet().stream().sorted().toList();
    List<Interval> sorted = new ArrayList<>();
    for (String name : names) {
      Interval range = ranges.getOrDefault(name, Interval.EMPTY);
      if (!range.isFinite()) {
        throw new IllegalArgumentException("the range of " + name + " is not finite");
      }
      sorted.add(range);
    }
    this.ranges = List.copyOf(sorted);
  }

  /**
   * {@return the verdict on a formula}
   *
   * @param constraint its variables have ranges
   * @param e without calls; simplified, it is proved more often
   * @param parameters values of the variables that have no range
   * @throws IllegalArgumentException if a variable has neither a range nor a value
   */
  public ShapeVerdict check(Constraint.Shape constraint, Expr e, Map<String, Double> parameters) {
    List<String> fixed = List.copyOf(parameters.keySet());
    Expr formula =
        Expansion.substitute(
            e,
            fixed,
            fixed.stream().map(p -> Expr.constant(parameters.getOrDefault(p, 0.0))).toList());
    FormulaProgram program = new FormulaProgram(formula, names);
    ShapeSampler sampler = new ShapeSampler(program, names, ranges);
    return switch (constraint) {
      case Constraint.OutputRange _, Constraint.Defined _ ->
          byBoxes(constraint, formula, new BoxProof(program, -1, 0), sampler);
      case Constraint.Monotone c ->
          byBoxes(c, formula, new BoxProof(program, index(c.variable()), 1), sampler);
      case Constraint.Curvature c ->
          byBoxes(c, formula, new BoxProof(program, index(c.variable()), 2), sampler);
      case Constraint.Parity c -> {
        CanonicalForm mirror = new CanonicalForm(true, c.variable());
        yield bySymmetry(c, formula, Map.of(c.variable(), mirror), !c.even(), sampler);
      }
      case Constraint.Symmetric c -> {
        Map<String, CanonicalForm> swapped =
            Map.of(
                c.first(), new CanonicalForm(false, c.second()),
                c.second(), new CanonicalForm(false, c.first()));
        yield bySymmetry(c, formula, swapped, false, sampler);
      }
    };
  }

  private int index(String variable) {
    int index = names.indexOf(variable);
    if (index < 0) {
      throw new IllegalArgumentException("no range of " + variable);
    }
    return index;
  }

  private ShapeVerdict bySymmetry(
      Constraint.Shape constraint,
      Expr e,
      Map<String, CanonicalForm> mirror,
      boolean changesSign,
      ShapeSampler sampler) {
    CanonicalForm own = CanonicalForm.of(e, Map.of());
    CanonicalForm other = CanonicalForm.of(e, mirror);
    boolean signsDiffer = own.isNegative() != other.isNegative();
    boolean isZero = own.text().equals("0");
    boolean isProved = own.text().equals(other.text()) && (isZero || signsDiffer == changesSign);
    return isProved
        ? new ShapeVerdict(Status.PROVED, 0, Optional.empty(), 0, 0)
        : sampler.verdict(constraint, 0);
  }

  private ShapeVerdict byBoxes(
      Constraint.Shape constraint, Expr e, BoxProof proof, ShapeSampler sampler) {
    Interval[] whole = ranges.toArray(Interval[]::new);
    if (isProved(constraint, proof, whole)) {
      return new ShapeVerdict(Status.PROVED, 0, Optional.empty(), 0, 1);
    }
    // A violation is found faster than the absence of a proof.
    ShapeVerdict sampled = sampler.verdict(constraint, 1);
    if (sampled.status() != Status.SAMPLED) {
      return sampled;
    }
    List<Integer> cut = e.variables().stream().map(this::index).toList();
    Deque<Interval[]> open = new ArrayDeque<>();
    open.push(whole);
    int boxes = 1;
    while (!open.isEmpty()) {
      Interval[] box = open.pop();
      int widest = widest(box, cut);
      if (widest < 0 || boxes + 2 > MAX_BOXES) {
        return unproved(constraint, sampled.points(), boxes);
      }
      double middle = 0.5 * box[widest].lo() + 0.5 * box[widest].hi();
      for (boolean upper : new boolean[] {true, false}) {
        Interval[] half = box.clone();
        half[widest] =
            upper ? new Interval(middle, box[widest].hi()) : new Interval(box[widest].lo(), middle);
        boxes++;
        if (!isProved(constraint, proof, half)) {
          open.push(half);
        }
      }
    }
    return new ShapeVerdict(Status.PROVED, 0, Optional.empty(), sampled.points(), boxes);
  }

  private static ShapeVerdict unproved(Constraint.Shape constraint, int points, int boxes) {
    return switch (constraint) {
      case Constraint.Defined() ->
          new ShapeVerdict(Status.UNPROVED, 1, Optional.empty(), points, boxes);
      case Constraint.OutputRange _,
          Constraint.Monotone _,
          Constraint.Curvature _,
          Constraint.Parity _,
          Constraint.Symmetric _ ->
          new ShapeVerdict(Status.SAMPLED, 0, Optional.empty(), points, boxes);
    };
  }

  /**
   * {@return the variable whose interval is the largest part of its range, -1 if none has a width}
   */
  private int widest(Interval[] box, List<Integer> variables) {
    int widest = -1;
    double largest = 0;
    for (int i : variables) {
      double part = (box[i].hi() - box[i].lo()) / (ranges.get(i).hi() - ranges.get(i).lo());
      if (part > largest) {
        largest = part;
        widest = i;
      }
    }
    return widest;
  }

  private static boolean isProved(Constraint.Shape constraint, BoxProof proof, Interval[] box) {
    proof.run(box);
    Interval value = proof.value();
    if (value.isEmpty() || !value.isFinite()) {
      return false;
    }
    return switch (constraint) {
      case Constraint.OutputRange(Interval range) ->
          value.lo() >= range.lo() - ShapeSampler.slack(range.lo())
              && value.hi() <= range.hi() + ShapeSampler.slack(range.hi());
      case Constraint.Defined() -> proof.isFiniteThroughout();
      case Constraint.Monotone c -> proof.isMonotone(c.increasing());
      case Constraint.Curvature c -> proof.isCurved(c.convex());
      case Constraint.Parity _, Constraint.Symmetric _ ->
          throw new IllegalStateException("boxes prove no symmetry");
    };
  }
}
