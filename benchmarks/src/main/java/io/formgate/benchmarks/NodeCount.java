package io.formgate.benchmarks;

import io.formgate.datapath.Area;
import io.formgate.expression.Tape;
import io.formgate.hwcost.ComplexityMeasure;
import io.formgate.hwcost.HardwareCost;
import java.util.function.Consumer;

/** The number of nodes, without any hardware: the complexity of searches for a law alone. */
final class NodeCount implements ComplexityMeasure {
  private final Consumer<? super Tape> heard;
  private int nodes;

  NodeCount() {
    this(_ -> {});
  }

  /**
   * Makes a measure.
   *
   * @param heard hears of every formula that is measured
   */
  NodeCount(Consumer<? super Tape> heard) {
    this.heard = heard;
  }

  @Override
  public void measure(Tape tape) {
    nodes = tape.length();
    heard.accept(tape);
  }

  @Override
  public double complexity() {
    return nodes;
  }

  @Override
  public double complexity(int scheduledPathPs) {
    return nodes;
  }

  @Override
  public boolean followsSchedule() {
    return false;
  }

  @Override
  public int latencyCycles() {
    return 0;
  }

  @Override
  public int pathPs() {
    return 0;
  }

  @Override
  public Area resources() {
    return Area.NONE;
  }

  @Override
  public double area() {
    return 0;
  }

  @Override
  public HardwareCost cost() {
    return new HardwareCost(0, 0, clockPeriodPs(), Area.NONE, 0, 0);
  }

  @Override
  public int clockPeriodPs() {
    return 1000;
  }
}
