package io.formgate.expression;

import static io.formgate.expression.TreePrinter.ANY;
import static io.formgate.expression.TreePrinter.ATOM;
import static io.formgate.expression.TreePrinter.CHOICE;
import static io.formgate.expression.TreePrinter.FACTOR;
import static io.formgate.expression.TreePrinter.POWER;
import static io.formgate.expression.TreePrinter.PRODUCT;
import static io.formgate.expression.TreePrinter.REMAINDER;
import static io.formgate.expression.TreePrinter.SUM;
import static io.formgate.expression.TreePrinter.form;
import static io.formgate.expression.TreePrinter.value;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Typesets an expression as LaTeX for a formula, with the commands of the package {@code amsmath}.
 *
 * <p>A comparison as a number stands in brackets: 1 where it holds, else 0.
 */
public final class LatexPrinter {
  /** Operators and operands of an exponent of e that is still legible above the line. */
  private static final int SHORT_EXPONENT = 4;

  /** Operators that are typeset as a name before their arguments. */
  private static final Map<Operator, String> NAMES =
      Map.ofEntries(
          Map.entry(Operator.SIGN, "\\operatorname{sgn}"),
          Map.entry(Operator.LOG, "\\ln"),
          Map.entry(Operator.LOG2, "\\log_{2}"),
          Map.entry(Operator.LOG10, "\\log_{10}"),
          Map.entry(Operator.SIN, "\\sin"),
          Map.entry(Operator.COS, "\\cos"),
          Map.entry(Operator.TAN, "\\tan"),
          Map.entry(Operator.ASIN, "\\arcsin"),
          Map.entry(Operator.ACOS, "\\arccos"),
          Map.entry(Operator.ATAN, "\\arctan"),
          Map.entry(Operator.SINH, "\\sinh"),
          Map.entry(Operator.COSH, "\\cosh"),
          Map.entry(Operator.TANH, "\\tanh"),
          Map.entry(Operator.ASINH, "\\operatorname{arsinh}"),
          Map.entry(Operator.ACOSH, "\\operatorname{arcosh}"),
          Map.entry(Operator.ATANH, "\\operatorname{artanh}"),
          Map.entry(Operator.ERF, "\\operatorname{erf}"),
          Map.entry(Operator.ERFC, "\\operatorname{erfc}"),
          Map.entry(Operator.SINC, "\\operatorname{sinc}"),
          Map.entry(Operator.ROUND, "\\operatorname{round}"),
          Map.entry(Operator.MIN, "\\min"),
          Map.entry(Operator.MAX, "\\max"),
          Map.entry(Operator.ATAN2, "\\operatorname{atan2}"));

  private LatexPrinter() {}

  /**
   * {@return the formula as LaTeX, constants with all digits}
   *
   * @param e the expression
   */
  public static String print(Expr e) {
    return TreePrinter.print(e, new Dialect(LatexNames.of(e.variables()), -1));
  }

  /**
   * {@return the formula as LaTeX, constants rounded}
   *
   * @param e the expression
   * @param significantDigits digits of a constant, from 1 to 17
   */
  public static String print(Expr e, int significantDigits) {
    return TreePrinter.print(e, new Dialect(LatexNames.of(e.variables()), significantDigits));
  }

  /**
   * {@return how each name is typeset}
   *
   * @param names of variables; where two would look the same, the first has the short form
   */
  public static Map<String, String> names(Collection<String> names) {
    return LatexNames.of(names);
  }

  private record Dialect(Map<String, String> names, int digits) implements TreePrinter.Dialect {
    @Override
    public TreePrinter.Form constant(double value) {
      Expr constant = Expr.constant(value);
      String text =
          digits > 0 ? FormulaPrinter.print(constant, digits) : FormulaPrinter.print(constant);
      int exponent = text.indexOf('E');
      if (exponent < 0) {
        return TreePrinter.number(value, text);
      }
      String mantissa = text.substring(0, exponent);
      return form(
          value < 0 ? TreePrinter.MINUS : PRODUCT,
          mantissa.endsWith(".0") ? mantissa.substring(0, mantissa.length() - 2) : mantissa,
          " \\cdot 10^{" + text.substring(exponent + 1) + "}");
    }

    @Override
    public TreePrinter.Form variable(String name) {
      String typeset = names.get(name);
      if (typeset == null) {
        throw new IllegalStateException(name + " was not named");
      }
      return form(ATOM, typeset);
    }

    @Override
    public TreePrinter.Form call(Expr.Call e) {
      if (e.name().equals(Expansion.DERIVATIVE)
          && e.arguments().size() == 2
          && e.arguments().get(1) instanceof Expr.Variable variable) {
        return form(
            PRODUCT,
            "\\frac{\\partial}{\\partial ",
            value(variable, ANY),
            "} ",
            value(e.arguments().getFirst(), ATOM));
      }
      boolean hole = e.name().startsWith("?");
      String index = hole ? e.name().substring(1) : "";
      String name =
          hole
              ? "\\square" + (index.isEmpty() ? "" : "_{\\text{" + LatexNames.escape(index) + "}}")
              : "\\operatorname{" + operatorName(e.name()) + "}";
      return hole && e.arguments().isEmpty()
          ? form(ATOM, name)
          : TreePrinter.call(FACTOR, name + "\\left(", e.arguments(), "\\right)");
    }

    /** Signs beyond letters, digits and underscores are text within the name. */
    private static String operatorName(String name) {
      return name.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c))
          ? name
          : "\\text{" + LatexNames.escape(name) + "}";
    }

    @Override
    public TreePrinter.Form apply(Expr.Apply e) {
      Expr x = e.argument(0);
      return switch (e.operator()) {
        case ADD, SUBTRACT -> sum(SignedSum.of(e));
        case MULTIPLY ->
            TreePrinter.product(
                x, isCoefficient(x, e.argument(1)) ? "\\," : " \\cdot ", e.argument(1), false);
        case DIVIDE -> fraction(value(x, ANY), value(e.argument(1), ANY));
        case NEGATE -> TreePrinter.minus(e);
        case POWER -> power(x, e.argument(1));
        case ABS -> form(ATOM, "\\left|", value(x, ANY), "\\right|");
        case SQUARE -> wholePower(x, "2");
        case CUBE -> wholePower(x, "3");
        case SQRT -> form(POWER, "\\sqrt{", value(x, ANY), "}");
        case CBRT -> form(POWER, "\\sqrt[3]{", value(x, ANY), "}");
        case INVERSE -> fraction("1", value(x, ANY));
        case EXP -> exponential(x.size() <= SHORT_EXPONENT, value(x, ANY));
        case LOG1P -> form(FACTOR, "\\ln\\left(1 + ", value(x, PRODUCT), "\\right)");
        case SIGMOID ->
            fraction(
                "1",
                form(
                    SUM,
                    "1 + ",
                    exponential(x.size() < SHORT_EXPONENT, form(ANY, "-", value(x, PRODUCT)))));
        case GAUSS ->
            exponential(x.size() < SHORT_EXPONENT - 1, form(ANY, "-", wholePower(x, "2")));
        case RELU -> form(FACTOR, "\\max\\left(", value(x, ANY), ", 0\\right)");
        case FLOOR -> form(ATOM, "\\left\\lfloor ", value(x, ANY), " \\right\\rfloor");
        case CEIL -> form(ATOM, "\\left\\lceil ", value(x, ANY), " \\right\\rceil");
        case LOG_ABS -> form(FACTOR, "\\ln\\left|", value(x, ANY), "\\right|");
        case SQRT_ABS -> form(POWER, "\\sqrt{\\left|", value(x, ANY), "\\right|}");
        case POW_ABS ->
            form(POWER, "\\left|", value(x, ANY), "\\right|^{", value(e.argument(1), ANY), "}");
        case MOD -> form(REMAINDER, value(x, FACTOR), " \\bmod ", value(e.argument(1), FACTOR));
        case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT ->
            form(ATOM, "\\left[", TreePrinter.condition(e, ANY), "\\right]");
        case COND ->
            form(
                CHOICE,
                "\\begin{cases} ",
                value(e.argument(1), ANY),
                " & \\text{if } ",
                TreePrinter.condition(x, ANY),
                " \\\\ ",
                value(e.argument(2), ANY),
                " & \\text{otherwise} \\end{cases}");
        case CLAMP ->
            form(
                FACTOR,
                "\\min\\left(\\max\\left(",
                value(x, ANY),
                ", ",
                value(e.argument(1), ANY),
                "\\right), ",
                value(e.argument(2), ANY),
                "\\right)");
        case FMA ->
            form(
                SUM,
                value(x, PRODUCT),
                " \\cdot ",
                value(e.argument(1), FACTOR),
                " + ",
                value(e.argument(2), PRODUCT));
        case SIGN, LOG, LOG2, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH ->
            named(FACTOR, e, "");
        case ACOSH, ATANH, ERF, ERFC, SINC, ROUND, MIN, MAX, ATAN2 -> named(FACTOR, e, "");
      };
    }

    private static TreePrinter.Form named(int level, Expr.Apply e, String power) {
      String name = NAMES.get(e.operator());
      if (name == null) {
        throw new IllegalStateException(e.operator() + " is not typeset as a name");
      }
      return TreePrinter.call(level, name + power + "\\left(", e.arguments(), "\\right)");
    }

    private static TreePrinter.Form sum(Expr.Apply signed) {
      return TreePrinter.sum(signed, signed.operator() == Operator.ADD ? " + " : " - ");
    }

    private static TreePrinter.Form fraction(Object over, Object under) {
      return form(FACTOR, "\\frac{", over, "}{", under, "}");
    }

    private static TreePrinter.Form exponential(boolean isShort, Object exponent) {
      return isShort
          ? form(POWER, "\\mathrm{e}^{", exponent, "}")
          : form(FACTOR, "\\exp\\left(", exponent, "\\right)");
    }

    private static TreePrinter.Form power(Expr base, Expr exponent) {
      return form(POWER, value(base, ATOM), "^{", value(exponent, ANY), "}");
    }

    /** The power of a function of one argument stands at its name. */
    private static TreePrinter.Form wholePower(Expr base, String exponent) {
      return base instanceof Expr.Apply e
              && e.operator().arity() == 1
              && NAMES.containsKey(e.operator())
          ? named(POWER, e, "^{" + exponent + "}")
          : form(POWER, value(base, ATOM), "^{", exponent, "}");
    }

    /** {@return whether a product is legible without a dot: a number before something else} */
    private static boolean isCoefficient(Expr left, Expr right) {
      Expr first = right;
      while (first instanceof Expr.Apply(Operator operator, List<Expr> arguments)
          && (operator == Operator.SQUARE
              || operator == Operator.CUBE
              || operator == Operator.POWER)) {
        first = arguments.getFirst();
      }
      return left instanceof Expr.Constant && !(first instanceof Expr.Constant);
    }

    @Override
    public TreePrinter.Form condition(Expr e) {
      return e instanceof Expr.Apply(Operator operator, List<Expr> arguments)
          ? switch (operator.notation()) {
            case COMPARISON -> comparison(operator.symbol(), arguments);
            case LOGIC_AND -> logic(TreePrinter.AND, " \\land ", arguments);
            case LOGIC_OR -> logic(TreePrinter.OR, " \\lor ", arguments);
            case LOGIC_NOT ->
                form(TreePrinter.NOT, "\\lnot ", TreePrinter.condition(arguments.getFirst(), ATOM));
            case SUM, PRODUCT, PREFIX_MINUS, POWER, CALL, CALL2, CALL3 -> isTrue(e);
          }
          : isTrue(e);
    }

    private static TreePrinter.Form comparison(String symbol, List<Expr> arguments) {
      String sign =
          switch (symbol) {
            case "<=" -> "\\le";
            case ">=" -> "\\ge";
            case "==" -> "=";
            case "!=" -> "\\ne";
            case String other -> other;
          };
      return form(
          TreePrinter.COMPARISON,
          value(arguments.get(0), REMAINDER),
          " " + sign + " ",
          value(arguments.get(1), REMAINDER));
    }

    private static TreePrinter.Form logic(int level, String sign, List<Expr> arguments) {
      return form(
          level,
          TreePrinter.condition(arguments.get(0), level),
          sign,
          TreePrinter.condition(arguments.get(1), level + 1));
    }

    private static TreePrinter.Form isTrue(Expr e) {
      return form(TreePrinter.COMPARISON, value(e, REMAINDER), " > 0");
    }

    @Override
    public String open() {
      return "\\left(";
    }

    @Override
    public String close() {
      return "\\right)";
    }
  }
}
