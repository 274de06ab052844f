package io.formgate.constraints;

import io.formgate.constraints.UnitSolution.Agreement;
import io.formgate.constraints.UnitSolution.Conflict;
import io.formgate.constraints.UnitSolution.ConstantUnit;
import io.formgate.constraints.UnitSolution.Reason;
import io.formgate.expression.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;

/**
 * Writes the dimension of every node in the unknown dimensions of the constants, and demands of
 * them what the operators do.
 */
final class UnitSolver {
  private static final Rational THIRD = Rational.of(1, 3);
  private static final Rational HALF = Rational.of(1, 2);
  private static final Rational TWO = Rational.of(2, 1);
  private static final Rational THREE = Rational.of(3, 1);

  private final Map<String, Dimension> variables;
  private final UnitEquations equations = new UnitEquations();
  private final Map<Integer, LinearDimension> groups = new HashMap<>();

  /** Where the demands come from. */
  private int formula;

  private Expr node;

  /** The first demand that cannot be met. */
  private Optional<Conflict> conflict = Optional.empty();

  private UnitSolver(Map<String, Dimension> variables, Expr node) {
    this.variables = variables;
    this.node = node;
  }

  /**
   * {@return the units of the constants, or the first conflict}
   *
   * @param formulas at least one
   */
  static UnitSolution solve(List<UnitFormula> formulas, Map<String, Dimension> variables) {
    UnitSolver solver = new UnitSolver(variables, formulas.getFirst().formula());
    List<List<LinearDimension>> unknown = new ArrayList<>();
    for (UnitFormula each : formulas) {
      unknown.add(solver.demand(each));
      solver.formula++;
    }
    solver.formula = 0;
    List<List<ConstantUnit>> constants = new ArrayList<>();
    for (UnitFormula each : formulas) {
      if (solver.conflict.isEmpty()) {
        constants.add(solver.check(each, unknown.get(solver.formula)));
        solver.formula++;
      }
    }
    return solver.conflict.isPresent() ? solver.conflict.get() : new Agreement(constants);
  }

  /**
   * Adds the equations of a formula.
   *
   * @return the dimensions of its constants
   */
  private List<LinearDimension> demand(UnitFormula of) {
    Iterator<ConstantRole> roles = of.constants().iterator();
    List<LinearDimension> constants = new ArrayList<>();
    LinearDimension whole =
        walk(
            of.formula(),
            value -> {
              constants.add(constant(value, roles.next()));
              return constants.getLast();
            },
            _ -> {});
    none(whole.over(LinearDimension.of(of.output())), Reason.NOT_THE_OUTPUT);
    return constants;
  }

  /**
   * Looks for exponents out of range, now that all dimensions are known.
   *
   * @return the units of the constants
   */
  private List<ConstantUnit> check(UnitFormula of, List<LinearDimension> constants) {
    Iterator<LinearDimension> unknown = constants.iterator();
    List<ConstantUnit> units = new ArrayList<>();
    walk(
        of.formula(),
        value -> {
          LinearDimension reduced = equations.reduce(unknown.next());
          LinearDimension chosen = reduced.withoutUnknowns();
          inRange(chosen).ifPresent(d -> units.add(new ConstantUnit(value, d, reduced.isKnown())));
          return chosen;
        },
        dimension -> {
          if (conflict.isEmpty() && inRange(dimension).isEmpty()) {
            conflict =
                Optional.of(new Conflict(formula, node, Reason.OUT_OF_RANGE, Optional.empty()));
          }
        });
    return units;
  }

  private static Optional<Dimension> inRange(LinearDimension d) {
    try {
      return Optional.of(d.known());
    } catch (ArithmeticException outOfRange) {
      return Optional.empty();
    }
  }

  /**
   * Goes through the nodes of a formula and demands what the operators do.
   *
   * @param constants gives the dimension of the next constant of a value
   * @param seen is told the dimension of {@link #node}
   * @return the dimension of the whole
   */
  private LinearDimension walk(
      Expr whole, DoubleFunction<LinearDimension> constants, Consumer<LinearDimension> seen) {
    List<LinearDimension> stack = new ArrayList<>();
    for (Expr next : Postorder.of(whole)) {
      node = next;
      List<LinearDimension> arguments =
          stack.subList(stack.size() - next.children().size(), stack.size());
      LinearDimension dimension =
          switch (next) {
            case Expr.Constant(double value) -> constants.apply(value);
            case Expr.Variable(String name) -> variable(name);
            case Expr.Apply apply -> apply(apply, arguments);
            case Expr.Call(String name, _) ->
                throw new IllegalArgumentException("the call of " + name + " has no unit");
          };
      seen.accept(dimension);
      arguments.clear();
      stack.add(dimension);
    }
    return stack.getFirst();
  }

  private LinearDimension constant(double value, ConstantRole role) {
    return switch (role) {
      case ConstantRole.Literal _ -> value == 0 ? equations.unknown(true) : LinearDimension.NONE;
      case ConstantRole.Own _ -> equations.unknown(false);
      case ConstantRole.Shared(int group) ->
          groups.computeIfAbsent(group, _ -> equations.unknown(false));
    };
  }

  private LinearDimension variable(String name) {
    Dimension d = variables.get(name);
    if (d == null) {
      throw new IllegalArgumentException("no dimension for the variable " + name);
    }
    return LinearDimension.of(d);
  }

  private LinearDimension apply(Expr.Apply applied, List<LinearDimension> arguments) {
    LinearDimension first = arguments.getFirst();
    return switch (applied.operator().unitRule()) {
      case ALL_EQUAL -> same(arguments);
      case SAME_TO_NONE -> {
        same(arguments);
        yield LinearDimension.NONE;
      }
      case DIMENSIONLESS -> {
        for (LinearDimension argument : arguments) {
          none(argument, Reason.NOT_NONE);
        }
        yield LinearDimension.NONE;
      }
      case CONDITION -> {
        none(first, Reason.NOT_NONE);
        yield same(arguments.subList(1, 3));
      }
      case PRODUCT_SUM ->
          same(List.of(first.times(arguments.get(1), Rational.ONE), arguments.get(2)));
      case PRODUCT -> first.times(arguments.get(1), Rational.ONE);
      case QUOTIENT -> first.over(arguments.get(1));
      case RECIPROCAL -> first.power(Rational.MINUS_ONE);
      case SQUARE -> first.power(TWO);
      case CUBE -> first.power(THREE);
      case SQUARE_ROOT -> first.power(HALF);
      case CUBE_ROOT -> first.power(THIRD);
      case POWER -> power(applied.argument(1), first, arguments.get(1));
    };
  }

  private LinearDimension power(Expr exponent, LinearDimension base, LinearDimension ofExponent) {
    none(ofExponent, Reason.NOT_NONE);
    Optional<Exponent> power =
        exponent instanceof Expr.Constant(double value)
            ? Exponent.nearest(value)
            : Optional.empty();
    if (power.isPresent()) {
      return base.power(Rational.of(power.get()));
    }
    none(base, Reason.NOT_NONE);
    return LinearDimension.NONE;
  }

  private LinearDimension same(List<LinearDimension> parts) {
    for (LinearDimension part : parts.subList(1, parts.size())) {
      none(parts.getFirst().over(part), Reason.PARTS_DIFFER);
    }
    return equations.reduce(parts.getFirst());
  }

  private void none(LinearDimension d, Reason reason) {
    LinearDimension reduced = equations.demandNone(d);
    if (conflict.isEmpty() && reduced.isKnown() && !reduced.isNone()) {
      conflict = Optional.of(new Conflict(formula, node, reason, inRange(reduced)));
    }
  }
}
