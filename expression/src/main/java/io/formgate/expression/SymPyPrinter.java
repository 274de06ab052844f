package io.formgate.expression;

import static io.formgate.expression.TreePrinter.ANY;
import static io.formgate.expression.TreePrinter.ATOM;
import static io.formgate.expression.TreePrinter.COMPARISON;
import static io.formgate.expression.TreePrinter.POWER;
import static io.formgate.expression.TreePrinter.PRODUCT;
import static io.formgate.expression.TreePrinter.SUM;
import static io.formgate.expression.TreePrinter.form;
import static io.formgate.expression.TreePrinter.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes an expression as Python text that builds it from SymPy's functions.
 *
 * <p>The text needs {@code from sympy import *} and a real symbol for each variable. Where a
 * formula has no value, SymPy may have one: a complex number or its infinity {@code zoo}.
 */
public final class SymPyPrinter {
  /** Functions that the text calls, SymPy's constants and names that it reads as its own. */
  private static final Set<String> RESERVED =
      ReservedNames.union(
          ReservedNames.PYTHON,
          "Abs sign sqrt real_root exp log sin cos tan asin acos atan atan2 sinh cosh tanh asinh"
              + " acosh atanh erf erfc sinc Max Min floor ceiling Mod Piecewise Eq Ne And Or Not"
              + " Rational Integer Float Symbol Lambda S Derivative E I N O Q pi oo nan zoo beta"
              + " gamma zeta test var Function");

  private SymPyPrinter() {}

  /**
   * {@return the expression as Python text}
   *
   * @param e the expression; variables have the names of {@link #names}
   */
  public static String print(Expr e) {
    return TreePrinter.print(e, new Dialect(e.variables(), e));
  }

  /**
   * {@return the name of the symbol that stands for each variable}
   *
   * @param variables names in formulas; where two would get one name, the order decides
   */
  public static Map<String, String> names(Collection<String> variables) {
    return Identifiers.of(variables, RESERVED);
  }

  private static final class Dialect extends CodeDialect {
    Dialect(Collection<String> names, Expr whole) {
      super(names, whole, RESERVED);
    }

    @Override
    public TreePrinter.Form constant(double value) {
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
      return whole ? TreePrinter.number(value, Long.toString((long) value)) : super.constant(value);
    }

    @Override
    public TreePrinter.Form call(Expr.Call e) {
      return e.name().equals(Expansion.DERIVATIVE)
          ? TreePrinter.call("Derivative", e.arguments())
          : super.call(e);
    }

    @Override
    public TreePrinter.Form apply(Expr.Apply e) {
      List<Expr> arguments = e.arguments();
      Expr x = e.argument(0);
      return switch (e.operator()) {
        case ADD -> TreePrinter.sum(e, " + ");
        case SUBTRACT -> TreePrinter.sum(e, " - ");
        case MULTIPLY -> TreePrinter.product(x, "*", e.argument(1), true);
        case DIVIDE ->
            isNumber(x)
                ? form(PRODUCT, "S(", value(x, ANY), ")/", value(e.argument(1), ATOM))
                : TreePrinter.product(x, "/", e.argument(1), true);
        case NEGATE -> TreePrinter.minus(e);
        case POWER -> power(x, value(e.argument(1), ATOM));
        case ABS -> TreePrinter.call("Abs", arguments);
        case SIGN -> TreePrinter.call("sign", arguments);
        case SQUARE -> power(x, "2");
        case CUBE -> power(x, "3");
        case SQRT -> TreePrinter.call("sqrt", arguments);
        case CBRT -> form(ATOM, "real_root(", value(x, ANY), ", 3)");
        case INVERSE -> form(PRODUCT, isNumber(x) ? "S(1)/" : "1/", value(x, ATOM));
        case EXP -> TreePrinter.call("exp", arguments);
        case LOG -> TreePrinter.call("log", arguments);
        case LOG2 -> form(ATOM, "log(", value(x, ANY), ", 2)");
        case LOG10 -> form(ATOM, "log(", value(x, ANY), ", 10)");
        case LOG1P -> form(ATOM, "log(1 + ", value(x, PRODUCT), ")");
        case SIN -> TreePrinter.call("sin", arguments);
        case COS -> TreePrinter.call("cos", arguments);
        case TAN -> TreePrinter.call("tan", arguments);
        case ASIN -> TreePrinter.call("asin", arguments);
        case ACOS -> TreePrinter.call("acos", arguments);
        case ATAN -> TreePrinter.call("atan", arguments);
        case SINH -> TreePrinter.call("sinh", arguments);
        case COSH -> TreePrinter.call("cosh", arguments);
        case TANH -> TreePrinter.call("tanh", arguments);
        case ASINH -> TreePrinter.call("asinh", arguments);
        case ACOSH -> TreePrinter.call("acosh", arguments);
        case ATANH -> TreePrinter.call("atanh", arguments);
        case ERF -> TreePrinter.call("erf", arguments);
        case ERFC -> TreePrinter.call("erfc", arguments);
        case SIGMOID -> form(PRODUCT, "1/(1 + exp(-", value(x, PRODUCT), "))");
        case GAUSS -> form(ATOM, "exp(-", value(x, ATOM), "**2)");
        case SINC -> TreePrinter.call("sinc", arguments);
        case RELU -> form(ATOM, "Max(", value(x, ANY), ", 0)");
        case FLOOR -> TreePrinter.call("floor", arguments);
        case CEIL -> TreePrinter.call("ceiling", arguments);
        case ROUND -> round(x);
        case LOG_ABS -> form(ATOM, "log(Abs(", value(x, ANY), "))");
        case SQRT_ABS -> form(ATOM, "sqrt(Abs(", value(x, ANY), "))");
        case POW_ABS -> form(POWER, "Abs(", value(x, ANY), ")**", value(e.argument(1), ATOM));
        case MIN -> TreePrinter.call("Min", arguments);
        case MAX -> TreePrinter.call("Max", arguments);
        case MOD -> TreePrinter.call("Mod", arguments);
        case ATAN2 -> TreePrinter.call("atan2", arguments);
        case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT ->
            form(ATOM, "Piecewise((1, ", TreePrinter.condition(e, ANY), "), (0, True))");
        case COND ->
            form(
                ATOM,
                "Piecewise((",
                value(e.argument(1), ANY),
                ", ",
                TreePrinter.condition(x, ANY),
                "), (",
                value(e.argument(2), ANY),
                ", True))");
        case CLAMP -> {
          Expr low = e.argument(1);
          Expr high = e.argument(2);
          yield form(
              ATOM, "Min(Max(", value(x, ANY), ", ", value(low, ANY), "), ", value(high, ANY), ")");
        }
        case FMA ->
            form(
                SUM,
                value(x, PRODUCT),
                "*",
                value(e.argument(1), TreePrinter.FACTOR),
                " + ",
                value(e.argument(2), PRODUCT));
      };
    }

    @Override
    public TreePrinter.Form condition(Expr e) {
      return e instanceof Expr.Apply(Operator operator, List<Expr> arguments)
          ? switch (operator.notation()) {
            case COMPARISON ->
                switch (operator.symbol()) {
                  case "==" -> TreePrinter.call("Eq", arguments);
                  case "!=" -> TreePrinter.call("Ne", arguments);
                  case String sign -> TreePrinter.comparison((Expr.Apply) e, sign);
                };
            case LOGIC_AND -> logic("And", arguments);
            case LOGIC_OR -> logic("Or", arguments);
            case LOGIC_NOT -> logic("Not", arguments);
            case SUM, PRODUCT, PREFIX_MINUS, POWER, CALL, CALL2, CALL3 -> isTrue(e);
          }
          : isTrue(e);
    }

    private static TreePrinter.Form isTrue(Expr e) {
      return form(COMPARISON, value(e, SUM), " > 0");
    }

    private static TreePrinter.Form logic(String name, List<Expr> arguments) {
      List<Object> parts = new ArrayList<>(List.of(name + "("));
      for (int i = 0; i < arguments.size(); i++) {
        parts.add(i == 0 ? "" : ", ");
        parts.add(TreePrinter.condition(arguments.get(i), ANY));
      }
      parts.add(")");
      return form(ATOM, parts.toArray());
    }

    private static TreePrinter.Form power(Expr base, Object exponent) {
      return isNumber(base)
          ? form(POWER, "S(", value(base, ANY), ")**", exponent)
          : form(POWER, value(base, ATOM), "**", exponent);
    }

    /**
     * The even one of two neighbours that are as near: x = 2k + r has the sum 2k for r from 0 to
     * 0.5.
     *
     * <p>The argument is needed twice. One that is not short is bound to a symbol, or nested calls
     * would double the text with each.
     */
    private static TreePrinter.Form round(Expr x) {
      if (x.children().isEmpty()) {
        return form(
            SUM,
            "floor(",
            value(x, ATOM),
            "/2 + Rational(1, 4)) + ceiling(",
            value(x, ATOM),
            "/2 - Rational(1, 4))");
      }
      return form(
          ATOM,
          "Lambda(Symbol('t'), floor(Symbol('t')/2 + Rational(1, 4))"
              + " + ceiling(Symbol('t')/2 - Rational(1, 4)))(",
          value(x, ANY),
          ")");
    }

    /** Python would divide whole numbers with a rounding; {@code S} makes them SymPy's. */
    private static boolean isNumber(Expr e) {
      List<Expr> open = new ArrayList<>(List.of(e));
      while (!open.isEmpty()) {
        switch (open.removeLast()) {
          case Expr.Variable _, Expr.Call _ -> {
            return false;
          }
          case Expr.Constant _ -> {}
          case Expr.Apply(_, List<Expr> arguments) -> open.addAll(arguments);
        }
      }
      return true;
    }
  }
}
