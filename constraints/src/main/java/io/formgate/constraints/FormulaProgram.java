package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A formula as nodes in postfix order, evaluated at points and on boxes. */
final class FormulaProgram {
  /**
   * One node.
   *
   * @param operator empty for a leaf
   * @param variable index of the variable, -1 if it is none
   * @param constant value of a constant
   * @param arguments positions of the arguments
   */
  record Node(Optional<Operator> operator, int variable, double constant, List<Integer> arguments) {
    /** Copies the list. */
    Node {
      arguments = List.copyOf(arguments);
    }
  }

  private final List<Node> nodes = new ArrayList<>();
  private final int[][] arguments;
  private final double[][] operands;
  private final double[] values;
  private final Interval[] constants;
  private double largest;

  /**
   * Compiles a formula.
   *
   * @param e without calls
   * @param variables names of the variables, in the order of points and boxes
   */
  FormulaProgram(Expr e, List<String> variables) {
    add(e, variables);
    arguments = new int[nodes.size()][];
    operands = new double[nodes.size()][];
    constants = new Interval[nodes.size()];
    values = new double[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      arguments[i] = nodes.get(i).arguments().stream().mapToInt(Integer::intValue).toArray();
      operands[i] = new double[arguments[i].length];
      constants[i] = Interval.of(nodes.get(i).constant());
    }
  }

  private int add(Expr e, List<String> variables) {
    Node node =
        switch (e) {
          case Expr.Constant(double value) -> new Node(Optional.empty(), -1, value, List.of());
          case Expr.Variable(String name) -> {
            int index = variables.indexOf(name);
            if (index < 0) {
              throw new IllegalArgumentException("no range of " + name);
            }
            yield new Node(Optional.empty(), index, 0, List.of());
          }
          case Expr.Apply(Operator operator, List<Expr> parts) -> {
            List<Integer> positions = new ArrayList<>();
            for (Expr part : parts) {
              positions.add(add(part, variables));
            }
            yield new Node(Optional.of(operator), -1, 0, positions);
          }
          case Expr.Call(String name, _) ->
              throw new IllegalArgumentException("the call of " + name + " has no shape");
        };
    nodes.add(node);
    return nodes.size() - 1;
  }

  int size() {
    return nodes.size();
  }

  Node node(int i) {
    return nodes.get(i);
  }

  int[] arguments(int i) {
    return arguments[i];
  }

  /** {@return the value at a point} */
  double evaluate(double[] point) {
    largest = 0;
    for (int i = 0; i < values.length; i++) {
      Node node = nodes.get(i);
      if (node.operator().isPresent()) {
        for (int k = 0; k < operands[i].length; k++) {
          operands[i][k] = values[arguments[i][k]];
        }
        values[i] = node.operator().get().evaluate(operands[i]);
      } else {
        values[i] = node.variable() >= 0 ? point[node.variable()] : node.constant();
      }
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return values[values.length - 1];
  }

  /** {@return the largest magnitude of a node at the last point, NaN if a node was undefined} */
  double largest() {
    return largest;
  }

  /**
   * Bounds every node on a box.
   *
   * @param box interval of every variable
   * @param out one entry for each node, overwritten
   */
  void bound(Interval[] box, Interval[] out) {
    for (int i = 0; i < out.length; i++) {
      Node node = nodes.get(i);
      if (node.operator().isPresent()) {
        out[i] = Bounds.apply(node.operator().get(), arguments[i], out);
      } else {
        out[i] = node.variable() >= 0 ? box[node.variable()] : constants[i];
      }
    }
  }
}
