package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.Quantizer;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.DiagnosticException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The compiler's steps from formulas to the datapath that is scheduled.
 *
 * <p>What is best for a function by itself need not be best for the circuit, whose latency is that
 * of its longest path alone. So circuits are made with functions chosen by several figures of
 * merit, and the one that takes the fewest cycles is taken, of these the smallest.
 */
public final class CircuitCompiler {
  /** How much more than area delay counts, in each circuit. */
  private static final List<Double> DELAY_WEIGHTS = List.of(1.0, 3.0);

  /** Flip-flops that count as much as a look-up table: a logic cell has two for each. */
  private static final double FLIP_FLOPS_PER_LUT = 2;

  private CircuitCompiler() {}

  /**
   * {@return the circuit of formulas, its sums and products in the order in which their operands
   * arrive}
   *
   * @param request what is asked for
   * @param device costs
   * @param options clock and ports
   * @throws DiagnosticException if it cannot be built
   */
  public static QuantizedCircuit compile(
      QuantizerRequest request, DeviceModel device, ScheduleOptions options) {
    List<DiagnosticException> refusals = new ArrayList<>();
    List<QuantizedCircuit> tried = new ArrayList<>();
    Candidate best = null;
    for (DeviceTarget target : targets(device, options.clockPeriodPs())) {
      try {
        QuantizedCircuit quantized = Quantizer.quantize(request, target);
        if (tried.stream().noneMatch(q -> q.datapath().equals(quantized.datapath()))) {
          tried.add(quantized);
          best = better(best, candidate(quantized, device, options));
        }
      } catch (DiagnosticException e) {
        refusals.add(e);
      }
    }
    if (best == null) {
      throw refusals.getFirst();
    }
    return best.circuit();
  }

  private static List<DeviceTarget> targets(DeviceModel device, int clockPeriodPs) {
    List<DeviceTarget> targets = new ArrayList<>();
    for (boolean normalizes : new boolean[] {false, true}) {
      for (double weight : DELAY_WEIGHTS) {
        targets.add(new DeviceTarget(device, clockPeriodPs, weight, normalizes));
      }
    }
    return targets;
  }

  private record Candidate(QuantizedCircuit circuit, int latencyCycles, double area) {}

  private static Candidate candidate(
      QuantizedCircuit quantized, DeviceModel device, ScheduleOptions options) {
    QuantizedCircuit ordered =
        quantized.withDatapath(Reassociation.apply(quantized.datapath(), device, options));
    Pipeline pipeline = Scheduler.earliest(ordered.datapath(), device, options);
    Area area = pipeline.area();
    return new Candidate(
        ordered,
        pipeline.latencyCycles(),
        device.lutEquivalents(area) + area.ff() / FLIP_FLOPS_PER_LUT);
  }

  private static Candidate better(@Nullable Candidate a, Candidate b) {
    return a == null
            || b.latencyCycles() < a.latencyCycles()
            || (b.latencyCycles() == a.latencyCycles() && b.area() < a.area())
        ? b
        : a;
  }
}
