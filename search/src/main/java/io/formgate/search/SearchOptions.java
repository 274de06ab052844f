package io.formgate.search;

import io.formgate.constraints.EvolutionSettings;
import io.formgate.expression.Operator;
import io.formgate.expression.Precision;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Everything that a search's result depends on, next to data, complexity and admission.
 *
 * <p>{@link #of} gives the defaults. Where they come from the published multi-population method
 * (arXiv 2305.01582, PySR 2), this is said; the others are plain choices of our own, not tuned.
 *
 * @param operators that candidates are built from
 * @param iterations epochs; in each, every island evolves once
 * @param seed of the one random source
 * @param populations number of islands
 * @param populationSize members of an island
 * @param maxSize most nodes of a formula, scale constants included
 * @param cyclesPerIteration candidates that an island tries per epoch
 * @param tournamentSize members drawn into a tournament
 * @param tournamentProbability p; the k-th best wins with probability proportional to p(1-p)^(k-1)
 *     (PySR: 0.982)
 * @param adaptiveParsimony how strongly members of crowded complexities are disadvantaged
 * @param crossoverProbability share of candidates made by crossover (PySR: 0.2)
 * @param hallOfFameMateProbability share of crossovers whose second parent is on the front
 * @param weights of the mutations
 * @param annealingAlpha scale of the acceptance of worse candidates, in units of the cost
 * @param constantProbability share of constants among new leaves
 * @param perturbationFactor width of a constant's change (PySR: 0.129)
 * @param negateProbability chance that a changed constant also changes sign (PySR: 0.00743)
 * @param optimiseProbability chance per member and epoch that its constants are fitted (PySR: 0.14)
 * @param optimiserIterations most steps of a fit
 * @param optimiserRestarts further starts from random constants (PySR: 2)
 * @param screenRows rows, drawn anew per island and epoch, that evolution scores candidates on;
 *     entries of the hall of fame are always scored on all
 * @param fractionReplaced mean share of members replaced by good ones of all islands per epoch
 * @param fractionReplacedHallOfFame mean share replaced from the front per epoch (PySR: 0.0614)
 * @param topMembers best members of each island that may migrate (PySR: 12)
 * @param violationPenalty cost per violation; 1 is the cost of the best constant
 * @param restarts when islands start anew
 * @param plan what changes from epoch to epoch
 * @param alternatives formulas kept of each complexity beside the best; see {@link HallOfFame}
 * @param precision numbers in which evolution scores candidates; fits and entries of the hall of
 *     fame are always of float64
 */
@RecordBuilder
@RecordBuilder.Options(suffix = "Draft")
public record SearchOptions(
    List<Operator> operators,
    int iterations,
    long seed,
    int populations,
    int populationSize,
    int maxSize,
    int cyclesPerIteration,
    int tournamentSize,
    double tournamentProbability,
    double adaptiveParsimony,
    double crossoverProbability,
    double hallOfFameMateProbability,
    MutationWeights weights,
    double annealingAlpha,
    double constantProbability,
    double perturbationFactor,
    double negateProbability,
    double optimiseProbability,
    int optimiserIterations,
    int optimiserRestarts,
    int screenRows,
    double fractionReplaced,
    double fractionReplacedHallOfFame,
    int topMembers,
    double violationPenalty,
    Restarts restarts,
    EpochPlan plan,
    int alternatives,
    Precision precision)
    implements SearchOptionsDraft.With {

  /** Checks the ranges. */
  public SearchOptions {
    operators = List.copyOf(operators);
    require(iterations >= 1, "iterations has to be at least 1");
    require(populations >= 1, "populations has to be at least 1");
    require(populationSize >= 2, "populationSize has to be at least 2");
    require(maxSize >= 3, "maxSize has to be at least 3");
    require(cyclesPerIteration >= 1, "cyclesPerIteration has to be at least 1");
    require(tournamentSize >= 1, "tournamentSize has to be at least 1");
    require(screenRows >= 1, "screenRows has to be at least 1");
    require(alternatives >= 0, "alternatives has to be at least 0");
    require(annealingAlpha > 0, "annealingAlpha has to be positive");
    require(
        tournamentProbability > 0 && tournamentProbability <= 1,
        "tournamentProbability has to be in (0, 1]");
  }

  /**
   * {@return the default options}
   *
   * @param operators that candidates are built from
   */
  public static SearchOptions of(List<Operator> operators) {
    return new SearchOptions(
        operators,
        100,
        1,
        12,
        60,
        25,
        1000,
        12,
        0.9,
        20,
        0.25,
        0.2,
        MutationWeights.DEFAULT,
        0.05,
        0.25,
        0.129,
        0.00743,
        0.14,
        8,
        1,
        256,
        0.01,
        0.0614,
        12,
        0.2,
        Restarts.DEFAULT,
        EpochPlan.PLAIN,
        0,
        Precision.FLOAT64);
  }

  /**
   * {@return these options with other islands}
   *
   * @param islands number of islands
   * @param members of each
   */
  public SearchOptions withPopulations(int islands, int members) {
    return withPopulations(islands).withPopulationSize(members);
  }

  /**
   * {@return these options with what a spec sets of the evolution}
   *
   * @param settings the spec's settings
   */
  public SearchOptions withEvolution(EvolutionSettings settings) {
    SearchOptions o = withWeights(SpecProblem.weights(weights, settings));
    Double crossover = settings.values().get(EvolutionSettings.Setting.CROSSOVER);
    Double adaptation = settings.values().get(EvolutionSettings.Setting.ADAPTIVE);
    if (adaptation != null) {
      o = o.withPlan(new EpochPlan(plan.warmupEpochs(), adaptation, plan.stop()));
    }
    return crossover == null ? o : o.withCrossoverProbability(crossover);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
