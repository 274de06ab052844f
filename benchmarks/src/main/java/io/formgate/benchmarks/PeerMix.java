package io.formgate.benchmarks;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Dataset;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import io.formgate.search.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Operators of random trees on which evaluators are compared. */
enum PeerMix {
  /** No quotient. */
  SUMS("+ - *"),
  /** Quotients too. */
  QUOTIENTS("+ - * /"),
  /** Functions too. */
  FUNCTIONS("+ - * / sin exp log sqrt abs");

  /** Columns of inputs, uniform from -1 to 1. */
  static final int INPUTS = 10;

  /** Nodes that no tree exceeds. */
  static final int LONGEST = 32;

  /** Of a tree's mean squared difference from the target, so that no rounding decides. */
  private static final double LARGEST_LOSS = 1e6;

  private static final double CONSTANT_LEAVES = 0.3;
  private static final Map<String, Operator> OPERATORS =
      Map.of(
          "+", Operator.ADD,
          "-", Operator.SUBTRACT,
          "*", Operator.MULTIPLY,
          "/", Operator.DIVIDE,
          "sin", Operator.SIN,
          "exp", Operator.EXP,
          "log", Operator.LOG,
          "sqrt", Operator.SQRT,
          "abs", Operator.ABS);

  private final String shown;

  PeerMix(String shown) {
    this.shown = shown;
  }

  /** {@return the operators as in a spec} */
  String shown() {
    return shown;
  }

  private List<Operator> operators() {
    return Stream.of(shown.split(" ", -1)).map(PeerMix::operator).toList();
  }

  private static Operator operator(String name) {
    return Objects.requireNonNull(OPERATORS.get(name), name);
  }

  private static String name(Operator operator) {
    return OPERATORS.keySet().stream()
        .filter(name -> operator(name) == operator)
        .findFirst()
        .orElseThrow();
  }

  /** {@return the columns of inputs and, last, the target: uniform from -1 to 1} */
  static double[][] columns(int rows) {
    RandomSource random = new RandomSource(1);
    double[][] columns = new double[INPUTS + 1][rows];
    for (double[] column : columns) {
      for (int i = 0; i < rows; i++) {
        column[i] = 2 * random.nextDouble() - 1;
      }
    }
    return columns;
  }

  /** {@return the first rows of columns} */
  static RowBlocks rows(double[][] columns, int rows) {
    List<String> names = IntStream.range(0, columns.length).mapToObj(i -> "x" + i).toList();
    double[][] cut =
        Arrays.stream(columns).map(c -> Arrays.copyOf(c, rows)).toArray(double[][]::new);
    return new RowBlocks(new Dataset(names, cut), names.subList(0, INPUTS), "x" + INPUTS);
  }

  /**
   * {@return random trees that are finite and of moderate size on all rows}
   *
   * @param count how many
   * @param shortest nodes
   * @param longest nodes, at most {@link #LONGEST}
   * @param constants of every tree; negative for any number
   */
  List<Tape> trees(int count, int shortest, int longest, int constants, RowBlocks rows) {
    RandomSource random = new RandomSource(2);
    List<Operator> operators = operators();
    BatchEvaluator evaluator = new BatchEvaluator(rows, LONGEST);
    List<Tape> trees = new ArrayList<>();
    while (trees.size() < count) {
      Tape tape = new Tape(2 * LONGEST);
      grow(tape, shortest + random.nextInt(longest - shortest + 1), operators, random);
      if (tape.length() >= shortest
          && tape.length() <= longest
          && (constants < 0 || tape.constants() == constants)
          && evaluator.loss(tape) < LARGEST_LOSS * rows.rows()) {
        trees.add(tape.copy());
      }
    }
    return trees;
  }

  private static void grow(Tape tape, int nodes, List<Operator> operators, RandomSource random) {
    if (nodes < 2) {
      if (random.nextDouble() < CONSTANT_LEAVES) {
        // A constant that float32 holds too.
        tape.addConstant((float) (2 * random.nextDouble() - 1));
      } else {
        tape.addVariable(random.nextInt(INPUTS));
      }
      return;
    }
    Operator operator = operators.get(random.nextInt(operators.size()));
    if (operator.arity() == 1) {
      grow(tape, nodes - 1, operators, random);
    } else {
      int left = 1 + random.nextInt(Math.max(1, nodes - 2));
      grow(tape, left, operators, random);
      grow(tape, Math.max(1, nodes - 1 - left), operators, random);
    }
    tape.addOperator(operator);
  }

  /** {@return a tree in postfix order} */
  static String postfix(Tape tape) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < tape.length(); i++) {
      words.add(
          tape.isConstant(i)
              ? Double.toString(tape.constantAt(i))
              : tape.isVariable(i) ? "x" + tape.variableAt(i) : name(tape.operatorAt(i)));
    }
    return String.join(" ", words);
  }
}
