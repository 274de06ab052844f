package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/** Random structural constraints and formulas, the same for the same source of randomness. */
final class RandomConstraints {
  static final List<String> COLUMNS = List.of("x", "y", "z", "p");
  static final Set<String> INPUTS = Set.of("x", "y", "z");
  private static final List<Operator> OPERATORS = List.of(Operator.values());
  private static final List<Constraint.Comparison> COMPARISONS =
      List.of(Constraint.Comparison.values());
  private static final double[] CONSTANTS = {0, 1, 2, -1, 0.5, 0.3, 0.30000000000000004, 0.7, 2.25};

  private RandomConstraints() {}

  static Constraint.Structural constraint(Random random) {
    var comparison = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
    return switch (random.nextInt(13)) {
      case 0 -> new Constraint.OperatorCount(operators(random), comparison, random.nextInt(4));
      case 1 -> new Constraint.VariableCount(variables(random), comparison, random.nextInt(5));
      case 2 -> new Constraint.ConstantCount(comparison, random.nextInt(5));
      case 3 -> new Constraint.Depth(comparison, 1 + random.nextInt(5));
      case 4 -> new Constraint.Size(comparison, 1 + random.nextInt(20));
      case 5 ->
          new Constraint.ArgumentSize(
              operators(random),
              random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(3)),
              comparison,
              1 + random.nextInt(5));
      case 6 -> new Constraint.Nesting(operators(random), operators(random), random.nextInt(3));
      case 7 -> new Constraint.Uses(variables(random));
      case 8 -> new Constraint.Excludes(variables(random));
      case 9 -> new Constraint.OnlyOf(operators(random), variables(random));
      case 10 ->
          new Constraint.Exponents(
              random.nextBoolean()
                  ? Set.of(2.0, 0.5, 1.0 / 3)
                  : Set.of(-1.0, 0.5, 1.0, 2.0, 3.0, 1.0 / 3));
      case 11 -> new Constraint.ConstantRange(new Interval(-random.nextDouble(), 1));
      case 12 -> new Constraint.ConstantGrid(random.nextBoolean() ? 0.1 : 0.25);
      default -> throw new IllegalStateException("13 kinds of constraints");
    };
  }

  private static Set<Operator> operators(Random random) {
    Set<Operator> chosen = new HashSet<>();
    int count = 1 + random.nextInt(30);
    while (chosen.size() < count) {
      chosen.add(OPERATORS.get(random.nextInt(OPERATORS.size())));
    }
    return chosen;
  }

  private static Set<String> variables(Random random) {
    Set<String> chosen = new HashSet<>();
    chosen.add(COLUMNS.get(random.nextInt(COLUMNS.size())));
    chosen.add(COLUMNS.get(random.nextInt(COLUMNS.size())));
    return chosen;
  }

  static Expr formula(Random random, int depth) {
    int kind = depth == 0 ? random.nextInt(3) : random.nextInt(12);
    if (kind == 0) {
      return Expr.constant(
          random.nextInt(3) > 0
              ? CONSTANTS[random.nextInt(CONSTANTS.length)]
              : 2 * random.nextGaussian());
    } else if (kind < 3) {
      return Expr.variable(COLUMNS.get(random.nextInt(COLUMNS.size())));
    }
    Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    Expr[] arguments = new Expr[operator.arity()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = formula(random, depth - 1);
    }
    return Expr.apply(operator, arguments);
  }
}
