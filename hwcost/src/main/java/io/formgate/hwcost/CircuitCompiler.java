package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.ArgmaxForm;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DemandedBits;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.Quantizer;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.QuantizerStyle;
import io.formgate.expression.DiagnosticException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The compiler's steps from formulas to the datapath that is scheduled.
 *
 * <p>What is best for a function by itself need not be best for the circuit, whose latency is that
 * of its longest path alone. So circuits are made with functions chosen by several figures of
 * merit, and with largest scores found in several ways, and the one that takes the fewest cycles is
 * taken, of these the smallest.
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
    Search search = new Search(device, options);
    Quantizer plain = Quantizer.of(request, QuantizerStyle.PLAIN);
    search.compare(plain);
    Optional<Quantizer> turned = search.inTurns(request);
    // Where nothing depends on a choice, the circuit is the same either way.
    boolean inTurns = turned.isPresent() && search.compare(turned.get());
    if (plain.hasWideRoots()) {
      search.compare((inTurns ? turned.get() : plain).normalizing());
    }
    return search.best();
  }

  /**
   * {@return a circuit in a fraction of the time: roots and quotients by leading bits, no wide
   * indices of computed values, functions for the least delay; what {@link #compile} gives mostly
   * takes as many cycles or fewer}
   *
   * @param request what is asked for
   * @param device costs
   * @param options clock and ports
   * @throws DiagnosticException if it cannot be built
   */
  public static QuantizedCircuit first(
      QuantizerRequest request, DeviceModel device, ScheduleOptions options) {
    QuantizedCircuit quantized =
        Quantizer.of(request, QuantizerStyle.QUICK)
            .circuit(new DeviceTarget(device, options.clockPeriodPs(), DELAY_WEIGHTS.getLast()));
    return ordered(quantized, device, options);
  }

  /** The best circuit so far. */
  private static final class Search {
    private final DeviceModel device;
    private final ScheduleOptions options;
    private final List<DiagnosticException> refusals = new ArrayList<>();
    private final Set<Datapath> tried = new HashSet<>();
    private @Nullable Candidate best;

    Search(DeviceModel device, ScheduleOptions options) {
      this.device = device;
      this.options = options;
    }

    /** A quantizer with phases in turns, if there are any and it takes the formulas. */
    Optional<Quantizer> inTurns(QuantizerRequest request) {
      try {
        return Optional.of(Quantizer.of(request, QuantizerStyle.PLAIN.inTurns()))
            .filter(Quantizer::hasTurns);
      } catch (DiagnosticException e) {
        refusals.add(e);
        return Optional.empty();
      }
    }

    /** Compares circuits of a quantizer, and says whether one of them is the best so far. */
    boolean compare(Quantizer quantizer) {
      boolean isBest = false;
      for (double weight : quantizer.hasFunctions() ? DELAY_WEIGHTS : DELAY_WEIGHTS.subList(0, 1)) {
        for (ArgmaxForm form :
            quantizer.hasArgmax() ? ArgmaxForm.values() : new ArgmaxForm[] {ArgmaxForm.TREE}) {
          isBest |= compare(quantizer, weight, form);
        }
      }
      return isBest;
    }

    private boolean compare(Quantizer quantizer, double weight, ArgmaxForm argmaxForm) {
      try {
        QuantizedCircuit circuit =
            quantizer.circuit(
                new DeviceTarget(device, options.clockPeriodPs(), weight), argmaxForm);
        if (!tried.add(circuit.datapath())) {
          return false;
        }
        Candidate candidate = candidate(circuit, device, options);
        if (!isBetter(candidate, best)) {
          return false;
        }
        best = candidate;
        return true;
      } catch (DiagnosticException e) {
        refusals.add(e);
        return false;
      }
    }

    QuantizedCircuit best() {
      Candidate found = best;
      if (found == null) {
        throw refusals.getFirst();
      }
      return found.circuit();
    }
  }

  private record Candidate(QuantizedCircuit circuit, int latencyCycles, double area) {}

  private static Candidate candidate(
      QuantizedCircuit quantized, DeviceModel device, ScheduleOptions options) {
    QuantizedCircuit ordered = ordered(quantized, device, options);
    Pipeline pipeline = Scheduler.earliest(ordered.datapath(), device, options);
    Area area = pipeline.area();
    return new Candidate(
        ordered,
        pipeline.latencyCycles(),
        device.lutEquivalents(area) + area.ff() / FLIP_FLOPS_PER_LUT);
  }

  private static QuantizedCircuit ordered(
      QuantizedCircuit quantized, DeviceModel device, ScheduleOptions options) {
    return quantized.withDatapath(
        DemandedBits.apply(Reassociation.apply(quantized.datapath(), device, options)));
  }

  private static boolean isBetter(Candidate a, @Nullable Candidate b) {
    return b == null
        || a.latencyCycles() < b.latencyCycles()
        || (a.latencyCycles() == b.latencyCycles() && a.area() < b.area());
  }
}
