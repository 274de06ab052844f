package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Builds guesses from their statements, which are read after all that they use. */
final class GuessBuilder {
  private final Mistakes mistakes;
  private final Names names;
  private final Formulas formulas;
  private final OperatorReader operators;
  private final FormBuilder forms;
  private final List<Guess> guesses = new ArrayList<>();

  GuessBuilder(
      Mistakes mistakes,
      Names names,
      Formulas formulas,
      OperatorReader operators,
      FormBuilder forms) {
    this.mistakes = mistakes;
    this.names = names;
    this.formulas = formulas;
    this.operators = operators;
    this.forms = forms;
  }

  List<Guess> guesses() {
    return guesses;
  }

  void add(StatementCursor c) {
    Word of = c.name("the name of an output or of a hole");
    if (c.accept(SpecLexer.OPEN)) {
      addOfHole(of, c);
      return;
    }
    c.expect(SpecLexer.ASSIGN);
    int mark = c.mark();
    var span = c.formula(_ -> false);
    List<String> inputs = names.of(Names.Kind.INPUT);
    Optional<Formulas.Read> read = read(span, mark, inputs, "an input", c);
    boolean known = names.check(of, Names.Kind.OUTPUT);
    if (read.isEmpty() || !known) {
      return;
    }
    if (forms.forms().stream().anyMatch(form -> form.output().equals(of.text()))) {
      mistakes.add(
          DiagnosticCode.SPEC_GUESS,
          of.span(),
          Mistakes.quote(of.text()) + " has a form, so its formula cannot be guessed as a whole",
          "write what you know into the form, guess one of its holes as 'guess f(x) = FORMULA', or"
              + " remove the form");
      return;
    }
    searchable(read.get(), span)
        .ifPresent(formula -> guesses.add(new Guess(of.text(), Optional.empty(), span, formula)));
  }

  private void addOfHole(Word hole, StatementCursor c) {
    List<String> arguments = new ArrayList<>();
    do {
      Word argument = c.name("a name");
      if (arguments.contains(argument.text())) {
        mistakes.add(
            DiagnosticCode.SPEC_NAME,
            argument.span(),
            Mistakes.quote(argument.text()) + " names two arguments",
            "give every argument a name of its own");
      }
      arguments.add(argument.text());
    } while (c.accept(SpecLexer.COMMA));
    c.expect(SpecLexer.CLOSE);
    c.expect(SpecLexer.ASSIGN);
    int mark = c.mark();
    var span = c.formula(_ -> false);
    Optional<Formulas.Read> read =
        read(span, mark, arguments, "an argument of " + Mistakes.quote(hole.text()), c);
    List<Form> having =
        forms.forms().stream()
            .filter(form -> form.holes().stream().anyMatch(h -> h.name().equals(hole.text())))
            .toList();
    if (having.isEmpty() && !names.isIncomplete()) {
      mistakes.add(
          DiagnosticCode.SPEC_GUESS,
          hole.span(),
          "no form has a hole " + Mistakes.quote(hole.text()),
          "name a hole of a form, such as f in 'form y = k*f(x)', or guess the formula of an output");
    }
    List<Form> fitting = new ArrayList<>();
    for (Form form : having) {
      Form.Hole found =
          form.holes().stream().filter(h -> h.name().equals(hole.text())).findFirst().orElseThrow();
      if (found.arity() == arguments.size()) {
        fitting.add(form);
        continue;
      }
      mistakes.add(
          DiagnosticCode.SPEC_GUESS,
          hole.span(),
          "the hole "
              + Mistakes.quote(hole.text())
              + " has "
              + found.arity()
              + " arguments in the form, not "
              + arguments.size(),
          "name as many arguments as the form gives it");
    }
    if (!fitting.isEmpty()) {
      Optional<Guess.Hole> guessed = Optional.of(new Guess.Hole(hole.text(), arguments));
      read.flatMap(r -> searchable(r, span))
          .ifPresent(formula ->
              fitting.forEach(
                  form -> guesses.add(new Guess(form.output(), guessed, span, formula))));
    }
  }

  private Optional<Formulas.Read> read(
      SourceSpan span, int mark, List<String> variables, String what, StatementCursor c) {
    return formulas
        .readCalling(span, c.tokensSince(mark), variables, operators.definitions())
        .filter(read -> formulas.usesOnly(read, variables, what));
  }

  /**
   * {@return the formula written with operators of the search; empty with a mistake if it cannot}
   */
  private Optional<Expr> searchable(Formulas.Read read, SourceSpan span) {
    if (hasDerivative(read.formula())) {
      mistakes.add(
          DiagnosticCode.SPEC_GUESS,
          span,
          "the guess holds the derivative of a custom operator of the search",
          "write the derivative out");
      return Optional.empty();
    }
    Set<Operator> unlisted = new TreeSet<>();
    Expr formula = listed(read.formula());
    operators(formula, unlisted);
    unlisted.removeAll(operators.operators());
    if (!unlisted.isEmpty() && !names.isIncomplete()) {
      mistakes.add(
          DiagnosticCode.SPEC_GUESS,
          span,
          "the guess needs "
              + String.join(", ", unlisted.stream().map(o -> Mistakes.quote(o.symbol())).toList())
              + ", which 'operators' does not list",
          "add to 'operators' what the guess needs, or write it without");
      return Optional.empty();
    }
    return Optional.of(formula);
  }

  /**
   * Writes squares and cubes, which a power with a whole exponent is read as, by what is listed.
   */
  private Expr listed(Expr e) {
    return switch (e) {
      case Expr.Constant c -> c;
      case Expr.Variable v -> v;
      case Expr.Call(String name, var arguments) ->
          new Expr.Call(name, arguments.stream().map(this::listed).toList());
      case Expr.Apply(Operator operator, var arguments) -> {
        List<Expr> parts = arguments.stream().map(this::listed).toList();
        Expr base = parts.getFirst();
        boolean isPower = operator == Operator.SQUARE || operator == Operator.CUBE;
        if (!isPower || operators.operators().contains(operator)) {
          yield new Expr.Apply(operator, parts);
        }
        if (operators.operators().contains(Operator.POWER)) {
          yield new Expr.Apply(
              Operator.POWER, List.of(base, Expr.constant(operator == Operator.SQUARE ? 2 : 3)));
        }
        Expr square = new Expr.Apply(Operator.MULTIPLY, List.of(base, base));
        yield operator == Operator.SQUARE
            ? square
            : new Expr.Apply(Operator.MULTIPLY, List.of(square, base));
      }
    };
  }

  private static boolean hasDerivative(Expr e) {
    boolean own = e instanceof Expr.Call(String name, _) && name.equals(Expansion.DERIVATIVE);
    return own || e.children().stream().anyMatch(GuessBuilder::hasDerivative);
  }

  private static void operators(Expr e, Set<Operator> found) {
    if (e instanceof Expr.Apply(Operator operator, _)) {
      found.add(operator);
    }
    e.children().forEach(child -> operators(child, found));
  }
}
