package io.formgate.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random expressions, the same for the same source of randomness. */
final class RandomExprs {
  static final List<String> COLUMNS = List.of("x", "y", "sin", "größe_2");

  private static final List<Operator> OPERATORS = List.of(Operator.values());

  private static final double[] SPECIAL = {
    0,
    1,
    -1,
    2,
    3,
    4,
    0.5,
    -2,
    -3,
    0.1,
    1e7,
    -1e7,
    9_999_999,
    1e-5,
    123.456,
    4.9e-324,
    -4.9e-324,
    1e300,
    -1e-300,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.MIN_NORMAL,
    1.0 / 3
  };

  /** Custom operators and holes of forms. */
  static final Vocabulary VOCABULARY =
      new Vocabulary(
          Set.of(),
          Map.of(
              "twice", new Definition("twice", List.of("a"), parse("a + a")),
              "mix", new Definition("mix", List.of("a", "b"), parse("a*b - 1"))),
          true);

  /** Names of calls, and how many arguments each has. */
  private static final List<Map.Entry<String, Integer>> CALLS =
      List.of(
          Map.entry("twice", 1),
          Map.entry("mix", 2),
          Map.entry("?1", 0),
          Map.entry("?2", 1),
          Map.entry("?sin", 3),
          Map.entry("hole", 2),
          Map.entry(Expansion.DERIVATIVE, 2));

  private RandomExprs() {}

  private static Expr parse(String text) {
    return FormulaParser.parse(new SourceText("f", text));
  }

  /** {@return an expression of operators} */
  static Expr any(Random random, int depth) {
    return any(random, depth, false);
  }

  /** {@return an expression of operators, calls of definitions, and holes} */
  static Expr withCalls(Random random, int depth) {
    return any(random, depth, true);
  }

  private static Expr call(Random random, int depth) {
    Map.Entry<String, Integer> call = CALLS.get(random.nextInt(CALLS.size()));
    List<Expr> arguments = new ArrayList<>();
    for (int i = 0; i < call.getValue(); i++) {
      arguments.add(any(random, depth - 1, true));
    }
    if (call.getKey().equals(Expansion.DERIVATIVE)) {
      // A derivative stays a call only while a call is in it.
      return new Expr.Call(
          call.getKey(),
          List.of(
              Expr.apply(Operator.SUBTRACT, arguments.getFirst(), new Expr.Call("?1", List.of())),
              Expr.variable("y")));
    }
    return new Expr.Call(call.getKey(), arguments);
  }

  private static Expr any(Random random, int depth, boolean calls) {
    if (calls && depth > 0 && random.nextInt(8) == 0) {
      return call(random, depth);
    }
    int kind = depth == 0 ? random.nextInt(2) : random.nextInt(8);
    if (kind == 0) {
      return Expr.constant(
          random.nextBoolean()
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
    } else if (kind == 1) {
      return Expr.variable(COLUMNS.get(random.nextInt(COLUMNS.size())));
    }
    Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    Expr[] arguments = new Expr[operator.arity()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = any(random, depth - 1, calls);
    }
    return Expr.apply(operator, arguments);
  }
}
