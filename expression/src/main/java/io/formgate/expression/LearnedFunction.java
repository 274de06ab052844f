package io.formgate.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A function whose values were learned from data, and which a circuit looks up: a formula like all
 * others, which text writes as a call of {@value #NAME} with its numbers.
 */
public sealed interface LearnedFunction permits LearnedTable, PairTable {
  /** Name under which text calls one. */
  String NAME = "tab";

  /** Digits of a name for people. */
  int HASH_DIGITS = 8;

  /** {@return what it is of: one value or two} */
  List<Expr> of();

  /** {@return its numbers, without what it is of} */
  List<Double> numbers();

  /** {@return the formula} */
  Expr toExpr();

  /** {@return the arguments of the call that text writes} */
  default List<Expr> callArguments() {
    List<Expr> arguments = new ArrayList<>(of());
    numbers().forEach(number -> arguments.add(Expr.constant(number)));
    return arguments;
  }

  /** {@return the name of its contents for people, such as {@code tab#09af3b21}} */
  default String shortName() {
    List<String> digits = numbers().stream().map(String::valueOf).toList();
    return NAME + "#" + Sha256.of(String.join(" ", digits)).substring(0, HASH_DIGITS);
  }

  /**
   * {@return the learned function that a formula is, if it is exactly that of one}
   *
   * @param e a formula
   */
  static Optional<LearnedFunction> of(Expr e) {
    if (!(e instanceof Expr.Apply(Operator top, _))) {
      return Optional.empty();
    }
    return top == Operator.ADD
        ? LearnedTable.of(e).map(t -> t)
        : top == Operator.COND ? PairTable.of(e).map(t -> t) : Optional.empty();
  }

  /**
   * {@return the learned function of a call in text, if its numbers make one}
   *
   * @param arguments of the call
   */
  static Optional<LearnedFunction> ofCall(List<Expr> arguments) {
    return isOfTwo(arguments)
        ? PairTable.ofCall(arguments).map(t -> t)
        : LearnedTable.ofCall(arguments).map(t -> t);
  }

  /**
   * {@return whether a call in text means one of two values: its second argument is no number}
   *
   * @param arguments of the call
   */
  static boolean isOfTwo(List<Expr> arguments) {
    return arguments.size() > 1 && !(arguments.get(1) instanceof Expr.Constant);
  }

  /**
   * {@return those of a formula, in the order of its text, each once}
   *
   * @param e the formula
   */
  static List<LearnedFunction> allOf(Expr e) {
    List<LearnedFunction> all = new ArrayList<>();
    List<Expr> open = new ArrayList<>(List.of(e));
    while (!open.isEmpty()) {
      Expr next = open.removeLast();
      Optional<LearnedFunction> learned = of(next);
      if (learned.isPresent()) {
        if (!all.contains(learned.get())) {
          all.add(learned.get());
        }
        open.addAll(learned.get().of().reversed());
      } else {
        open.addAll(next.children().reversed());
      }
    }
    return all;
  }

  /**
   * {@return the formula with a call by {@link #shortName} in the place of each, for people}
   *
   * @param e a formula no deeper than {@link FormulaParser#MAX_DEPTH}
   */
  static Expr named(Expr e) {
    return replaced(
        e,
        learned ->
            new Expr.Call(
                learned.shortName(), learned.of().stream().map(LearnedFunction::named).toList()));
  }

  /**
   * {@return the formula with another in the place of each}
   *
   * @param e a formula no deeper than {@link FormulaParser#MAX_DEPTH}
   * @param other what stands for a learned function
   */
  static Expr replaced(Expr e, Function<LearnedFunction, Expr> other) {
    Optional<LearnedFunction> learned = of(e);
    if (learned.isPresent()) {
      return other.apply(learned.get());
    }
    return switch (e) {
      case Expr.Constant c -> c;
      case Expr.Variable v -> v;
      case Expr.Apply(Operator operator, List<Expr> parts) ->
          new Expr.Apply(operator, parts.stream().map(p -> replaced(p, other)).toList());
      case Expr.Call(String name, List<Expr> parts) ->
          new Expr.Call(name, parts.stream().map(p -> replaced(p, other)).toList());
    };
  }
}
