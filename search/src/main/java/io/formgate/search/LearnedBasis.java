package io.formgate.search;

import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A table that a search may learn: of what, and which numbers of it are fitted for every candidate.
 */
public sealed interface LearnedBasis permits TableBasis, PairBasis {

  /**
   * What a fit pays for a table that is not smooth: a weighted square of a sum of its constants.
   *
   * @param constants indices of the table's constants
   * @param factors of the constants in the sum
   * @param weight of the square, per unit of the rows' weight
   */
  record Roughness(List<Integer> constants, List<Double> factors, double weight) {}

  /** {@return the constants that are fitted} */
  int constants();

  /**
   * {@return the formula}
   *
   * @param constant formula of a constant, by its index
   */
  Expr formula(IntFunction<Expr> constant);

  /** {@return the value of a constant where the table is 1 everywhere} */
  double flat(int constant);

  /** {@return a value of a constant, by its size and not by its sign, before anything is fitted} */
  double typical(int constant);

  /** {@return the values that a constant may have} */
  Interval range(int constant);

  /** {@return what a fit pays} */
  List<Roughness> roughness();
}
