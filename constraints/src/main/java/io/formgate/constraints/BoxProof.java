package io.formgate.constraints;

import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bounds a formula on a box together with its first and second derivative with respect to one
 * variable, and tells where it rises, falls, or is curved one way.
 *
 * <p>Derivatives come by the chain rule from the operators' own. A derivative is EMPTY, that is
 * unknown, where an operator may jump, and a second derivative also where one may have a kink.
 * Beside them go two rules that need no derivative: a function that rises with its argument keeps
 * the argument's direction, and a convex one that rises keeps convexity. All conditions are checked
 * on the closed box, so that what holds on boxes side by side holds on both together.
 */
final class BoxProof {
  private final FormulaProgram program;
  private final int order;
  private final boolean[] varies;
  private final Interval[] value;
  private final Interval[] first;
  private final Interval[] second;
  private final boolean[] rises;
  private final boolean[] falls;
  private final boolean[] convex;
  private final boolean[] concave;
  private final List<List<Partial>> partials = new ArrayList<>();

  /** Derivatives of one operator of the formula with respect to one argument. */
  private static final class Partial {
    private final FormulaProgram first;
    private final List<FormulaProgram> seconds = new ArrayList<>();
    private final Interval[] scratch;

    private Partial(OperatorShape shape, int argument, int arity) {
      first = shape.first(argument);
      int longest = first.size();
      for (int l = 0; l < arity; l++) {
        seconds.add(shape.second(argument, l));
        longest = Math.max(longest, seconds.getLast().size());
      }
      scratch = new Interval[longest];
    }

    private Interval bound(FormulaProgram derivative, Interval[] arguments) {
      Interval[] out = Arrays.copyOf(scratch, derivative.size());
      derivative.bound(arguments, out);
      return out[out.length - 1];
    }
  }

  /**
   * Prepares a formula.
   *
   * @param program the formula
   * @param variable index of the variable of the derivatives
   * @param order 0 for values only, 1 for the first derivative too, 2 for both
   */
  BoxProof(FormulaProgram program, int variable, int order) {
    this.program = program;
    this.order = order;
    int n = program.size();
    varies = new boolean[n];
    value = new Interval[n];
    first = new Interval[n];
    second = new Interval[n];
    rises = new boolean[n];
    falls = new boolean[n];
    convex = new boolean[n];
    concave = new boolean[n];
    for (int i = 0; i < n; i++) {
      FormulaProgram.Node node = program.node(i);
      varies[i] = node.variable() == variable;
      for (int k : program.arguments(i)) {
        varies[i] |= varies[k];
      }
      List<Partial> own = new ArrayList<>();
      if (order > 0 && varies[i] && node.operator().isPresent()) {
        Operator operator = node.operator().get();
        for (int k = 0; k < operator.arity(); k++) {
          own.add(new Partial(OperatorShape.of(operator), k, operator.arity()));
        }
      }
      partials.add(own);
    }
  }

  /**
   * Bounds the formula; the other methods then speak of it.
   *
   * @param box interval of every variable
   */
  void run(Interval[] box) {
    program.bound(box, value);
    for (int i = 0; order > 0 && i < value.length; i++) {
      FormulaProgram.Node node = program.node(i);
      if (!varies[i]) {
        settle(i, Bounds.ZERO, true);
      } else if (node.operator().isEmpty()) {
        settle(i, Interval.of(1), true);
        falls[i] = false;
      } else if (value[i].isEmpty()) {
        settle(i, Interval.EMPTY, false);
      } else if (node.operator().get() == Operator.COND) {
        choose(i, program.arguments(i));
      } else {
        apply(i, node.operator().get(), program.arguments(i));
      }
    }
  }

  private void settle(int i, Interval derivative, boolean flags) {
    first[i] = derivative;
    second[i] = derivative.isEmpty() ? derivative : Bounds.ZERO;
    rises[i] = flags;
    falls[i] = flags;
    convex[i] = flags;
    concave[i] = flags;
  }

  /** The branch that is taken counts; both do if that does not depend on the variable. */
  private void choose(int i, int[] a) {
    Interval condition = value[a[0]];
    if (condition.lo() > 0 || condition.hi() <= 0) {
      int branch = condition.lo() > 0 ? a[1] : a[2];
      join(i, branch, branch);
    } else if (!varies[a[0]]) {
      join(i, a[1], a[2]);
    } else {
      settle(i, Interval.EMPTY, false);
    }
  }

  private void join(int i, int one, int other) {
    first[i] = Bounds.hull(first[one], first[other]);
    second[i] = Bounds.hull(second[one], second[other]);
    rises[i] = rises[one] && rises[other];
    falls[i] = falls[one] && falls[other];
    convex[i] = convex[one] && convex[other];
    concave[i] = concave[one] && concave[other];
  }

  private void apply(int i, Operator operator, int[] a) {
    OperatorShape shape = OperatorShape.of(operator);
    Interval[] arguments = new Interval[a.length];
    for (int k = 0; k < a.length; k++) {
      arguments[k] = value[a[k]];
    }
    boolean continuous = shape.isContinuous(arguments, value[i]);
    Interval[] slopes = new Interval[a.length];
    int[] directions = new int[a.length];
    Interval total = continuous ? Bounds.ZERO : Interval.EMPTY;
    rises[i] = true;
    falls[i] = true;
    for (int k = 0; k < a.length; k++) {
      if (!varies[a[k]]) {
        continue;
      }
      Partial partial = partials.get(i).get(k);
      slopes[k] = continuous ? partial.bound(partial.first, arguments) : Interval.EMPTY;
      total = Bounds.add(total, Bounds.multiply(slopes[k], first[a[k]]));
      boolean up = Bounds.isNonNegative(slopes[k]) || shape.direction(k) > 0;
      boolean down = Bounds.isNonPositive(slopes[k]) || shape.direction(k) < 0;
      directions[k] = up ? 1 : down ? -1 : 0;
      rises[i] &= (up && rises[a[k]]) || (down && falls[a[k]]);
      falls[i] &= (up && falls[a[k]]) || (down && rises[a[k]]);
    }
    first[i] = total;
    second[i] = Interval.EMPTY;
    rises[i] |= Bounds.isNonNegative(total);
    falls[i] |= Bounds.isNonPositive(total);
    if (order == 2) {
      curve(i, a, arguments, slopes, directions, continuous && shape.isSmooth(arguments));
    }
  }

  private void curve(
      int i, int[] a, Interval[] arguments, Interval[] slopes, int[] directions, boolean smooth) {
    OperatorShape shape = OperatorShape.of(program.node(i).operator().orElseThrow());
    Interval total = smooth ? Bounds.ZERO : Interval.EMPTY;
    boolean bendsUp = smooth;
    boolean bendsDown = smooth;
    for (int k = 0; smooth && k < a.length; k++) {
      for (int l = k; varies[a[k]] && l < a.length; l++) {
        if (!varies[a[l]]) {
          continue;
        }
        Partial partial = partials.get(i).get(k);
        Interval bend = partial.bound(partial.seconds.get(l), arguments);
        if (l == k) {
          total = Bounds.add(total, Bounds.multiply(bend, Bounds.square(first[a[k]])));
          total = Bounds.add(total, Bounds.multiply(slopes[k], second[a[k]]));
          bendsUp &= Bounds.isNonNegative(bend);
          bendsDown &= Bounds.isNonPositive(bend);
        } else {
          Interval cross = Bounds.multiply(bend, Bounds.multiply(first[a[k]], first[a[l]]));
          total = Bounds.add(total, Bounds.add(cross, cross));
          // With a mixed term the signs of the others do not decide.
          bendsUp &= Bounds.isZero(bend);
          bendsDown &= Bounds.isZero(bend);
        }
      }
    }
    second[i] = total;
    bendsUp |= shape.curvature() > 0;
    bendsDown |= shape.curvature() < 0;
    for (int k = 0; k < a.length; k++) {
      if (varies[a[k]] && !(convex[a[k]] && concave[a[k]])) {
        bendsUp &= directions[k] > 0 ? convex[a[k]] : directions[k] < 0 && concave[a[k]];
        bendsDown &= directions[k] > 0 ? concave[a[k]] : directions[k] < 0 && convex[a[k]];
      }
    }
    convex[i] = bendsUp || Bounds.isNonNegative(total);
    concave[i] = bendsDown || Bounds.isNonPositive(total);
  }

  /** {@return every value on the box; EMPTY if the formula may be undefined} */
  Interval value() {
    return value[value.length - 1];
  }

  /**
   * {@return whether no part of the formula, also of branches that are not taken, may overflow}
   * What is bounded anyhow hides that from the value: {@code sin} of an infinity is NaN, and so is
   * an infinity times 0.
   */
  boolean isFiniteThroughout() {
    for (Interval part : value) {
      if (!part.isEmpty() && !part.isFinite()) {
        return false;
      }
    }
    return true;
  }

  /** {@return whether the formula surely never falls, or never rises, with the variable} */
  boolean isMonotone(boolean increasing) {
    return increasing ? rises[rises.length - 1] : falls[falls.length - 1];
  }

  /** {@return whether the formula is surely convex, or concave, in the variable} */
  boolean isCurved(boolean isConvex) {
    return isConvex ? convex[convex.length - 1] : concave[concave.length - 1];
  }
}
