package io.formgate.constraints;

import io.formgate.expression.Expr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order in which units are found: without recursion, for chains of any length. */
final class Postorder {
  private Postorder() {}

  /** {@return the nodes of a formula, the arguments of a node directly before it, from the left} */
  static List<Expr> of(Expr e) {
    List<Expr> nodes = new ArrayList<>();
    List<Expr> open = new ArrayList<>(List.of(e));
    while (!open.isEmpty()) {
      Expr node = open.removeLast();
      nodes.add(node);
      open.addAll(node.children());
    }
    Collections.reverse(nodes);
    return nodes;
  }
}
