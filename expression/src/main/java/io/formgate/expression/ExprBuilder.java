package io.formgate.expression;

import io.formgate.expression.grammar.FormulaLexer;
import io.formgate.expression.grammar.FormulaParser.ArgumentsContext;
import io.formgate.expression.grammar.FormulaParser.AtomContext;
import io.formgate.expression.grammar.FormulaParser.ComparisonContext;
import io.formgate.expression.grammar.FormulaParser.ConjunctionContext;
import io.formgate.expression.grammar.FormulaParser.ExpressionContext;
import io.formgate.expression.grammar.FormulaParser.GroupContext;
import io.formgate.expression.grammar.FormulaParser.HoleContext;
import io.formgate.expression.grammar.FormulaParser.NameContext;
import io.formgate.expression.grammar.FormulaParser.NegationContext;
import io.formgate.expression.grammar.FormulaParser.NumberContext;
import io.formgate.expression.grammar.FormulaParser.ProductContext;
import io.formgate.expression.grammar.FormulaParser.SignedContext;
import io.formgate.expression.grammar.FormulaParser.SumContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds an {@link Expr} from a parse tree and collects what the grammar cannot see. */
final class ExprBuilder {
  /** Stands in for a part that has a diagnostic, so that the rest is still checked. */
  static final Expr BROKEN = Expr.constant(0);

  /** Most elements of a sum over a set. */
  private static final int MOST_SUMMED = 64;

  /** A number that is not 0, as written. */
  private static final Pattern NOT_NOUGHT = Pattern.compile("[0.]*[1-9].*");

  private final Calls calls;
  private final List<Diagnostic> diagnostics;

  /** Where each part is written first; null if nobody asks. */
  private final @Nullable Map<Expr, SourceSpan> places;

  /**
   * Makes a builder.
   *
   * @param calls gives names their meaning
   * @param diagnostics takes the mistakes
   */
  ExprBuilder(Calls calls, List<Diagnostic> diagnostics) {
    this(calls, diagnostics, null);
  }

  /**
   * Makes a builder that notes where parts are written.
   *
   * @param calls gives names their meaning
   * @param diagnostics takes the mistakes
   * @param places takes the first place of every part
   */
  ExprBuilder(Calls calls, List<Diagnostic> diagnostics, @Nullable Map<Expr, SourceSpan> places) {
    this.calls = calls;
    this.diagnostics = diagnostics;
    this.places = places;
  }

  private Expr placed(Expr e, ParserRuleContext c, int first, int last) {
    if (places != null) {
      places.putIfAbsent(e, span(c.getChild(first)).to(span(c.getChild(last))));
    }
    return e;
  }

  private SourceSpan span(ParseTree c) {
    return c instanceof TerminalNode leaf
        ? calls.span(leaf.getSymbol())
        : span((ParserRuleContext) c);
  }

  /** {@return the expression of a whole formula} */
  Expr build(ExpressionContext c) {
    Expr e = expression(c);
    if (Trees.isTooLarge(e)) {
      diagnostics.add(FormulaParser.tooLarge(span(c)));
      return BROKEN;
    }
    return e;
  }

  // The children of a level are its operands with an operator's token between each two.

  private Expr expression(ExpressionContext c) {
    Expr e = conjunction((ConjunctionContext) c.getChild(0));
    for (int i = 2; i < c.getChildCount(); i += 2) {
      e = Expr.apply(Operator.OR, e, conjunction((ConjunctionContext) c.getChild(i)));
      e = placed(e, c, 0, i);
    }
    return e;
  }

  private Expr conjunction(ConjunctionContext c) {
    Expr e = negation((NegationContext) c.getChild(0));
    for (int i = 2; i < c.getChildCount(); i += 2) {
      e = Expr.apply(Operator.AND, e, negation((NegationContext) c.getChild(i)));
      e = placed(e, c, 0, i);
    }
    return e;
  }

  private Expr negation(NegationContext c) {
    int nots = c.getChildCount() - 1;
    Expr e = comparison((ComparisonContext) c.getChild(nots));
    for (int i = 0; i < nots; i++) {
      e = placed(Expr.apply(Operator.NOT, e), c, nots - 1 - i, nots);
    }
    return e;
  }

  private Expr comparison(ComparisonContext c) {
    Expr left = sum((SumContext) c.getChild(0));
    return c.getChildCount() == 1
        ? left
        : placed(Expr.apply(sign(c.getChild(1)), left, sum((SumContext) c.getChild(2))), c, 0, 2);
  }

  private Expr sum(SumContext c) {
    Expr e = product((ProductContext) c.getChild(0));
    for (int i = 2; i < c.getChildCount(); i += 2) {
      e = Expr.apply(sign(c.getChild(i - 1)), e, product((ProductContext) c.getChild(i)));
      e = placed(e, c, 0, i);
    }
    return e;
  }

  private Expr product(ProductContext c) {
    Expr e = signed((SignedContext) c.getChild(0));
    for (int i = 2; i < c.getChildCount(); i += 2) {
      e = Expr.apply(sign(c.getChild(i - 1)), e, signed((SignedContext) c.getChild(i)));
      e = placed(e, c, 0, i);
    }
    return e;
  }

  private static Operator sign(ParseTree token) {
    return Operator.bySymbol(token.getText()).orElseThrow();
  }

  /** Goes from the last operand to the first: signs and powers group from the right. */
  private Expr signed(SignedContext c) {
    int i = c.getChildCount() - 1;
    AtomContext last = (AtomContext) c.getChild(i);
    i--;
    Expr e;
    if (last instanceof NumberContext number && i >= 0 && type(c, i) == FormulaLexer.MINUS) {
      // A minus directly before a number makes a negative number, so that it prints as it reads.
      e = number(number.NUMBER().getSymbol(), -1);
      i--;
    } else {
      e = atom(last);
    }
    for (; i >= 0; i--) {
      int type = type(c, i);
      if (type == FormulaLexer.POWER) {
        i--;
        e = Powers.of(atom((AtomContext) c.getChild(i)), e);
      } else if (type == FormulaLexer.MINUS) {
        e = Expr.apply(Operator.NEGATE, e);
      }
      e = placed(e, c, i, c.getChildCount() - 1);
    }
    return e;
  }

  private static int type(SignedContext c, int child) {
    return ((TerminalNode) c.getChild(child)).getSymbol().getType();
  }

  private Expr atom(AtomContext c) {
    Expr e =
        switch (c) {
          case NumberContext n -> number(n.NUMBER().getSymbol(), 1);
          case NameContext n -> name(n);
          case HoleContext h -> calls.hole(h.HOLE().getSymbol(), values(h.arguments()));
          case GroupContext g -> group(g);
          default -> throw new IllegalStateException("no atom: " + c.getClass());
        };
    return placed(e, c, 0, c.getChildCount() - 1);
  }

  private Expr group(GroupContext c) {
    ArgumentsContext inner = c.arguments();
    if (inner.getChildCount() == 1) {
      return expression((ExpressionContext) inner.getChild(0));
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
    Token name = c.NAME().getSymbol();
    if (c.getChildCount() == 1) {
      return calls.name(name);
    }
    if (calls.isSetSum(name)) {
      return setSum(c.arguments(), calls.span(name));
    }
    return calls.isPiecewise(name)
        ? piecewise(c.arguments(), calls.span(name))
        : calls.call(name, values(c.arguments()));
  }

  private List<Expr> values(@Nullable ArgumentsContext c) {
    List<Expr> values = new ArrayList<>();
    for (int i = 0; c != null && i < c.getChildCount(); i += 2) {
      values.add(expression((ExpressionContext) c.getChild(i)));
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

  /**
   * {@code sum(f, x, y, z)} is f(x) + f(y) + f(z), and {@code sum(f, (a, b), (c, d))} is f(a, b) +
   * f(c, d), as a balanced tree of additions.
   */
  private Expr setSum(@Nullable ArgumentsContext c, SourceSpan at) {
    List<ExpressionContext> parts = c == null ? List.of() : c.expression();
    Token name = parts.size() < 3 ? null : parts.getFirst().getStart();
    if (name == null
        || !name.equals(parts.getFirst().getStop())
        || !calls.mayBeSummed(name)
        || parts.size() - 1 > MOST_SUMMED) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORM_SUM,
              at,
              "a sum over a set begins with the name of what is summed, and 2 to "
                  + MOST_SUMMED
                  + " elements follow",
              "write sum(f, x1, x2, x3), or sum(f, (a1, b1), (a2, b2)) for elements of several"
                  + " values"));
      return BROKEN;
    }
    List<Expr> terms = new ArrayList<>();
    for (ExpressionContext element : parts.subList(1, parts.size())) {
      GroupContext group = onlyGroup(element);
      List<Expr> values =
          group != null && group.arguments().getChildCount() > 1
              ? values(group.arguments())
              : List.of(expression(element));
      terms.add(
          name.getType() == FormulaLexer.HOLE
              ? calls.hole(name, values)
              : calls.call(name, values));
    }
    while (terms.size() > 1) {
      List<Expr> pairs = new ArrayList<>();
      for (int i = 0; i < terms.size(); i += 2) {
        pairs.add(
            i + 1 < terms.size()
                ? Expr.apply(Operator.ADD, terms.get(i), terms.get(i + 1))
                : terms.get(i));
      }
      terms = pairs;
    }
    return terms.getFirst();
  }

  /** {@return the parentheses that an expression consists of, if it does} */
  private static @Nullable GroupContext onlyGroup(ParserRuleContext c) {
    ParserRuleContext part = c;
    while (part.getChildCount() == 1 && part.getChild(0) instanceof ParserRuleContext inner) {
      part = inner;
    }
    return part instanceof GroupContext group ? group : null;
  }

  private Expr number(Token token, int sign) {
    String text = token.getText();
    double value = sign * Double.parseDouble(text.replace('f', 'e').replace('F', 'e'));
    if (!Double.isFinite(value) || (value == 0 && NOT_NOUGHT.matcher(text).matches())) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_NUMBER,
              calls.span(token),
              "the number cannot be held by a double",
              "magnitudes from 5e-324 to 1.79e308 are possible"));
      return BROKEN;
    }
    return Expr.constant(value);
  }

  private SourceSpan span(ParserRuleContext c) {
    return calls.span(c.getStart()).to(calls.span(c.getStop()));
  }
}
