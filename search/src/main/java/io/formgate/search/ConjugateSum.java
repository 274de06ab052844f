package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Adds to a subtree v under a function and its inverse: {@code log(exp(v) + w)}, {@code
 * sqrt(square(v) + square(w))} and {@code v/(1 + v/w)}, which is {@code 1/(1/v + 1/w)}, or with
 * minus signs.
 *
 * <p>Laws are full of such sums, and step by step evolution hardly comes to them: of two of the
 * three steps none is better than what was there before, and mostly both are far worse.
 */
final class ConjugateSum {
  /** Under which function the sum is taken. */
  private enum Kind {
    EXPONENTIAL,
    QUADRATIC,
    HARMONIC
  }

  private static final double ONE_PROBABILITY = 0.5;

  private final List<Kind> kinds = new ArrayList<>();
  private final List<Operator> signs = new ArrayList<>();

  /**
   * Finds the kinds that the operators allow.
   *
   * @param operators of the search
   */
  ConjugateSum(List<Operator> operators) {
    for (Operator sign : List.of(Operator.ADD, Operator.SUBTRACT)) {
      if (operators.contains(sign)) {
        signs.add(sign);
      }
    }
    if (signs.isEmpty()) {
      return;
    }
    if (operators.contains(Operator.EXP) && operators.contains(Operator.LOG)) {
      kinds.add(Kind.EXPONENTIAL);
    }
    if (operators.contains(Operator.SQUARE) && operators.contains(Operator.SQRT)) {
      kinds.add(Kind.QUADRATIC);
    }
    if (operators.contains(Operator.DIVIDE)) {
      kinds.add(Kind.HARMONIC);
    }
  }

  /** {@return whether there is no kind} */
  boolean isEmpty() {
    return kinds.isEmpty();
  }

  /**
   * Appends the sum.
   *
   * @param tape holds the subtree
   * @param root of the subtree
   * @param other appends what is added
   * @param out appended to; has room for twice the tape and the other
   * @param random the stream
   */
  void append(Tape tape, int root, Consumer<Tape> other, Tape out, RandomGenerator random) {
    int start = tape.subtreeStart(root);
    Operator sign = signs.get(random.nextInt(signs.size()));
    switch (kinds.get(random.nextInt(kinds.size()))) {
      case EXPONENTIAL -> {
        out.addAll(tape, start, root + 1);
        out.addOperator(Operator.EXP);
        if (random.nextDouble() < ONE_PROBABILITY) {
          out.addConstant(1);
        } else {
          other.accept(out);
          out.addOperator(Operator.EXP);
        }
        out.addOperator(sign);
        out.addOperator(Operator.LOG);
      }
      case QUADRATIC -> {
        out.addAll(tape, start, root + 1);
        out.addOperator(Operator.SQUARE);
        other.accept(out);
        out.addOperator(Operator.SQUARE);
        out.addOperator(sign);
        out.addOperator(Operator.SQRT);
      }
      case HARMONIC -> {
        out.addAll(tape, start, root + 1);
        out.addConstant(1);
        out.addAll(tape, start, root + 1);
        other.accept(out);
        out.addOperator(Operator.DIVIDE);
        out.addOperator(sign);
        out.addOperator(Operator.DIVIDE);
      }
    }
  }
}
