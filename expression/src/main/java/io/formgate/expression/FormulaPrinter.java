package io.formgate.expression;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Writes an expression as infix text that {@link FormulaParser} reads back to an equal one. */
public final class FormulaPrinter {
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int COMPARISON = 4;
  private static final int SUM = 5;
  private static final int PRODUCT = 6;
  private static final int MINUS = 7;
  private static final int POWER = 8;
  private static final int ATOM = 9;

  /** What is still to be written: a stack instead of recursion, for chains of any length. */
  private sealed interface Piece {
    record Text(String text) implements Piece {}

    record Part(Expr e, int context) implements Piece {}
  }

  private FormulaPrinter() {}

  /**
   * {@return the formula as text, constants with all digits}
   *
   * @param e the expression
   */
  public static String print(Expr e) {
    return write(e, -1);
  }

  /**
   * {@return the formula as text for people, constants rounded}
   *
   * @param e the expression
   * @param significantDigits digits of a constant, from 1 to 17
   */
  public static String print(Expr e, int significantDigits) {
    return write(e, significantDigits);
  }

  private static String write(Expr whole, int digits) {
    StringBuilder out = new StringBuilder();
    List<Piece> open = new ArrayList<>(List.of(new Piece.Part(whole, 0)));
    while (!open.isEmpty()) {
      switch (open.removeLast()) {
        case Piece.Text(String text) -> out.append(text);
        case Piece.Part(Expr e, int context) -> {
          switch (e) {
            case Expr.Constant(double value) -> {
              boolean group = value < 0 && context > MINUS;
              out.append(group ? "(" : "").append(number(value, digits)).append(group ? ")" : "");
            }
            case Expr.Variable(String name) -> out.append(name);
            case Expr.Apply apply -> open.addAll(pieces(apply, context).reversed());
            case Expr.Call(String name, List<Expr> arguments) ->
                open.addAll(call(name, arguments).reversed());
          }
        }
      }
    }
    return out.toString();
  }

  private static List<Piece> pieces(Expr.Apply e, int context) {
    Operator operator = e.operator();
    List<Piece> pieces = new ArrayList<>();
    switch (operator.notation()) {
      case LOGIC_OR -> infix(e, " or ", OR, OR, context, pieces);
      case LOGIC_AND -> infix(e, " and ", AND, AND, context, pieces);
      case LOGIC_NOT -> {
        boolean group = context > NOT;
        pieces.add(new Piece.Text(group ? "(not " : "not "));
        pieces.add(new Piece.Part(e.argument(0), NOT));
        pieces.add(new Piece.Text(group ? ")" : ""));
      }
      case COMPARISON -> {
        String sign = " " + operator.symbol() + " ";
        infix(e, sign, COMPARISON, COMPARISON + 1, context, pieces);
      }
      case SUM -> infix(e, " " + operator.symbol() + " ", SUM, SUM, context, pieces);
      case PRODUCT -> infix(e, operator.symbol(), PRODUCT, PRODUCT, context, pieces);
      case POWER -> power(e, context, pieces);
      case PREFIX_MINUS -> {
        boolean group = context > MINUS;
        // A minus directly before digits would be read as a negative number.
        boolean number = e.argument(0) instanceof Expr.Constant;
        pieces.add(new Piece.Text((group ? "(-" : "-") + (number ? "(" : "")));
        pieces.add(new Piece.Part(e.argument(0), number ? 0 : MINUS));
        pieces.add(new Piece.Text((number ? ")" : "") + (group ? ")" : "")));
      }
      case CALL, CALL2, CALL3 -> pieces.addAll(call(operator.symbol(), e.arguments()));
    }
    return pieces;
  }

  private static List<Piece> call(String name, List<Expr> arguments) {
    List<Piece> pieces = new ArrayList<>(List.of(new Piece.Text(name + "(")));
    for (int i = 0; i < arguments.size(); i++) {
      pieces.add(new Piece.Text(i == 0 ? "" : ", "));
      pieces.add(new Piece.Part(arguments.get(i), 0));
    }
    pieces.add(new Piece.Text(")"));
    return pieces;
  }

  /** A power that would be read as an operator of its own, such as x^2, is written as a call. */
  private static void power(Expr.Apply e, int context, List<Piece> pieces) {
    if (e.argument(1).children().stream().allMatch(a -> a instanceof Expr.Constant)
        && !isPlainExponent(e.argument(1))) {
      pieces.addAll(call(e.operator().symbol(), e.arguments()));
      return;
    }
    boolean group = context > POWER;
    pieces.add(new Piece.Text(group ? "(" : ""));
    pieces.add(new Piece.Part(e.argument(0), ATOM));
    pieces.add(new Piece.Text("^"));
    pieces.add(new Piece.Part(e.argument(1), ATOM));
    pieces.add(new Piece.Text(group ? ")" : ""));
  }

  private static boolean isPlainExponent(Expr exponent) {
    return switch (exponent) {
      case Expr.Constant(double v) -> v != 1 && v != 2 && v != 3 && v != 4 && v != 0.5 && v != -1;
      case Expr.Variable _, Expr.Call _ -> true;
      case Expr.Apply _ -> false;
    };
  }

  private static void infix(
      Expr.Apply e, String sign, int level, int left, int context, List<Piece> pieces) {
    boolean group = context > level;
    pieces.add(new Piece.Text(group ? "(" : ""));
    pieces.add(new Piece.Part(e.argument(0), left));
    pieces.add(new Piece.Text(sign));
    pieces.add(new Piece.Part(e.argument(1), level + 1));
    pieces.add(new Piece.Text(group ? ")" : ""));
  }

  private static String number(double value, int digits) {
    if (digits > 0) {
      BigDecimal exact = new BigDecimal(value);
      double rounded = exact.round(new MathContext(digits)).doubleValue();
      // The largest doubles would round up to one that does not exist.
      return Double.isFinite(rounded)
          ? number(rounded, -1)
          : number(exact.round(new MathContext(digits, RoundingMode.DOWN)).doubleValue(), -1);
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e7) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }
}
