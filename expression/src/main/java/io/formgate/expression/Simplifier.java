package io.formgate.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds constants, merges those of a sum or product, and drops what changes nothing: neutral
 * elements, double signs, functions of their inverse. What it returns is not longer.
 *
 * <p>Wherever the original has a finite value, the result has the same but for rounding: merged
 * constants and functions of their inverse round less often. The result can have a value where the
 * original has none: {@code x/x} becomes 1, {@code 0*f(x)} becomes 0, {@code inv(inv(x))} becomes
 * {@code x}. It never lacks a value that the original has, but where products of constants keep
 * numbers beyond 1e150 or below 1e-150 in range, and no rule holds only for values that are not
 * NaN.
 */
public final class Simplifier {
  private final Set<Operator> allowed = EnumSet.noneOf(Operator.class);

  /**
   * Makes a simplifier.
   *
   * @param operators that a result may hold even where the original does not
   */
  public Simplifier(Collection<Operator> operators) {
    allowed.addAll(operators);
  }

  /**
   * {@return a simplifier of expressions that only removes operators and exchanges none for
   * another}
   */
  public static Simplifier removing() {
    return new Simplifier(List.of());
  }

  /**
   * {@return the simplified formula}
   *
   * @param e any formula; calls stay, their arguments are simplified; learned functions stay as
   *     they are
   */
  public Expr simplify(Expr e) {
    return switch (e) {
      case Expr.Constant c -> c;
      case Expr.Variable v -> v;
      // A learned function would no longer be one with its numbers written in another way.
      case Expr.Apply(Operator operator, List<Expr> arguments) ->
          LearnedFunction.of(e).isPresent() ? e : make(operator, simplifyAll(arguments));
      case Expr.Call(String name, List<Expr> arguments) ->
          new Expr.Call(name, simplifyAll(arguments));
    };
  }

  private List<Expr> simplifyAll(List<Expr> parts) {
    List<Expr> simpler = new ArrayList<>();
    for (Expr part : parts) {
      simpler.add(simplify(part));
    }
    return simpler;
  }

  private Expr make(Operator operator, Expr... arguments) {
    return make(operator, List.of(arguments));
  }

  /** {@return an operator applied to simplified arguments, simplified} */
  private Expr make(Operator operator, List<Expr> arguments) {
    Expr.Apply e = new Expr.Apply(operator, arguments);
    Expr folded = folded(e);
    if (folded != null) {
      return folded;
    }
    Expr better = rewritten(e);
    if (better != null) {
      return better;
    }
    Expr merged = MergedConstants.of(e);
    return merged == null ? e : simplify(merged);
  }

  private static @Nullable Expr folded(Expr.Apply e) {
    double[] values = new double[e.arguments().size()];
    for (int i = 0; i < values.length; i++) {
      if (!(e.argument(i) instanceof Expr.Constant(double v))) {
        return null;
      }
      values[i] = v;
    }
    double folded = e.operator().evaluate(values);
    return Double.isFinite(folded) ? Expr.constant(folded) : null;
  }

  /** {@return something simpler with simplified parts, null if no rule applies} */
  private @Nullable Expr rewritten(Expr.Apply e) {
    Expr a = e.argument(0);
    Expr b = e.operator().arity() > 1 ? e.argument(1) : a;
    Expr c = e.operator().arity() > 2 ? e.argument(2) : b;
    return switch (e.operator()) {
      case ADD -> sum(a, b);
      case SUBTRACT -> difference(a, b);
      case MULTIPLY -> product(a, b);
      case DIVIDE -> quotient(a, b);
      case FMA -> multiplyAdd(a, b, c);
      case NEGATE -> negated(a);
      case INVERSE -> first(inverseOf(Operator.INVERSE, a), odd(Operator.INVERSE, a));
      case POWER -> power(a, b);
      case POW_ABS -> powerOfAbsolute(a, b);
      case ABS -> SignFacts.isNonNegative(a) ? a : even(Operator.ABS, a);
      case SIGN -> is(a, Operator.SIGN) ? a : odd(Operator.SIGN, a);
      case SQUARE ->
          is(a, Operator.SQRT) && SignFacts.isNonNegative(inner(a))
              ? inner(a)
              : even(Operator.SQUARE, a);
      case SQRT -> is(a, Operator.SQUARE) ? absolute(inner(a)) : null;
      case CUBE -> first(inverseOf(Operator.CBRT, a), odd(Operator.CUBE, a));
      case CBRT -> first(inverseOf(Operator.CUBE, a), odd(Operator.CBRT, a));
      case EXP -> is(a, Operator.LOG) && SignFacts.isNonNegative(inner(a)) ? inner(a) : null;
      case LOG -> inverseOf(Operator.EXP, a);
      case LOG_ABS -> first(inverseOf(Operator.EXP, a), even(Operator.LOG_ABS, a));
      case TAN -> first(inverseOf(Operator.ATAN, a), odd(Operator.TAN, a));
      case SINH -> first(inverseOf(Operator.ASINH, a), odd(Operator.SINH, a));
      case ASINH -> first(inverseOf(Operator.SINH, a), odd(Operator.ASINH, a));
      case ATANH -> first(inverseOf(Operator.TANH, a), odd(Operator.ATANH, a));
      case SIN, ASIN, ATAN, TANH, ERF -> odd(e.operator(), a);
      case COS, COSH, GAUSS, SINC, SQRT_ABS -> even(e.operator(), a);
      case RELU -> SignFacts.isNonNegative(a) ? a : null;
      case FLOOR, CEIL -> isWhole(a) ? a : null;
      case ROUND -> isWhole(a) ? a : odd(Operator.ROUND, a);
      case MIN, MAX -> a.equals(b) ? a : merged(e.operator(), a, b);
      case MOD -> modulo(a, b);
      case LESS, GREATER, NOT_EQUAL -> a.equals(b) ? Expr.constant(0) : null;
      case LESS_EQUAL, GREATER_EQUAL, EQUAL -> a.equals(b) ? Expr.constant(1) : null;
      case AND -> logic(a, b, false);
      case OR -> logic(a, b, true);
      case NOT -> not(a);
      case COND -> choice(a, b, c);
      case CLAMP -> clamped(a, b, c);
      case LOG2, LOG10, LOG1P, ACOS, ACOSH, ERFC, SIGMOID, ATAN2 -> null;
    };
  }

  private boolean allows(Operator operator) {
    return allowed.contains(operator);
  }

  private static @Nullable Expr first(@Nullable Expr one, @Nullable Expr another) {
    return one == null ? another : one;
  }

  private static boolean is(Expr e, double value) {
    return e instanceof Expr.Constant(double v) && v == value;
  }

  private static boolean is(Expr e, Operator operator) {
    return e instanceof Expr.Apply(Operator o, _) && o == operator;
  }

  /** {@return the first argument} */
  private static Expr inner(Expr e) {
    return e.children().getFirst();
  }

  private static @Nullable Expr inverseOf(Operator inverse, Expr argument) {
    return is(argument, inverse) ? inner(argument) : null;
  }

  /** {@code f(-x)} is {@code -f(x)}. */
  private @Nullable Expr odd(Operator operator, Expr argument) {
    return is(argument, Operator.NEGATE)
        ? make(Operator.NEGATE, make(operator, inner(argument)))
        : null;
  }

  /** {@code f(-x)} and {@code f(abs(x))} are {@code f(x)}. */
  private @Nullable Expr even(Operator operator, Expr argument) {
    return is(argument, Operator.NEGATE) || is(argument, Operator.ABS)
        ? make(operator, inner(argument))
        : null;
  }

  private @Nullable Expr absolute(Expr e) {
    return SignFacts.isNonNegative(e) ? e : allows(Operator.ABS) ? make(Operator.ABS, e) : null;
  }

  private static boolean isWhole(Expr e) {
    return is(e, Operator.FLOOR)
        || is(e, Operator.CEIL)
        || is(e, Operator.ROUND)
        || is(e, Operator.SIGN);
  }

  private @Nullable Expr sum(Expr a, Expr b) {
    if (is(a, 0) || is(b, 0)) {
      return is(a, 0) ? b : a;
    }
    if (!allows(Operator.SUBTRACT)) {
      return null;
    }
    Expr minusB = withoutSign(b);
    Expr minusA = withoutSign(a);
    return minusB != null
        ? make(Operator.SUBTRACT, a, minusB)
        : minusA != null ? make(Operator.SUBTRACT, b, minusA) : null;
  }

  private @Nullable Expr difference(Expr a, Expr b) {
    if (is(b, 0)) {
      return a;
    } else if (a.equals(b)) {
      return Expr.constant(0);
    } else if (is(a, 0) && allows(Operator.NEGATE)) {
      return make(Operator.NEGATE, b);
    }
    Expr minusB = withoutSign(b);
    return minusB != null && allows(Operator.ADD) ? make(Operator.ADD, a, minusB) : null;
  }

  /** {@return c of -c, x of -x or 0 - x, and x*c of x*-c, null if there is no such sign} */
  private @Nullable Expr withoutSign(Expr e) {
    if (e instanceof Expr.Constant(double c)) {
      return c < 0 ? Expr.constant(-c) : null;
    }
    if (is(e, Operator.NEGATE)) {
      return inner(e);
    }
    if (is(e, Operator.SUBTRACT) && is(inner(e), 0)) {
      return e.children().get(1);
    }
    if (is(e, Operator.MULTIPLY)) {
      for (int i = 0; i < 2; i++) {
        if (e.children().get(i) instanceof Expr.Constant(double c) && c < 0) {
          return make(Operator.MULTIPLY, e.children().get(1 - i), Expr.constant(-c));
        }
      }
    }
    return null;
  }

  private @Nullable Expr product(Expr a, Expr b) {
    if (is(a, 0) || is(b, 0)) {
      return Expr.constant(0);
    } else if (is(a, 1) || is(b, 1)) {
      return is(a, 1) ? b : a;
    }
    if ((is(a, -1) || is(b, -1)) && allows(Operator.NEGATE)) {
      return make(Operator.NEGATE, is(a, -1) ? b : a);
    }
    for (int i = 0; i < 2; i++) {
      Expr inverse = i == 0 ? a : b;
      if (is(inverse, Operator.DIVIDE) && is(inner(inverse), 1)) {
        return make(Operator.DIVIDE, i == 0 ? b : a, inverse.children().get(1));
      }
    }
    return signOutside(Operator.MULTIPLY, a, b);
  }

  private @Nullable Expr quotient(Expr a, Expr b) {
    if (is(b, 1)) {
      return a;
    } else if (is(a, 0)) {
      return a;
    } else if (a.equals(b)) {
      return Expr.constant(1);
    }
    return signOutside(Operator.DIVIDE, a, b);
  }

  /** Moves a sign of a factor out of a product or quotient. */
  private @Nullable Expr signOutside(Operator operator, Expr a, Expr b) {
    if (is(a, Operator.NEGATE)) {
      return make(Operator.NEGATE, make(operator, inner(a), b));
    } else if (is(b, Operator.NEGATE)) {
      return make(Operator.NEGATE, make(operator, a, inner(b)));
    }
    return null;
  }

  private @Nullable Expr multiplyAdd(Expr a, Expr b, Expr c) {
    if (is(a, 0) || is(b, 0)) {
      return c;
    } else if (is(c, 0) && allows(Operator.MULTIPLY)) {
      return make(Operator.MULTIPLY, a, b);
    } else if ((is(a, 1) || is(b, 1)) && allows(Operator.ADD)) {
      return make(Operator.ADD, is(a, 1) ? b : a, c);
    } else if (is(a, Operator.NEGATE) && is(b, Operator.NEGATE)) {
      return make(Operator.FMA, inner(a), inner(b), c);
    }
    return null;
  }

  private @Nullable Expr negated(Expr a) {
    if (is(a, Operator.NEGATE)) {
      return inner(a);
    } else if (is(a, Operator.SUBTRACT)) {
      return make(Operator.SUBTRACT, a.children().get(1), inner(a));
    } else if (is(a, Operator.MULTIPLY) || is(a, Operator.DIVIDE)) {
      Operator operator = is(a, Operator.MULTIPLY) ? Operator.MULTIPLY : Operator.DIVIDE;
      Expr left = inner(a);
      Expr right = a.children().get(1);
      if (left instanceof Expr.Constant(double v)) {
        return make(operator, Expr.constant(-v), right);
      } else if (right instanceof Expr.Constant(double v)) {
        return make(operator, left, Expr.constant(-v));
      }
    }
    return null;
  }

  private @Nullable Expr power(Expr base, Expr exponent) {
    if (is(exponent, 0) || is(base, 1)) {
      return Expr.constant(1);
    } else if (is(exponent, 1)) {
      return base;
    } else if (is(exponent, 2) && allows(Operator.SQUARE)) {
      return make(Operator.SQUARE, base);
    } else if (is(exponent, 3) && allows(Operator.CUBE)) {
      return make(Operator.CUBE, base);
    } else if (is(exponent, 0.5) && allows(Operator.SQRT)) {
      return make(Operator.SQRT, base);
    } else if (is(exponent, -1) && allows(Operator.INVERSE)) {
      return make(Operator.INVERSE, base);
    }
    return null;
  }

  private @Nullable Expr powerOfAbsolute(Expr base, Expr exponent) {
    if (is(exponent, 0) || is(base, 1) || is(base, -1)) {
      return Expr.constant(1);
    } else if (is(exponent, 1) && absolute(base) != null) {
      return absolute(base);
    } else if (is(exponent, 2) && allows(Operator.SQUARE)) {
      return make(Operator.SQUARE, base);
    } else if (is(base, Operator.NEGATE) || is(base, Operator.ABS)) {
      return make(Operator.POW_ABS, inner(base), exponent);
    }
    return null;
  }

  private static @Nullable Expr modulo(Expr a, Expr b) {
    if (a.equals(b)) {
      return Expr.constant(0);
    }
    return is(a, Operator.MOD) && a.children().get(1).equals(b) ? a : null;
  }

  /** {@code and}, whose result is settled by a false argument, or {@code or}, by a true one. */
  private static @Nullable Expr logic(Expr a, Expr b, boolean settles) {
    if (a instanceof Expr.Constant(double v)) {
      return v > 0 == settles ? Expr.constant(settles ? 1 : 0) : SignFacts.isTruth(b) ? b : null;
    } else if (b instanceof Expr.Constant(double v)) {
      return v > 0 == settles ? Expr.constant(settles ? 1 : 0) : SignFacts.isTruth(a) ? a : null;
    }
    return a.equals(b) && SignFacts.isTruth(a) ? a : null;
  }

  private @Nullable Expr not(Expr a) {
    if (!(a instanceof Expr.Apply(Operator operator, List<Expr> arguments))) {
      return null;
    } else if (operator == Operator.NOT) {
      return SignFacts.isTruth(arguments.getFirst()) ? arguments.getFirst() : null;
    }
    Operator opposite = SignFacts.opposite(operator);
    return opposite != null && allows(opposite) ? make(opposite, arguments) : null;
  }

  private @Nullable Expr choice(Expr condition, Expr ifTrue, Expr ifNot) {
    if (condition instanceof Expr.Constant(double v)) {
      return v > 0 ? ifTrue : ifNot;
    } else if (ifTrue.equals(ifNot)) {
      return ifTrue;
    }
    return is(condition, Operator.NOT)
        ? make(Operator.COND, inner(condition), ifNot, ifTrue)
        : null;
  }

  private static @Nullable Expr clamped(Expr value, Expr low, Expr high) {
    boolean crossed =
        low instanceof Expr.Constant(double lo)
            && high instanceof Expr.Constant(double hi)
            && lo >= hi;
    if (crossed || low.equals(high)) {
      return high;
    }
    return is(value, Operator.CLAMP) && value.children().subList(1, 3).equals(List.of(low, high))
        ? value
        : null;
  }

  /** {@code min(c, min(d, x))} and {@code max(c, max(d, x))} with one constant. */
  private @Nullable Expr merged(Operator operator, Expr a, Expr b) {
    Expr constant = a instanceof Expr.Constant ? a : b;
    Expr other = a instanceof Expr.Constant ? b : a;
    if (constant instanceof Expr.Constant(double outer) && is(other, operator)) {
      for (int i = 0; i < 2; i++) {
        if (other.children().get(i) instanceof Expr.Constant(double nested)) {
          return make(
              operator,
              other.children().get(1 - i),
              Expr.constant(operator.evaluate(outer, nested)));
        }
      }
    }
    return null;
  }
}
