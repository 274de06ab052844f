package io.formgate.search;

import io.formgate.expression.Tape;
import java.util.List;

/**
 * A formula that may enter the hall of fame.
 *
 * @param formula without calls; its parameters are variables that follow the inputs
 * @param constantGroups for each constant of the formula, in its order, the constant of the genome
 *     that it is, or {@link #LITERAL}
 * @param parameters values of the parameters
 */
public record Candidate(Tape formula, List<Integer> constantGroups, List<Double> parameters) {
  /** Stands for a constant that the form or a custom operator brings along. */
  public static final int LITERAL = -1;

  /** Copies the lists. */
  public Candidate {
    constantGroups = List.copyOf(constantGroups);
    parameters = List.copyOf(parameters);
  }
}
