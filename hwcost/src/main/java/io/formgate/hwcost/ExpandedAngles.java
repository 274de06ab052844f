package io.formgate.hwcost;

import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Formulas whose sines and cosines have sums of products as arguments in the place of products of
 * sums, where that takes no more products: a product of values that are there first begins before
 * any sum, and the sums come with those of the phase. Equal over the reals.
 */
final class ExpandedAngles {
  /** Terms of an argument; longer ones stay as they are. */
  private static final int MOST_TERMS = 16;

  private ExpandedAngles() {}

  /**
   * {@return a formula with its angles expanded}
   *
   * @param e a formula of few nodes
   */
  static Expr of(Expr e) {
    if (!(e instanceof Expr.Apply(Operator operator, List<Expr> arguments))) {
      return e;
    }
    List<Expr> made = arguments.stream().map(ExpandedAngles::of).toList();
    if (operator == Operator.SIN || operator == Operator.COS) {
      made = List.of(expanded(made.getFirst()).orElse(made.getFirst()));
    }
    return made.equals(arguments) ? e : new Expr.Apply(operator, made);
  }

  /** A sum by its terms: for each product of values the number before it. */
  private record Terms(Map<List<Expr>, Expr> byFactors) {
    static Terms of(List<Expr> factors, Expr number) {
      Map<List<Expr>, Expr> one = new LinkedHashMap<>();
      one.put(factors, number);
      return new Terms(one);
    }

    Terms plus(Terms o, boolean negated) {
      Map<List<Expr>, Expr> sum = new LinkedHashMap<>(byFactors);
      o.byFactors.forEach((factors, number) ->
          sum.merge(factors, negated ? negated(number) : number, ExpandedAngles::sum));
      return new Terms(sum);
    }

    Optional<Terms> times(Terms o) {
      Terms product = new Terms(new LinkedHashMap<>());
      for (Map.Entry<List<Expr>, Expr> a : byFactors.entrySet()) {
        for (Map.Entry<List<Expr>, Expr> b : o.byFactors.entrySet()) {
          List<Expr> factors = new ArrayList<>(a.getKey());
          factors.addAll(b.getKey());
          factors.sort((x, y) -> x.toString().compareTo(y.toString()));
          product = product.plus(of(factors, product(a.getValue(), b.getValue())), false);
        }
      }
      return product.byFactors.size() <= MOST_TERMS ? Optional.of(product) : Optional.empty();
    }

    long products() {
      return byFactors.keySet().stream().mapToInt(f -> Math.max(0, f.size() - 1)).sum();
    }

    Expr formula() {
      Expr sum = null;
      for (Map.Entry<List<Expr>, Expr> term : byFactors.entrySet()) {
        if (isNumber(term.getValue(), 0)) {
          continue;
        }
        Expr product = null;
        for (Expr factor : term.getKey()) {
          product = product == null ? factor : Expr.apply(Operator.MULTIPLY, product, factor);
        }
        Expr number = term.getValue();
        Expr whole =
            product == null
                ? number
                : isNumber(number, 1) ? product : Expr.apply(Operator.MULTIPLY, number, product);
        sum = sum == null ? whole : Expr.apply(Operator.ADD, sum, whole);
      }
      return sum == null ? Expr.constant(0) : sum;
    }
  }

  /** The argument of a sine as a sum, if it has a product of sums and gets no more products. */
  private static Optional<Expr> expanded(Expr argument) {
    Set<Expr> products = new HashSet<>();
    addProducts(argument, products);
    boolean ofSums =
        products.stream()
            .anyMatch(p -> ((Expr.Apply) p).arguments().stream().anyMatch(ExpandedAngles::isSum));
    return ofSums
        ? terms(argument).filter(t -> t.products() <= products.size()).map(Terms::formula)
        : Optional.empty();
  }

  private static void addProducts(Expr e, Set<Expr> products) {
    if (!(e instanceof Expr.Apply(Operator operator, List<Expr> arguments))) {
      return;
    }
    boolean isProduct =
        operator == Operator.SQUARE
            || (operator == Operator.MULTIPLY
                && arguments.stream().noneMatch(ExpandedAngles::isNumeric));
    if (isProduct) {
      products.add(e);
    }
    if (isProduct || isSum(e) || operator == Operator.MULTIPLY) {
      arguments.forEach(a -> addProducts(a, products));
    }
  }

  private static boolean isSum(Expr e) {
    return e instanceof Expr.Apply(Operator operator, _)
        && (operator == Operator.ADD
            || operator == Operator.SUBTRACT
            || operator == Operator.NEGATE);
  }

  private static Optional<Terms> terms(Expr e) {
    if (isNumeric(e)) {
      return Optional.of(Terms.of(List.of(), e));
    }
    if (e instanceof Expr.Apply(Operator operator, List<Expr> arguments)) {
      if (operator == Operator.NEGATE) {
        return terms(arguments.getFirst()).map(t -> new Terms(new LinkedHashMap<>()).plus(t, true));
      }
      if (operator == Operator.SQUARE) {
        return terms(arguments.getFirst()).flatMap(t -> t.times(t));
      }
      if (operator == Operator.ADD
          || operator == Operator.SUBTRACT
          || operator == Operator.MULTIPLY) {
        Optional<Terms> a = terms(arguments.getFirst());
        Optional<Terms> b = terms(arguments.getLast());
        return operator == Operator.MULTIPLY
            ? a.flatMap(x -> b.flatMap(x::times))
            : a.flatMap(x -> b.map(y -> x.plus(y, operator == Operator.SUBTRACT)));
      }
    }
    return Optional.of(Terms.of(List.of(e), Expr.constant(1)));
  }

  private static boolean isNumeric(Expr e) {
    return e.variables().isEmpty();
  }

  private static boolean isNumber(Expr e, double number) {
    return e instanceof Expr.Constant(double value) && value == number;
  }

  private static Expr negated(Expr number) {
    return number instanceof Expr.Constant(double value)
        ? Expr.constant(-value)
        : Expr.apply(Operator.NEGATE, number);
  }

  /** Numbers that are not exact as doubles stay formulas, whose error the quantizer knows. */
  private static Expr sum(Expr a, Expr b) {
    if (a instanceof Expr.Constant(double x) && b instanceof Expr.Constant(double y)) {
      double sum = x + y;
      if (sum - x == y && sum - y == x) {
        return Expr.constant(sum);
      }
    }
    return Expr.apply(Operator.ADD, a, b);
  }

  private static Expr product(Expr a, Expr b) {
    if (a instanceof Expr.Constant(double x) && b instanceof Expr.Constant(double y)) {
      double product = x * y;
      if (Math.fma(x, y, -product) == 0) {
        return Expr.constant(product);
      }
    }
    return isNumber(a, 1) ? b : isNumber(b, 1) ? a : Expr.apply(Operator.MULTIPLY, a, b);
  }
}
