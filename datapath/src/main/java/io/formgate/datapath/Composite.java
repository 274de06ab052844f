package io.formgate.datapath;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceText;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Operators written with those that have a circuit: formulas in which {@code x}, {@code y} and
 * {@code z} stand for the arguments.
 */
public final class Composite {
  /** Largest whole exponent that is built from products: at most three squares and three more. */
  private static final int MAX_EXPONENT = 16;

  private static final Expr X = Expr.variable("x");

  /** A truth value is the number 1 or 0, so that a choice between truth values is logic. */
  private static final Map<Operator, Expr> ALWAYS =
      parsed(
          Map.ofEntries(
              Map.entry(Operator.CUBE, "square(x)*x"),
              Map.entry(Operator.INVERSE, "1/x"),
              Map.entry(Operator.RELU, "max(x, 0)"),
              Map.entry(Operator.SQRT_ABS, "sqrt(abs(x))"),
              Map.entry(Operator.POW_ABS, "pow(abs(x), y)"),
              Map.entry(Operator.SIGN, "(0 < x) - (x < 0)"),
              Map.entry(Operator.CEIL, "-floor(-x)"),
              Map.entry(Operator.CLAMP, "min(max(x, y), z)"),
              Map.entry(Operator.FMA, "x*y + z"),
              Map.entry(Operator.GREATER, "y < x"),
              Map.entry(Operator.LESS_EQUAL, "cond(y < x, 0, 1)"),
              Map.entry(Operator.GREATER_EQUAL, "cond(x < y, 0, 1)"),
              Map.entry(Operator.EQUAL, "cond(x < y, 0, cond(y < x, 0, 1))"),
              Map.entry(Operator.NOT_EQUAL, "cond(x < y, 1, y < x)"),
              Map.entry(Operator.AND, "cond(x, 0 < y, 0)"),
              Map.entry(Operator.OR, "cond(x, 1, 0 < y)"),
              Map.entry(Operator.NOT, "cond(x, 0, 1)")));

  /** The arc tangent of the smaller magnitude over the larger, mirrored into its octant. */
  private static final String ANGLE =
      "cond(x < 0, cond(abs(y) < abs(x), -1.5707963267948966, cond(y < 0, -3.141592653589793, 0)),"
          + " cond(abs(y) < abs(x), 1.5707963267948966, cond(y < 0, 3.141592653589793, 0)))"
          + " + cond((x < 0) != ((abs(y) < abs(x)) != (y < 0)),"
          + " -atan(min(abs(x), abs(y))/max(abs(x), abs(y))),"
          + " atan(min(abs(x), abs(y))/max(abs(x), abs(y))))";

  private static final Expr ANGLE_TO_THE_RIGHT = parse("atan2", "atan(x/y)");

  private static final Map<Operator, Expr> OF_TWO_VALUES =
      parsed(
          Map.of(
              Operator.POWER, "exp(y*log(x))",
              Operator.ATAN2, ANGLE,
              Operator.MOD, "x - y*floor(x/y)"));

  /** The nearest whole number, less 1 if it is odd and lies above a tie. */
  private static final Map<Operator, Expr> OF_WIDE_VALUES =
      parsed(
          Map.of(
              Operator.ROUND,
              "floor(x + 0.5) - cond(floor(x + 0.5) < x + 0.5, 0,"
                  + " floor(x + 0.5) - 2*floor(0.5*floor(x + 0.5)))",
              Operator.MOD,
              "x - y*floor(x/y)"));

  private Composite() {}

  private static Map<Operator, Expr> parsed(Map<Operator, String> formulas) {
    Map<Operator, Expr> map = new EnumMap<>(Operator.class);
    formulas.forEach((o, f) -> map.put(o, parse(o.symbol(), f)));
    return map;
  }

  private static Expr parse(String name, String formula) {
    return FormulaParser.parse(new SourceText("<" + name + ">", formula));
  }

  /**
   * {@return the formula of an operator that has no circuit of its own}
   *
   * @param operator with {@link Role#COMPOSITE}
   */
  public static Expr definition(Operator operator) {
    Expr definition = ALWAYS.get(operator);
    if (definition == null) {
      throw new IllegalArgumentException(operator + " is built as it stands");
    }
    return definition;
  }

  /**
   * {@return the formula of a function whose two arguments both vary, where there is one; that of a
   * power holds where its first argument is above 0, that of an angle but at the origin}
   *
   * @param operator any
   */
  public static Optional<Expr> ofTwoValues(Operator operator) {
    return Optional.ofNullable(OF_TWO_VALUES.get(operator));
  }

  /** {@return the formula of the angle of a point whose abscissa is above 0} */
  public static Expr angleToTheRight() {
    return ANGLE_TO_THE_RIGHT;
  }

  /**
   * {@return the formula of a function of a value on a grid that is too wide for a table, if there
   * is one}
   *
   * @param operator any
   */
  static Optional<Expr> ofWideValue(Operator operator) {
    return Optional.ofNullable(OF_WIDE_VALUES.get(operator));
  }

  /**
   * {@return the power of x with a constant exponent, if it is one of products, a root and a
   * quotient}
   *
   * @param exponent whole, or a half more, and not large
   */
  public static Optional<Expr> power(double exponent) {
    double size = Math.abs(exponent);
    if (size > MAX_EXPONENT || 2 * size != Math.rint(2 * size)) {
      return Optional.empty();
    }
    int whole = (int) size;
    Optional<Expr> root =
        whole == size ? Optional.empty() : Optional.of(Expr.apply(Operator.SQRT, X));
    Expr positive =
        whole == 0
            ? root.orElse(Expr.constant(1))
            : root.map(r -> Expr.apply(Operator.MULTIPLY, product(whole), r))
                .orElseGet(() -> product(whole));
    return Optional.of(
        exponent >= 0 ? positive : Expr.apply(Operator.DIVIDE, Expr.constant(1), positive));
  }

  /** By squares: the fewest products but for some large exponents. */
  private static Expr product(int factors) {
    if (factors == 1) {
      return X;
    }
    Expr square = Expr.apply(Operator.SQUARE, product(factors / 2));
    return factors % 2 == 0 ? square : Expr.apply(Operator.MULTIPLY, square, X);
  }
}
