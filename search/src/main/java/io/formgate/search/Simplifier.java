package io.formgate.search;

import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Folds constants and neutral elements; what it returns has the same value and is not longer. */
final class Simplifier {
  /** One rewriting of an operator whose arguments are simplified. */
  @FunctionalInterface
  private interface Rule {
    Optional<Expr> rewrite(Expr.Apply e);
  }

  private final List<Rule> rules = new ArrayList<>();
  private final List<String> names;

  /**
   * Makes a simplifier.
   *
   * @param variables number of variables
   * @param operators that a result may hold
   */
  Simplifier(int variables, List<Operator> operators) {
    names = IntStream.range(0, variables).mapToObj(i -> "x" + i).toList();
    rules.add(Simplifier::foldConstants);
    rules.add(Simplifier::dropNeutral);
    rules.add(Simplifier::cancelEqual);
    rules.add(Simplifier::dropSigns);
    rules.add(Simplifier::mergeConstants);
    if (operators.contains(Operator.ADD) && operators.contains(Operator.SUBTRACT)) {
      rules.add(Simplifier::moveSign);
    }
  }

  /**
   * Appends the simplified tape.
   *
   * @return whether anything changed
   */
  boolean simplify(Tape tape, Tape out) {
    Expr before = tape.toExpr(names);
    Expr after = simplify(before);
    out.addAll(Tape.of(after, names), 0, after.size());
    return !after.equals(before);
  }

  Expr simplify(Expr e) {
    return switch (e) {
      case Expr.Constant c -> c;
      case Expr.Variable v -> v;
      case Expr.Apply(Operator operator, List<Expr> arguments) -> {
        List<Expr> simpler = new ArrayList<>();
        for (Expr argument : arguments) {
          simpler.add(simplify(argument));
        }
        yield rewrite(new Expr.Apply(operator, simpler));
      }
    };
  }

  private Expr rewrite(Expr.Apply e) {
    for (Rule rule : rules) {
      Optional<Expr> better = rule.rewrite(e);
      if (better.isPresent()) {
        return better.get() instanceof Expr.Apply again ? rewrite(again) : better.get();
      }
    }
    return e;
  }

  private static boolean is(Expr e, double value) {
    return e instanceof Expr.Constant(double v) && v == value;
  }

  private static Optional<Expr> foldConstants(Expr.Apply e) {
    double[] values = new double[e.arguments().size()];
    for (int i = 0; i < values.length; i++) {
      if (!(e.argument(i) instanceof Expr.Constant(double v))) {
        return Optional.empty();
      }
      values[i] = v;
    }
    double folded = e.operator().evaluate(values);
    return Double.isFinite(folded) ? Optional.of(Expr.constant(folded)) : Optional.empty();
  }

  private static Optional<Expr> dropNeutral(Expr.Apply e) {
    if (e.arguments().size() < 2) {
      return Optional.empty();
    }
    Expr a = e.argument(0);
    Expr b = e.argument(1);
    return Optional.ofNullable(
        switch (e.operator()) {
          case ADD -> is(a, 0) ? b : is(b, 0) ? a : null;
          case SUBTRACT -> is(b, 0) ? a : null;
          case MULTIPLY ->
              is(a, 0) || is(b, 0) ? Expr.constant(0) : is(a, 1) ? b : is(b, 1) ? a : null;
          case DIVIDE -> is(b, 1) ? a : null;
          case NEGATE, ABS, SQUARE, SQRT, MIN, MAX, SIN, COS, EXP, COSH -> null;
        });
  }

  private static Optional<Expr> cancelEqual(Expr.Apply e) {
    if (e.arguments().size() < 2 || !e.argument(0).equals(e.argument(1))) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (e.operator()) {
          case SUBTRACT -> Expr.constant(0);
          case DIVIDE -> Expr.constant(1);
          case MIN, MAX -> e.argument(0);
          case ADD, MULTIPLY, NEGATE, ABS, SQUARE, SQRT, SIN, COS, EXP, COSH -> null;
        });
  }

  private static Optional<Expr> dropSigns(Expr.Apply e) {
    if (!(e.argument(0) instanceof Expr.Apply(Operator inner, List<Expr> arguments))) {
      return Optional.empty();
    }
    Expr x = arguments.getFirst();
    return Optional.ofNullable(
        switch (e.operator()) {
          case NEGATE -> inner == Operator.NEGATE ? x : null;
          case ABS ->
              inner == Operator.NEGATE
                  ? Expr.apply(Operator.ABS, x)
                  : inner == Operator.ABS || inner == Operator.SQUARE || inner == Operator.SQRT
                      ? e.argument(0)
                      : null;
          case SQUARE, COS, COSH ->
              inner == Operator.NEGATE || inner == Operator.ABS
                  ? Expr.apply(e.operator(), x)
                  : null;
          case ADD, SUBTRACT, MULTIPLY, DIVIDE, SQRT, MIN, MAX, SIN, EXP -> null;
        });
  }

  /** {@code c op (d op x)} with one constant, for sums and for products. */
  private static Optional<Expr> mergeConstants(Expr.Apply e) {
    if (e.operator() != Operator.ADD && e.operator() != Operator.MULTIPLY) {
      return Optional.empty();
    }
    for (int i = 0; i < 2; i++) {
      if (e.argument(i) instanceof Expr.Constant(double outer)
          && e.argument(1 - i) instanceof Expr.Apply(Operator inner, List<Expr> arguments)
          && inner == e.operator()) {
        for (int j = 0; j < 2; j++) {
          if (arguments.get(j) instanceof Expr.Constant(double nested)) {
            double merged = inner.evaluate(outer, nested);
            if (Double.isFinite(merged)) {
              return Optional.of(Expr.apply(inner, arguments.get(1 - j), Expr.constant(merged)));
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  /** {@code a + b * -c} becomes {@code a - b * c} for c above 0, and the other way round. */
  private static Optional<Expr> moveSign(Expr.Apply e) {
    if (e.operator() != Operator.ADD && e.operator() != Operator.SUBTRACT) {
      return Optional.empty();
    }
    Optional<Expr> second = withoutSign(e.argument(1));
    if (second.isPresent()) {
      Operator other = e.operator() == Operator.ADD ? Operator.SUBTRACT : Operator.ADD;
      return Optional.of(Expr.apply(other, e.argument(0), second.get()));
    }
    Optional<Expr> first = withoutSign(e.argument(0));
    return e.operator() == Operator.ADD && first.isPresent()
        ? Optional.of(Expr.apply(Operator.SUBTRACT, e.argument(1), first.get()))
        : Optional.empty();
  }

  private static Optional<Expr> withoutSign(Expr e) {
    if (e instanceof Expr.Apply(Operator operator, List<Expr> arguments)
        && operator == Operator.MULTIPLY) {
      for (int i = 0; i < 2; i++) {
        if (arguments.get(i) instanceof Expr.Constant(double c) && c < 0) {
          return Optional.of(
              Expr.apply(Operator.MULTIPLY, arguments.get(1 - i), Expr.constant(-c)));
        }
      }
    }
    return Optional.empty();
  }
}
