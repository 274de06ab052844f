package io.formgate.search;

import io.formgate.expression.Definition;
import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws random leaves, operators and trees. */
final class TreeGrower {
  private static final double WHOLE_PROBABILITY = 0.3;

  /** An operator of the search, built in or custom. */
  sealed interface Symbol {
    /** {@return the number of arguments} */
    int arity();

    /** Appends it; its arguments have been appended before. */
    void append(Tape out);

    /** Puts it in the place of one of the same arity. */
    void set(Tape tape, int position);

    /** {@return whether it stands at a position} */
    boolean standsAt(Tape tape, int position);
  }

  private record BuiltIn(Operator operator) implements Symbol {
    @Override
    public int arity() {
      return operator.arity();
    }

    @Override
    public void append(Tape out) {
      out.addOperator(operator);
    }

    @Override
    public void set(Tape tape, int position) {
      tape.setOperator(position, operator);
    }

    @Override
    public boolean standsAt(Tape tape, int position) {
      return !tape.isCall(position) && tape.operatorAt(position) == operator;
    }
  }

  private record Custom(int index, int arity) implements Symbol {
    @Override
    public void append(Tape out) {
      out.addCall(index, arity);
    }

    @Override
    public void set(Tape tape, int position) {
      tape.setCall(position, index);
    }

    @Override
    public boolean standsAt(Tape tape, int position) {
      return tape.isCall(position) && tape.definitionAt(position) == index;
    }
  }

  private final List<Symbol> all = new ArrayList<>();
  private final FormulaTemplate template;
  private final List<Integer> columns;
  private final double constantProbability;
  private final ConstantScales scales;

  TreeGrower(SearchOptions options, FormulaTemplate template, ConstantScales scales) {
    this.template = template;
    this.scales = scales;
    options.operators().forEach(operator -> all.add(new BuiltIn(operator)));
    for (Definition definition : template.definitions()) {
      // A custom operator without arguments is a constant.
      if (definition.arity() > 0) {
        all.add(new Custom(template.definitions().indexOf(definition), definition.arity()));
      }
    }
    columns = template.columns();
    constantProbability = columns.isEmpty() ? 1 : options.constantProbability();
  }

  /** {@return the variables that leaves are drawn from} */
  List<Integer> columns() {
    return columns;
  }

  /** {@return the operators, built in and custom} */
  List<Symbol> symbols() {
    return all;
  }

  Symbol symbol(RandomGenerator random) {
    return all.get(random.nextInt(all.size()));
  }

  Symbol symbol(int arity, RandomGenerator random) {
    List<Symbol> same = all.stream().filter(s -> s.arity() == arity).toList();
    return same.get(random.nextInt(same.size()));
  }

  /** Appends a constant or a variable. */
  void leaf(Tape out, RandomGenerator random) {
    if (random.nextDouble() < constantProbability) {
      out.addConstant(constant(random));
    } else {
      out.addVariable(columns.get(random.nextInt(columns.size())));
    }
  }

  /** Laws hold 1 and 2 more often than any other number, and a fit seldom ends exactly there. */
  private double constant(RandomGenerator random) {
    return random.nextDouble() < WHOLE_PROBABILITY
        ? 1 + random.nextInt(2)
        : random.nextGaussian() * scales.draw(random);
  }

  /** Appends a genome: random parameters, and for each hole a tree of at most so many nodes. */
  void genome(Tape out, int maxNodes, RandomGenerator random) {
    for (int i = 0; i < template.fixedLeaves(); i++) {
      out.addConstant(random.nextGaussian());
    }
    for (int i = 0; i < template.holes().size(); i++) {
      tree(out, maxNodes, random);
    }
  }

  /** Appends a tree with at most so many nodes, and often fewer. */
  void tree(Tape out, int maxNodes, RandomGenerator random) {
    if (maxNodes < 2 || random.nextInt(maxNodes) == 0) {
      leaf(out, random);
      return;
    }
    Symbol symbol = symbol(random);
    if (maxNodes <= symbol.arity()) {
      leaf(out, random);
      return;
    }
    int left = maxNodes - 1;
    for (int k = symbol.arity() - 1; k > 0; k--) {
      int part = 1 + random.nextInt(left - k);
      tree(out, part, random);
      left -= part;
    }
    tree(out, left, random);
    symbol.append(out);
  }
}
