package io.formgate.search;

import io.formgate.datapath.Area;
import io.formgate.datapath.Role;
import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import io.formgate.hwcost.ComplexityMeasure;
import io.formgate.hwcost.HardwareCost;

/** A complexity for tests: the longest path with a fixed delay per operator. */
final class PathMeasure implements ComplexityMeasure {
  private static final int CLOCK_PERIOD_PS = 5000;

  private final int[] arrivalPs = new int[256];
  private int pathPs;
  private double area;

  @Override
  public void measure(Tape tape) {
    int depth = 0;
    area = 0;
    for (int i = 0; i < tape.length(); i++) {
      int latest = 0;
      for (int k = 0; k < tape.arityAt(i); k++) {
        latest = Math.max(latest, arrivalPs[--depth]);
      }
      int delayPs = tape.isOperator(i) ? delayPs(tape.operatorAt(i)) : 0;
      area += delayPs / 10.0;
      arrivalPs[depth++] = latest + delayPs;
    }
    pathPs = arrivalPs[0];
  }

  private static int delayPs(Operator operator) {
    return switch (Role.of(operator)) {
      case ADD, SUBTRACT, NEGATE, ABSOLUTE, MINIMUM, MAXIMUM, FLOOR, LESS, CHOICE -> 700;
      case MULTIPLY, SQUARE, COMPOSITE -> 3500;
      case DIVIDE, SQUARE_ROOT -> 9000;
      case FUNCTION, JUMPING_FUNCTION -> 2500;
    };
  }

  @Override
  public int latencyCycles() {
    return (pathPs + CLOCK_PERIOD_PS - 1) / CLOCK_PERIOD_PS;
  }

  @Override
  public int pathPs() {
    return pathPs;
  }

  @Override
  public Area resources() {
    return Area.NONE;
  }

  @Override
  public double area() {
    return area;
  }

  @Override
  public HardwareCost cost() {
    return new HardwareCost(latencyCycles(), pathPs, CLOCK_PERIOD_PS, Area.NONE, 0, area);
  }

  @Override
  public int clockPeriodPs() {
    return CLOCK_PERIOD_PS;
  }
}
