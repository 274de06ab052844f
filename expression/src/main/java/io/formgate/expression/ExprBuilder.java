package io.formgate.expression;

import io.formgate.expression.grammar.FormulaBaseVisitor;
import io.formgate.expression.grammar.FormulaParser.CallContext;
import io.formgate.expression.grammar.FormulaParser.ExpressionContext;
import io.formgate.expression.grammar.FormulaParser.GroupContext;
import io.formgate.expression.grammar.FormulaParser.MinusContext;
import io.formgate.expression.grammar.FormulaParser.NumberContext;
import io.formgate.expression.grammar.FormulaParser.PlusContext;
import io.formgate.expression.grammar.FormulaParser.PowerContext;
import io.formgate.expression.grammar.FormulaParser.ProductContext;
import io.formgate.expression.grammar.FormulaParser.SumContext;
import io.formgate.expression.grammar.FormulaParser.VariableContext;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Builds an {@link Expr} from a parse tree and collects what the grammar cannot see. */
final class ExprBuilder extends FormulaBaseVisitor<Expr> {
  /** Stands in for a part that has a diagnostic, so that the rest is still checked. */
  private static final Expr BROKEN = Expr.constant(0);

  private final SourceText source;
  private final List<Diagnostic> diagnostics;

  ExprBuilder(SourceText source, List<Diagnostic> diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
  }

  /** {@return the expression of a whole formula} */
  Expr build(ExpressionContext c) {
    Expr e = visit(c);
    return e.size() > FormulaParser.MAX_NODES ? tooLarge(c) : e;
  }

  private Expr tooLarge(ParserRuleContext c) {
    return broken(
        DiagnosticCode.FORMULA_SIZE,
        c,
        "with its powers written as products, this has more than "
            + FormulaParser.MAX_NODES
            + " operators and operands",
        "split it into several formulas");
  }

  @Override
  public Expr visitGroup(GroupContext c) {
    return visit(c.expression());
  }

  @Override
  public Expr visitNumber(NumberContext c) {
    return number(c.NUMBER().getSymbol(), 1);
  }

  @Override
  public Expr visitVariable(VariableContext c) {
    return Expr.variable(c.NAME().getText());
  }

  @Override
  public Expr visitPlus(PlusContext c) {
    return visit(c.expression());
  }

  /** A minus directly before a number makes a negative number, so that it prints as it reads. */
  @Override
  public Expr visitMinus(MinusContext c) {
    return c.expression() instanceof NumberContext n
        ? number(n.NUMBER().getSymbol(), -1)
        : Expr.apply(Operator.NEGATE, visit(c.expression()));
  }

  @Override
  public Expr visitSum(SumContext c) {
    return infix(c.op, c.expression());
  }

  @Override
  public Expr visitProduct(ProductContext c) {
    return infix(c.op, c.expression());
  }

  private Expr infix(Token op, List<ExpressionContext> operands) {
    Operator operator = Operator.bySymbol(op.getText()).orElseThrow();
    return Expr.apply(operator, visit(operands.get(0)), visit(operands.get(1)));
  }

  @Override
  public Expr visitPower(PowerContext c) {
    Expr base = visit(c.expression(0));
    Expr exponent = visit(c.expression(1));
    if (exponent instanceof Expr.Constant(double value)) {
      if (value == 1) {
        return base;
      } else if (value == 2) {
        return Expr.apply(Operator.SQUARE, base);
      } else if (value == 3) {
        // Cubes of cubes double the tree each time, so every one is checked.
        if (2 * base.size() + 2 > FormulaParser.MAX_NODES) {
          return tooLarge(c);
        }
        return Expr.apply(Operator.MULTIPLY, Expr.apply(Operator.SQUARE, base), base);
      } else if (value == 4) {
        return Expr.apply(Operator.SQUARE, Expr.apply(Operator.SQUARE, base));
      } else if (value == 0.5) {
        return Expr.apply(Operator.SQRT, base);
      } else if (value == -1) {
        return Expr.apply(Operator.DIVIDE, Expr.constant(1), base);
      }
    }
    return broken(
        DiagnosticCode.FORMULA_EXPONENT,
        c.expression(1),
        "no operator computes this power",
        "the exponents 1, 2, 3, 4, 0.5 and -1 are understood; write others as products");
  }

  @Override
  public Expr visitCall(CallContext c) {
    String name = c.NAME().getText();
    var operator = Operator.bySymbol(name);
    Token at = c.NAME().getSymbol();
    SourceSpan span = source.span(at.getStartIndex(), at.getStopIndex() + 1);
    if (operator.isEmpty()) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_FUNCTION,
              span,
              "there is no function '" + name + "'",
              "functions are " + functions()));
      return BROKEN;
    }
    List<Expr> arguments = c.expression().stream().map(this::visit).toList();
    if (arguments.size() != operator.get().arity()) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_ARITY,
              span,
              name + " takes " + operator.get().arity() + " arguments, not " + arguments.size(),
              "give it the arguments it needs"));
      return BROKEN;
    }
    return new Expr.Apply(operator.get(), arguments);
  }

  private Expr number(Token token, int sign) {
    double value = sign * Double.parseDouble(token.getText());
    boolean lost = value == 0 && token.getText().matches("[0.]*[1-9].*");
    if (!Double.isFinite(value) || lost) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_NUMBER,
              source.span(token.getStartIndex(), token.getStopIndex() + 1),
              "the number cannot be held by a double",
              "magnitudes from 5e-324 to 1.79e308 are possible"));
      return BROKEN;
    }
    return Expr.constant(value);
  }

  private Expr broken(DiagnosticCode code, ParserRuleContext at, String message, String mend) {
    int start = at.getStart().getStartIndex();
    int end = at.getStop().getStopIndex() + 1;
    diagnostics.add(Diagnostic.at(code, source.span(start, end), message, mend));
    return BROKEN;
  }

  private static String functions() {
    return Stream.of(Operator.values())
        .filter(o ->
            switch (o.notation()) {
              case CALL, CALL2 -> true;
              case SUM, PRODUCT, PREFIX_MINUS -> false;
            })
        .map(Operator::symbol)
        .collect(Collectors.joining(", "));
  }
}
