package io.formgate.hwcost;

import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What each node of a formula counts, in whole numbers of parts of a unit, so that fractions add up
 * exactly.
 */
public final class NodeWeights {
  /**
   * Most parts of a unit. With ratios of numbers up to a million, the sum over some thousand nodes
   * is a long, and two different sums below 1,024 are different doubles.
   */
  public static final long MAX_PARTS_PER_UNIT = 1_000_000_000;

  private final long partsPerUnit;
  private final Map<Operator, Long> operatorParts = new EnumMap<>(Operator.class);
  private final long[] variableParts;
  private final long constantParts;

  /**
   * Makes weights.
   *
   * @param operators what each operator counts that a formula may have
   * @param variables what each variable counts, in the order of their indices in tapes
   * @param constant what a constant counts
   * @throws IllegalArgumentException if the common denominator is above {@link #MAX_PARTS_PER_UNIT}
   */
  public NodeWeights(Map<Operator, Ratio> operators, List<Ratio> variables, Ratio constant) {
    List<Ratio> all = new ArrayList<>(operators.values());
    all.addAll(variables);
    all.add(constant);
    long unit = 1;
    for (Ratio ratio : all) {
      unit = Ratio.commonDenominator(unit, ratio.denominator());
      if (unit > MAX_PARTS_PER_UNIT) {
        throw new IllegalArgumentException("a unit of complexity has " + unit + " parts");
      }
    }
    partsPerUnit = unit;
    operators.forEach((operator, ratio) -> operatorParts.put(operator, parts(ratio)));
    variableParts = variables.stream().mapToLong(this::parts).toArray();
    constantParts = parts(constant);
  }

  private long parts(Ratio ratio) {
    return Math.multiplyExact(ratio.numerator(), partsPerUnit / ratio.denominator());
  }

  /** {@return the parts of one unit} */
  long partsPerUnit() {
    return partsPerUnit;
  }

  /**
   * {@return the parts of all nodes together}
   *
   * @param tape without calls of custom operators
   * @throws IllegalStateException if an operator has no weight
   */
  long parts(Tape tape) {
    long sum = 0;
    for (int i = 0; i < tape.length(); i++) {
      sum = Math.addExact(sum, partsAt(tape, i));
    }
    return sum;
  }

  private long partsAt(Tape tape, int i) {
    if (tape.isConstant(i)) {
      return constantParts;
    }
    if (tape.isVariable(i)) {
      return variableParts[tape.variableAt(i)];
    }
    Long parts = operatorParts.get(tape.operatorAt(i));
    if (parts == null) {
      throw new IllegalStateException("no weight of " + tape.operatorAt(i).symbol());
    }
    return parts;
  }
}
