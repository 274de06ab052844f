package io.formgate.search;

import io.formgate.expression.LeastSquares;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.RowLoss;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is searched.
 *
 * @param data the rows to fit
 * @param template what is varied, and how formulas are made of it
 * @param loss makes the loss for a thread
 * @param options everything else that the result depends on, next to complexity and admission
 * @param guesses genomes that every island begins with; not to be changed
 */
public record SearchProblem(
    RowBlocks data,
    FormulaTemplate template,
    Supplier<? extends RowLoss> loss,
    SearchOptions options,
    List<Tape> guesses) {

  /** Checks that trees can be built. */
  public SearchProblem {
    guesses = List.copyOf(guesses);
    if (options.operators().isEmpty() && template.definitions().isEmpty()) {
      throw new IllegalArgumentException("a search needs an operator");
    }
    if (2 * guesses.size() > options.populationSize()) {
      throw new IllegalArgumentException(
          "an island has no room for " + guesses.size() + " guesses");
    }
  }

  /**
   * Makes a search that begins with random formulas.
   *
   * @param data the rows to fit
   * @param template what is varied, and how formulas are made of it
   * @param loss makes the loss for a thread
   * @param options everything else that the result depends on, next to complexity and admission
   */
  public SearchProblem(
      RowBlocks data,
      FormulaTemplate template,
      Supplier<? extends RowLoss> loss,
      SearchOptions options) {
    this(data, template, loss, options, List.of());
  }

  /** {@return the same search that ends with its last epoch and not before} */
  public SearchProblem withoutStop() {
    return new SearchProblem(
        data, template, loss, options.withPlan(options.plan().endless()), guesses);
  }

  /**
   * {@return the same search that ends with an epoch}
   *
   * @param epoch the last one, from 1
   */
  public SearchProblem untilEpoch(int epoch) {
    return new SearchProblem(data, template, loss, options.withIterations(epoch), guesses);
  }

  /**
   * {@return the same search that begins with formulas}
   *
   * @param formulas genomes that every island begins with, each no longer than {@code maxSize}
   */
  public SearchProblem withGuesses(List<Tape> formulas) {
    return new SearchProblem(data, template, loss, options, formulas);
  }

  /**
   * {@return the search of formulas of any form with least squares}
   *
   * @param data the rows to fit
   * @param inputs names of the input columns
   * @param options the options
   */
  public static SearchProblem leastSquares(
      RowBlocks data, List<String> inputs, SearchOptions options) {
    return new SearchProblem(
        data, FormulaTemplate.free(inputs, List.of()), LeastSquares::new, options);
  }

  /** {@return the nodes of the longest formula that is measured} */
  public int longestFormula() {
    return Development.longestFormula(template, Worker.longestGenome(options));
  }

  /**
   * {@return a formula of the front with what it was made of}
   *
   * @param entry of a search of this problem
   */
  public Candidate candidate(FrontEntry entry) {
    return candidate(entry.genome());
  }

  /**
   * {@return the formula of a genome with what it was made of}
   *
   * @param genome not changed
   */
  public Candidate candidate(Tape genome) {
    Development development = new Development(template, Worker.longestGenome(options));
    if (development.formula(genome) == null) {
      throw new IllegalStateException("a formula of the search is too long");
    }
    return development.candidate(genome);
  }

  /**
   * {@return the formula of a genome, custom operators expanded and holes filled}
   *
   * @param genome not changed
   */
  public Tape formula(Tape genome) {
    Tape formula = new Development(template, Worker.longestGenome(options)).formula(genome);
    if (formula == null) {
      throw new IllegalStateException("a formula of the search is too long");
    }
    return formula.copy();
  }

  /**
   * {@return the value that a constant of a genome may have and that is nearest to another}
   *
   * @param genome the genome
   * @param position of the constant in it
   * @param value any
   */
  public double nearestAllowed(Tape genome, int position, double value) {
    return template.ruleAt(genome, position).nearest(value);
  }
}
