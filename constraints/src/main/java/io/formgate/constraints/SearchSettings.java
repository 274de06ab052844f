package io.formgate.constraints;

import io.formgate.expression.Precision;

/**
 * How the search runs; the number of threads is not here because it never changes a result.
 *
 * @param iterations epochs of evolution, from 1 to {@value #MAX_ITERATIONS}
 * @param seed of the one random source, 0 or more
 * @param populations islands, from 1 to {@value #MAX_POPULATIONS}
 * @param populationSize members of an island, from {@value #MIN_POPULATION_SIZE} to {@value
 *     #MAX_POPULATION_SIZE}
 * @param maxSize nodes of the largest formula, from {@value #MIN_FORMULA_SIZE} to {@value
 *     #MAX_FORMULA_SIZE}
 * @param warmup epochs in which the largest formula grows to {@code maxSize}, 0 for none
 * @param stop when the search ends before its last epoch
 * @param alternatives formulas that are shown of each complexity beside the best, from 0 to {@value
 *     #MAX_ALTERNATIVES}
 * @param precision numbers in which evolution scores candidates
 */
public record SearchSettings(
    int iterations,
    long seed,
    int populations,
    int populationSize,
    int maxSize,
    int warmup,
    StopRule stop,
    int alternatives,
    Precision precision) {
  /** What holds when the spec does not say otherwise. */
  public static final SearchSettings DEFAULTS =
      new SearchSettings(100, 1, 12, 60, 25, 0, StopRule.NEVER, 0, Precision.FLOAT64);

  /** Most iterations. */
  public static final int MAX_ITERATIONS = 100_000_000;

  /** Most islands. */
  public static final int MAX_POPULATIONS = 10_000;

  /** Fewest members of an island: a crossover needs two parents. */
  public static final int MIN_POPULATION_SIZE = 2;

  /** Most members of an island. */
  public static final int MAX_POPULATION_SIZE = 100_000;

  /** Fewest nodes of the largest formula: an operator and two arguments. */
  public static final int MIN_FORMULA_SIZE = 3;

  /** Most nodes of a formula: its text nests no deeper than the formula reader allows. */
  public static final int MAX_FORMULA_SIZE = 200;

  /** Most alternatives. */
  public static final int MAX_ALTERNATIVES = 100;

  /** Checks the bounds. */
  public SearchSettings {
    check("iterations", iterations, 1, MAX_ITERATIONS);
    check("seed", seed, 0, Long.MAX_VALUE);
    check("populations", populations, 1, MAX_POPULATIONS);
    check("population", populationSize, MIN_POPULATION_SIZE, MAX_POPULATION_SIZE);
    check("maxsize", maxSize, MIN_FORMULA_SIZE, MAX_FORMULA_SIZE);
    check("warmup", warmup, 0, MAX_ITERATIONS);
    check("alternatives", alternatives, 0, MAX_ALTERNATIVES);
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " has to be from " + min + " to " + max + ", not " + value);
    }
  }
}
