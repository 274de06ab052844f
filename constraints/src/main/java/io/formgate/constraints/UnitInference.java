package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Operator;
import io.formgate.expression.UnitRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the dimension of a formula and where its units disagree.
 *
 * <p>A constant that may carry any unit has an open dimension, and so has a product with it; 0 has
 * every unit, so it is open even where constants are pure numbers, as in {@code x > 0}. A sum of an
 * open and a known dimension has the known one. {@link UnitSolution} finds the units that constants
 * carry. A node that violates its operator's rule counts as open above, so every violation is
 * reported once. Scales are not compared: metres and kilometres have one dimension.
 */
public final class UnitInference {
  /** Digits of constants in messages. */
  private static final int MESSAGE_DIGITS = 6;

  private UnitInference() {}

  /**
   * A node that violates the unit rule of its operator.
   *
   * @param node the subexpression
   * @param first dimension of its first argument
   * @param second dimension of its second argument, or the one that the first should have had
   * @param parts the arguments whose dimensions differ; none where that is not what is wrong
   */
  public record Violation(
      Expr.Apply node, Dimension first, Dimension second, Optional<Parts> parts) {
    /**
     * {@return what is wrong, one sentence without a final stop}
     *
     * @param names writes the dimensions
     * @param inputs unit of every variable
     */
    public String describe(UnitNames names, Map<String, UnitExpression> inputs) {
      String text = "'" + FormulaPrinter.print(node, MESSAGE_DIGITS) + "'";
      return switch (node.operator().unitRule()) {
        case ALL_EQUAL, SAME_TO_NONE, CONDITION, PRODUCT_SUM ->
            text
                + " combines the units "
                + named(first, parts.map(Parts::first), names, inputs)
                + " and "
                + named(second, parts.map(Parts::second), names, inputs)
                + ", which differ";
        case DIMENSIONLESS, POWER ->
            text + " needs a value without a unit, but gets " + names.describe(first);
        case PRODUCT, QUOTIENT, RECIPROCAL, SQUARE, CUBE, SQUARE_ROOT, CUBE_ROOT ->
            text + " has a unit with an exponent that is out of range";
      };
    }
  }

  /** Two arguments of a node. */
  public record Parts(Expr first, Expr second) {}

  private static String named(
      Dimension dimension,
      Optional<Expr> part,
      UnitNames names,
      Map<String, UnitExpression> inputs) {
    return (dimension.isNone() ? part : Optional.<Expr>empty())
        .flatMap(e -> withoutDimension(e, inputs))
        .orElseGet(() -> names.describe(dimension));
  }

  /**
   * The unit without a dimension, such as rad, that a value has as its variables do: a sum of
   * angles is one, a product of two is not.
   */
  private static Optional<String> withoutDimension(Expr e, Map<String, UnitExpression> inputs) {
    Set<String> units = new HashSet<>();
    Deque<Expr> open = new ArrayDeque<>(List.of(e));
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case Expr.Variable(String name) -> {
          UnitExpression unit = inputs.get(name);
          units.add(unit == null ? "1" : unit.text());
        }
        case Expr.Apply apply when apply.operator().unitRule() == UnitRule.ALL_EQUAL ->
            apply.children().forEach(open::push);
        case Expr.Apply _, Expr.Call _ -> units.add("1");
        case Expr.Constant _ -> {
          // A number has the unit of what it is added to.
        }
      }
    }
    return units.size() == 1 ? units.stream().findFirst() : Optional.empty();
  }

  /**
   * What is known of a whole formula.
   *
   * @param root its dimension; empty when it is open
   * @param violations nodes that violate a rule, arguments before the node that uses them
   */
  public record Result(Optional<Dimension> root, List<Violation> violations) {
    /** Copies the list. */
    public Result {
      violations = List.copyOf(violations);
    }

    /**
     * {@return whether the units agree}
     *
     * @param output dimension that the formula has to have
     */
    public boolean agrees(Dimension output) {
      return violations.isEmpty() && (root.isEmpty() || root.get().equals(output));
    }
  }

  /**
   * {@return the dimension of a formula and its violations}
   *
   * @param e the formula
   * @param inputs dimension of every variable of the formula
   * @param constants units that constants may carry
   */
  public static Result infer(Expr e, Map<String, Dimension> inputs, ConstantUnits constants) {
    return infer(
        e,
        inputs,
        switch (constants) {
          case ANY -> _ -> true;
          case NONE -> _ -> false;
        });
  }

  /**
   * {@return the dimension of a formula and its violations}
   *
   * @param e the formula
   * @param inputs dimension of every variable of the formula
   * @param mayCarryUnit whether a constant may carry a unit, by its number in the order of
   *     occurrence from the left, from 0
   */
  public static Result infer(Expr e, Map<String, Dimension> inputs, IntPredicate mayCarryUnit) {
    List<Violation> violations = new ArrayList<>();
    List<Optional<Dimension>> stack = new ArrayList<>();
    int constants = 0;
    for (Expr node : Postorder.of(e)) {
      List<Optional<Dimension>> arguments =
          stack.subList(stack.size() - node.children().size(), stack.size());
      Optional<Dimension> dimension =
          switch (node) {
            case Expr.Constant(double value) ->
                mayCarryUnit.test(constants++) || value == 0
                    ? Optional.empty()
                    : Optional.of(Dimension.NONE);
            case Expr.Variable(String name) -> Optional.of(dimension(name, inputs));
            case Expr.Apply apply -> apply(apply, arguments, violations);
            case Expr.Call(String name, _) ->
                throw new IllegalArgumentException("the call of " + name + " has no unit");
          };
      arguments.clear();
      stack.add(dimension);
    }
    return new Result(stack.getFirst(), violations);
  }

  /**
   * A mistake in the units of a formula.
   *
   * @param node the part that has it
   * @param message what is wrong, one sentence without a final stop
   * @param mend what would help
   */
  public record Finding(Expr node, String message, String mend) {}

  /**
   * {@return the violations of a formula, and one more if its unit is not that of the output}
   *
   * @param e the formula
   * @param inputs unit of every variable of the formula
   * @param output unit of the output
   * @param constants units that constants may carry
   */
  public static List<Finding> check(
      Expr e, Map<String, UnitExpression> inputs, UnitExpression output, ConstantUnits constants) {
    Map<String, Dimension> dimensions =
        inputs.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, i -> i.getValue().dimension()));
    UnitNames names =
        new UnitNames(Stream.concat(Stream.of(output), inputs.values().stream()).toList());
    Result result = infer(e, dimensions, constants);
    List<Finding> findings = new ArrayList<>();
    for (Violation violation : result.violations()) {
      findings.add(
          new Finding(violation.node(), violation.describe(names, inputs), mend(constants)));
    }
    if (result.root().isPresent() && !result.root().get().equals(output.dimension())) {
      findings.add(
          new Finding(
              e,
              "the formula has the unit "
                  + named(result.root().get(), Optional.of(e), names, inputs)
                  + ", but the output has "
                  + (output.dimension().isNone()
                      ? output.text()
                      : names.describe(output.dimension())),
              mend(constants)));
    }
    return findings;
  }

  private static String mend(ConstantUnits constants) {
    return switch (constants) {
      case ANY -> "multiply or divide by a constant, which may carry a unit, or mend the units";
      case NONE -> "a number in the formula has no unit; give it to an input, or mend the units";
    };
  }

  private static Dimension dimension(String name, Map<String, Dimension> inputs) {
    Dimension d = inputs.get(name);
    if (d == null) {
      throw new IllegalArgumentException("no dimension for the variable " + name);
    }
    return d;
  }

  private static Optional<Dimension> apply(
      Expr.Apply node, List<Optional<Dimension>> arguments, List<Violation> violations) {
    UnitRule rule = node.operator().unitRule();
    return switch (rule) {
      case ALL_EQUAL -> same(node, node.children(), arguments, violations);
      case SAME_TO_NONE -> {
        int before = violations.size();
        same(node, node.children(), arguments, violations);
        yield violations.size() > before ? Optional.empty() : Optional.of(Dimension.NONE);
      }
      case DIMENSIONLESS -> none(node, arguments, violations);
      case CONDITION -> {
        int before = violations.size();
        none(node, arguments.subList(0, 1), violations);
        yield violations.size() > before
            ? Optional.empty()
            : same(node, node.children().subList(1, 3), arguments.subList(1, 3), violations);
      }
      case PRODUCT_SUM -> {
        int before = violations.size();
        Optional<Dimension> product =
            combined(node, UnitRule.PRODUCT, arguments.subList(0, 2), violations);
        yield violations.size() > before
            ? Optional.empty()
            : same(
                node,
                List.of(
                    Expr.apply(Operator.MULTIPLY, node.argument(0), node.argument(1)),
                    node.argument(2)),
                List.of(product, arguments.get(2)),
                violations);
      }
      case POWER -> power(node, arguments, violations);
      case PRODUCT, QUOTIENT, RECIPROCAL, SQUARE, CUBE, SQUARE_ROOT, CUBE_ROOT ->
          combined(node, rule, arguments, violations);
    };
  }

  private static Optional<Dimension> same(
      Expr.Apply node,
      List<Expr> parts,
      List<Optional<Dimension>> arguments,
      List<Violation> violations) {
    Optional<Dimension> known = Optional.empty();
    int first = 0;
    for (int i = 0; i < parts.size(); i++) {
      Optional<Dimension> here = arguments.get(i);
      if (known.isEmpty()) {
        known = here;
        first = i;
      } else if (here.isPresent() && !here.equals(known)) {
        Parts differ = new Parts(parts.get(first), parts.get(i));
        violations.add(new Violation(node, known.get(), here.get(), Optional.of(differ)));
        return Optional.empty();
      }
    }
    return known;
  }

  private static Optional<Dimension> none(
      Expr.Apply node, List<Optional<Dimension>> arguments, List<Violation> violations) {
    Optional<Dimension> wrong =
        arguments.stream().flatMap(Optional::stream).filter(d -> !d.isNone()).findFirst();
    if (wrong.isPresent()) {
      violations.add(new Violation(node, wrong.get(), Dimension.NONE, Optional.empty()));
      return Optional.empty();
    }
    return Optional.of(Dimension.NONE);
  }

  private static Optional<Dimension> power(
      Expr.Apply node, List<Optional<Dimension>> arguments, List<Violation> violations) {
    int before = violations.size();
    none(node, arguments.subList(1, 2), violations);
    if (violations.size() > before) {
      return Optional.empty();
    }
    Optional<Exponent> exponent =
        node.argument(1) instanceof Expr.Constant(double value)
            ? Exponent.nearest(value)
            : Optional.empty();
    if (exponent.isEmpty()) {
      return none(node, arguments.subList(0, 1), violations);
    }
    if (exponent.get().equals(Exponent.ZERO)) {
      return Optional.of(Dimension.NONE);
    }
    try {
      return arguments.getFirst().map(d -> d.power(exponent.get()));
    } catch (ArithmeticException outOfRange) {
      violations.add(
          new Violation(
              node, arguments.getFirst().orElseThrow(), Dimension.NONE, Optional.empty()));
      return Optional.empty();
    }
  }

  private static Optional<Dimension> combined(
      Expr.Apply node,
      UnitRule rule,
      List<Optional<Dimension>> arguments,
      List<Violation> violations) {
    List<Dimension> known = arguments.stream().flatMap(Optional::stream).toList();
    if (known.size() < arguments.size()) {
      return Optional.empty();
    }
    try {
      return Optional.of(combine(rule, known.getFirst(), known.getLast()));
    } catch (ArithmeticException outOfRange) {
      violations.add(new Violation(node, known.getFirst(), known.getLast(), Optional.empty()));
      return Optional.empty();
    }
  }

  private static Dimension combine(UnitRule rule, Dimension first, Dimension second) {
    return switch (rule) {
      case PRODUCT -> first.multiply(second);
      case QUOTIENT -> first.divide(second);
      case SQUARE -> first.power(Exponent.TWO);
      case SQUARE_ROOT -> first.power(Exponent.HALF);
      case RECIPROCAL -> Dimension.NONE.divide(first);
      case CUBE -> first.power(Exponent.of(3, 1));
      case CUBE_ROOT -> first.power(Exponent.of(1, 3));
      case ALL_EQUAL, DIMENSIONLESS, SAME_TO_NONE, CONDITION, PRODUCT_SUM, POWER ->
          throw new IllegalArgumentException(rule + " combines nothing");
    };
  }
}
