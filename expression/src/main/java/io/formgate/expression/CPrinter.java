package io.formgate.expression;

import static io.formgate.expression.TreePrinter.AND;
import static io.formgate.expression.TreePrinter.ANY;
import static io.formgate.expression.TreePrinter.ATOM;
import static io.formgate.expression.TreePrinter.CHOICE;
import static io.formgate.expression.TreePrinter.NOT;
import static io.formgate.expression.TreePrinter.OR;
import static io.formgate.expression.TreePrinter.PRODUCT;
import static io.formgate.expression.TreePrinter.SUM;
import static io.formgate.expression.TreePrinter.form;
import static io.formgate.expression.TreePrinter.value;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes an expression as C99 that computes it in doubles.
 *
 * <p>The meaning is formgate's, with NaN where the formula has no value, up to some units in the
 * last place of the functions of {@code math.h}. Variables are finite numbers. Options of a
 * compiler that give up IEEE 754, such as {@code -ffast-math}, change it.
 */
public final class CPrinter {
  private static final Map<String, String> HELPERS = helpers();

  private static final Set<String> RESERVED =
      ReservedNames.union(ReservedNames.C, HELPERS.keySet());

  private static final Set<String> RESERVED_FUNCTIONS =
      ReservedNames.union(RESERVED, ReservedNames.C_FUNCTIONS);

  private CPrinter() {}

  /**
   * {@return the expression as C}
   *
   * <p>It calls {@code math.h}, and the functions that {@link #file} defines.
   *
   * @param e the expression; variables have the names of {@link #names}
   */
  public static String print(Expr e) {
    return TreePrinter.print(e, new Dialect(e.variables(), e));
  }

  /**
   * {@return C that defines one function of doubles}
   *
   * @param name of the function
   * @param e a formula without calls
   * @param parameters in order; every variable of the formula is among them
   */
  public static String function(String name, Expr e, List<String> parameters) {
    return file(List.of(new Definition(name, parameters, e)));
  }

  /**
   * {@return a C file that defines functions of doubles}
   *
   * @param functions their names all different
   */
  public static String file(List<Definition> functions) {
    Map<String, String> used = new TreeMap<>();
    StringBuilder definitions = new StringBuilder();
    Map<String, String> functionNames =
        Identifiers.of(functions.stream().map(Definition::name).toList(), RESERVED_FUNCTIONS);
    if (functionNames.size() != functions.size()) {
      throw new IllegalArgumentException("two functions have one name");
    }
    for (Definition function : functions) {
      Dialect dialect = new Dialect(function.parameters(), function.body());
      String body = TreePrinter.print(function.body(), dialect);
      dialect.helpers().forEach(helper -> used.put(helper, HELPERS.get(helper)));
      definitions
          .append("\ndouble ")
          .append(functionNames.get(function.name()))
          .append(
              function.parameters().isEmpty()
                  ? "(void)"
                  : function.parameters().stream()
                      .map(p -> "double " + dialect.name(p))
                      .collect(Collectors.joining(", ", "(", ")")))
          .append(" {\n  return ")
          .append(body)
          .append(";\n}\n");
    }
    return "#include <math.h>\n"
        + used.values().stream().map(text -> "\n" + text).collect(Collectors.joining())
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
    define(map, "fg_divide(double x, double y)", "y == 0 ? NAN : x/y");
    define(
        map,
        "fg_pow(double x, double y)",
        "isnan(x) || isnan(y) || (x == 0 && y < 0) || (fabs(x) == 1 && isinf(y)) ? NAN : pow(x, y)");
    define(map, "fg_sign(double x)", "isnan(x) ? NAN : (x > 0) - (x < 0)");
    define(map, "fg_square(double x)", "x*x");
    define(map, "fg_cube(double x)", "x*x*x");
    define(map, "fg_log(double x)", "x > 0 ? log(x) : NAN");
    define(map, "fg_log2(double x)", "x > 0 ? log2(x) : NAN");
    define(map, "fg_log10(double x)", "x > 0 ? log10(x) : NAN");
    define(map, "fg_log1p(double x)", "x > -1 ? log1p(x) : NAN");
    define(map, "fg_atanh(double x)", "fabs(x) < 1 ? atanh(x) : NAN");
    define(map, "fg_sinc(double x)", "x == 0 ? 1 : isinf(x) ? 0 : sin(x)/x");
    // Of two zeros the negative one is the smaller.
    define(
        map, "fg_min(double x, double y)", "isnan(x) || x < y || (x == y && signbit(x)) ? x : y");
    define(
        map, "fg_max(double x, double y)", "isnan(x) || x > y || (x == y && !signbit(x)) ? x : y");
    map.put(
        "fg_mod",
        """
        static double fg_mod(double x, double y) {
          double rest = y == 0 ? NAN : fmod(x, y);
          return (rest == 0 ? 0 : isnan(rest) || (rest < 0) == (y < 0) ? rest : rest + y) + 0.0;
        }
        """);
    Map.of(
            "less", "x < y",
            "less_equal", "x <= y",
            "greater", "x > y",
            "greater_equal", "x >= y",
            "equal", "x == y",
            "not_equal", "x != y",
            "and", "(x > 0 && y > 0)",
            "or", "(x > 0 || y > 0)")
        .forEach((name, truth) ->
            define(
                map,
                "fg_" + name + "(double x, double y)",
                "isnan(x) || isnan(y) ? NAN : " + truth));
    define(map, "fg_not(double x)", "isnan(x) ? NAN : !(x > 0)");
    define(map, "fg_cond(double x, double y, double z)", "isnan(x) ? NAN : x > 0 ? y : z");
    return map;
  }

  private static void define(Map<String, String> map, String signature, String body) {
    map.put(
        signature.substring(0, signature.indexOf('(')),
        "static double " + signature + " {\n  return " + body + ";\n}\n");
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
                : helper("fg_divide", arguments);
        case NEGATE -> TreePrinter.minus(e);
        case POWER -> helper("fg_pow", arguments);
        case ABS -> TreePrinter.call("fabs", arguments);
        case SIGN -> helper("fg_sign", arguments);
        case SQUARE ->
            x instanceof Expr.Variable
                ? form(PRODUCT, value(x, ATOM), "*", value(x, ATOM))
                : helper("fg_square", arguments);
        case CUBE ->
            x instanceof Expr.Variable
                ? form(PRODUCT, value(x, ATOM), "*", value(x, ATOM), "*", value(x, ATOM))
                : helper("fg_cube", arguments);
        case SQRT -> TreePrinter.call("sqrt", arguments);
        case CBRT -> TreePrinter.call("cbrt", arguments);
        case INVERSE -> helper("fg_divide", List.of(Expr.constant(1), x));
        case EXP -> TreePrinter.call("exp", arguments);
        case LOG -> helper("fg_log", arguments);
        case LOG2 -> helper("fg_log2", arguments);
        case LOG10 -> helper("fg_log10", arguments);
        case LOG1P -> helper("fg_log1p", arguments);
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
        case ATANH -> helper("fg_atanh", arguments);
        case ERF -> TreePrinter.call("erf", arguments);
        case ERFC -> TreePrinter.call("erfc", arguments);
        case SIGMOID -> form(PRODUCT, "1.0/(1.0 + exp(-", value(x, PRODUCT), "))");
        case GAUSS -> form(ATOM, "exp(-", use("fg_square"), "(", value(x, ANY), "))");
        case SINC -> helper("fg_sinc", arguments);
        case RELU -> helper("fg_max", List.of(x, Expr.constant(0)));
        case FLOOR -> TreePrinter.call("floor", arguments);
        // The sum makes a negative zero 0.
        case CEIL -> form(SUM, "ceil(", value(x, ANY), ") + 0.0");
        case ROUND -> form(SUM, "rint(", value(x, ANY), ") + 0.0");
        case LOG_ABS -> form(ATOM, use("fg_log"), "(fabs(", value(x, ANY), "))");
        case SQRT_ABS -> form(ATOM, "sqrt(fabs(", value(x, ANY), "))");
        case POW_ABS ->
            form(
                ATOM,
                use("fg_pow"),
                "(fabs(",
                value(x, ANY),
                "), ",
                value(e.argument(1), ANY),
                ")");
        case MIN -> helper("fg_min", arguments);
        case MAX -> helper("fg_max", arguments);
        case MOD -> helper("fg_mod", arguments);
        case ATAN2 ->
            form(SUM, "atan2(", value(x, ANY), ", ", value(e.argument(1), ANY), ") + 0.0");
        case LESS -> truth(e, "fg_less");
        case LESS_EQUAL -> truth(e, "fg_less_equal");
        case GREATER -> truth(e, "fg_greater");
        case GREATER_EQUAL -> truth(e, "fg_greater_equal");
        case EQUAL -> truth(e, "fg_equal");
        case NOT_EQUAL -> truth(e, "fg_not_equal");
        case AND -> truth(e, "fg_and");
        case OR -> truth(e, "fg_or");
        case NOT -> truth(e, "fg_not");
        case COND ->
            NeverNan.holds(x)
                ? choice(x, value(e.argument(1), SUM), value(e.argument(2), CHOICE))
                : helper("fg_cond", arguments);
        case CLAMP ->
            form(
                ATOM,
                use("fg_min") + "(" + use("fg_max") + "(",
                value(x, ANY),
                ", ",
                value(e.argument(1), ANY),
                "), ",
                value(e.argument(2), ANY),
                ")");
        case FMA -> TreePrinter.call("fma", arguments);
      };
    }

    private TreePrinter.Form truth(Expr.Apply e, String helper) {
      return NeverNan.holds(e) ? choice(e, "1.0", "0.0") : helper(helper, e.arguments());
    }

    private static TreePrinter.Form choice(Expr condition, Object ifTrue, Object ifNot) {
      return form(CHOICE, TreePrinter.condition(condition, OR), " ? ", ifTrue, " : ", ifNot);
    }

    /** {@code &&} within {@code ||} is grouped: compilers warn of it otherwise. */
    @Override
    public TreePrinter.Form condition(Expr e) {
      return e instanceof Expr.Apply(Operator operator, List<Expr> arguments)
          ? switch (operator.notation()) {
            case COMPARISON -> TreePrinter.comparison((Expr.Apply) e, operator.symbol());
            case LOGIC_AND -> logic(AND, " && ", arguments);
            case LOGIC_OR -> logic(OR, " || ", arguments);
            case LOGIC_NOT -> form(NOT, "!", TreePrinter.condition(e.children().getFirst(), ATOM));
            case SUM, PRODUCT, PREFIX_MINUS, POWER, CALL, CALL2, CALL3 -> isTrue(e);
          }
          : isTrue(e);
    }

    private static TreePrinter.Form logic(int level, String sign, List<Expr> arguments) {
      return form(
          level,
          TreePrinter.condition(arguments.get(0), NOT),
          sign,
          TreePrinter.condition(arguments.get(1), NOT));
    }

    private static TreePrinter.Form isTrue(Expr e) {
      return form(TreePrinter.COMPARISON, value(e, SUM), " > 0.0");
    }
  }
}
