package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.ArgmaxForm;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DemandedBits;
import io.formgate.datapath.FunctionLibrary;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.Quantizer;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.QuantizerStyle;
import io.formgate.datapath.QuantizerStyle.Multiples;
import io.formgate.datapath.Target;
import io.formgate.datapath.UniformQuantizer;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Least;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The compiler's steps from formulas to the datapath that is scheduled.
 *
 * <p>What is best for a function by itself need not be best for the circuit, whose latency is that
 * of its longest path alone. So circuits are made with functions chosen by several figures of
 * merit, and with largest scores found in several ways, and the one that takes the fewest cycles is
 * taken, of these the smallest; or, where {@linkplain Least the least area} is asked for, the
 * smallest of those within the limit of cycles.
 */
public final class CircuitCompiler {
  /** How much more than area delay counts, in each circuit. */
  private static final List<Double> DELAY_WEIGHTS = List.of(1.0, 3.0);

  /** Digits of numbers in notes. */
  private static final int SHOWN_DIGITS = 4;

  /** Ways to build a formula besides the plain one. */
  private static final List<QuantizerStyle> OTHER_STYLES =
      List.of(
          QuantizerStyle.PLAIN.with(Multiples.ROUNDED),
          QuantizerStyle.PLAIN.inTurns(),
          QuantizerStyle.PLAIN.inTurns().with(Multiples.ROUNDED),
          QuantizerStyle.PLAIN.inTurns().with(Multiples.ROUNDED_IN_FACTORS));

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
    FoundCircuit found = found(request, device, options);
    return noted(finished(found.circuit(), device, options), found.fewestCycles(), options);
  }

  /** {@return a finished circuit with what it was chosen by} */
  static QuantizedCircuit noted(
      QuantizedCircuit finished, int fewestCycles, ScheduleOptions options) {
    return CircuitOrder.of(options).note(fewestCycles).map(finished::withNote).orElse(finished);
  }

  /** {@return the best circuit with all its tables, within the limit of latency} */
  static QuantizedCircuit finished(
      QuantizedCircuit best, DeviceModel device, ScheduleOptions options) {
    return within(ConeTables.apply(best, device, options), device, options);
  }

  /**
   * {@return a circuit with tables in logic where memories cost cycles, within the limit of
   * latency: before it has its tables it may not be}
   */
  static QuantizedCircuit within(
      QuantizedCircuit best, DeviceModel device, ScheduleOptions options) {
    QuantizedCircuit finished =
        best.withDatapath(LogicTables.apply(best.datapath(), device, options));
    if (options.maxLatencyCycles().isPresent()) {
      // Throws if the circuit is above it.
      var _ = Scheduler.earliest(finished.datapath(), device, options);
    }
    return finished;
  }

  /** {@return a circuit with tables of few bits, which may be above the limit of latency} */
  static FoundCircuit tabled(FoundCircuit found, DeviceModel device, ScheduleOptions options) {
    Candidate made =
        measured(ConeTables.apply(found.circuit(), device, options), device, options.unlimited());
    return new FoundCircuit(
        made.circuit(),
        found.request(),
        found.style(),
        made.latencyCycles(),
        made.area(),
        found.fewestCycles());
  }

  /**
   * {@return the circuit of formulas with numbers moved, within the tolerances, to neighbours that
   * make a better circuit}
   *
   * @param request what is asked for
   * @param device costs
   * @param options clock and ports
   * @throws DiagnosticException if it cannot be built
   */
  public static ConstantSnapping.Snapped snapped(
      QuantizerRequest request, DeviceModel device, ScheduleOptions options) {
    FoundCircuit found = found(request, device, options);
    ConstantSnapping.Snapped snapped = ConstantSnapping.of(found, device, options, _ -> true);
    return snapped.with(
        noted(finished(snapped.circuit(), device, options), found.fewestCycles(), options));
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
    Target target = new DeviceTarget(device, options.clockPeriodPs(), DELAY_WEIGHTS.getLast());
    QuantizedCircuit quantized =
        request.everywhere().isPresent()
            ? UniformQuantizer.of(request).circuit(target, ArgmaxForm.TREE)
            : Quantizer.of(request, QuantizerStyle.QUICK).circuit(target);
    return ordered(quantized, device, options);
  }

  /** {@return the styles that are compared besides those of roots and quotients} */
  static List<QuantizerStyle> styles() {
    List<QuantizerStyle> styles = new ArrayList<>(List.of(QuantizerStyle.PLAIN));
    styles.addAll(OTHER_STYLES);
    return styles;
  }

  /** {@return the best circuit, in all styles and forms} */
  static FoundCircuit found(QuantizerRequest request, DeviceModel device, ScheduleOptions options) {
    Search search = new Search(device, options);
    if (request.everywhere().isPresent()) {
      search.compareUniform(UniformQuantizer.of(request), request);
      return search.found(request);
    }
    search.compareStyles(request);
    for (QuantizerRequest other : Rewriting.of(request, device)) {
      search.compareRewritten(other, request);
    }
    return search.found(request);
  }

  /** {@return the best circuit of formulas as they are written, in one style} */
  static FoundCircuit found(
      QuantizerRequest request, QuantizerStyle style, DeviceModel device, ScheduleOptions options) {
    Search search = new Search(device, options);
    search.compare(Quantizer.of(request, style), style);
    return search.found(request);
  }

  /**
   * {@return a circuit whose sums and products are in the order in which operands arrive}
   *
   * @param quantized the circuit
   * @param form the formulas that it is built from
   * @param request the formulas as they were written
   * @param style how it is built
   */
  static FoundCircuit found(
      QuantizedCircuit quantized,
      QuantizerRequest form,
      QuantizerRequest request,
      QuantizerStyle style,
      DeviceModel device,
      ScheduleOptions options) {
    Candidate made = candidate(quantized, device, options).noting(form, request);
    return new FoundCircuit(
        made.circuit(), form, style, made.latencyCycles(), made.area(), made.latencyCycles());
  }

  /** The best circuit so far. */
  private static final class Search {
    private final DeviceModel device;
    private final ScheduleOptions options;
    private final CircuitOrder order;
    private final List<DiagnosticException> refusals = new ArrayList<>();
    private final Set<Datapath> tried = new HashSet<>();
    private final FunctionLibrary library = new FunctionLibrary();
    private @Nullable Candidate best;
    private @Nullable QuantizerRequest bestForm;
    private QuantizerStyle bestStyle = QuantizerStyle.PLAIN;
    private int fewestCycles = Integer.MAX_VALUE;

    Search(DeviceModel device, ScheduleOptions options) {
      this.device = device;
      this.options = options;
      order = CircuitOrder.of(options);
    }

    /**
     * Compares the circuits of a request. Where nothing depends on a choice, the circuit is the
     * same either way; where a style refuses the formulas, so do those that differ in their
     * products.
     */
    void compareStyles(QuantizerRequest request) {
      Quantizer plain = Quantizer.of(request, QuantizerStyle.PLAIN, library);
      Map<QuantizerStyle, Built<Optional<Quantizer>>> prepared = prepared(request, plain);
      Quantizer kept = plain;
      boolean isBuilt = compare(plain, QuantizerStyle.PLAIN) || best != null;
      for (QuantizerStyle style : OTHER_STYLES) {
        Optional<Quantizer> other = Optional.empty();
        if (isNew(style) || isBuilt) {
          Built<Optional<Quantizer>> found = prepared.get(style);
          other = noted(found == null ? Built.of(() -> quantizer(request, style)) : found);
        }
        int refusedBefore = refusals.size();
        if (other.isPresent() && compare(other.get(), style)) {
          kept = other.get();
        }
        if (isNew(style)) {
          isBuilt = other.isPresent() && refusals.size() == refusedBefore;
        }
      }
      if (plain.hasWideRoots()) {
        compare(kept.normalizing(), bestStyle.normalizing());
      }
    }

    /** {@return whether a style may be built where those before it are refused} */
    private static boolean isNew(QuantizerStyle style) {
      return style.multiples() == Multiples.EXACT;
    }

    /**
     * {@return quantizers of the styles that may be compared, their word lengths found at the same
     * time} Those that differ from others in their products only if the others keep the tolerances.
     */
    private Map<QuantizerStyle, Built<Optional<Quantizer>>> prepared(
        QuantizerRequest request, Quantizer plain) {
      Map<QuantizerStyle, Built<Optional<Quantizer>>> prepared = new ConcurrentHashMap<>();
      Set<QuantizerStyle> keeping = ConcurrentHashMap.newKeySet();
      Consumer<QuantizerStyle> prepare =
          style -> {
            Built<Optional<Quantizer>> found =
                style.equals(QuantizerStyle.PLAIN)
                    ? new Built<>(Optional.of(plain), null)
                    : Built.of(() -> quantizer(request, style));
            prepared.put(style, found);
            if (found.made() != null
                && found.made().filter(Quantizer::findsWordLengths).isPresent()) {
              keeping.add(style);
            }
          };
      styles().stream().filter(Search::isNew).toList().parallelStream().forEach(prepare);
      styles().stream()
          .filter(s -> !isNew(s) && keeping.contains(s.with(Multiples.EXACT)))
          .toList()
          .parallelStream()
          .forEach(prepare);
      return prepared;
    }

    private Optional<Quantizer> noted(Built<Optional<Quantizer>> found) {
      if (found.refusal() != null) {
        refusals.add(found.refusal());
      }
      Optional<Quantizer> made = found.made();
      return made == null ? Optional.empty() : made;
    }

    /**
     * The same for formulas that a user has not written, in the style that is best for the others;
     * if they are refused, the others stay.
     *
     * @param other the formulas in another form
     * @param request the formulas as the user wrote them
     */
    void compareRewritten(QuantizerRequest other, QuantizerRequest request) {
      try {
        Candidate before = best;
        if (before == null) {
          compareStyles(other);
        } else {
          compare(Quantizer.of(other, bestStyle, library), bestStyle);
        }
        if (best != null && !best.equals(before)) {
          best = best.noting(other, request);
          bestForm = other;
        }
      } catch (DiagnosticException e) {
        refusals.add(e);
      }
    }

    /** A quantizer of a style, if something depends on it. */
    private Optional<Quantizer> quantizer(QuantizerRequest request, QuantizerStyle style) {
      return Optional.of(Quantizer.of(request, style, library))
          .filter(q ->
              (style.turns() == QuantizerStyle.Turns.NONE || q.hasTurns())
                  && (style.multiples() == Multiples.EXACT || q.hasMultiples()));
    }

    /** Compares circuits of a quantizer, and says whether one of them is the best so far. */
    boolean compare(Quantizer quantizer, QuantizerStyle style) {
      boolean isBest =
          compare(
              quantizer.hasFunctions() ? DELAY_WEIGHTS : DELAY_WEIGHTS.subList(0, 1),
              quantizer.hasArgmax(),
              quantizer::circuit);
      if (isBest) {
        bestStyle = style;
      }
      return isBest;
    }

    /** Compares circuits with one format for every value, in which formulas are as written. */
    void compareUniform(UniformQuantizer quantizer, QuantizerRequest request) {
      var _ =
          compare(
              DELAY_WEIGHTS,
              request.heads().stream().anyMatch(h -> h instanceof Head.Argmax),
              quantizer::circuit);
    }

    /** Makes the circuits at the same time, and compares them in the order of the lists. */
    private boolean compare(
        List<Double> delayWeights,
        boolean hasArgmax,
        BiFunction<Target, ArgmaxForm, QuantizedCircuit> quantizer) {
      List<ArgmaxForm> forms = hasArgmax ? List.of(ArgmaxForm.values()) : List.of(ArgmaxForm.TREE);
      List<Built<QuantizedCircuit>> circuits =
          delayWeights.stream()
              .flatMap(w -> forms.stream().map(f -> new Choice(w, f)))
              .toList()
              .parallelStream()
              .map(c ->
                  Built.of(() ->
                      quantizer.apply(
                          new DeviceTarget(device, options.clockPeriodPs(), c.delayWeight()),
                          c.form())))
              .toList();
      List<Built<Candidate>> candidates =
          circuits.stream()
              .filter(c -> c.made() == null || tried.add(c.made().datapath()))
              .toList()
              .parallelStream()
              .map(c -> c.then(made -> candidate(made, device, options)))
              .toList();
      boolean isBest = false;
      for (Built<Candidate> built : candidates) {
        if (built.refusal() != null) {
          refusals.add(built.refusal());
          continue;
        }
        Candidate made = Objects.requireNonNull(built.made());
        fewestCycles = Math.min(fewestCycles, made.latencyCycles());
        if (best == null || made.isBetterThan(best, order)) {
          best = made;
          isBest = true;
        }
      }
      return isBest;
    }

    FoundCircuit found(QuantizerRequest request) {
      Candidate found = best;
      if (found == null) {
        throw refusals.getFirst();
      }
      return new FoundCircuit(
          found.circuit(),
          bestForm == null ? request : bestForm,
          bestStyle,
          found.latencyCycles(),
          found.area(),
          fewestCycles);
    }
  }

  /** What a circuit is made for. */
  private record Choice(double delayWeight, ArgmaxForm form) {}

  /**
   * A step of a compilation that may have been refused.
   *
   * @param made what it made, null if it was refused
   * @param refusal why it was refused, else null
   */
  private record Built<T>(@Nullable T made, @Nullable DiagnosticException refusal) {
    static <T> Built<T> of(Supplier<T> step) {
      try {
        return new Built<>(step.get(), null);
      } catch (DiagnosticException e) {
        return new Built<>(null, e);
      }
    }

    <U> Built<U> then(Function<T, U> step) {
      T before = made;
      return before == null ? new Built<>(null, refusal) : of(() -> step.apply(before));
    }
  }

  private record Candidate(QuantizedCircuit circuit, int latencyCycles, double area) {
    boolean isBetterThan(Candidate other, CircuitOrder order) {
      return order.isBetter(latencyCycles, area, other.latencyCycles, other.area);
    }

    /** The same with a note of each formula that is not built as it was written. */
    Candidate noting(QuantizerRequest other, QuantizerRequest request) {
      QuantizedCircuit noted = circuit;
      for (int i = 0; i < other.outputs().size(); i++) {
        QuantizerRequest.OutputPort port = other.outputs().get(i);
        if (!port.formula().equals(request.outputs().get(i).formula())) {
          noted =
              noted.withNote(
                  "'"
                      + port.name()
                      + "' is built as "
                      + FormulaPrinter.print(port.formula(), SHOWN_DIGITS)
                      + ", which is equal over the reals");
        }
      }
      return new Candidate(noted, latencyCycles, area);
    }
  }

  /**
   * A circuit that is compared with others; whether it is within the limit of latency is not looked
   * at, as tables of few bits may bring it there. Of the least area they are a part, and are in all
   * circuits; where fewest cycles decide, only the best one gets them.
   */
  private static Candidate candidate(
      QuantizedCircuit quantized, DeviceModel device, ScheduleOptions options) {
    QuantizedCircuit ordered = ordered(quantized, device, options.unlimited());
    QuantizedCircuit compared =
        switch (options.least()) {
          case CYCLES -> ordered;
          case AREA -> ConeTables.apply(ordered, device, options);
        };
    return measured(compared, device, options.unlimited());
  }

  private static Candidate measured(
      QuantizedCircuit circuit, DeviceModel device, ScheduleOptions unlimited) {
    Pipeline pipeline =
        unlimited.initiationInterval() > 1
            ? Scheduler.schedule(circuit.datapath(), device, unlimited)
            : Scheduler.earliest(circuit.datapath(), device, unlimited);
    return new Candidate(
        circuit, pipeline.latencyCycles(), lutEquivalents(pipeline, pipeline.area()));
  }

  /** {@return the area that circuits of equal latency are compared by} */
  static double lutEquivalents(Pipeline pipeline, Area area) {
    DeviceModel device = pipeline.device();
    return device.lutEquivalents(area) + device.flipFlopEquivalents(area);
  }

  private static QuantizedCircuit ordered(
      QuantizedCircuit quantized, DeviceModel device, ScheduleOptions options) {
    Datapath summed = SummandTables.apply(quantized.datapath(), device);
    Agreement.check(quantized.datapath(), summed);
    return quantized.withDatapath(DemandedBits.apply(Reassociation.apply(summed, device, options)));
  }
}
