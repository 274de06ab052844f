package io.formgate.expression;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Writes an expression as infix text that {@link FormulaParser} reads back to an equal one. */
public final class FormulaPrinter {
  private static final int SUM = 1;
  private static final int PRODUCT = 2;
  private static final int MINUS = 3;

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
            case Expr.Constant(double value) -> out.append(number(value, digits));
            case Expr.Variable(String name) -> out.append(name);
            case Expr.Apply apply -> open.addAll(pieces(apply, context).reversed());
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
      case SUM -> infix(e, " " + operator.symbol() + " ", SUM, context, pieces);
      case PRODUCT -> infix(e, operator.symbol(), PRODUCT, context, pieces);
      case PREFIX_MINUS -> {
        boolean group = context > MINUS;
        // A minus directly before digits would be read as a negative number.
        boolean number = e.argument(0) instanceof Expr.Constant;
        pieces.add(new Piece.Text((group ? "(-" : "-") + (number ? "(" : "")));
        pieces.add(new Piece.Part(e.argument(0), number ? 0 : MINUS));
        pieces.add(new Piece.Text((number ? ")" : "") + (group ? ")" : "")));
      }
      case CALL, CALL2 -> {
        for (int i = 0; i < e.arguments().size(); i++) {
          pieces.add(new Piece.Text(i == 0 ? operator.symbol() + "(" : ", "));
          pieces.add(new Piece.Part(e.argument(i), 0));
        }
        pieces.add(new Piece.Text(")"));
      }
    }
    return pieces;
  }

  private static void infix(Expr.Apply e, String sign, int level, int context, List<Piece> pieces) {
    boolean group = context > level;
    pieces.add(new Piece.Text(group ? "(" : ""));
    pieces.add(new Piece.Part(e.argument(0), level));
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
