package io.formgate.expression;

import java.util.List;

/** Writes an expression as infix text that {@link FormulaParser} reads back to an equal one. */
public final class FormulaPrinter {
  private static final int SUM = 1;
  private static final int PRODUCT = 2;
  private static final int MINUS = 3;

  private FormulaPrinter() {}

  /**
   * {@return the formula as text, constants with all digits}
   *
   * @param e the expression
   */
  public static String print(Expr e) {
    StringBuilder out = new StringBuilder();
    print(e, 0, -1, out);
    return out.toString();
  }

  /**
   * {@return the formula as text for people, constants rounded}
   *
   * @param e the expression
   * @param significantDigits digits of a constant, from 1 to 17
   */
  public static String print(Expr e, int significantDigits) {
    StringBuilder out = new StringBuilder();
    print(e, 0, significantDigits, out);
    return out.toString();
  }

  private static void print(Expr e, int context, int digits, StringBuilder out) {
    switch (e) {
      case Expr.Constant(double value) -> out.append(number(value, digits));
      case Expr.Variable(String name) -> out.append(name);
      case Expr.Apply(Operator operator, List<Expr> arguments) ->
          printApply(operator, arguments, context, digits, out);
    }
  }

  private static void printApply(
      Operator operator, List<Expr> arguments, int context, int digits, StringBuilder out) {
    switch (operator.notation()) {
      case SUM -> printInfix(operator, arguments, SUM, context, digits, out);
      case PRODUCT -> printInfix(operator, arguments, PRODUCT, context, digits, out);
      case PREFIX_MINUS -> {
        boolean group = context > MINUS;
        out.append(group ? "(-" : "-");
        // A minus directly before digits would be read as a negative number.
        boolean number = arguments.getFirst() instanceof Expr.Constant;
        out.append(number ? "(" : "");
        print(arguments.getFirst(), number ? 0 : MINUS, digits, out);
        out.append(number ? ")" : "").append(group ? ")" : "");
      }
      case CALL, CALL2 -> {
        out.append(operator.symbol()).append('(');
        for (int i = 0; i < arguments.size(); i++) {
          out.append(i == 0 ? "" : ", ");
          print(arguments.get(i), 0, digits, out);
        }
        out.append(')');
      }
    }
  }

  private static void printInfix(
      Operator operator,
      List<Expr> arguments,
      int level,
      int context,
      int digits,
      StringBuilder out) {
    boolean group = context > level;
    out.append(group ? "(" : "");
    print(arguments.get(0), level, digits, out);
    out.append(level == SUM ? " " + operator.symbol() + " " : operator.symbol());
    print(arguments.get(1), level + 1, digits, out);
    out.append(group ? ")" : "");
  }

  private static String number(double value, int digits) {
    if (digits > 0) {
      double rounded =
          new java.math.BigDecimal(value).round(new java.math.MathContext(digits)).doubleValue();
      return number(rounded, -1);
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e7) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }
}
