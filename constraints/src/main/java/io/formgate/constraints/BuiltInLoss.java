package io.formgate.constraints;

import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import io.formgate.expression.Vocabulary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The losses that have a name. The formulas are those of the table of losses in {@code
 * docs/spec-language.md}.
 */
enum BuiltInLoss {
  /** Squared difference. */
  MSE("", "square(prediction - target)"),
  /** Absolute difference. */
  MAE("", "abs(prediction - target)"),
  /** Squared below d, straight above. */
  HUBER(
      "d",
      "cond(abs(prediction - target) <= d,"
          + " 0.5*square(prediction - target), d*(abs(prediction - target) - 0.5*d))"),
  /** Logarithm of the hyperbolic cosine, written so that no exponential overflows. */
  LOGCOSH(
      "", "abs(prediction - target) + log1p(exp(-2*abs(prediction - target))) - " + Math.log(2)),
  /** The pinball loss, whose minimum is a quantile. */
  QUANTILE("t", "max(t*(target - prediction), (t - 1)*(target - prediction))"),
  /** The absolute difference beyond a width. */
  EPSILON("e", "relu(abs(prediction - target) - e)"),
  /** log(1 + exp(-m)) of the margin m, written so that no exponential overflows. */
  LOGISTIC("", "relu(-(prediction*target)) + log1p(exp(-abs(prediction*target)))"),
  /** What the margin lacks to 1. */
  HINGE("", "relu(1 - prediction*target)"),
  /** The squared difference of the margin from 1. */
  L2MARGIN("", "square(1 - prediction*target)"),
  /** Of all classes together, so it has no formula of one output. */
  CROSS_ENTROPY("", "");

  /** The formula of the squared difference. */
  static final Expr SQUARED_DIFFERENCE = FormulaParser.parse(new SourceText("mse", MSE.formula));

  private final String number;
  private final String formula;

  BuiltInLoss(String number, String formula) {
    this.number = number;
    this.formula = formula;
  }

  static Optional<BuiltInLoss> byName(String name) {
    return Stream.of(values()).filter(loss -> loss.symbol().equals(name)).findFirst();
  }

  static List<String> names() {
    return Stream.of(values()).map(BuiltInLoss::symbol).toList();
  }

  /** {@return the name that a spec uses} */
  String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean hasNumber() {
    return !number.isEmpty();
  }

  /** {@return how the loss is written} */
  String pattern() {
    return hasNumber() ? symbol() + "(" + number + ")" : symbol();
  }

  /** {@return the formula, with the letter of the number in its place} */
  String formula() {
    return formula;
  }

  /** {@return whether the number may have a value} */
  boolean allows(double value) {
    return switch (this) {
      case HUBER -> value > 0;
      case QUANTILE -> value > 0 && value < 1;
      case EPSILON -> value >= 0;
      case MSE, MAE, LOGCOSH, LOGISTIC, HINGE, L2MARGIN, CROSS_ENTROPY -> false;
    };
  }

  /** {@return what the number has to be, as the end of a sentence} */
  String range() {
    return switch (this) {
      case HUBER -> "has to be above 0";
      case QUANTILE -> "has to lie between 0 and 1";
      case EPSILON -> "has to be 0 or more";
      case MSE, MAE, LOGCOSH, LOGISTIC, HINGE, L2MARGIN, CROSS_ENTROPY -> "is not there";
    };
  }

  /** {@return the loss} */
  Loss make(String text, double value) {
    if (this == CROSS_ENTROPY) {
      return new Loss.CrossEntropy();
    }
    // The letter of the number is a variable, also where it is e.
    Vocabulary letter = new Vocabulary(Set.of(number), Map.of(), false);
    SourceText source = new SourceText(symbol(), formula);
    Expr e = FormulaParser.parse(source, 0, formula.length(), letter);
    return new Loss.Pointwise(
        text,
        hasNumber() ? Expansion.substitute(e, List.of(number), List.of(Expr.constant(value))) : e,
        this == MSE);
  }
}
