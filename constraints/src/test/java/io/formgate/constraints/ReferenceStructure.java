package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Distances of structural constraints, slow and obvious: recursion over the tree. */
final class ReferenceStructure {
  private final Set<String> inputs;

  ReferenceStructure(Set<String> inputs) {
    this.inputs = inputs;
  }

  /** {@return the nodes, each after its arguments} */
  static List<Expr> nodes(Expr e) {
    List<Expr> all = new ArrayList<>();
    addNodes(e, all);
    return all;
  }

  private static void addNodes(Expr e, List<Expr> all) {
    e.children().forEach(child -> addNodes(child, all));
    all.add(e);
  }

  private static List<Expr> below(Expr e) {
    List<Expr> all = nodes(e);
    return all.subList(0, all.size() - 1);
  }

  private boolean varies(Expr e) {
    return e instanceof Expr.Variable(String name)
        ? inputs.contains(name)
        : e.children().stream().anyMatch(this::varies);
  }

  /** {@return the nodes of some operators that depend on an input} */
  private List<Expr.Apply> counted(List<Expr> nodes, Set<Operator> operators) {
    List<Expr.Apply> counted = new ArrayList<>();
    for (Expr e : nodes) {
      if (e instanceof Expr.Apply a && operators.contains(a.operator()) && varies(a)) {
        counted.add(a);
      }
    }
    return counted;
  }

  private static int depth(Expr e) {
    return 1 + e.children().stream().mapToInt(ReferenceStructure::depth).max().orElse(0);
  }

  private static int occurrences(Expr e, Set<String> names) {
    return switch (e) {
      case Expr.Variable(String name) -> names.contains(name) ? 1 : 0;
      case Expr.Constant _, Expr.Apply _, Expr.Call _ ->
          e.children().stream().mapToInt(child -> occurrences(child, names)).sum();
    };
  }

  private static List<Double> constants(Expr e) {
    return nodes(e).stream()
        .filter(n -> n instanceof Expr.Constant)
        .map(n -> ((Expr.Constant) n).value())
        .toList();
  }

  /** {@return the exponent of every power; empty if it is not a constant} */
  private List<Optional<Double>> exponents(Expr e) {
    List<Optional<Double>> found = new ArrayList<>();
    Set<Operator> open = Set.of(Operator.POWER, Operator.POW_ABS);
    Set<Operator> powers = new HashSet<>(StructuralMeter.FIXED_POWERS.keySet());
    powers.addAll(open);
    for (Expr.Apply a : counted(nodes(e), powers)) {
      if (!open.contains(a.operator())) {
        found.add(Optional.ofNullable(StructuralMeter.FIXED_POWERS.get(a.operator())));
      } else if (a.argument(1) instanceof Expr.Constant(double value)) {
        found.add(Optional.of(value));
      } else {
        found.add(Optional.empty());
      }
    }
    return found;
  }

  private int forbidden(Expr e, Constraint.OnlyOf c, boolean isBelow) {
    boolean isLimited = !counted(List.of(e), c.operators()).isEmpty();
    if (e instanceof Expr.Variable(String name)) {
      return isBelow && !c.variables().contains(name) ? 1 : 0;
    }
    return e.children().stream().mapToInt(child -> forbidden(child, c, isBelow || isLimited)).sum();
  }

  private static int compare(Constraint.Comparison comparison, int value, int bound) {
    return switch (comparison) {
      case AT_MOST -> value > bound ? value - bound : 0;
      case AT_LEAST -> value < bound ? bound - value : 0;
      case EXACTLY -> value > bound ? value - bound : bound - value;
    };
  }

  double distance(Constraint.Structural constraint, Expr e) {
    return switch (constraint) {
      case Constraint.OperatorCount c ->
          compare(c.comparison(), counted(nodes(e), c.operators()).size(), c.bound());
      case Constraint.VariableCount c ->
          compare(c.comparison(), occurrences(e, c.variables()), c.bound());
      case Constraint.ConstantCount c -> compare(c.comparison(), constants(e).size(), c.bound());
      case Constraint.Depth c -> compare(c.comparison(), depth(e), c.bound());
      case Constraint.Size c -> compare(c.comparison(), e.size(), c.bound());
      case Constraint.ArgumentSize c ->
          counted(nodes(e), c.operators()).stream()
              .flatMap(a -> limitedArguments(a, c).stream())
              .mapToInt(argument -> compare(c.comparison(), argument.size(), c.bound()))
              .sum();
      case Constraint.Nesting c ->
          counted(nodes(e), c.outer()).stream()
              .mapToInt(a -> Math.max(0, counted(below(a), c.inner()).size() - c.atMost()))
              .sum();
      case Constraint.Uses c ->
          c.variables().stream().filter(name -> !e.variables().contains(name)).count();
      case Constraint.Excludes c -> occurrences(e, c.variables());
      case Constraint.OnlyOf c -> forbidden(e, c, false);
      case Constraint.Exponents c -> {
        double sum = 0;
        for (Optional<Double> exponent : exponents(e)) {
          double nearest =
              exponent.isEmpty()
                  ? Double.POSITIVE_INFINITY
                  : c.allowed().stream()
                      .mapToDouble(a -> Math.abs(a - exponent.get()))
                      .min()
                      .orElseThrow();
          sum += exponent.isEmpty() ? 1 : nearest == 0 ? 0 : 0.5 + 0.5 * (nearest / (1 + nearest));
        }
        yield sum;
      }
      case Constraint.ConstantRange c -> {
        double sum = 0;
        for (double v : constants(e)) {
          double over = Math.max(c.range().lo() - v, v - c.range().hi());
          double relative = over / c.range().magnitude();
          sum += over > 0 ? relative / (1 + relative) : 0;
        }
        yield sum;
      }
      case Constraint.ConstantGrid c -> {
        Grid grid = new Grid(c.step());
        yield constants(e).stream().mapToDouble(grid::distance).reduce(0, Double::sum);
      }
    };
  }

  private static List<Expr> limitedArguments(Expr.Apply a, Constraint.ArgumentSize c) {
    if (c.argument().isEmpty()) {
      return a.arguments();
    }
    int wanted = c.argument().getAsInt();
    return wanted < a.arguments().size() ? List.of(a.argument(wanted)) : List.of();
  }

  /** {@return whether a formula keeps a constraint, said without any distance} */
  boolean isKept(Constraint.Structural constraint, Expr e) {
    return switch (constraint) {
      case Constraint.OperatorCount c ->
          holds(c.comparison(), counted(nodes(e), c.operators()).size(), c.bound());
      case Constraint.VariableCount c ->
          holds(c.comparison(), occurrences(e, c.variables()), c.bound());
      case Constraint.ConstantCount c -> holds(c.comparison(), constants(e).size(), c.bound());
      case Constraint.Depth c -> holds(c.comparison(), depth(e), c.bound());
      case Constraint.Size c -> holds(c.comparison(), nodes(e).size(), c.bound());
      case Constraint.ArgumentSize c ->
          counted(nodes(e), c.operators()).stream()
              .flatMap(a -> limitedArguments(a, c).stream())
              .allMatch(argument -> holds(c.comparison(), nodes(argument).size(), c.bound()));
      case Constraint.Nesting c ->
          counted(nodes(e), c.outer()).stream()
              .allMatch(a -> counted(below(a), c.inner()).size() <= c.atMost());
      case Constraint.Uses c -> e.variables().containsAll(c.variables());
      case Constraint.Excludes c -> e.variables().stream().noneMatch(c.variables()::contains);
      case Constraint.OnlyOf c ->
          counted(nodes(e), c.operators()).stream()
              .allMatch(a -> c.variables().containsAll(a.variables()));
      case Constraint.Exponents c ->
          exponents(e).stream().allMatch(x -> x.isPresent() && c.allowed().contains(x.get()));
      case Constraint.ConstantRange c -> constants(e).stream().allMatch(c.range()::contains);
      case Constraint.ConstantGrid c ->
          constants(e).stream()
              .allMatch(v ->
                  new java.math.BigDecimal(Double.toString(c.step()))
                          .multiply(java.math.BigDecimal.valueOf(Math.rint(v / c.step())))
                          .doubleValue()
                      == v);
    };
  }

  private static boolean holds(Constraint.Comparison comparison, int value, int bound) {
    return switch (comparison) {
      case AT_MOST -> value <= bound;
      case AT_LEAST -> value >= bound;
      case EXACTLY -> value == bound;
    };
  }
}
