package io.formgate.expression;

import io.formgate.expression.grammar.FormulaLexer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;

/** Gives names and calls of a formula their meaning. */
final class Calls {
  /** Constants of the language, under the names that other tools print as well. */
  static final Map<String, Double> CONSTANTS =
      Map.of(
          "pi", Math.PI, "e", Math.E, "E", Math.E, "True", 1.0, "False", 0.0, "true", 1.0, "false",
          0.0);

  /** What other tools print where there is no finite real number. */
  private static final Set<String> NO_NUMBERS =
      Set.of("oo", "zoo", "nan", "NaN", "inf", "Inf", "Infinity", "I");

  private static final String SET_SUM = "sum";
  private static final String PIECEWISE = "Piecewise";
  private static final String TWO_WAY = "cond";

  /** Functions that other tools have, and how to write them. */
  private static final Map<String, String> WRITTEN_OTHERWISE =
      Map.of(
          "sec",
          "1/cos(x)",
          "csc",
          "1/sin(x)",
          "cot",
          "1/tan(x)",
          "sech",
          "1/cosh(x)",
          "csch",
          "1/sinh(x)",
          "coth",
          "1/tanh(x)");

  private static final String WRITTEN_OF_ONE =
      "write tab(x, first, step, offset, rise, rise, ...): numbers behind the first argument, step"
          + " a power of two, first a whole multiple of half of it, and "
          + LearnedTable.LEAST_RISES
          + " to "
          + LearnedTable.MOST_RISES
          + " rises, the first and last not 0";

  private static final String WRITTEN_OF_TWO =
      "write tab(x, y, m, n, cuts of x, cuts of y, entries): numbers behind two different"
          + " arguments, m and n codes from "
          + PairTable.LEAST_CODES
          + " to "
          + PairTable.MOST_CODES
          + ", m - 1 and n - 1 rising cuts, m*n entries";

  private final SourceText source;
  private final Vocabulary vocabulary;
  private final Set<String> namedHoles;
  private final List<Diagnostic> diagnostics;
  private final Map<String, SourceSpan> variableUses = new LinkedHashMap<>();
  private final Map<String, SourceSpan> callUses = new LinkedHashMap<>();
  private final Map<String, Integer> arities = new HashMap<>();
  private int holes;

  /**
   * Makes a reader of names.
   *
   * @param source the text
   * @param vocabulary what a formula may name
   * @param namedHoles names of holes that the text uses, {@code ?} included
   * @param diagnostics takes the mistakes
   */
  Calls(
      SourceText source,
      Vocabulary vocabulary,
      Set<String> namedHoles,
      List<Diagnostic> diagnostics) {
    this.source = source;
    this.vocabulary = vocabulary;
    this.namedHoles = namedHoles;
    this.diagnostics = diagnostics;
  }

  /** {@return the first place of every variable} */
  Map<String, SourceSpan> variableUses() {
    return variableUses;
  }

  /** {@return the first place of every hole and custom operator} */
  Map<String, SourceSpan> callUses() {
    return callUses;
  }

  SourceSpan span(Token token) {
    return source.span(token.getStartIndex(), token.getStopIndex() + 1);
  }

  /** {@return the constant or variable of a name} */
  Expr name(Token token) {
    String written = token.getText();
    if (!vocabulary.variables().contains(written)) {
      Double constant = CONSTANTS.get(written);
      if (constant != null) {
        return Expr.constant(constant);
      }
      if (NO_NUMBERS.contains(written)) {
        return refuse(
            DiagnosticCode.FORMULA_NUMBER,
            token,
            "'" + written + "' is no finite real number",
            "a formula computes with finite real numbers; a variable of this name has to be"
                + " declared");
      }
    }
    String name = withoutSubscripts(written);
    if (!variableUses.containsKey(name)) {
      variableUses.put(name, span(token));
    }
    return Expr.variable(name);
  }

  /** Subscript digits are digits: the variable that a tool shows as x₁ is x1. */
  private String withoutSubscripts(String written) {
    for (int i = 0; i < written.length(); i++) {
      if (isSubscript(written.charAt(i))) {
        return vocabulary.variables().contains(written)
            ? written
            : written
                .chars()
                .map(c -> isSubscript((char) c) ? c - '₀' + '0' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
      }
    }
    return written;
  }

  private static boolean isSubscript(char c) {
    return c >= '₀' && c <= '₉';
  }

  /** {@return whether a call in a form is a sum over a set} */
  boolean isSetSum(Token name) {
    return vocabulary.holes()
        && name.getText().equals(SET_SUM)
        && !vocabulary.definitions().containsKey(SET_SUM);
  }

  /** {@return whether a word can be called with every element of a set: no number, no variable} */
  boolean mayBeSummed(Token word) {
    return word.getType() == FormulaLexer.HOLE
        ? !word.getText().equals("?")
        : word.getType() == FormulaLexer.NAME
            && !vocabulary.variables().contains(word.getText())
            && !word.getText().equals(SET_SUM);
  }

  boolean isPiecewise(Token name) {
    return name.getText().equals(PIECEWISE);
  }

  /** {@return a hole of a form; an unnamed one gets a number of its own} */
  Expr hole(Token token, List<Expr> arguments) {
    if (!vocabulary.holes()) {
      return refuse(
          DiagnosticCode.FORMULA_SYNTAX,
          token,
          "a hole stands only in a form",
          "write a formula in its place");
    }
    String name = token.getText();
    if (name.equals("?")) {
      do {
        holes++;
        name = "?" + holes;
      } while (namedHoles.contains(name));
    }
    return use(name, token, arguments);
  }

  private Expr use(String name, Token token, List<Expr> arguments) {
    if (!callUses.containsKey(name)) {
      callUses.put(name, span(token));
    }
    Integer former = arities.putIfAbsent(name, arguments.size());
    if (former != null && former != arguments.size()) {
      return refuse(
          DiagnosticCode.FORMULA_ARITY,
          token,
          "the hole '" + name + "' has " + former + " arguments elsewhere, not " + arguments.size(),
          "give it as many in every place, or name it otherwise");
    }
    return new Expr.Call(name, arguments);
  }

  /** {@return the operator, custom operator, derivative or hole that a call means} */
  Expr call(Token token, List<Expr> arguments) {
    String name = token.getText();
    Definition definition = vocabulary.definitions().get(name);
    if (definition != null) {
      return arguments.size() == definition.arity()
          ? use(name, token, arguments)
          : wrongArity(token, definition.parameters(), arguments.size());
    }
    Optional<Operator> operator = Operator.bySymbol(name);
    if (operator.isPresent()) {
      return operator(operator.get(), token, arguments);
    }
    if (name.equals(LearnedFunction.NAME)) {
      return LearnedFunction.ofCall(arguments)
          .map(LearnedFunction::toExpr)
          .orElseGet(() ->
              refuse(
                  DiagnosticCode.TABLE_CALL,
                  token,
                  "this is not the call of a learned table with its numbers",
                  LearnedFunction.isOfTwo(arguments) ? WRITTEN_OF_TWO : WRITTEN_OF_ONE));
    }
    if (name.equals(Expansion.DERIVATIVE)) {
      return derivative(token, arguments);
    }
    Definition foreign = ForeignFunctions.all().get(name);
    if (foreign != null) {
      return arguments.size() == foreign.arity()
          ? Expansion.apply(foreign, arguments)
          : wrongArity(token, foreign.parameters(), arguments.size());
    }
    return unknown(token, arguments);
  }

  private Expr operator(Operator operator, Token token, List<Expr> arguments) {
    if (arguments.size() == operator.arity()) {
      return new Expr.Apply(operator, arguments);
    }
    if (token.getText().equals(TWO_WAY) && arguments.size() == 2) {
      // The two-argument form of other tools: 0 where the condition does not hold.
      return Expr.apply(operator, arguments.get(0), arguments.get(1), Expr.constant(0));
    }
    if (takesMore(operator) && arguments.size() > 2) {
      return arguments.stream().reduce((a, b) -> Expr.apply(operator, a, b)).orElseThrow();
    }
    return wrongArity(token, operator.parameters(), arguments.size());
  }

  /** {@return whether a call with more than two arguments means a chain of the operator} */
  private static boolean takesMore(Operator operator) {
    return operator == Operator.MIN
        || operator == Operator.MAX
        || operator == Operator.AND
        || operator == Operator.OR;
  }

  private Expr unknown(Token token, List<Expr> arguments) {
    String name = token.getText();
    if (diagnostics.size() > FormulaParser.MAX_MISTAKES) {
      // It would not be shown, and the search for what was meant takes time.
      return ExprBuilder.BROKEN;
    }
    if (!vocabulary.holes()) {
      return refuse(
          DiagnosticCode.FORMULA_FUNCTION,
          token,
          "there is no function '" + name + "'",
          mend(name));
    }
    Optional<String> meant = Suggestions.oneLetterOff(name, functions(vocabulary));
    return meant.isPresent()
        ? refuse(
            DiagnosticCode.FORMULA_FUNCTION,
            token,
            "there is no function '" + name + "', and as a hole it looks like " + meant.get(),
            "write " + meant.get() + "(...), or ?" + name + "(...) for a hole of this name")
        : use(name, token, arguments);
  }

  private String mend(String name) {
    String otherwise = WRITTEN_OTHERWISE.get(name);
    if (otherwise != null) {
      return "write " + otherwise;
    }
    if (vocabulary.variables().contains(name)) {
      return "write " + name + "*(...) for a product";
    }
    return Suggestions.mend(
        name,
        functions(vocabulary),
        "functions are " + String.join(", ", shownFunctions(vocabulary)));
  }

  private Expr derivative(Token token, List<Expr> arguments) {
    if (arguments.size() != 2) {
      return wrongArity(token, List.of("f", "x"), arguments.size());
    }
    if (!(arguments.get(1) instanceof Expr.Variable(String variable))) {
      return refuse(
          DiagnosticCode.FORMULA_ARITY,
          token,
          "a derivative is taken with respect to a variable",
          "write D(f, x) where x is an input");
    }
    if (arguments.getFirst().hasCalls()) {
      return new Expr.Call(Expansion.DERIVATIVE, arguments);
    }
    try {
      return Expansion.derivative(arguments.getFirst(), variable, span(token));
    } catch (DiagnosticException tooLarge) {
      diagnostics.addAll(tooLarge.diagnostics());
      return ExprBuilder.BROKEN;
    }
  }

  private Expr wrongArity(Token token, List<String> parameters, int given) {
    String name = token.getText();
    Optional<Operator> operator = Operator.bySymbol(name);
    boolean more = operator.filter(Calls::takesMore).isPresent();
    int takes = parameters.size();
    String count = name.equals(TWO_WAY) ? "2 or 3" : takes + (more ? " or more" : "");
    String mend =
        name.equals("atan") && given == 2
            ? "write atan2(y, x)"
            : "write " + name + "(" + String.join(", ", parameters) + ")";
    return refuse(
        DiagnosticCode.FORMULA_ARITY,
        token,
        name + " takes " + count + (takes == 1 ? " argument" : " arguments") + ", not " + given,
        mend);
  }

  private Expr refuse(DiagnosticCode code, Token token, String message, String mend) {
    diagnostics.add(Diagnostic.at(code, span(token), message, mend));
    return ExprBuilder.BROKEN;
  }

  /** {@return the names that a call may have} */
  private static List<String> functions(Vocabulary vocabulary) {
    List<String> names = new ArrayList<>(shownFunctions(vocabulary));
    for (Operator operator : Operator.values()) {
      names.addAll(operator.names().stream().filter(n -> Character.isLetter(n.charAt(0))).toList());
    }
    names.addAll(ForeignFunctions.all().keySet());
    names.add(PIECEWISE);
    return names;
  }

  private static List<String> shownFunctions(Vocabulary vocabulary) {
    return Stream.concat(
            vocabulary.definitions().keySet().stream().sorted(),
            Stream.of(Operator.values()).filter(o -> o.notation().isCall()).map(Operator::symbol))
        .collect(Collectors.toList());
  }

  /** {@return whether a call of a name is one of a hole without a mark before the name} */
  static boolean isHole(String name, Vocabulary vocabulary) {
    return !isTaken(name)
        && !vocabulary.definitions().containsKey(name)
        && Suggestions.oneLetterOff(name, functions(vocabulary)).isEmpty();
  }

  /** {@return whether a name already means something when it is called or stands alone} */
  private static boolean isTaken(String name) {
    return CONSTANTS.containsKey(name)
        || Operator.bySymbol(name).isPresent()
        || ForeignFunctions.all().containsKey(name)
        || name.equals(PIECEWISE)
        || name.equals(LearnedFunction.NAME)
        || name.equals(Expansion.DERIVATIVE);
  }
}
