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

  /** In place of digits: all of them, as the expression is. */
  private static final int EXACT = -1;

  /** In place of digits: all of them, as people write it. */
  private static final int ALL = 0;

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
    return write(e, EXACT);
  }

  /**
   * {@return the formula as text for people, constants with all digits} A summand with a negative
   * number is subtracted: {@code x - 0.4} stands for {@code x + -0.4}. What is read back is another
   * expression of the same value, to the bit.
   *
   * @param e the expression
   */
  public static String printForPeople(Expr e) {
    return write(e, ALL);
  }

  /**
   * {@return the formula as text for people, as {@link #printForPeople} but constants rounded}
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
            case Expr.Apply apply ->
                open.addAll(
                    LearnedFunction.of(apply)
                        .map(table -> table(table, digits))
                        .orElseGet(() -> pieces(apply, context, digits))
                        .reversed());
            case Expr.Call(String name, List<Expr> arguments) -> {
              if (arguments.isEmpty()) {
                out.append(name);
              } else {
                open.addAll(call(name, arguments).reversed());
              }
            }
          }
        }
      }
    }
    return out.toString();
  }

  private static List<Piece> pieces(Expr.Apply e, int context, int digits) {
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
      case SUM -> {
        Expr.Apply shown = digits == EXACT ? e : SignedSum.of(e);
        infix(shown, " " + shown.operator().symbol() + " ", SUM, SUM, context, pieces);
      }
      case PRODUCT -> infix(e, operator.symbol(), PRODUCT, PRODUCT, context, pieces);
      case POWER -> {
        if (Powers.keeps(rounded(e.argument(1), digits))) {
          power(e, context, pieces);
        } else {
          // What would be read as another operator, such as x^2, is written as a call.
          pieces.addAll(call(operator.symbol(), e.arguments()));
        }
      }
      case PREFIX_MINUS -> {
        boolean group = context > MINUS;
        // A minus directly before digits would be read as a negative number.
        boolean number = e.argument(0) instanceof Expr.Constant;
        pieces.add(new Piece.Text((group ? "(-" : "-") + (number ? "(" : "")));
        pieces.add(new Piece.Part(e.argument(0), number ? 0 : MINUS));
        pieces.add(new Piece.Text((number ? ")" : "") + (group ? ")" : "")));
      }
      case CALL, CALL2, CALL3 -> pieces.addAll(call(operator.symbol(), chain(e)));
    }
    return pieces;
  }

  /** {@return the arguments of a call; a chain of min or max on the left is one call} */
  private static List<Expr> chain(Expr.Apply e) {
    if (e.operator() != Operator.MIN && e.operator() != Operator.MAX) {
      return e.arguments();
    }
    List<Expr> arguments = new ArrayList<>();
    Expr first = e;
    while (first instanceof Expr.Apply(Operator inner, List<Expr> parts) && inner == e.operator()) {
      arguments.add(parts.get(1));
      first = parts.get(0);
    }
    arguments.add(first);
    return arguments.reversed();
  }

  /** A learned table with all its numbers, or for people by the name of its contents. */
  private static List<Piece> table(LearnedFunction table, int digits) {
    return digits <= ALL
        ? call(LearnedFunction.NAME, table.callArguments())
        : call(table.shortName(), table.of());
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

  private static void power(Expr.Apply e, int context, List<Piece> pieces) {
    boolean group = context > POWER;
    pieces.add(new Piece.Text(group ? "(" : ""));
    pieces.add(new Piece.Part(e.argument(0), ATOM));
    pieces.add(new Piece.Text("^"));
    // A negative number needs no parentheses behind ^.
    boolean number = e.argument(1) instanceof Expr.Constant;
    pieces.add(new Piece.Part(e.argument(1), number ? MINUS : ATOM));
    pieces.add(new Piece.Text(group ? ")" : ""));
  }

  /** {@return an exponent with the numbers that are printed, as far as {@link Powers} looks} */
  private static Expr rounded(Expr exponent, int digits) {
    return switch (exponent) {
      case Expr.Constant(double value) -> Expr.constant(rounded(value, digits));
      case Expr.Variable v -> v;
      case Expr.Call c -> c;
      case Expr.Apply(Operator operator, List<Expr> arguments) ->
          new Expr.Apply(
              operator,
              arguments.stream()
                  .map(a -> a instanceof Expr.Constant ? rounded(a, digits) : a)
                  .toList());
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
    double shown = rounded(value, digits);
    return shown == Math.rint(shown) && Math.abs(shown) < 1e7
        ? Long.toString((long) shown)
        : Double.toString(shown);
  }

  private static double rounded(double value, int digits) {
    if (digits <= 0) {
      return value;
    }
    BigDecimal exact = new BigDecimal(value);
    double nearest = exact.round(new MathContext(digits)).doubleValue();
    // The largest doubles would round up to one that does not exist.
    return Double.isFinite(nearest)
        ? nearest
        : exact.round(new MathContext(digits, RoundingMode.DOWN)).doubleValue();
  }
}
