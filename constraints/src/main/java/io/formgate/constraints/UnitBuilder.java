package io.formgate.constraints;

import io.formgate.constraints.grammar.SpecBaseVisitor;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.constraints.grammar.SpecParser.CodeContext;
import io.formgate.constraints.grammar.SpecParser.ExponentContext;
import io.formgate.constraints.grammar.SpecParser.FactorContext;
import io.formgate.constraints.grammar.SpecParser.GroupContext;
import io.formgate.constraints.grammar.SpecParser.OneContext;
import io.formgate.constraints.grammar.SpecParser.UnitContext;
import io.formgate.expression.DiagnosticCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;

/** Builds a {@link UnitExpression} from a parse tree; a part with a mistake counts as 1. */
final class UnitBuilder extends SpecBaseVisitor<UnitExpression> {
  private static final String MEND =
      "units are UCUM codes such as GeV, m, kg, s, K, V, rad and deg, where case matters; 1 for none";

  /** Text of a unit that is only a part of what the user wrote, and is never shown. */
  private static final String PART = "";

  private final Mistakes mistakes;

  private final Function<String, Optional<UnitExpression>> defined;

  UnitBuilder(Mistakes mistakes) {
    this(mistakes, name -> Optional.empty());
  }

  /**
   * Makes a builder.
   *
   * @param mistakes takes what is wrong
   * @param defined gives the units that the text itself defines
   */
  UnitBuilder(Mistakes mistakes, Function<String, Optional<UnitExpression>> defined) {
    this.mistakes = mistakes;
    this.defined = defined;
  }

  @Override
  public UnitExpression visitUnit(UnitContext c) {
    List<FactorContext> factors = c.factor();
    UnitExpression product = visit(factors.getFirst());
    for (int i = 0; i < c.op.size(); i++) {
      UnitExpression factor = visit(factors.get(i + 1));
      boolean over = c.op.get(i).getType() == SpecLexer.OVER;
      Dimension dimension;
      try {
        dimension =
            over
                ? product.dimension().divide(factor.dimension())
                : product.dimension().multiply(factor.dimension());
      } catch (ArithmeticException outOfRange) {
        return exponentOutOfRange(c);
      }
      double scale =
          over
              ? product.scaleToBase() / factor.scaleToBase()
              : product.scaleToBase() * factor.scaleToBase();
      product = unit(c, dimension, scale);
    }
    return new UnitExpression(mistakes.text(c), product.dimension(), product.scaleToBase());
  }

  @Override
  public UnitExpression visitFactor(FactorContext c) {
    UnitExpression base = visit(c.atom());
    if (c.exponent() == null) {
      return base;
    }
    try {
      Exponent power = exponent(c.exponent());
      return unit(c, base.dimension().power(power), Math.pow(base.scaleToBase(), power.toDouble()));
    } catch (ArithmeticException outOfRange) {
      return exponentOutOfRange(c);
    }
  }

  private static Exponent exponent(ExponentContext c) {
    long sign = c.MINUS() == null ? 1 : -1;
    long numerator = digits(c.NUMBER(0).getText());
    long denominator = c.NUMBER().size() > 1 ? digits(c.NUMBER(1).getText()) : 1;
    if (denominator == 0) {
      throw new ArithmeticException("the denominator of an exponent is 0");
    }
    return Exponent.of(sign * numerator, denominator);
  }

  private static long digits(String number) {
    if (!number.matches("[0-9]{1,9}")) {
      throw new ArithmeticException("not a short whole number: " + number);
    }
    return Long.parseLong(number);
  }

  @Override
  public UnitExpression visitCode(CodeContext c) {
    String code = mistakes.text(c).replaceAll("\\s", "");
    Optional<UnitExpression> own = defined.apply(code);
    if (own.isPresent()) {
      return own.get();
    }
    var unit = code.matches("[A-Za-z]+|\\[[A-Za-z_]+]") ? Ucum.lookUp(code) : null;
    if (unit == null || unit.isEmpty()) {
      mistakes.add(
          DiagnosticCode.UNIT_UNKNOWN,
          c,
          "there is no unit " + Mistakes.quote(code) + " that is proportional to base units",
          MEND);
      return UnitExpression.ONE;
    }
    return unit.get();
  }

  @Override
  public UnitExpression visitOne(OneContext c) {
    if (!c.getText().equals("1")) {
      mistakes.add(
          DiagnosticCode.UNIT_UNKNOWN,
          c,
          "a unit has no number in it but 1, so not " + Mistakes.quote(c.getText()),
          MEND);
    }
    return UnitExpression.ONE;
  }

  @Override
  public UnitExpression visitGroup(GroupContext c) {
    return visit(c.unit());
  }

  private UnitExpression unit(ParserRuleContext at, Dimension dimension, double scale) {
    if (!(scale > 0) || !Double.isFinite(scale)) {
      mistakes.add(DiagnosticCode.UNIT_UNKNOWN, at, "the unit is too large or too small", MEND);
      return UnitExpression.ONE;
    }
    return new UnitExpression(PART, dimension, scale);
  }

  private UnitExpression exponentOutOfRange(ParserRuleContext at) {
    mistakes.add(
        DiagnosticCode.UNIT_UNKNOWN,
        at,
        "an exponent of the unit is out of range",
        "exponents are whole numbers or fractions such as (1/2), from -"
            + Exponent.MAX_MAGNITUDE
            + " to "
            + Exponent.MAX_MAGNITUDE);
    return UnitExpression.ONE;
  }
}
