package io.formgate.benchmarks;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Modules of a given number of formula nodes: random formulas of about {@value #FORMULA_NODES}
 * nodes each, sums of terms that are defined on all of the inputs' ranges.
 */
final class SizedModule {
  /** Nodes from which a formula gets no more terms. */
  static final int FORMULA_NODES = 17;

  private static final Interval RANGE = new Interval(-2.5, 2.5);

  private final SplittableRandom random;
  private final int inputs;

  private SizedModule(SplittableRandom random, int inputs) {
    this.random = random;
    this.inputs = inputs;
  }

  /**
   * {@return a module; always the same for the same arguments}
   *
   * @param nodes formula nodes of all outputs together; at least so many, and less than a formula
   *     more
   * @param seed any
   */
  static QuantizerRequest of(int nodes, long seed) {
    int inputs = nodes <= 20 ? 4 : nodes <= 200 ? 8 : 16;
    List<QuantizerRequest.InputPort> ports = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      ports.add(new QuantizerRequest.InputPort("x" + i, format("fixed<12,3>"), RANGE));
    }
    SizedModule module = new SizedModule(new SplittableRandom(seed), inputs);
    List<QuantizerRequest.OutputPort> outputs = new ArrayList<>();
    for (int made = 0; made < nodes; ) {
      Expr formula = module.formula();
      made += formula.size();
      outputs.add(
          new QuantizerRequest.OutputPort(
              "y" + outputs.size(),
              formula,
              format("fixed<24,12>"),
              true,
              new Tolerance(0.01, 0.05)));
    }
    return new QuantizerRequest("sized" + nodes, ports, outputs);
  }

  private static FixedFormat format(String text) {
    return FixedFormat.parse(text).orElseThrow();
  }

  private Expr formula() {
    StringBuilder text = new StringBuilder(term());
    while (parsed(text).size() < FORMULA_NODES) {
      text.append(random.nextBoolean() ? " + " : " - ").append(term());
    }
    return parsed(text);
  }

  private static Expr parsed(CharSequence text) {
    return FormulaParser.parse(new SourceText("<formula>", text.toString()));
  }

  private String term() {
    return switch (random.nextInt(11)) {
      case 0 -> constant() + "*" + input();
      case 1 -> input() + "*" + sum();
      case 2 -> "square" + sum();
      case 3 -> "abs" + sum();
      case 4 -> "max(" + input() + ", " + sum() + ")";
      case 5 -> "min(" + sum() + ", " + input() + ")";
      case 6 -> constant() + "*sin" + sum();
      case 7 -> input() + "*cos" + sum();
      case 8 -> "sqrt(square(" + input() + ") + square" + sum() + " + " + constant() + ")";
      case 9 -> "exp(-square" + sum() + ")*" + input();
      default -> sum() + "/(square(" + input() + ") + " + constant() + " + 1)";
    };
  }

  private String sum() {
    return "("
        + (random.nextBoolean() ? "" : constant() + "*")
        + input()
        + (random.nextBoolean() ? " + " : " - ")
        + constant()
        + "*"
        + input()
        + ")";
  }

  private String input() {
    return "x" + random.nextInt(inputs);
  }

  private String constant() {
    return String.format(Locale.ROOT, "%.3f", random.nextDouble(0.3, 1.5));
  }
}
