package io.formgate.cli;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Ratio;
import io.formgate.hwcost.AdditiveComplexity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The complexity of a formula as a sum over its nodes.
 *
 * @param formula with its output
 * @param complexity the sum, rounded if it was asked for
 * @param terms of the sum
 */
record FormulaComplexity(String formula, Number complexity, List<Term> terms) {
  /** Digits of a fraction that people are shown. */
  private static final int DIGITS = 6;

  /**
   * Nodes of a kind.
   *
   * @param operator its symbol, {@code variables} or {@code constants}
   * @param count how many
   * @param each what one counts
   * @param total what all count
   */
  record Term(String operator, int count, Number each, Number total) {}

  /** {@return the complexity of an output's formula} */
  static FormulaComplexity of(QuantizerRequest.OutputPort output, AdditiveComplexity sum) {
    return new FormulaComplexity(
        formula(output),
        number(sum.of(output.formula())),
        sum.terms(output.formula()).stream()
            .map(t -> new Term(t.symbol(), t.count(), number(t.each()), number(t.total())))
            .toList());
  }

  /** {@return the formula of an output, as {@code y = x + 1}} */
  static String formula(QuantizerRequest.OutputPort output) {
    return output.name() + " = " + FormulaPrinter.print(output.formula(), 6);
  }

  /** {@return the complexity of formulas together, each rounded by itself if it was asked for} */
  static Number together(List<QuantizerRequest.OutputPort> outputs, AdditiveComplexity sum) {
    Ratio all = new Ratio(0, 1);
    for (QuantizerRequest.OutputPort output : outputs) {
      all = all.plus(sum.of(output.formula()));
    }
    return number(all);
  }

  /** {@return a complexity as people read it} */
  static String show(Number complexity) {
    return complexity instanceof Long || complexity instanceof Integer
        ? complexity.toString()
        : Numbers.digits(complexity.doubleValue(), DIGITS);
  }

  private static Number number(Ratio ratio) {
    if (ratio.denominator() == 1) {
      return ratio.numerator();
    }
    return ratio.toDouble();
  }

  /** {@return the table of the sum} */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(row("operator", "count", "each", "complexity"));
    for (Term t : terms) {
      lines.add(row(t.operator, "" + t.count, show(t.each), show(t.total)));
    }
    lines.add(row("sum", "", "", show(complexity)));
    return lines;
  }

  private static String row(String operator, String count, String each, String total) {
    return String.format(Locale.ROOT, "  %-12s %5s %10s %10s", operator, count, each, total);
  }
}
