package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.random.RandomGenerator;

/** Draws random leaves, operators and trees. */
final class TreeGrower {
  private final Operator[] all;
  private final Operator[] unary;
  private final Operator[] binary;
  private final int variables;
  private final double constantProbability;

  TreeGrower(SearchOptions options, int variables) {
    all = options.operators().toArray(Operator[]::new);
    unary = options.operators().stream().filter(o -> o.arity() == 1).toArray(Operator[]::new);
    binary = options.operators().stream().filter(o -> o.arity() == 2).toArray(Operator[]::new);
    this.variables = variables;
    constantProbability = variables == 0 ? 1 : options.constantProbability();
  }

  int variables() {
    return variables;
  }

  Operator operator(RandomGenerator random) {
    return all[random.nextInt(all.length)];
  }

  Operator operator(int arity, RandomGenerator random) {
    Operator[] from = arity == 1 ? unary : binary;
    return from[random.nextInt(from.length)];
  }

  /** Appends a constant or a variable. */
  void leaf(Tape out, RandomGenerator random) {
    if (random.nextDouble() < constantProbability) {
      out.addConstant(random.nextGaussian());
    } else {
      out.addVariable(random.nextInt(variables));
    }
  }

  /** Appends a tree with at most so many nodes, and often fewer. */
  void tree(Tape out, int maxNodes, RandomGenerator random) {
    if (maxNodes < 2 || random.nextInt(maxNodes) == 0) {
      leaf(out, random);
      return;
    }
    Operator operator = operator(random);
    if (operator.arity() == 1) {
      tree(out, maxNodes - 1, random);
    } else if (maxNodes < 3) {
      leaf(out, random);
      return;
    } else {
      int left = 1 + random.nextInt(maxNodes - 2);
      tree(out, left, random);
      tree(out, maxNodes - 1 - left, random);
    }
    out.addOperator(operator);
  }
}
