package io.formgate.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Equality and hash of trees without recursion: a record's own go through several frames for each
 * level, which a chain of a thousand operators does not survive.
 */
final class Trees {
  private Trees() {}

  static boolean equal(Expr one, Expr another) {
    List<Expr> left = new ArrayList<>(List.of(one));
    List<Expr> right = new ArrayList<>(List.of(another));
    while (!left.isEmpty()) {
      Expr a = left.removeLast();
      Expr b = right.removeLast();
      if (!sameNode(a, b)) {
        return false;
      }
      left.addAll(a.children());
      right.addAll(b.children());
    }
    return true;
  }

  /** {@return whether two nodes are the same but for their arguments, and have as many} */
  private static boolean sameNode(Expr a, Expr b) {
    return switch (a) {
      case Expr.Constant c -> c.equals(b);
      case Expr.Variable v -> v.equals(b);
      case Expr.Apply(Operator operator, _) ->
          b instanceof Expr.Apply(Operator other, _) && operator == other;
      case Expr.Call(String name, List<Expr> arguments) ->
          b instanceof Expr.Call(String other, List<Expr> others)
              && name.equals(other)
              && arguments.size() == others.size();
    };
  }

  static int hash(Expr e) {
    int hash = 1;
    List<Expr> open = new ArrayList<>(List.of(e));
    while (!open.isEmpty()) {
      Expr next = open.removeLast();
      int own =
          switch (next) {
            case Expr.Constant(double value) -> Double.hashCode(value);
            case Expr.Variable(String name) -> name.hashCode();
            case Expr.Apply(Operator operator, _) -> operator.symbol().hashCode();
            case Expr.Call(String name, List<Expr> arguments) ->
                31 * name.hashCode() + arguments.size();
          };
      hash = 31 * hash + own;
      open.addAll(next.children());
    }
    return hash;
  }

  /**
   * {@return whether a tree has more nodes than {@link FormulaParser#MAX_NODES} or is deeper than
   * {@link FormulaParser#MAX_DEPTH}; takes no longer for a tree that is larger by far}
   */
  static boolean isTooLarge(Expr e) {
    List<Expr> level = List.of(e);
    int nodes = 0;
    for (int depth = 1; !level.isEmpty(); depth++) {
      nodes += level.size();
      if (nodes > FormulaParser.MAX_NODES || depth > FormulaParser.MAX_DEPTH) {
        return true;
      }
      List<Expr> next = new ArrayList<>();
      for (Expr node : level) {
        next.addAll(node.children());
      }
      level = next;
    }
    return false;
  }
}
