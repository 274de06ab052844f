package io.formgate.expression;

import static io.formgate.expression.TreePrinter.ANY;
import static io.formgate.expression.TreePrinter.ATOM;
import static io.formgate.expression.TreePrinter.PRODUCT;
import static io.formgate.expression.TreePrinter.SUM;
import static io.formgate.expression.TreePrinter.form;
import static io.formgate.expression.TreePrinter.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes an expression as Python text that computes it on NumPy arrays of doubles.
 *
 * <p>The meaning is formgate's, with NaN where the formula has no value, up to the sign of a zero
 * and some units in the last place of NumPy's functions. Variables are finite numbers.
 */
public final class NumPyPrinter {
  private static final Map<String, String> HELPERS = helpers();

  private static final Set<String> RESERVED =
      ReservedNames.union(
          ReservedNames.union(ReservedNames.PYTHON, HELPERS.keySet()), "np math float");

  private NumPyPrinter() {}

  /**
   * {@return the expression as Python text}
   *
   * <p>It calls NumPy as {@code np}, and the functions that {@link #file} defines.
   *
   * @param e the expression; variables have the names of {@link #names}
   */
  public static String print(Expr e) {
    return TreePrinter.print(e, new Dialect(e.variables(), e));
  }

  /**
   * {@return Python text that defines one function of arrays or numbers}
   *
   * @param name of the function
   * @param e a formula without calls
   * @param parameters in order; every variable of the formula is among them
   */
  public static String function(String name, Expr e, List<String> parameters) {
    return file(List.of(new Definition(name, parameters, e)));
  }

  /**
   * {@return a Python file that defines functions of arrays or numbers}
   *
   * @param functions their names all different
   */
  public static String file(List<Definition> functions) {
    Map<String, String> used = new TreeMap<>();
    StringBuilder definitions = new StringBuilder();
    Map<String, String> functionNames =
        Identifiers.of(functions.stream().map(Definition::name).toList(), RESERVED);
    if (functionNames.size() != functions.size()) {
      throw new IllegalArgumentException("two functions have one name");
    }
    for (Definition function : functions) {
      Dialect dialect = new Dialect(function.parameters(), function.body());
      String body = TreePrinter.print(function.body(), dialect);
      dialect.helpers().forEach(helper -> used.put(helper, HELPERS.get(helper)));
      List<String> names = function.parameters().stream().map(dialect::name).toList();
      definitions
          .append("\n\ndef ")
          .append(functionNames.get(function.name()))
          .append(names.stream().collect(Collectors.joining(", ", "(", "):\n")));
      names.forEach(
          n -> definitions.append("    %s = np.asarray(%s, dtype=float)\n".formatted(n, n)));
      definitions.append("    with np.errstate(all=\"ignore\"):\n        return ");
      if (function.body().variables().containsAll(function.parameters())) {
        definitions.append(body).append('\n');
      } else {
        // The result has the shape of all arguments, those that the formula does not need too.
        definitions.append(
            names.stream()
                .map(n -> n + ".shape")
                .collect(
                    Collectors.joining(
                        ", ",
                        "np.array(np.broadcast_to(" + body + ", np.broadcast_shapes(",
                        ")))\n")));
      }
    }
    String imports =
        used.values().stream().anyMatch(text -> text.contains("math.")) ? "import math\n\n" : "";
    return imports
        + "import numpy as np\n"
        + used.values().stream().map(text -> "\n\n" + text).collect(Collectors.joining())
        + definitions;
  }

  /**
   * {@return the parameter that stands for each variable}
   *
   * @param variables names in formulas; where two would get one name, the order decides
   */
  public static Map<String, String> names(Collection<String> variables) {
    return Identifiers.of(variables, RESERVED);
  }

  private static Map<String, String> helpers() {
    Map<String, String> map = new TreeMap<>();
    define(map, "_divide(x, y)", "np.where(np.equal(y, 0), np.nan, np.divide(x, y))");
    define(
        map,
        "_pow(x, y)",
        "np.where(np.isnan(x) | np.isnan(y) | np.equal(x, 0) & np.less(y, 0)"
            + " | np.equal(np.abs(x), 1) & np.isinf(y), np.nan, np.power(x, y))");
    define(map, "_log(x)", "np.where(np.greater(x, 0), np.log(x), np.nan)");
    define(map, "_log2(x)", "np.where(np.greater(x, 0), np.log2(x), np.nan)");
    define(map, "_log10(x)", "np.where(np.greater(x, 0), np.log10(x), np.nan)");
    define(map, "_log1p(x)", "np.where(np.greater(x, -1), np.log1p(x), np.nan)");
    define(map, "_atanh(x)", "np.where(np.less(np.abs(x), 1), np.arctanh(x), np.nan)");
    define(
        map,
        "_sinc(x)",
        "np.where(np.equal(x, 0), 1.0, np.where(np.isinf(x), 0.0, np.divide(np.sin(x), x)))");
    define(map, "_mod(x, y)", "np.where(np.equal(y, 0), np.nan, np.mod(x, y) + 0.0)");
    for (String truth :
        List.of("less", "less_equal", "greater", "greater_equal", "equal", "not_equal")) {
      define(
          map,
          "_" + truth + "(x, y)",
          "np.where(np.isnan(x) | np.isnan(y), np.nan, np." + truth + "(x, y))");
    }
    for (String truth : List.of("and", "or")) {
      define(
          map,
          "_" + truth + "(x, y)",
          "np.where(np.isnan(x) | np.isnan(y), np.nan, np.logical_"
              + truth
              + "(np.greater(x, 0), np.greater(y, 0)))");
    }
    define(map, "_not(x)", "np.where(np.isnan(x), np.nan, np.less_equal(x, 0))");
    define(
        map, "_cond(x, y, z)", "np.where(np.isnan(x), np.nan, np.where(np.greater(x, 0), y, z))");
    map.put("_erf", "_erf = np.vectorize(math.erf, otypes=[float])\n");
    map.put("_erfc", "_erfc = np.vectorize(math.erfc, otypes=[float])\n");
    return map;
  }

  private static void define(Map<String, String> map, String signature, String body) {
    map.put(
        signature.substring(0, signature.indexOf('(')),
        "def " + signature + ":\n    return " + body + "\n");
  }

  private static final class Dialect extends CodeDialect {
    Dialect(Collection<String> names, Expr whole) {
      super(names, whole, RESERVED);
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
            e.argument(1) instanceof Expr.Constant(double divisor) && divisor != 0
                ? TreePrinter.product(x, "/", e.argument(1), true)
                : helper("_divide", arguments);
        case NEGATE -> TreePrinter.minus(e);
        case POWER -> helper("_pow", arguments);
        case ABS -> TreePrinter.call("np.abs", arguments);
        case SIGN -> TreePrinter.call("np.sign", arguments);
        case SQUARE -> TreePrinter.call("np.square", arguments);
        case CUBE -> form(ATOM, "np.power(", value(x, ANY), ", 3.0)");
        case SQRT -> TreePrinter.call("np.sqrt", arguments);
        case CBRT -> TreePrinter.call("np.cbrt", arguments);
        case INVERSE -> helper("_divide", List.of(Expr.constant(1), x));
        case EXP -> TreePrinter.call("np.exp", arguments);
        case LOG -> helper("_log", arguments);
        case LOG2 -> helper("_log2", arguments);
        case LOG10 -> helper("_log10", arguments);
        case LOG1P -> helper("_log1p", arguments);
        case SIN -> TreePrinter.call("np.sin", arguments);
        case COS -> TreePrinter.call("np.cos", arguments);
        case TAN -> TreePrinter.call("np.tan", arguments);
        case ASIN -> TreePrinter.call("np.arcsin", arguments);
        case ACOS -> TreePrinter.call("np.arccos", arguments);
        case ATAN -> TreePrinter.call("np.arctan", arguments);
        case SINH -> TreePrinter.call("np.sinh", arguments);
        case COSH -> TreePrinter.call("np.cosh", arguments);
        case TANH -> TreePrinter.call("np.tanh", arguments);
        case ASINH -> TreePrinter.call("np.arcsinh", arguments);
        case ACOSH -> TreePrinter.call("np.arccosh", arguments);
        case ATANH -> helper("_atanh", arguments);
        case ERF -> helper("_erf", arguments);
        case ERFC -> helper("_erfc", arguments);
        case SIGMOID -> form(PRODUCT, "1.0/(1.0 + np.exp(-", value(x, PRODUCT), "))");
        case GAUSS -> form(ATOM, "np.exp(-np.square(", value(x, ANY), "))");
        case SINC -> helper("_sinc", arguments);
        case RELU -> form(ATOM, "np.maximum(", value(x, ANY), ", 0.0)");
        case FLOOR -> TreePrinter.call("np.floor", arguments);
        // The sum makes a negative zero 0.
        case CEIL -> form(SUM, "np.ceil(", value(x, ANY), ") + 0.0");
        case ROUND -> form(SUM, "np.rint(", value(x, ANY), ") + 0.0");
        case LOG_ABS -> form(ATOM, use("_log"), "(np.abs(", value(x, ANY), "))");
        case SQRT_ABS -> form(ATOM, "np.sqrt(np.abs(", value(x, ANY), "))");
        case POW_ABS ->
            form(
                ATOM,
                use("_pow"),
                "(np.abs(",
                value(x, ANY),
                "), ",
                value(e.argument(1), ANY),
                ")");
        case MIN -> TreePrinter.call("np.minimum", arguments);
        case MAX -> TreePrinter.call("np.maximum", arguments);
        case MOD -> helper("_mod", arguments);
        case ATAN2 ->
            form(SUM, "np.arctan2(", value(x, ANY), ", ", value(e.argument(1), ANY), ") + 0.0");
        case LESS -> truth(e, "_less");
        case LESS_EQUAL -> truth(e, "_less_equal");
        case GREATER -> truth(e, "_greater");
        case GREATER_EQUAL -> truth(e, "_greater_equal");
        case EQUAL -> truth(e, "_equal");
        case NOT_EQUAL -> truth(e, "_not_equal");
        case AND -> truth(e, "_and");
        case OR -> truth(e, "_or");
        case NOT -> truth(e, "_not");
        case COND ->
            NeverNan.holds(x)
                ? where(x, value(e.argument(1), ANY), value(e.argument(2), ANY))
                : helper("_cond", arguments);
        case CLAMP ->
            form(
                ATOM,
                "np.minimum(np.maximum(",
                value(x, ANY),
                ", ",
                value(e.argument(1), ANY),
                "), ",
                value(e.argument(2), ANY),
                ")");
        // NumPy has no product and sum with one rounding.
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

    private TreePrinter.Form truth(Expr.Apply e, String helper) {
      return NeverNan.holds(e) ? where(e, "1.0", "0.0") : helper(helper, e.arguments());
    }

    private static TreePrinter.Form where(Expr condition, Object ifTrue, Object ifNot) {
      return form(
          ATOM, "np.where(", TreePrinter.condition(condition, ANY), ", ", ifTrue, ", ", ifNot, ")");
    }

    @Override
    public TreePrinter.Form condition(Expr e) {
      return e instanceof Expr.Apply(Operator operator, List<Expr> arguments)
          ? switch (operator.notation()) {
            case COMPARISON -> TreePrinter.comparison((Expr.Apply) e, operator.symbol());
            case LOGIC_AND -> logic("np.logical_and(", arguments);
            case LOGIC_OR -> logic("np.logical_or(", arguments);
            case LOGIC_NOT -> logic("np.logical_not(", arguments);
            case SUM, PRODUCT, PREFIX_MINUS, POWER, CALL, CALL2, CALL3 -> isTrue(e);
          }
          : isTrue(e);
    }

    private static TreePrinter.Form isTrue(Expr e) {
      return form(TreePrinter.COMPARISON, value(e, SUM), " > 0.0");
    }

    private static TreePrinter.Form logic(String open, List<Expr> arguments) {
      List<Object> parts = new ArrayList<>(List.of(open));
      for (int i = 0; i < arguments.size(); i++) {
        parts.add(i == 0 ? "" : ", ");
        parts.add(TreePrinter.condition(arguments.get(i), ANY));
      }
      parts.add(")");
      return form(ATOM, parts.toArray());
    }
  }
}
