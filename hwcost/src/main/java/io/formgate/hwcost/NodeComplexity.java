package io.formgate.hwcost;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.EnumMap;
import java.util.Map;

/**
 * Complexity as the sum of what each node counts; latency and area are still those of the hardware.
 *
 * <p>Counts are whole numbers of parts, so that fractions add up exactly. Not shared between
 * threads.
 */
public final class NodeComplexity implements ComplexityMeasure {
  private final ComplexityMeasure hardware;
  private final long partsPerUnit;
  private final Map<Operator, Long> operatorParts;
  private final long[] variableParts;
  private final long constantParts;
  private long parts;

  /**
   * Makes a measure.
   *
   * @param hardware gives latency, path and area
   * @param partsPerUnit parts of one unit of complexity, at least 1
   * @param operatorParts parts that an operator counts; one unit if it is not there
   * @param variableParts parts that each variable counts: the inputs, then the parameters
   * @param constantParts parts that a constant counts
   */
  public NodeComplexity(
      ComplexityMeasure hardware,
      long partsPerUnit,
      Map<Operator, Long> operatorParts,
      long[] variableParts,
      long constantParts) {
    if (partsPerUnit < 1) {
      throw new IllegalArgumentException(partsPerUnit + " parts of a unit");
    }
    this.hardware = hardware;
    this.partsPerUnit = partsPerUnit;
    this.operatorParts = new EnumMap<>(Operator.class);
    this.operatorParts.putAll(operatorParts);
    this.variableParts = variableParts.clone();
    this.constantParts = constantParts;
  }

  @Override
  public void measure(Tape tape) {
    measure(tape, tape);
  }

  @Override
  public void measure(Tape formula, Tape open) {
    hardware.measure(formula, open);
    parts = 0;
    for (int i = 0; i < open.length(); i++) {
      if (open.isConstant(i)) {
        parts += constantParts;
      } else if (open.isVariable(i)) {
        parts += variableParts[open.variableAt(i)];
      } else {
        parts += operatorParts.getOrDefault(open.operatorAt(i), partsPerUnit);
      }
    }
  }

  @Override
  public double complexity() {
    return (double) parts / partsPerUnit;
  }

  @Override
  public int latencyCycles() {
    return hardware.latencyCycles();
  }

  @Override
  public int pathPs() {
    return hardware.pathPs();
  }

  @Override
  public double area() {
    return hardware.area();
  }

  @Override
  public int clockPeriodPs() {
    return hardware.clockPeriodPs();
  }
}
