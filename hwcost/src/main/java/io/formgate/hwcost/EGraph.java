package io.formgate.hwcost;

import io.formgate.datapath.ExactNumbers;
import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Classes of formulas that are equal over the reals, wherever they are defined (an e-graph, Nelson
 * and Oppen 1980; Willsey et al., egg, 2021).
 *
 * <p>Of each class it is known which values it can have on the ranges of the inputs, which are the
 * values that all of its formulas can have, and on which inputs it depends. A number that is the
 * result of others stays a formula of them, so that nothing is rounded here; only results that are
 * exact become numbers.
 */
final class EGraph {
  private static final Interval EVERYTHING =
      new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private static final class EClass {
    final Set<ENode> nodes = new LinkedHashSet<>();
    Interval range;
    Set<String> inputs;

    EClass(Interval range, Set<String> inputs) {
      this.range = range;
      this.inputs = inputs;
    }
  }

  private final Map<String, Interval> inputRanges;
  private final List<Integer> parents = new ArrayList<>();
  private final Map<Integer, EClass> classes = new LinkedHashMap<>();
  private final Map<ENode, Integer> byNode = new LinkedHashMap<>();
  private boolean isDirty;

  /**
   * Makes an empty graph.
   *
   * @param inputRanges values of each input
   */
  EGraph(Map<String, Interval> inputRanges) {
    this.inputRanges = inputRanges;
  }

  /** {@return the class that stands for a class now} */
  int find(int id) {
    int root = id;
    while (parents.get(root) != root) {
      root = parents.get(root);
    }
    for (int i = id; parents.get(i) != root; ) {
      int next = parents.get(i);
      parents.set(i, root);
      i = next;
    }
    return root;
  }

  /** {@return the classes in the order in which they were made} */
  List<Integer> classes() {
    return List.copyOf(classes.keySet());
  }

  /** {@return nodes of all classes} */
  int size() {
    return byNode.size();
  }

  /** {@return the nodes of a class} */
  Set<ENode> nodes(int id) {
    return Collections.unmodifiableSet(of(id).nodes);
  }

  /** {@return values that a class can have on the ranges of the inputs} */
  Interval range(int id) {
    return of(id).range;
  }

  /** {@return the inputs on which a class depends} */
  Set<String> inputs(int id) {
    return of(id).inputs;
  }

  /** {@return whether a class is a number} */
  boolean isConstant(int id) {
    return of(id).inputs.isEmpty();
  }

  private EClass of(int id) {
    EClass c = classes.get(find(id));
    if (c == null) {
      throw new IllegalStateException("no class " + id);
    }
    return c;
  }

  /** {@return the class of a formula} */
  int add(Expr formula) {
    return switch (formula) {
      case Expr.Constant(double value) -> add(new ENode.Value(value));
      case Expr.Variable(String name) -> add(new ENode.Input(name));
      case Expr.Apply(Operator operator, List<Expr> arguments) ->
          add(new ENode.Apply(operator, arguments.stream().map(this::add).toList()));
      case Expr.Call(String name, _) ->
          throw new IllegalArgumentException("a call is not expanded: " + name);
    };
  }

  /** {@return the class of a node} */
  int add(ENode node) {
    ENode canonical = node.mapped(this::find);
    Integer known = byNode.get(canonical);
    if (known != null) {
      return find(known);
    }
    int id = parents.size();
    parents.add(id);
    EClass made = new EClass(rangeOf(canonical), inputsOf(canonical));
    made.nodes.add(canonical);
    classes.put(id, made);
    byNode.put(canonical, id);
    if (canonical instanceof ENode.Apply apply && made.inputs.isEmpty()) {
      double exact = exact(apply);
      if (!Double.isNaN(exact)) {
        return union(id, add(new ENode.Value(exact)));
      }
    }
    return id;
  }

  private Interval rangeOf(ENode node) {
    return switch (node) {
      case ENode.Value(double value) -> Interval.of(value);
      case ENode.Input(String name) -> inputRanges.getOrDefault(name, EVERYTHING);
      case ENode.Apply(Operator operator, List<Integer> arguments) -> {
        Interval range = operator.evaluate(arguments.stream().map(this::range).toList());
        yield range.isEmpty() ? EVERYTHING : range;
      }
    };
  }

  private Set<String> inputsOf(ENode node) {
    Set<String> inputs = new LinkedHashSet<>();
    if (node instanceof ENode.Input(String name)) {
      inputs.add(name);
    }
    node.children().forEach(c -> inputs.addAll(inputs(c)));
    return inputs;
  }

  /** {@return the number that an operation on numbers is exactly, NaN if it is none} */
  private double exact(ENode.Apply node) {
    double[] values = new double[node.arguments().size()];
    for (int i = 0; i < values.length; i++) {
      Interval range = range(node.arguments().get(i));
      if (range.lo() != range.hi()) {
        return Double.NaN;
      }
      values[i] = range.lo();
    }
    return ExactNumbers.isExact(node.operator(), values)
        ? node.operator().evaluate(values)
        : Double.NaN;
  }

  /** {@return the class of two that are equal} */
  int union(int a, int b) {
    int kept = Math.min(find(a), find(b));
    int gone = Math.max(find(a), find(b));
    if (kept == gone) {
      return kept;
    }
    EClass from = of(gone);
    EClass to = of(kept);
    parents.set(gone, kept);
    classes.remove(gone);
    to.nodes.addAll(from.nodes);
    Set<String> inputs = new LinkedHashSet<>(to.inputs);
    inputs.retainAll(from.inputs);
    to.inputs = inputs;
    double lo = Math.max(to.range.lo(), from.range.lo());
    double hi = Math.min(to.range.hi(), from.range.hi());
    if (lo <= hi) {
      to.range = new Interval(lo, hi);
    }
    isDirty = true;
    return kept;
  }

  /** Joins classes whose nodes have become equal, until none are left. */
  void rebuild() {
    while (isDirty) {
      isDirty = false;
      Map<ENode, Integer> old = new LinkedHashMap<>(byNode);
      byNode.clear();
      for (Map.Entry<ENode, Integer> entry : old.entrySet()) {
        ENode canonical = entry.getKey().mapped(this::find);
        int id = find(entry.getValue());
        Integer other = byNode.putIfAbsent(canonical, id);
        if (other != null && find(other) != id) {
          union(other, id);
        }
      }
      for (EClass c : classes.values()) {
        List<ENode> canonical = c.nodes.stream().map(n -> n.mapped(this::find)).toList();
        c.nodes.clear();
        c.nodes.addAll(canonical);
      }
    }
  }
}
