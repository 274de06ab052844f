package io.formgate.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What is computed over whole trees, without recursion: that goes through several frames for each
 * level, which a chain of thousands of operators does not survive.
 */
final class Trees {
  private Trees() {}

  /** A node on the way from its first child to its last. */
  private static final class Visit<T> {
    private final Expr node;
    private final List<T> results = new ArrayList<>();

    private Visit(Expr node) {
      this.node = node;
    }
  }

  /**
   * {@return the result of the root, from the leaves up}
   *
   * @param root of the tree
   * @param combine makes a node's result of the node and its children's results
   */
  static <T> T fold(Expr root, BiFunction<Expr, List<T>, T> combine) {
    List<Visit<T>> open = new ArrayList<>(List.of(new Visit<>(root)));
    while (true) {
      Visit<T> visit = open.getLast();
      List<Expr> children = visit.node.children();
      if (visit.results.size() < children.size()) {
        open.add(new Visit<>(children.get(visit.results.size())));
        continue;
      }
      T result = combine.apply(visit.node, visit.results);
      open.removeLast();
      if (open.isEmpty()) {
        return result;
      }
      open.getLast().results.add(result);
    }
  }

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
