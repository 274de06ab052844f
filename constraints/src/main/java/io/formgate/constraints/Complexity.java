package io.formgate.constraints;

import io.formgate.expression.FixedFormat;
import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;
import io.formgate.expression.SourceSpan;
import java.util.Map;
import java.util.Optional;

/**
 * How the search measures complexity.
 *
 * @param mode what is counted
 * @param published where the cycles that are added up come from; the device if empty
 * @param fractional whether cycles that are added up keep their fractions
 * @param rounded whether the sum is rounded to a whole number
 * @param operators what an operator counts, instead of what the mode says
 * @param variables what a variable counts, by name
 * @param constant what a constant counts
 */
public record Complexity(
    Mode mode,
    Optional<Published> published,
    boolean fractional,
    boolean rounded,
    Map<Operator, Ratio> operators,
    Map<String, Ratio> variables,
    Optional<Ratio> constant) {
  /** Clock cycles of the schedule, without overrides. */
  public static final Complexity LATENCY =
      new Complexity(
          Mode.LATENCY, Optional.empty(), false, false, Map.of(), Map.of(), Optional.empty());

  /** What is counted. */
  public enum Mode {
    /** Cycles of the scheduled circuit. */
    LATENCY,
    /** Sum of cycles of the operators, each by itself. */
    ADDITIVE,
    /** Nodes of the tree. */
    NODES
  }

  /**
   * A column of the table of published cycles.
   *
   * @param format of every value
   * @param span where the spec names it
   */
  public record Published(FixedFormat format, SourceSpan span) {}

  /** Copies the maps. */
  public Complexity {
    operators = Map.copyOf(operators);
    variables = Map.copyOf(variables);
  }
}
