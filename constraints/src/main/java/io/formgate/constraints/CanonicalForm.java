package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A formula's text in which equal functions often look alike: sums and products are flattened and
 * sorted, signs move out of products and odd functions, even functions drop them.
 *
 * <p>Two formulas with the same text have the same real value wherever both are defined.
 *
 * @param isNegative whether the value is that of the text with the other sign
 * @param text the canonical text; {@code 0} for a sum whose terms cancel
 */
record CanonicalForm(boolean isNegative, String text) {
  /** Powers beyond this are not multiplied out. */
  private static final int MAX_EXPONENT = 64;

  private static final Set<Operator> TOO_HIGH =
      Set.of(Operator.SQUARE, Operator.CUBE, Operator.POWER);

  private static final CanonicalForm ZERO = new CanonicalForm(false, "0");

  /**
   * {@return the canonical form of a formula}
   *
   * @param e without calls
   * @param variables form of each variable that shall stand for something else
   */
  static CanonicalForm of(Expr e, Map<String, CanonicalForm> variables) {
    return switch (e) {
      case Expr.Constant(double value) ->
          value == 0 ? ZERO : new CanonicalForm(value < 0, Double.toString(Math.abs(value)));
      case Expr.Variable(String name) ->
          variables.getOrDefault(name, new CanonicalForm(false, name));
      case Expr.Call(String name, _) ->
          throw new IllegalArgumentException("the call of " + name + " has no canonical form");
      case Expr.Apply a -> of(a, variables);
    };
  }

  private static CanonicalForm of(Expr.Apply e, Map<String, CanonicalForm> variables) {
    return switch (e.operator()) {
      case ADD, SUBTRACT, FMA -> sum(e, variables);
      case MULTIPLY, DIVIDE, INVERSE, SQUARE, CUBE -> product(e, variables);
      case NEGATE -> of(e.argument(0), variables).negate();
      case SIN, TAN, ASIN, ATAN, SINH, TANH, ASINH, ATANH, ERF, CBRT, SIGN, ROUND -> {
        CanonicalForm argument = of(e.argument(0), variables);
        CanonicalForm positive = new CanonicalForm(false, argument.text);
        yield argument.text.equals("0")
            ? ZERO
            : new CanonicalForm(argument.isNegative, call(e.operator(), List.of(positive)));
      }
      case COS, COSH, ABS, GAUSS, SINC, SQRT_ABS, LOG_ABS -> {
        CanonicalForm positive = new CanonicalForm(false, of(e.argument(0), variables).text);
        yield new CanonicalForm(false, call(e.operator(), List.of(positive)));
      }
      case POW_ABS -> {
        CanonicalForm base = new CanonicalForm(false, of(e.argument(0), variables).text);
        yield new CanonicalForm(
            false, call(e.operator(), List.of(base, of(e.argument(1), variables))));
      }
      case POWER -> isWholePower(e) ? product(e, variables) : plain(e, variables);
      case MIN, AND, OR, EQUAL, NOT_EQUAL -> {
        List<CanonicalForm> arguments = all(e, variables);
        yield new CanonicalForm(false, call(e.operator(), sorted(arguments)));
      }
      case MAX -> {
        // The larger of two is minus the smaller of both with the other sign.
        List<CanonicalForm> arguments =
            all(e, variables).stream().map(CanonicalForm::negate).toList();
        yield new CanonicalForm(true, call(Operator.MIN, sorted(arguments)));
      }
      case GREATER -> new CanonicalForm(false, call(Operator.LESS, all(e, variables).reversed()));
      case GREATER_EQUAL ->
          new CanonicalForm(false, call(Operator.LESS_EQUAL, all(e, variables).reversed()));
      case SQRT,
          EXP,
          LOG,
          LOG2,
          LOG10,
          LOG1P,
          ACOS,
          ACOSH,
          ERFC,
          SIGMOID,
          RELU,
          FLOOR,
          CEIL,
          MOD,
          ATAN2,
          LESS,
          LESS_EQUAL,
          NOT,
          COND,
          CLAMP ->
          plain(e, variables);
    };
  }

  private CanonicalForm negate() {
    return text.equals("0") ? ZERO : new CanonicalForm(!isNegative, text);
  }

  private String signed() {
    return (isNegative ? "-" : "") + text;
  }

  private static String call(Operator operator, List<CanonicalForm> arguments) {
    return operator.name()
        + "("
        + String.join(",", arguments.stream().map(CanonicalForm::signed).toList())
        + ")";
  }

  private static CanonicalForm plain(Expr.Apply e, Map<String, CanonicalForm> variables) {
    return new CanonicalForm(false, call(e.operator(), all(e, variables)));
  }

  private static List<CanonicalForm> all(Expr.Apply e, Map<String, CanonicalForm> variables) {
    return e.arguments().stream().map(a -> of(a, variables)).toList();
  }

  private static List<CanonicalForm> sorted(List<CanonicalForm> forms) {
    List<CanonicalForm> sorted = new ArrayList<>(forms);
    sorted.sort((a, b) -> a.signed().compareTo(b.signed()));
    return Collections.unmodifiableList(sorted);
  }

  private static boolean isWholePower(Expr.Apply e) {
    return e.argument(1) instanceof Expr.Constant(double n)
        && n == Math.rint(n)
        && Math.abs(n) <= MAX_EXPONENT;
  }

  /** Number of times that each term occurs; the sum's sign makes the first of them positive. */
  private static CanonicalForm sum(Expr e, Map<String, CanonicalForm> variables) {
    TreeMap<String, Integer> terms = new TreeMap<>();
    addTerms(e, variables, 1, terms);
    terms.values().removeIf(count -> count == 0);
    if (terms.isEmpty()) {
      return ZERO;
    }
    int sign = terms.firstEntry().getValue() < 0 ? -1 : 1;
    if (terms.size() == 1 && sign * terms.firstEntry().getValue() == 1) {
      return new CanonicalForm(sign < 0, terms.firstKey());
    }
    StringBuilder text = new StringBuilder("sum(");
    terms.forEach((term, count) -> text.append(sign * count).append('#').append(term).append(','));
    return new CanonicalForm(sign < 0, text.append(')').toString());
  }

  private static void addTerms(
      Expr e, Map<String, CanonicalForm> variables, int sign, Map<String, Integer> terms) {
    if (e instanceof Expr.Apply a && a.operator() == Operator.NEGATE) {
      addTerms(a.argument(0), variables, -sign, terms);
    } else if (e instanceof Expr.Apply a
        && (a.operator() == Operator.ADD || a.operator() == Operator.SUBTRACT)) {
      addTerms(a.argument(0), variables, sign, terms);
      addTerms(a.argument(1), variables, a.operator() == Operator.ADD ? sign : -sign, terms);
    } else if (e instanceof Expr.Apply a && a.operator() == Operator.FMA) {
      addTerms(Expr.apply(Operator.MULTIPLY, a.argument(0), a.argument(1)), variables, sign, terms);
      addTerms(a.argument(2), variables, sign, terms);
    } else {
      CanonicalForm term = of(e, variables);
      if (!term.text.equals("0")) {
        terms.merge(term.text, term.isNegative ? -sign : sign, Integer::sum);
      }
    }
  }

  /** Exponent of each factor and the product of their signs. */
  private static CanonicalForm product(Expr e, Map<String, CanonicalForm> variables) {
    TreeMap<String, Integer> factors = new TreeMap<>();
    boolean isNegative = addFactors(e, variables, 1, factors);
    if (factors.containsKey("0")) {
      return new CanonicalForm(false, "zero" + factors);
    }
    factors.remove("1.0");
    factors.values().removeIf(exponent -> exponent == 0);
    if (factors.isEmpty()) {
      return new CanonicalForm(isNegative, "1.0");
    }
    return factors.size() == 1 && factors.firstEntry().getValue() == 1
        ? new CanonicalForm(isNegative, factors.firstKey())
        : new CanonicalForm(isNegative, "product" + factors);
  }

  /** {@return whether the factors' signs amount to a minus} */
  private static boolean addFactors(
      Expr e, Map<String, CanonicalForm> variables, int exponent, Map<String, Integer> factors) {
    if (e instanceof Expr.Apply a) {
      if (a.operator() == Operator.MULTIPLY) {
        return addFactors(a.argument(0), variables, exponent, factors)
            ^ addFactors(a.argument(1), variables, exponent, factors);
      } else if (a.operator() == Operator.DIVIDE) {
        return addFactors(a.argument(0), variables, exponent, factors)
            ^ addFactors(a.argument(1), variables, -exponent, factors);
      } else if (a.operator() == Operator.INVERSE) {
        return addFactors(a.argument(0), variables, -exponent, factors);
      } else if (a.operator() == Operator.SQUARE && Math.abs(exponent) <= MAX_EXPONENT) {
        return addFactors(a.argument(0), variables, 2 * exponent, factors);
      } else if (a.operator() == Operator.CUBE && Math.abs(exponent) <= MAX_EXPONENT) {
        return addFactors(a.argument(0), variables, 3 * exponent, factors);
      } else if (a.operator() == Operator.POWER
          && isWholePower(a)
          && Math.abs(exponent) <= MAX_EXPONENT
          && a.argument(1) instanceof Expr.Constant(double n)) {
        return addFactors(a.argument(0), variables, exponent * (int) n, factors);
      } else if (a.operator() == Operator.NEGATE) {
        return (exponent % 2 != 0) ^ addFactors(a.argument(0), variables, exponent, factors);
      }
    }
    CanonicalForm factor = leaf(e, variables);
    factors.merge(factor.text, exponent, Integer::sum);
    return factor.isNegative && exponent % 2 != 0;
  }

  /** A power that is too high to multiply out stands for itself. */
  private static CanonicalForm leaf(Expr e, Map<String, CanonicalForm> variables) {
    return e instanceof Expr.Apply a && TOO_HIGH.contains(a.operator())
        ? plain(a, variables)
        : of(e, variables);
  }
}
