package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
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
    Word output = c.name("the name of an output");
    c.expect(SpecLexer.ASSIGN);
    int mark = c.mark();
    var span = c.formula(_ -> false);
    List<String> inputs = names.of(Names.Kind.INPUT);
    Optional<Formulas.Read> read =
        formulas.readCalling(span, c.tokensSince(mark), inputs, operators.definitions());
    boolean known = names.check(output, Names.Kind.OUTPUT);
    if (read.isEmpty() || !formulas.usesOnly(read.get(), inputs, "an input") || !known) {
      return;
    }
    if (forms.forms().stream().anyMatch(form -> form.output().equals(output.text()))) {
      mistakes.add(
          DiagnosticCode.SPEC_GUESS,
          output.span(),
          Mistakes.quote(output.text())
              + " has a form, so its formula cannot be guessed as a whole",
          "write what you know into the form, or remove the form");
      return;
    }
    if (hasDerivative(read.get().formula())) {
      mistakes.add(
          DiagnosticCode.SPEC_GUESS,
          span,
          "the guess holds the derivative of a custom operator of the search",
          "write the derivative out");
      return;
    }
    Set<Operator> unlisted = new TreeSet<>();
    Expr formula = listed(read.get().formula());
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
      return;
    }
    guesses.add(new Guess(output.text(), span, formula));
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
