package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.QuantizerRequest.InputPort;
import io.formgate.datapath.QuantizerRequest.OutputPort;
import io.formgate.expression.Tape;
import java.util.List;

/**
 * Latency and area of a candidate on its canonical lowering, without building a datapath: the
 * quantizer's graph and tables, word lengths from one weight for each value, sums in the order of
 * their terms' arrival, and the rules of {@link Scheduler}. Not shared between threads.
 */
public final class EstimatedCycles implements ComplexityMeasure {
  private final DeviceModel device;
  private final int clockPeriodPs;
  private final CandidateGraph graph;
  private final CandidateLengths lengths;
  private final CandidateSchedule schedule;
  private int pathPs;
  private Area area = Area.NONE;

  /**
   * Makes a measure.
   *
   * @param device costs
   * @param options clock and registers at the ports
   * @param inputs ports of the data set's input columns
   * @param output format and tolerance of the candidates; its formula is not looked at
   * @param maxLength longest tape that will be measured
   */
  public EstimatedCycles(
      DeviceModel device,
      ScheduleOptions options,
      List<InputPort> inputs,
      OutputPort output,
      int maxLength) {
    this.device = device;
    clockPeriodPs = options.clockPeriodPs();
    graph = new CandidateGraph(inputs, maxLength);
    lengths = new CandidateLengths(graph, output);
    schedule = new CandidateSchedule(graph, output, device, options);
  }

  @Override
  public void measure(Tape tape) {
    // A search often asks for the same formula twice in a row.
    if (!graph.set(tape)) {
      return;
    }
    lengths.share();
    schedule.run();
    pathPs =
        schedule.latencyCycles() * clockPeriodPs + Math.min(clockPeriodPs - 1, schedule.readyPs());
    area = schedule.area();
  }

  @Override
  public int latencyCycles() {
    return schedule.latencyCycles();
  }

  @Override
  public int pathPs() {
    return pathPs;
  }

  @Override
  public Area resources() {
    return area;
  }

  @Override
  public double area() {
    return device.lutEquivalents(area);
  }

  @Override
  public HardwareCost cost() {
    return new HardwareCost(
        latencyCycles(), pathPs, clockPeriodPs, area, device.brams(area), area());
  }

  @Override
  public int clockPeriodPs() {
    return clockPeriodPs;
  }
}
