package io.formgate.hwcost;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Two formulas that are equal over the reals for all values of their letters that keep the side
 * conditions. Letters {@code k}, {@code m} and {@code n} stand for numbers, all others for any
 * formula.
 *
 * @param left what is looked for
 * @param right what is equal to it
 * @param conditions what values of letters have to keep
 */
record RewriteRule(Expr left, Expr right, List<Condition> conditions) {
  private static final String NUMBERS = "kmn";

  /** What the values of a letter have to keep, on the ranges of the inputs. */
  enum Condition {
    /** a is not negative. */
    A_NOT_NEGATIVE("a"),
    /** b is not negative. */
    B_NOT_NEGATIVE("b"),
    /** b is not zero. */
    B_NOT_ZERO("b"),
    /** c is not zero. */
    C_NOT_ZERO("c"),
    /** k is not zero. */
    K_NOT_ZERO("k"),
    /** n is not zero. */
    N_NOT_ZERO("n");

    private final String letter;

    Condition(String letter) {
      this.letter = letter;
    }

    /** {@return the letter} */
    String letter() {
      return letter;
    }

    /**
     * {@return whether all of some values keep it}
     *
     * @param values of the letter
     */
    boolean holds(Interval values) {
      return switch (this) {
        case A_NOT_NEGATIVE, B_NOT_NEGATIVE -> values.lo() >= 0;
        case B_NOT_ZERO, C_NOT_ZERO, K_NOT_ZERO, N_NOT_ZERO -> values.lo() > 0 || values.hi() < 0;
      };
    }
  }

  /** Copies the conditions. */
  RewriteRule {
    conditions = List.copyOf(conditions);
  }

  /**
   * {@return a rule as text}
   *
   * @param left formula that is looked for
   * @param right formula that is equal to it
   * @param conditions side conditions
   */
  static RewriteRule of(String left, String right, Condition... conditions) {
    return new RewriteRule(parsed(left), parsed(right), List.of(conditions));
  }

  private static Expr parsed(String formula) {
    return FormulaParser.parse(new SourceText("<rule>", formula));
  }

  /**
   * {@return whether a letter stands for numbers alone}
   *
   * @param letter of a rule
   */
  static boolean isNumber(String letter) {
    return NUMBERS.contains(letter);
  }

  /** Takes the classes for the letters of a match, and says whether more are wanted. */
  @FunctionalInterface
  interface Sink {
    boolean take(Map<String, Integer> letters);
  }

  /**
   * Looks for the left side in a class.
   *
   * @param graph the classes
   * @param id the class
   * @param sink takes the classes for the letters, for every way in which the left side is there
   * @return whether the sink wanted all of them
   */
  boolean match(EGraph graph, int id, Sink sink) {
    Map<String, Integer> letters = new HashMap<>();
    return match(
        graph,
        left,
        id,
        letters,
        () -> {
          for (Condition c : conditions) {
            if (!c.holds(graph.range(letters.getOrDefault(c.letter(), id)))) {
              return true;
            }
          }
          return sink.take(Map.copyOf(letters));
        });
  }

  /** Binds letters, goes on with what follows, and takes them back; false to stop. */
  private static boolean match(
      EGraph graph, Expr pattern, int id, Map<String, Integer> letters, BooleanSupplier next) {
    return switch (pattern) {
      case Expr.Constant(double value) ->
          !graph.nodes(id).contains(new ENode.Value(value)) || next.getAsBoolean();
      case Expr.Variable(String name) -> {
        Integer bound = letters.get(name);
        if (bound != null) {
          yield bound != graph.find(id) || next.getAsBoolean();
        }
        if (isNumber(name) && !graph.isConstant(id)) {
          yield true;
        }
        letters.put(name, graph.find(id));
        boolean more = next.getAsBoolean();
        letters.remove(name);
        yield more;
      }
      case Expr.Apply(Operator operator, List<Expr> parts) -> {
        boolean more = true;
        for (ENode node : graph.nodes(id)) {
          if (more
              && node instanceof ENode.Apply(Operator o, List<Integer> arguments)
              && o == operator) {
            more = match(graph, parts, arguments, 0, letters, next);
          }
        }
        yield more;
      }
      case Expr.Call(String name, _) -> throw new IllegalStateException("a rule calls " + name);
    };
  }

  private static boolean match(
      EGraph graph,
      List<Expr> parts,
      List<Integer> arguments,
      int i,
      Map<String, Integer> letters,
      BooleanSupplier next) {
    return i == parts.size()
        ? next.getAsBoolean()
        : match(
            graph,
            parts.get(i),
            arguments.get(i),
            letters,
            () -> match(graph, parts, arguments, i + 1, letters, next));
  }

  /**
   * {@return the class of the right side}
   *
   * @param graph the classes
   * @param letters classes for the letters
   */
  int instance(EGraph graph, Map<String, Integer> letters) {
    return instance(graph, right, letters);
  }

  private static int instance(EGraph graph, Expr part, Map<String, Integer> letters) {
    return switch (part) {
      case Expr.Constant(double value) -> graph.add(new ENode.Value(value));
      case Expr.Variable(String name) -> {
        Integer id = letters.get(name);
        if (id == null) {
          throw new IllegalStateException("only the right side of a rule has " + name);
        }
        yield id;
      }
      case Expr.Apply(Operator operator, List<Expr> parts) ->
          graph.add(
              new ENode.Apply(
                  operator, parts.stream().map(p -> instance(graph, p, letters)).toList()));
      case Expr.Call(String name, _) -> throw new IllegalStateException("a rule calls " + name);
    };
  }
}
