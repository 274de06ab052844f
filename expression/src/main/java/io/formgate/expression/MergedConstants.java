package io.formgate.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes one constant of several that a sum or a product holds, whatever signs, quotients and powers
 * lie between them: {@code x - 3 + 2}, {@code x/2*3}, {@code square(2*x)*3}, {@code (x + 1)*2 + 3},
 * and {@code (2*x + 1)*3}, whose factor the terms take up.
 *
 * <p>The constant that is left stands where one of the others stood; the others become 0 or 1, for
 * the {@link Simplifier} to drop. No operator is new, and none is exchanged for another.
 */
final class MergedConstants {
  /**
   * Largest factor, and inverse of the smallest, that leaves a power or a root: a larger one may be
   * what keeps the power in the range of numbers.
   */
  private static final double MOST_MOVED = 1e9;

  private MergedConstants() {}

  /**
   * {@return a formula of the same value but for rounding, with fewer constants that are neither 0
   * nor 1; null if there is none}
   *
   * @param e simplified parts under an operator
   */
  static @Nullable Expr of(Expr.Apply e) {
    if (isSum(e)) {
      return ofSum(e);
    }
    if (!isProduct(e)) {
      return null;
    }
    Expr merged = ofProduct(e);
    return merged == null ? takenUp(e) : merged;
  }

  private static boolean is(Expr e, Operator operator) {
    return e instanceof Expr.Apply(Operator o, _) && o == operator;
  }

  /** A learned function is no sum, though it is written as one: it stays what it is everywhere. */
  private static boolean isSum(Expr e) {
    return (is(e, Operator.ADD) || is(e, Operator.SUBTRACT)) && LearnedFunction.of(e).isEmpty();
  }

  private static boolean isProduct(Expr e) {
    return is(e, Operator.MULTIPLY) || is(e, Operator.DIVIDE);
  }

  private static Expr first(Expr e) {
    return e.children().getFirst();
  }

  private static Expr second(Expr e) {
    return e.children().get(1);
  }

  private static boolean isUsable(double value) {
    return Double.isFinite(value) && Math.abs(value) >= Double.MIN_NORMAL;
  }

  /** Hears of the constants of a sum or product in order, and says what each becomes. */
  @FunctionalInterface
  private interface Visitor<P> {
    double visit(double value, P place);
  }

  /** A constant and where it stands. */
  private record Found<P>(double value, P place) {}

  /**
   * Where a constant of a sum stands.
   *
   * @param weight that it has in the sum
   * @param isFirst whether it is what something is subtracted from
   */
  private record Term(double weight, boolean isFirst) {}

  private static @Nullable Expr ofSum(Expr e) {
    List<Found<Term>> found = new ArrayList<>();
    terms(
        e,
        new Term(1, false),
        (value, term) -> {
          found.add(new Found<>(value, term));
          return value;
        });
    int kept = -1;
    int constants = 0;
    double total = 0;
    for (int i = 0; i < found.size(); i++) {
      Found<Term> f = found.get(i);
      if (f.value == 0) {
        continue;
      }
      constants++;
      total += f.place.weight * f.value;
      // What something is subtracted from cannot be dropped.
      if (kept < 0 || rank(f.place) > rank(found.get(kept).place)) {
        kept = i;
      }
    }
    if (constants < 2) {
      return null;
    }
    double value = total / found.get(kept).place.weight;
    if (!Double.isFinite(value)) {
      return null;
    }
    int last = kept;
    int[] next = {0};
    return terms(e, new Term(1, false), (_, _) -> next[0]++ == last ? value : 0);
  }

  private static int rank(Term term) {
    return (Math.abs(term.weight) == 1 ? 2 : 0) + (term.isFirst ? 1 : 0);
  }

  /** {@return a sum with the constants that a visitor says} */
  private static Expr terms(Expr e, Term term, Visitor<Term> visitor) {
    if (e instanceof Expr.Constant(double value)) {
      return Expr.constant(visitor.visit(value, term));
    } else if (is(e, Operator.ADD)) {
      if (!isSum(e)) {
        return e;
      }
      Term inner = new Term(term.weight, false);
      return Expr.apply(
          Operator.ADD, terms(first(e), inner, visitor), terms(second(e), inner, visitor));
    } else if (is(e, Operator.SUBTRACT)) {
      return Expr.apply(
          Operator.SUBTRACT,
          terms(first(e), new Term(term.weight, true), visitor),
          terms(second(e), new Term(-term.weight, false), visitor));
    } else if (is(e, Operator.NEGATE)) {
      return Expr.apply(Operator.NEGATE, terms(first(e), new Term(-term.weight, false), visitor));
    } else if (is(e, Operator.MULTIPLY) && first(e) instanceof Expr.Constant(double factor)) {
      return isSum(second(e)) && isUsable(term.weight * factor)
          ? Expr.apply(
              Operator.MULTIPLY,
              first(e),
              terms(second(e), new Term(term.weight * factor, false), visitor))
          : e;
    } else if (isProduct(e) && second(e) instanceof Expr.Constant(double factor)) {
      double weight = is(e, Operator.MULTIPLY) ? term.weight * factor : term.weight / factor;
      return isSum(first(e)) && isUsable(weight)
          ? new Expr.Apply(
              ((Expr.Apply) e).operator(),
              List.of(terms(first(e), new Term(weight, false), visitor), second(e)))
          : e;
    }
    return e;
  }

  /**
   * Where a constant of a product stands.
   *
   * @param outward what it is as a factor of the whole product
   * @param isPlain whether only products and quotients lie above it
   * @param isAbove whether it is above the line
   */
  private record Factor(DoubleUnaryOperator outward, boolean isPlain, boolean isAbove) {
    Factor under(Operator operator) {
      return new Factor(c -> outward.applyAsDouble(operator.evaluate(c)), false, isAbove);
    }

    Factor below() {
      return new Factor(c -> outward.applyAsDouble(1 / c), isPlain, !isAbove);
    }
  }

  private static final Factor WHOLE = new Factor(c -> c, true, true);

  private static @Nullable Expr ofProduct(Expr e) {
    List<Found<Factor>> found = new ArrayList<>();
    factors(
        e,
        WHOLE,
        (value, factor) -> {
          found.add(new Found<>(value, factor));
          return value;
        });
    int kept = -1;
    int constants = 0;
    double total = 1;
    for (int i = 0; i < found.size(); i++) {
      Found<Factor> f = found.get(i);
      if (f.value == 1) {
        continue;
      }
      constants++;
      total *= f.place.outward.applyAsDouble(f.value);
      // What is divided by something cannot be dropped.
      boolean isBetter = kept < 0 || (f.place.isAbove && !found.get(kept).place.isAbove);
      if (f.place.isPlain && isBetter) {
        kept = i;
      }
    }
    if (constants < 2 || kept < 0 || !isUsable(total)) {
      return null;
    }
    double value = found.get(kept).place.isAbove ? total : 1 / total;
    int last = kept;
    int[] next = {0};
    return isUsable(value) ? factors(e, WHOLE, (_, _) -> next[0]++ == last ? value : 1) : null;
  }

  /** {@return a product with the constants that a visitor says} */
  private static Expr factors(Expr e, Factor factor, Visitor<Factor> visitor) {
    if (e instanceof Expr.Constant(double value)) {
      boolean mayMove =
          value != 0
              && (factor.isPlain
                  || (Math.abs(value) <= MOST_MOVED && Math.abs(value) >= 1 / MOST_MOVED));
      return mayMove ? Expr.constant(visitor.visit(value, factor)) : e;
    } else if (is(e, Operator.MULTIPLY)) {
      return Expr.apply(
          Operator.MULTIPLY,
          factors(first(e), factor, visitor),
          factors(second(e), factor, visitor));
    } else if (is(e, Operator.DIVIDE)) {
      return Expr.apply(
          Operator.DIVIDE,
          factors(first(e), factor, visitor),
          factors(second(e), factor.below(), visitor));
    } else if (isPower(e)) {
      Operator operator = ((Expr.Apply) e).operator();
      // Below a root a negative factor has no root of its own.
      return operator == Operator.SQRT && hasNegative(first(e))
          ? e
          : Expr.apply(operator, factors(first(e), factor.under(operator), visitor));
    }
    return e;
  }

  /** {@return whether a function of a product is the product of the function's values} */
  private static boolean isPower(Expr e) {
    return is(e, Operator.SQUARE)
        || is(e, Operator.CUBE)
        || is(e, Operator.SQRT)
        || is(e, Operator.CBRT)
        || is(e, Operator.INVERSE)
        || is(e, Operator.ABS);
  }

  private static boolean hasNegative(Expr e) {
    return e instanceof Expr.Constant(double value)
        ? value < 0
        : (isProduct(e) || isPower(e))
            && e.children().stream().anyMatch(MergedConstants::hasNegative);
  }

  /**
   * {@return a constant times a sum each of whose terms has a constant of its own to take it up}
   */
  private static @Nullable Expr takenUp(Expr.Apply e) {
    if (second(e) instanceof Expr.Constant(double c) && isSum(first(e))) {
      return takenUp(first(e), is(e, Operator.MULTIPLY) ? c : 1 / c);
    }
    return is(e, Operator.MULTIPLY)
            && first(e) instanceof Expr.Constant(double c)
            && isSum(second(e))
        ? takenUp(second(e), c)
        : null;
  }

  private static @Nullable Expr takenUp(Expr e, double factor) {
    if (e instanceof Expr.Constant(double c)) {
      return isUsable(c * factor) ? Expr.constant(c * factor) : null;
    } else if (isSum(e)) {
      Expr a = takenUp(first(e), factor);
      Expr b = takenUp(second(e), factor);
      return a == null || b == null
          ? null
          : new Expr.Apply(((Expr.Apply) e).operator(), List.of(a, b));
    } else if (is(e, Operator.NEGATE)) {
      Expr inner = takenUp(first(e), factor);
      return inner == null ? null : Expr.apply(Operator.NEGATE, inner);
    } else if (is(e, Operator.MULTIPLY)) {
      Expr a = takenUp(first(e), factor);
      if (a != null) {
        return Expr.apply(Operator.MULTIPLY, a, second(e));
      }
      Expr b = takenUp(second(e), factor);
      return b == null ? null : Expr.apply(Operator.MULTIPLY, first(e), b);
    } else if (is(e, Operator.DIVIDE)) {
      Expr a = takenUp(first(e), factor);
      if (a != null) {
        return Expr.apply(Operator.DIVIDE, a, second(e));
      }
      return second(e) instanceof Expr.Constant(double c) && isUsable(c / factor)
          ? Expr.apply(Operator.DIVIDE, first(e), Expr.constant(c / factor))
          : null;
    }
    return null;
  }
}
