package io.formgate.constraints;

import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a formula has to keep. Meaning and distance of each are written in {@code
 * docs/constraints.md}; a distance is 0 exactly when the constraint is kept and grows with the
 * violation.
 */
public sealed interface Constraint {

  /** Constraints on the shape of the tree: cheap, checked for every candidate of the search. */
  sealed interface Structural extends Constraint {}

  /** Constraints on the function that a formula computes: proved by intervals or sampled. */
  sealed interface Shape extends Constraint {}

  /**
   * Number of nodes with one of some operators.
   *
   * @param operators at least one
   * @param comparison how the number compares with the bound
   * @param bound 0 or more
   */
  record OperatorCount(Set<Operator> operators, Comparison comparison, int bound)
      implements Structural {
    /** Copies the set, in its order. */
    public OperatorCount {
      operators = ordered(operators);
    }
  }

  /**
   * Number of occurrences of some inputs or parameters.
   *
   * @param variables at least one
   * @param comparison how the number compares with the bound
   * @param bound 0 or more
   */
  record VariableCount(Set<String> variables, Comparison comparison, int bound)
      implements Structural {
    /** Copies the set, in its order. */
    public VariableCount {
      variables = ordered(variables);
    }
  }

  /**
   * Number of constants.
   *
   * @param comparison how the number compares with the bound
   * @param bound 0 or more
   */
  record ConstantCount(Comparison comparison, int bound) implements Structural {}

  /**
   * Nodes on the longest path from the root to a leaf; a leaf alone has depth 1.
   *
   * @param comparison how the depth compares with the bound
   * @param bound 1 or more
   */
  record Depth(Comparison comparison, int bound) implements Structural {}

  /**
   * Nodes of the tree.
   *
   * @param comparison how the size compares with the bound
   * @param bound 1 or more
   */
  record Size(Comparison comparison, int bound) implements Structural {}

  /**
   * Nodes of each argument of some operators.
   *
   * @param operators at least one
   * @param argument which argument, from 0; all if empty
   * @param comparison how the argument's size compares with the bound
   * @param bound 1 or more
   */
  record ArgumentSize(
      Set<Operator> operators, OptionalInt argument, Comparison comparison, int bound)
      implements Structural {
    /** Copies the set, in its order. */
    public ArgumentSize {
      operators = ordered(operators);
    }
  }

  /**
   * Nodes with one of some operators inside any one node with one of others; the outer node itself
   * does not count.
   *
   * @param inner at least one
   * @param outer at least one
   * @param atMost 0 or more
   */
  record Nesting(Set<Operator> inner, Set<Operator> outer, int atMost) implements Structural {
    /** Copies the sets, in their order. */
    public Nesting {
      inner = ordered(inner);
      outer = ordered(outer);
    }
  }

  /**
   * Each of some variables occurs.
   *
   * @param variables at least one
   */
  record Uses(Set<String> variables) implements Structural {
    /** Copies the set, in its order. */
    public Uses {
      variables = ordered(variables);
    }
  }

  /**
   * None of some variables occurs.
   *
   * @param variables at least one
   */
  record Excludes(Set<String> variables) implements Structural {
    /** Copies the set, in its order. */
    public Excludes {
      variables = ordered(variables);
    }
  }

  /**
   * Below nodes with one of some operators stand no variables but some.
   *
   * @param operators at least one
   * @param variables allowed below them
   */
  record OnlyOf(Set<Operator> operators, Set<String> variables) implements Structural {
    /** Copies the sets, in their order. */
    public OnlyOf {
      operators = ordered(operators);
      variables = ordered(variables);
    }
  }

  /**
   * Exponents of powers are constants from a set. {@code square}, {@code cube}, {@code sqrt},
   * {@code cbrt} and {@code inv} are powers, too.
   *
   * @param allowed at least one, as nearest doubles
   */
  record Exponents(Set<Double> allowed) implements Structural {
    /** Copies the set, in its order. */
    public Exponents {
      allowed = ordered(allowed);
    }
  }

  /**
   * Constants lie in a range.
   *
   * @param range finite
   */
  record ConstantRange(Interval range) implements Structural {}

  /**
   * Constants are whole multiples of a step.
   *
   * @param step above 0
   */
  record ConstantGrid(double step) implements Structural {}

  /**
   * Values of the formula on the declared input ranges.
   *
   * @param range may be infinite on one side
   */
  record OutputRange(Interval range) implements Shape {}

  /**
   * The formula has a finite value everywhere on the declared input ranges, and that is proved: a
   * pole is narrower than the gaps between samples.
   */
  record Defined() implements Shape {}

  /**
   * The formula does not fall, or does not rise, when a variable rises.
   *
   * @param variable an input
   * @param increasing whether it rises
   */
  record Monotone(String variable, boolean increasing) implements Shape {}

  /**
   * The second derivative with respect to a variable has one sign.
   *
   * @param variable an input
   * @param convex whether it is not negative; else not positive
   */
  record Curvature(String variable, boolean convex) implements Shape {}

  /**
   * The formula keeps its value, or changes its sign, when a variable changes sign.
   *
   * @param variable an input whose range has 0 in its middle
   * @param even whether it keeps its value; else it changes sign
   */
  record Parity(String variable, boolean even) implements Shape {}

  /**
   * The formula keeps its value when two variables change places.
   *
   * @param first an input
   * @param second another with the same range
   */
  record Symmetric(String first, String second) implements Shape {}

  /** {@return a copy that keeps the order, so that all output is the same in every run} */
  private static <T> Set<T> ordered(Set<T> set) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(set));
  }

  /** How a number compares with its bound. */
  enum Comparison {
    /** Not more than the bound. */
    AT_MOST("<="),
    /** Not less than the bound. */
    AT_LEAST(">="),
    /** As much as the bound. */
    EXACTLY("==");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /** {@return the sign that a spec uses} */
    public String sign() {
      return sign;
    }

    /**
     * {@return how far a number is from keeping the bound; 0 when it does}
     *
     * @param value the number
     * @param bound the bound
     */
    public int distance(int value, int bound) {
      return switch (this) {
        case AT_MOST -> Math.max(0, value - bound);
        case AT_LEAST -> Math.max(0, bound - value);
        case EXACTLY -> Math.abs(value - bound);
      };
    }
  }

  /**
   * A constraint as a spec declares it.
   *
   * @param constraint what has to be kept
   * @param output the output whose formula has to keep it; all if empty
   * @param softWeight cost per unit of distance if the constraint is soft; empty if it is hard
   * @param text the constraint alone as the spec writes it, on one line; read again it is the same
   *     constraint
   */
  record Declared(
      Constraint constraint, Optional<String> output, Optional<Double> softWeight, String text) {
    /** {@return whether a formula that violates it is no solution} */
    public boolean isHard() {
      return softWeight.isEmpty();
    }
  }
}
