package io.formgate.expression;

import io.formgate.expression.grammar.FormulaParser.ArgumentsContext;
import io.formgate.expression.grammar.FormulaParser.AtomContext;
import io.formgate.expression.grammar.FormulaParser.ComparisonContext;
import io.formgate.expression.grammar.FormulaParser.ConjunctionContext;
import io.formgate.expression.grammar.FormulaParser.ExpressionContext;
import io.formgate.expression.grammar.FormulaParser.GroupContext;
import io.formgate.expression.grammar.FormulaParser.HoleContext;
import io.formgate.expression.grammar.FormulaParser.MinusContext;
import io.formgate.expression.grammar.FormulaParser.NameContext;
import io.formgate.expression.grammar.FormulaParser.NegationContext;
import io.formgate.expression.grammar.FormulaParser.NumberContext;
import io.formgate.expression.grammar.FormulaParser.PlusContext;
import io.formgate.expression.grammar.FormulaParser.PowerContext;
import io.formgate.expression.grammar.FormulaParser.ProductContext;
import io.formgate.expression.grammar.FormulaParser.SignedContext;
import io.formgate.expression.grammar.FormulaParser.SumContext;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Builds an {@link Expr} from a parse tree and collects what the grammar cannot see. */
final class ExprBuilder {
  /** Stands in for a part that has a diagnostic, so that the rest is still checked. */
  static final Expr BROKEN = Expr.constant(0);

  private final SourceText source;
  private final int offset;
  private final Calls calls;
  private final List<Diagnostic> diagnostics;

  /**
   * Makes a builder.
   *
   * @param source the text
   * @param offset where in the text the parsed part begins
   * @param vocabulary what a formula may name
   * @param diagnostics takes the mistakes
   */
  ExprBuilder(SourceText source, int offset, Vocabulary vocabulary, List<Diagnostic> diagnostics) {
    this.source = source;
    this.offset = offset;
    this.diagnostics = diagnostics;
    calls = new Calls(vocabulary, diagnostics);
  }

  /** {@return the expression of a whole formula} */
  Expr build(ExpressionContext c) {
    Expr e = expression(c);
    return e.size() > FormulaParser.MAX_NODES ? tooLarge(c) : e;
  }

  private Expr tooLarge(ParserRuleContext c) {
    diagnostics.add(
        Diagnostic.at(
            DiagnosticCode.FORMULA_SIZE,
            span(c),
            "this has more than " + FormulaParser.MAX_NODES + " operators and operands",
            "split it into several formulas"));
    return BROKEN;
  }

  private Expr expression(ExpressionContext c) {
    Expr e = conjunction(c.conjunction(0));
    for (int i = 1; i < c.conjunction().size(); i++) {
      e = Expr.apply(Operator.OR, e, conjunction(c.conjunction(i)));
    }
    return e;
  }

  private Expr conjunction(ConjunctionContext c) {
    Expr e = negation(c.negation(0));
    for (int i = 1; i < c.negation().size(); i++) {
      e = Expr.apply(Operator.AND, e, negation(c.negation(i)));
    }
    return e;
  }

  private Expr negation(NegationContext c) {
    return c.negation() != null
        ? Expr.apply(Operator.NOT, negation(c.negation()))
        : comparison(c.comparison());
  }

  private Expr comparison(ComparisonContext c) {
    Expr left = sum(c.sum(0));
    return c.compare == null ? left : Expr.apply(sign(c.compare), left, sum(c.sum(1)));
  }

  private Expr sum(SumContext c) {
    List<ProductContext> terms = c.product();
    Expr e = product(terms.getFirst());
    for (int i = 1; i < terms.size(); i++) {
      e = Expr.apply(sign(c.signs.get(i - 1)), e, product(terms.get(i)));
    }
    return e;
  }

  private Expr product(ProductContext c) {
    List<SignedContext> factors = c.signed();
    Expr e = signed(factors.getFirst());
    for (int i = 1; i < factors.size(); i++) {
      e = Expr.apply(sign(c.signs.get(i - 1)), e, signed(factors.get(i)));
    }
    return e;
  }

  private static Operator sign(Token token) {
    return Operator.bySymbol(token.getText()).orElseThrow();
  }

  private Expr signed(SignedContext c) {
    return switch (c) {
      case MinusContext m -> minus(m);
      case PlusContext p -> signed(p.signed());
      case PowerContext p -> power(p);
      default -> throw new IllegalStateException("no signed part: " + c.getClass());
    };
  }

  /** A minus directly before a number makes a negative number, so that it prints as it reads. */
  private Expr minus(MinusContext c) {
    if (c.signed() instanceof PowerContext p
        && p.signed() == null
        && p.atom() instanceof NumberContext n) {
      return number(n.NUMBER().getSymbol(), -1);
    }
    return Expr.apply(Operator.NEGATE, signed(c.signed()));
  }

  private Expr power(PowerContext c) {
    Expr base = atom(c.atom());
    if (c.signed() == null) {
      return base;
    }
    Expr exponent = folded(signed(c.signed()));
    return exponent instanceof Expr.Constant(double value)
        ? power(base, value)
        : Expr.apply(Operator.POWER, base, exponent);
  }

  /** Powers that have an operator of their own become it. */
  private static Expr power(Expr base, double exponent) {
    if (exponent == 1) {
      return base;
    } else if (exponent == 2) {
      return Expr.apply(Operator.SQUARE, base);
    } else if (exponent == 3) {
      return Expr.apply(Operator.CUBE, base);
    } else if (exponent == 4) {
      return Expr.apply(Operator.SQUARE, Expr.apply(Operator.SQUARE, base));
    } else if (exponent == 0.5) {
      return Expr.apply(Operator.SQRT, base);
    } else if (exponent == -1) {
      return Expr.apply(Operator.INVERSE, base);
    } else {
      return Expr.apply(Operator.POWER, base, Expr.constant(exponent));
    }
  }

  /** An exponent such as {@code (1/3)} or {@code -(2)} is the number that it means. */
  private static Expr folded(Expr e) {
    if (!(e instanceof Expr.Apply(Operator operator, List<Expr> arguments))
        || !arguments.stream().allMatch(a -> a instanceof Expr.Constant)) {
      return e;
    }
    double value =
        operator.evaluate(
            arguments.stream().mapToDouble(a -> ((Expr.Constant) a).value()).toArray());
    return Double.isFinite(value) ? Expr.constant(value) : e;
  }

  private Expr atom(AtomContext c) {
    return switch (c) {
      case NumberContext n -> number(n.NUMBER().getSymbol(), 1);
      case NameContext n -> name(n);
      case HoleContext h ->
          calls.hole(h.HOLE().getText(), span(h.HOLE().getSymbol()), values(h.arguments()));
      case GroupContext g -> group(g);
      default -> throw new IllegalStateException("no atom: " + c.getClass());
    };
  }

  private Expr group(GroupContext c) {
    if (c.arguments().expression().size() == 1) {
      return expression(c.arguments().expression(0));
    }
    diagnostics.add(
        Diagnostic.at(
            DiagnosticCode.FORMULA_SYNTAX,
            span(c),
            "a pair stands only inside Piecewise",
            "write a call, or one expression in parentheses"));
    return BROKEN;
  }

  private Expr name(NameContext c) {
    SourceSpan at = span(c.NAME().getSymbol());
    String name = c.NAME().getText();
    if (c.arguments() == null) {
      return calls.name(name);
    }
    return calls.isPiecewise(name)
        ? piecewise(c.arguments(), at)
        : calls.call(name, at, values(c.arguments()));
  }

  private List<Expr> values(org.antlr.v4.runtime.@org.jspecify.annotations.Nullable RuleContext c) {
    List<Expr> values = new ArrayList<>();
    if (c instanceof ArgumentsContext arguments) {
      arguments.expression().forEach(e -> values.add(expression(e)));
    }
    return values;
  }

  /**
   * {@code Piecewise((a, c), (b, d), (z, True))}: the last pair holds whatever its condition is.
   */
  private Expr piecewise(ArgumentsContext c, SourceSpan at) {
    List<List<Expr>> pairs = new ArrayList<>();
    for (ExpressionContext argument : c.expression()) {
      GroupContext group = onlyGroup(argument);
      List<Expr> pair = group == null ? List.of() : values(group.arguments());
      if (pair.size() != 2) {
        diagnostics.add(
            Diagnostic.at(
                DiagnosticCode.FORMULA_ARITY,
                span(argument),
                "Piecewise takes pairs of a value and a condition",
                "write Piecewise((a, x > 0), (b, True))"));
        return BROKEN;
      }
      pairs.add(pair);
    }
    Expr last = pairs.getLast().get(1);
    if (!(last instanceof Expr.Constant(double truth) && truth > 0)) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_ARITY,
              at,
              "the last pair of Piecewise has a condition, so some values would be undefined",
              "end it with (value, True)"));
      return BROKEN;
    }
    Expr e = pairs.getLast().getFirst();
    for (List<Expr> pair : pairs.subList(0, pairs.size() - 1).reversed()) {
      e = Expr.apply(Operator.COND, pair.get(1), pair.get(0), e);
    }
    return e;
  }

  /** {@return the parentheses that an expression consists of, if it does} */
  private static @org.jspecify.annotations.Nullable GroupContext onlyGroup(ParserRuleContext c) {
    ParserRuleContext part = c;
    while (part.getChildCount() == 1 && part.getChild(0) instanceof ParserRuleContext inner) {
      part = inner;
    }
    return part instanceof GroupContext group ? group : null;
  }

  private Expr number(Token token, int sign) {
    String text = token.getText();
    double value = sign * Double.parseDouble(text);
    if (!Double.isFinite(value) || (value == 0 && text.matches("[0.]*[1-9].*"))) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_NUMBER,
              span(token),
              "the number cannot be held by a double",
              "magnitudes from 5e-324 to 1.79e308 are possible"));
      return BROKEN;
    }
    return Expr.constant(value);
  }

  private SourceSpan span(ParserRuleContext c) {
    return source.span(
        offset + c.getStart().getStartIndex(), offset + c.getStop().getStopIndex() + 1);
  }

  private SourceSpan span(Token token) {
    return source.span(offset + token.getStartIndex(), offset + token.getStopIndex() + 1);
  }
}
