package io.formgate.hwcost;

import io.formgate.datapath.Role;
import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes of each class of an {@link EGraph} the node with which the formulas together cost least.
 *
 * <p>The price is that of the circuit as the quantizer makes it: what several formulas share counts
 * once, numbers cost nothing, and what depends on one value and holds a function is one table,
 * however deep it is. It starts from the nodes that are cheapest by themselves, and then changes
 * one node after the other as long as the price of all formulas together falls.
 */
final class Extraction {
  /** What makes a node dearer than its arguments alone, so that no class is part of itself. */
  private static final double LEAST_PRICE = 1e-3;

  private static final int MAX_PASSES = 4;

  /** Nodes that a function counts as where prices are equal. */
  private static final int FUNCTION_NODES = 8;

  private final EGraph graph;
  private final RewritePrices prices;
  private final double delayWeight;
  private final Map<Integer, ENode> taken = new HashMap<>();

  private Extraction(EGraph graph, RewritePrices prices, double delayWeight) {
    this.graph = graph;
    this.prices = prices;
    this.delayWeight = delayWeight;
  }

  /**
   * {@return the formulas of some classes, empty if none was found}
   *
   * @param graph what is equal
   * @param roots classes
   * @param prices what operations cost
   * @param delayWeight power of the delay in the price, 0 for the area alone
   */
  static Optional<List<Expr>> of(
      EGraph graph, List<Integer> roots, RewritePrices prices, double delayWeight) {
    Extraction extraction = new Extraction(graph, prices, delayWeight);
    extraction.start();
    if (extraction.price(roots) == Double.POSITIVE_INFINITY) {
      return Optional.empty();
    }
    extraction.improve(roots);
    Map<Integer, Expr> made = new HashMap<>();
    return Optional.of(roots.stream().map(r -> extraction.formula(r, made)).toList());
  }

  /** The node of each class that is cheapest by itself. */
  private void start() {
    Map<Integer, Double> least = new HashMap<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int id : graph.classes()) {
        for (ENode node : graph.nodes(id)) {
          double price = LEAST_PRICE + (graph.isConstant(id) ? 0 : own(node));
          for (int child : node.children()) {
            price += least.getOrDefault(graph.find(child), Double.POSITIVE_INFINITY);
          }
          if (price < least.getOrDefault(id, Double.POSITIVE_INFINITY)) {
            least.put(id, price);
            taken.put(id, node);
            changed = true;
          }
        }
      }
    }
  }

  private void improve(List<Integer> roots) {
    double best = price(roots);
    boolean changed = true;
    for (int pass = 0; pass < MAX_PASSES && changed; pass++) {
      changed = false;
      for (int id : reachable(roots)) {
        if (graph.isConstant(id)) {
          continue;
        }
        for (ENode node : graph.nodes(id)) {
          ENode before = node(id);
          if (!node.equals(before)) {
            taken.put(id, node);
            double price = price(roots);
            if (price < best - LEAST_PRICE / 2) {
              best = price;
              changed = true;
            } else {
              taken.put(id, before);
            }
          }
        }
      }
    }
  }

  private ENode node(int id) {
    ENode node = taken.get(graph.find(id));
    if (node == null) {
      throw new IllegalStateException("class " + id + " has no node");
    }
    return node;
  }

  private List<Integer> reachable(List<Integer> roots) {
    Set<Integer> seen = new HashSet<>();
    List<Integer> order = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    roots.forEach(r -> open.add(graph.find(r)));
    while (!open.isEmpty()) {
      int id = open.removeLast();
      if (seen.add(id)) {
        order.add(id);
        node(id).children().forEach(c -> open.add(graph.find(c)));
      }
    }
    return order;
  }

  /**
   * What is known of a class with the nodes that are taken.
   *
   * @param index class of the one value on which it depends, -1 for none
   * @param isFunction whether it is a table of that
   */
  private record Shape(int index, boolean isFunction) {}

  /** {@return the price of formulas with the nodes that are taken, infinite if one is in itself} */
  private double price(List<Integer> roots) {
    Pricing pricing = new Pricing();
    double delayPs = 0;
    for (int root : roots) {
      if (!pricing.shape(graph.find(root))) {
        return Double.POSITIVE_INFINITY;
      }
      delayPs = Math.max(delayPs, pricing.visit(graph.find(root)));
    }
    return pricing.area * (delayWeight == 0 ? 1 : Math.pow(delayPs, delayWeight))
        + LEAST_PRICE * (pricing.readyPs.size() + FUNCTION_NODES * functions(roots));
  }

  /** Of two tables of one value, the one of fewer functions has more symmetries. */
  private int functions(List<Integer> roots) {
    int functions = 0;
    for (int id : reachable(roots)) {
      if (!graph.isConstant(id)
          && node(id) instanceof ENode.Apply(Operator operator, _)
          && isOwnFunction(operator)) {
        functions++;
      }
    }
    return functions;
  }

  private final class Pricing {
    private final Map<Integer, Shape> shapes = new HashMap<>();
    private final Set<Integer> open = new HashSet<>();
    private final Map<Integer, Double> readyPs = new HashMap<>();
    private double area;

    /** Finds the shapes of a class and its parts; says whether it is no part of itself. */
    boolean shape(int id) {
      if (shapes.containsKey(id)) {
        return true;
      }
      if (!open.add(id)) {
        return false;
      }
      ENode node = node(id);
      for (int child : node.children()) {
        if (!shape(graph.find(child))) {
          return false;
        }
      }
      open.remove(id);
      shapes.put(id, shape(id, node));
      return true;
    }

    private Shape known(int id) {
      Shape shape = shapes.get(graph.find(id));
      if (shape == null) {
        throw new IllegalStateException("class " + id + " is not looked at");
      }
      return shape;
    }

    private Shape shape(int id, ENode node) {
      if (!(node instanceof ENode.Apply(Operator operator, List<Integer> arguments))) {
        return new Shape(node instanceof ENode.Input ? id : -1, false);
      }
      Set<Integer> indices = new HashSet<>();
      boolean isFunction = false;
      for (int argument : arguments) {
        if (!graph.isConstant(argument)) {
          indices.add(known(argument).index());
          isFunction |= known(argument).isFunction();
        }
      }
      boolean isOne = indices.size() == 1 && !indices.contains(-1);
      boolean ownFunction = isOwnFunction(operator);
      if (isOne) {
        return new Shape(indices.iterator().next(), isFunction || ownFunction);
      }
      if (ownFunction) {
        List<Integer> varying =
            arguments.stream()
                .filter(a -> !graph.isConstant(a))
                .map(graph::find)
                .distinct()
                .toList();
        return new Shape(varying.size() == 1 ? varying.getFirst() : -1, varying.size() == 1);
      }
      return new Shape(-1, false);
    }

    /** {@return when a class is there, after its area has been added} */
    double visit(int id) {
      Double known = readyPs.get(id);
      if (known != null) {
        return known;
      }
      double ready = graph.isConstant(id) ? 0 : made(id, node(id));
      readyPs.put(id, ready);
      return ready;
    }

    private double made(int id, ENode node) {
      Shape shape = known(id);
      if (shape.isFunction() && shape.index() != id) {
        area += area(Role.FUNCTION);
        return visit(shape.index()) + delayPs(Role.FUNCTION);
      }
      area += own(node);
      double ready = 0;
      for (int child : node.children()) {
        ready = Math.max(ready, visit(graph.find(child)));
      }
      return ready + ownPs(node);
    }
  }

  private static boolean isOwnFunction(Operator operator) {
    Role role = Role.of(operator);
    return role == Role.FUNCTION || role == Role.JUMPING_FUNCTION;
  }

  private double area(Role role) {
    Double area = prices.byRole().get(role);
    if (area == null) {
      throw new IllegalStateException("no price of " + role);
    }
    return area;
  }

  private int delayPs(Role role) {
    Integer delay = prices.delayByRole().get(role);
    if (delay == null) {
      throw new IllegalStateException("no delay of " + role);
    }
    return delay;
  }

  private double own(ENode node) {
    if (!(node instanceof ENode.Apply(Operator operator, List<Integer> arguments))) {
      return 0;
    }
    Double factor = factor(operator, arguments);
    if (factor != null) {
      return isPowerOfTwo(factor) ? 0 : prices.constantProduct();
    }
    return area(Role.of(operator));
  }

  private double ownPs(ENode node) {
    if (!(node instanceof ENode.Apply(Operator operator, List<Integer> arguments))) {
      return 0;
    }
    Double factor = factor(operator, arguments);
    if (factor != null) {
      return isPowerOfTwo(factor) ? 0 : prices.constantProductPs();
    }
    return delayPs(Role.of(operator));
  }

  /** {@return the number in a product or quotient with a number, null if there is none} */
  private @Nullable Double factor(Operator operator, List<Integer> arguments) {
    int a = arguments.getFirst();
    int b = arguments.getLast();
    if (operator == Operator.MULTIPLY && graph.isConstant(a)) {
      return graph.range(a).lo();
    }
    if ((operator == Operator.MULTIPLY || operator == Operator.DIVIDE) && graph.isConstant(b)) {
      return graph.range(b).lo();
    }
    return null;
  }

  private static boolean isPowerOfTwo(double factor) {
    return Math.abs(factor) == Math.scalb(1.0, Math.getExponent(factor));
  }

  private Expr formula(int root, Map<Integer, Expr> made) {
    int id = graph.find(root);
    Expr known = made.get(id);
    if (known != null) {
      return known;
    }
    Expr formula =
        switch (node(id)) {
          case ENode.Value(double value) -> Expr.constant(value);
          case ENode.Input(String name) -> Expr.variable(name);
          case ENode.Apply(Operator operator, List<Integer> arguments) ->
              new Expr.Apply(operator, arguments.stream().map(a -> formula(a, made)).toList());
        };
    made.put(id, formula);
    return formula;
  }
}
