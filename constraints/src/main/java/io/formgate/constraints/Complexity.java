package io.formgate.constraints;

import io.formgate.expression.Operator;
import java.util.Map;
import java.util.Optional;

/**
 * How the search measures complexity.
 *
 * @param mode what is counted
 * @param operators what an operator counts, instead of what the mode says
 * @param variables what a variable counts, by name
 * @param constant what a constant counts
 */
public record Complexity(
    Mode mode,
    Map<Operator, Ratio> operators,
    Map<String, Ratio> variables,
    Optional<Ratio> constant) {
  /** Clock cycles of the schedule, without overrides. */
  public static final Complexity LATENCY =
      new Complexity(Mode.LATENCY, Map.of(), Map.of(), Optional.empty());

  /** What is counted. */
  public enum Mode {
    /** Cycles of the scheduled circuit. */
    LATENCY,
    /** Sum of cycles of the operators, each by itself. */
    ADDITIVE,
    /** Nodes of the tree. */
    NODES
  }

  /** Copies the maps. */
  public Complexity {
    operators = Map.copyOf(operators);
    variables = Map.copyOf(variables);
  }
}
