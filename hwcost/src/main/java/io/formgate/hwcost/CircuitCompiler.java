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
import java.util.function.Predicate;
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
    Search search = new Search(request, device, options);
    Optional<Quantizer> plain = search.compare(QuantizerStyle.PLAIN);
    QuantizerStyle style = QuantizerStyle.PLAIN;
    // Where nothing depends on a choice, the circuit is the same either way.
    Optional<Quantizer> turned = search.compare(style.inTurns(), Quantizer::hasTurns);
    if (turned.isPresent() && search.bestStyle().turns()) {
      style = style.inTurns();
    }
    if (plain.isEmpty() || plain.get().hasWideRoots()) {
      search.compare(style.normalizing());
    }
    return search.best();
  }

  /** The best circuit so far. */
  private static final class Search {
    private final QuantizerRequest request;
    private final DeviceModel device;
    private final ScheduleOptions options;
    private final List<DiagnosticException> refusals = new ArrayList<>();
    private final Set<Datapath> tried = new HashSet<>();
    private QuantizerStyle bestStyle = QuantizerStyle.PLAIN;
    private @Nullable Candidate best;

    Search(QuantizerRequest request, DeviceModel device, ScheduleOptions options) {
      this.request = request;
      this.device = device;
      this.options = options;
    }

    Optional<Quantizer> compare(QuantizerStyle style) {
      return compare(style, _ -> true);
    }

    /** Compares the circuits of a style that has something of its own to build. */
    Optional<Quantizer> compare(QuantizerStyle style, Predicate<Quantizer> hasOwn) {
      try {
        Quantizer quantizer = Quantizer.of(request, style);
        if (!hasOwn.test(quantizer)) {
          return Optional.empty();
        }
        for (double weight :
            quantizer.hasFunctions() ? DELAY_WEIGHTS : DELAY_WEIGHTS.subList(0, 1)) {
          compare(quantizer, style, weight);
        }
        return Optional.of(quantizer);
      } catch (DiagnosticException e) {
        refusals.add(e);
        return Optional.empty();
      }
    }

    private void compare(Quantizer quantizer, QuantizerStyle style, double weight) {
      for (ArgmaxForm form :
          quantizer.hasArgmax() ? ArgmaxForm.values() : new ArgmaxForm[] {ArgmaxForm.TREE}) {
        compare(quantizer, style, weight, form);
      }
    }

    private void compare(
        Quantizer quantizer, QuantizerStyle style, double weight, ArgmaxForm argmaxForm) {
      try {
        QuantizedCircuit circuit =
            quantizer.circuit(
                new DeviceTarget(device, options.clockPeriodPs(), weight), argmaxForm);
        if (tried.add(circuit.datapath())) {
          Candidate candidate = candidate(circuit, device, options);
          if (isBetter(candidate, best)) {
            best = candidate;
            bestStyle = style;
          }
        }
      } catch (DiagnosticException e) {
        refusals.add(e);
      }
    }

    QuantizerStyle bestStyle() {
      return bestStyle;
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
    QuantizedCircuit ordered =
        quantized.withDatapath(
            DemandedBits.apply(Reassociation.apply(quantized.datapath(), device, options)));
    Pipeline pipeline = Scheduler.earliest(ordered.datapath(), device, options);
    Area area = pipeline.area();
    return new Candidate(
        ordered,
        pipeline.latencyCycles(),
        device.lutEquivalents(area) + area.ff() / FLIP_FLOPS_PER_LUT);
  }

  private static boolean isBetter(Candidate a, @Nullable Candidate b) {
    return b == null
        || a.latencyCycles() < b.latencyCycles()
        || (a.latencyCycles() == b.latencyCycles() && a.area() < b.area());
  }
}
