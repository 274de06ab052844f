package io.formgate.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes trees in a notation of infix signs, calls and grouping.
 *
 * <p>A dialect says how one node is written and how tightly that binds; the parts of a node say how
 * tightly they have to bind at least, and are grouped where they do not. What is still to be
 * written stands on a stack: a tree may be of any depth.
 */
final class TreePrinter {
  /** No demand on a part, such as between the parentheses of a call. */
  static final int ANY = 0;

  /** A choice between values. */
  static final int CHOICE = 1;

  static final int OR = 2;
  static final int AND = 3;
  static final int NOT = 4;
  static final int COMPARISON = 5;

  /** The remainder written as an infix sign, which people read as looser than a sum. */
  static final int REMAINDER = 6;

  static final int SUM = 7;

  /** A minus before a product: its sign may be taken as that of the first factor. */
  static final int MINUS = 8;

  static final int PRODUCT = 9;

  /** What may stand as the second factor. */
  static final int FACTOR = 10;

  static final int POWER = 11;
  static final int ATOM = 12;

  /** A stretch of what is to be written. */
  sealed interface Piece {
    /** Text as it is. */
    record Text(String text) implements Piece {}

    /** The value of a part that has to bind at least as tightly as a level. */
    record Value(Expr e, int context) implements Piece {}

    /** Whether a part is true, that is above 0, binding at least as tightly as a level. */
    record Condition(Expr e, int context) implements Piece {}
  }

  /** How a node is written. */
  record Form(int level, List<Piece> pieces) {
    Form {
      pieces = List.copyOf(pieces);
    }
  }

  /** A notation. */
  interface Dialect {
    /** {@return a number} */
    Form constant(double value);

    /** {@return a variable} */
    Form variable(String name);

    /** {@return the value of an operator} */
    Form apply(Expr.Apply e);

    /** {@return the value of a call} */
    Form call(Expr.Call e);

    /** {@return whether an expression is true, as the notation writes conditions} */
    Form condition(Expr e);

    /** {@return what opens a group} */
    String open();

    /** {@return what closes a group} */
    String close();
  }

  private TreePrinter() {}

  static String print(Expr whole, Dialect dialect) {
    StringBuilder out = new StringBuilder();
    List<Piece> open = new ArrayList<>(List.of(value(whole, ANY)));
    while (!open.isEmpty()) {
      switch (open.removeLast()) {
        case Piece.Text(String text) -> out.append(text);
        case Piece.Value(Expr e, int context) ->
            push(
                switch (e) {
                  case Expr.Constant(double value) -> dialect.constant(value);
                  case Expr.Variable(String name) -> dialect.variable(name);
                  case Expr.Apply apply -> dialect.apply(apply);
                  case Expr.Call call -> dialect.call(call);
                },
                context,
                dialect,
                open);
        case Piece.Condition(Expr e, int context) ->
            push(dialect.condition(e), context, dialect, open);
      }
    }
    return out.toString();
  }

  private static void push(Form form, int context, Dialect dialect, List<Piece> open) {
    boolean group = form.level() < context;
    if (group) {
      open.add(new Piece.Text(dialect.close()));
    }
    open.addAll(form.pieces().reversed());
    if (group) {
      open.add(new Piece.Text(dialect.open()));
    }
  }

  static Piece value(Expr e, int context) {
    return new Piece.Value(e, context);
  }

  static Piece condition(Expr e, int context) {
    return new Piece.Condition(e, context);
  }

  /**
   * {@return a form of parts in order}
   *
   * @param level how tightly it binds
   * @param parts texts, pieces, and forms that need no group here
   */
  static Form form(int level, Object... parts) {
    List<Piece> pieces = new ArrayList<>();
    for (Object part : parts) {
      switch (part) {
        case Piece piece -> pieces.add(piece);
        case Form form -> pieces.addAll(form.pieces());
        case String text -> pieces.add(new Piece.Text(text));
        default -> throw new IllegalArgumentException("no part of a form: " + part);
      }
    }
    return new Form(level, pieces);
  }

  static Form call(String name, List<Expr> arguments) {
    return call(ATOM, name + "(", arguments, ")");
  }

  static Form call(int level, String open, List<Expr> arguments, String close) {
    List<Piece> pieces = new ArrayList<>(List.of(new Piece.Text(open)));
    for (int i = 0; i < arguments.size(); i++) {
      pieces.add(new Piece.Text(i == 0 ? "" : ", "));
      pieces.add(value(arguments.get(i), ANY));
    }
    pieces.add(new Piece.Text(close));
    return new Form(level, pieces);
  }

  static Form sum(Expr.Apply e, String sign) {
    return form(SUM, value(e.argument(0), SUM), sign, value(e.argument(1), PRODUCT));
  }

  /** {@return a product or quotient; one that begins with a minus binds like a minus} */
  static Form product(Expr left, String sign, Expr right, boolean quotientIsInfix) {
    int level = beginsWithMinus(left, quotientIsInfix) ? MINUS : PRODUCT;
    return form(level, value(left, level), sign, value(right, FACTOR));
  }

  static Form minus(Expr.Apply e) {
    return form(MINUS, "-", value(e.argument(0), PRODUCT));
  }

  /** {@return a literal; a negative one binds like a minus} */
  static Form number(double value, String text) {
    return form(value < 0 ? MINUS : ATOM, text);
  }

  /** {@return a comparison with the signs of most languages} */
  static Form comparison(Expr.Apply e, String sign) {
    return form(COMPARISON, value(e.argument(0), SUM), " " + sign + " ", value(e.argument(1), SUM));
  }

  private static boolean beginsWithMinus(Expr e, boolean quotientIsInfix) {
    Expr first = e;
    while (first instanceof Expr.Apply(Operator operator, List<Expr> arguments)) {
      if (operator == Operator.NEGATE) {
        return true;
      }
      if (operator != Operator.MULTIPLY && !(operator == Operator.DIVIDE && quotientIsInfix)) {
        return false;
      }
      first = arguments.getFirst();
    }
    return first instanceof Expr.Constant(double value) && value < 0;
  }
}
