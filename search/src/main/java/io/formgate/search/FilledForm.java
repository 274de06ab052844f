package io.formgate.search;

import io.formgate.constraints.Guess;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.Optional;

/** Makes the genomes of guesses for the holes of a form. */
final class FilledForm {
  private FilledForm() {}

  /**
   * {@return the genome with a guess in its hole}: parameters are 1, or what is nearest to it that
   * they may be; other holes have their first guess, else their first argument
   *
   * @param guess of a hole
   * @param all guesses of the output
   * @param template of the form
   * @param options bound the size
   * @param data rows on which the formula has to be finite
   * @throws DiagnosticException if it is too long or not finite
   */
  static Tape of(
      Guess guess,
      List<Guess> all,
      FormulaTemplate template,
      SearchOptions options,
      RowBlocks data) {
    int leaves = template.parameters().size();
    List<Expr> trees =
        template.holes().stream()
            .map(hole -> tree(guess, all, hole, template.variableNames()))
            .toList();
    int nodes = leaves + trees.stream().mapToInt(Expr::size).sum();
    if (nodes > options.maxSize()) {
      throw mistake(
          guess,
          "the form with the guess has "
              + nodes
              + " nodes, more than the "
              + options.maxSize()
              + " of the largest formula",
          "write a shorter one, or search with a larger 'maxsize'");
    }
    Tape genome = new Tape(nodes);
    for (FormulaTemplate.Parameter parameter : template.parameters()) {
      genome.addConstant(parameter.rule().nearest(1));
    }
    for (Expr tree : trees) {
      Tape filling = Tape.of(tree, template.variableNames(), template.definitionNames());
      genome.addAll(filling, 0, filling.length());
    }
    Tape formula = new Development(template, Worker.longestGenome(options)).formula(genome);
    if (formula == null) {
      throw mistake(
          guess, "the form with the guess is too long", "write a shorter one, or a shorter form");
    }
    SpecProblem.requireFinite(guess, formula, data);
    return genome;
  }

  private static Expr tree(
      Guess guess, List<Guess> all, FormulaTemplate.Hole hole, List<String> variables) {
    Optional<Guess> filling =
        isOf(guess, hole)
            ? Optional.of(guess)
            : all.stream().filter(other -> isOf(other, hole)).findFirst();
    return filling
        .map(g ->
            Expansion.substitute(
                g.formula(),
                g.hole().orElseThrow().arguments(),
                variables.subList(0, hole.arity()).stream().map(Expr::variable).toList()))
        .orElseGet(
            () -> hole.arity() == 0 ? Expr.constant(1) : Expr.variable(variables.getFirst()));
  }

  private static boolean isOf(Guess guess, FormulaTemplate.Hole hole) {
    return guess.hole().filter(h -> h.name().equals(hole.name())).isPresent();
  }

  private static DiagnosticException mistake(Guess guess, String message, String mend) {
    return new DiagnosticException(
        Diagnostic.at(DiagnosticCode.SPEC_GUESS, guess.span(), message, mend));
  }
}
