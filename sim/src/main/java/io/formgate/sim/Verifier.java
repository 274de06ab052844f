package io.formgate.sim;

import io.formgate.datapath.Datapath;
import io.formgate.expression.DiagnosticException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows that an emitted circuit computes, bit for bit and cycle for cycle, what its datapath says.
 *
 * <p>A first run with random gaps measures the latency; a second run with vectors as near as they
 * may be compares all of the stimulus; short runs begin in other states of the registers. On a
 * mismatch, a last run looks for the first node that differs. The page {@code docs/verification.md}
 * says what this covers.
 */
public final class Verifier implements AutoCloseable {
  /** Largest latency that is measured, beyond twice the promised one. */
  private static final int LATENCY_MARGIN_CYCLES = 64;

  private final ToolRunner tools;
  private final VerilatorToolchain toolchain;
  private final ModelBuilder builder;
  private final LongSupplier nanoTime;
  private final Duration timeLimit;

  /**
   * Finds the tools.
   *
   * @param tools starts them; the variables {@code XDG_CACHE_HOME} and {@code HOME} of its
   *     environment tell where built simulators are kept
   * @param nanoTime a clock in nanoseconds, for the times in reports
   * @param timeLimit wall time that every single start of a tool may take
   * @throws DiagnosticException with {@code TOOL_MISSING} if a tool is missing or too old
   */
  public Verifier(ToolRunner tools, LongSupplier nanoTime, Duration timeLimit) {
    this.tools = tools;
    this.toolchain = VerilatorToolchain.find(tools);
    this.builder = new ModelBuilder(tools, toolchain, timeLimit);
    this.nanoTime = nanoTime;
    this.timeLimit = timeLimit;
  }

  private Verifier(Verifier of, ModelBuilder builder) {
    this.tools = of.tools;
    this.toolchain = of.toolchain;
    this.builder = builder;
    this.nanoTime = of.nanoTime;
    this.timeLimit = of.timeLimit;
  }

  /**
   * {@return a verifier of one of thousands of circuits, whose simulators would fill the disk: they
   * are deleted when it is closed, and what all simulators have in common stays. Any number of them
   * may be at work at a time.}
   */
  public Verifier ofPassingCircuit() {
    return new Verifier(this, builder.ofPassingModels());
  }

  /**
   * {@return what was found; a circuit that is wrong is a report, not an exception}
   *
   * @param request what to prove
   * @throws DiagnosticException with {@code CIRCUIT_REFUSED} if the text is no legal circuit with
   *     the datapath's ports, with {@code TOOL_FAILED} if a tool fails, and with {@code
   *     TOOL_TIMEOUT} if one takes too long
   */
  public VerificationReport verify(VerificationRequest request) {
    return verify(request, true, null);
  }

  /**
   * {@return what was found, with a file of the signals around what is wrong, or of the first
   * cycles}
   *
   * @param request what to prove
   * @param waves which file, and when; that it cannot be written is a note if it was not asked for
   * @throws DiagnosticException as {@link #verify(VerificationRequest)} does; where waves are
   *     always wanted also with {@code OUTPUT_UNWRITABLE} or {@code TOOL_MISSING}
   */
  public VerificationReport verify(VerificationRequest request, WaveFile.Wanted waves) {
    return verify(request, true, waves);
  }

  /**
   * {@return what was found, without the first node that differs: looking for it takes another
   * build of the simulator}
   *
   * @param request what to prove
   * @throws DiagnosticException as {@link #verify} does
   */
  public VerificationReport compare(VerificationRequest request) {
    return verify(request, false, null);
  }

  private VerificationReport verify(
      VerificationRequest request, boolean locates, WaveFile.@Nullable Wanted wanted) {
    Datapath datapath = request.datapath();
    Circuit circuit = Circuit.of(datapath, request.moduleName(), request.systemVerilog());
    long vectors = request.stimulus().count();

    long startNanos = nanoTime.getAsLong();
    Model model = builder.build(circuit, Optimisation.choose(datapath.nodes().size(), vectors));
    long builtNanos = nanoTime.getAsLong();

    InputPacker packer = new InputPacker(datapath);
    int deepest = 2 * request.latencyCycles() + LATENCY_MARGIN_CYCLES;
    Comparison comparison = new Comparison(datapath);
    GapRun gaps =
        GapRun.of(
            tools,
            model,
            timeLimit,
            InitialState.FIRST,
            packer,
            request.seed(),
            GapRun.VECTORS,
            deepest,
            request.initiationInterval());
    OptionalInt measured = gaps.measuredLatency();
    int latency = measured.orElse(request.latencyCycles());
    gaps.compare(latency, GapRun.group(request.seed()), comparison);
    Mismatch ofGaps = comparison.first();
    long gapMismatches = comparison.mismatches();
    InitialStates states =
        InitialStates.of(
            tools,
            model,
            timeLimit,
            packer,
            request.seed(),
            latency,
            request.initiationInterval(),
            comparison);

    long stateMismatches = comparison.mismatches() - gapMismatches;

    long gapsDoneNanos = nanoTime.getAsLong();
    BackToBackRun run =
        BackToBackRun.of(
            tools,
            model,
            timeLimit,
            datapath,
            request.stimulus(),
            latency,
            request.initiationInterval(),
            comparison);
    long doneNanos = nanoTime.getAsLong();

    List<String> notes = new ArrayList<>();
    Mismatch first = comparison.first();
    String node = null;
    states.note(notes);
    if (first != null) {
      noteDataLatency(gaps, latency, comparison, notes);
      boolean holdsStill = request.initiationInterval() == 1;
      if (locates && !holdsStill) {
        notes.add(
            "the first differing node is not looked for: where products take turns at a multiplier,"
                + " signals do not hold still with the inputs");
      }
      node =
          locates && holdsStill
              ? firstDifferingNode(
                  circuit, datapath, states.ofFirstMismatch(), first, deepest, notes)
              : null;
    }
    WaveFile waves = null;
    if (wanted != null) {
      FirstWrong wrong =
          FirstWrong.of(request, packer, gaps, deepest, measured, ofGaps, states, run, first);
      waves = waves(circuit, datapath, wrong, wanted, notes);
    }
    notes.addAll(builder.notes());
    return new VerificationReport(
        request.moduleName(),
        run.counts(),
        run.differing(),
        run.goldenVectors(),
        GapRun.VECTORS,
        gapMismatches,
        InitialState.COUNT,
        states.vectors(),
        stateMismatches,
        request.seed(),
        comparison.mismatches(),
        comparison.firstOfEach(),
        node,
        waves,
        faults(request, gaps, measured, states, run),
        request.latencyCycles(),
        measured,
        request.initiationInterval(),
        run.oneVectorPerCycle(),
        toolchain.verilatorVersion(),
        toolchain.compilerVersion(),
        model.reused(),
        Duration.ofNanos(builtNanos - startNanos),
        Duration.ofNanos(doneNanos - builtNanos),
        vectors * 1e9 / Math.max(1, doneNanos - gapsDoneNanos),
        notes);
  }

  /**
   * {@return which lines and bits of a circuit the run with gaps and the unbroken run reach}
   *
   * @param request what was shown already: a circuit that passes
   * @throws DiagnosticException as {@link #verify(VerificationRequest)} does
   * @throws IllegalStateException if the circuit does not pass here
   */
  public Coverage coverage(VerificationRequest request) {
    Datapath datapath = request.datapath();
    Circuit circuit = Circuit.of(datapath, request.moduleName(), request.systemVerilog());
    Model model = builder.build(circuit, Optimisation.SOME, Instrument.COVERAGE);
    InputPacker packer = new InputPacker(datapath);
    Comparison comparison = new Comparison(datapath);
    int latency = request.latencyCycles();
    CoverageRun counted = new CoverageRun();
    BackToBackRun run =
        builder.inScratch(folder -> {
          Path begin = folder.resolve("begin.dat");
          Path rest = folder.resolve("rest.dat");
          String beginCycles = Integer.toString(InputPacker.RESET_CYCLES + latency);
          Model counting = model.with(begin.toString(), beginCycles, rest.toString());
          GapRun gaps =
              GapRun.of(
                  tools,
                  counting,
                  timeLimit,
                  InitialState.FIRST,
                  packer,
                  request.seed(),
                  GapRun.VECTORS,
                  latency,
                  request.initiationInterval());
          gaps.compare(latency, "random with gaps", comparison);
          counted.add(begin, rest);
          BackToBackRun unbroken =
              BackToBackRun.of(
                  tools,
                  counting,
                  timeLimit,
                  datapath,
                  request.stimulus(),
                  latency,
                  request.initiationInterval(),
                  comparison);
          counted.add(begin, rest);
          return unbroken;
        });
    if (comparison.mismatches() > 0) {
      throw new IllegalStateException("a circuit that passed differs where coverage is counted");
    }
    long vectors =
        GapRun.VECTORS
            + run.counts().stream().mapToLong(VerificationReport.GroupCount::count).sum();
    return new Coverage(request.systemVerilog(), vectors, counted.points());
  }

  /**
   * {@return what was found about the handshakes of a wrapper}
   *
   * @param request what to prove
   * @throws DiagnosticException as {@link #verify} does
   */
  public WrapperReport verifyWrapper(WrapperRequest request) {
    Model model = builder.build(WrapperBench.circuit(request), Optimisation.SOME);
    Comparison comparison = new Comparison(request.datapath());
    WrapperRuns runs = new WrapperRuns();
    runs.add(
        InitialState.FIRST,
        WrapperRun.of(tools, model, timeLimit, InitialState.FIRST, request, comparison));
    for (InitialState state : InitialState.others()) {
      runs.add(state, WrapperRun.of(tools, model, timeLimit, state, request, comparison));
    }
    return new WrapperReport(
        request.moduleName(),
        runs.counts(),
        comparison.mismatches(),
        comparison.first(),
        runs.faults(),
        request.latencyCycles(),
        runs.latency(),
        request.initiationInterval(),
        runs.isGapless(),
        request.seed());
  }

  private static List<String> faults(
      VerificationRequest request,
      GapRun gaps,
      OptionalInt measured,
      InitialStates states,
      BackToBackRun run) {
    List<String> faults = new ArrayList<>();
    if (measured.isEmpty()) {
      int cycle = gaps.firstValidFault(request.latencyCycles());
      faults.add(
          "valid_out is not valid_in with any constant delay; against the promised "
              + request.latencyCycles()
              + " cycles it first differs in cycle "
              + cycle
              + ", where it is "
              + (gaps.validOut(cycle) ? 1 : 0));
    } else if (measured.getAsInt() != request.latencyCycles()) {
      faults.add(
          "the latency is "
              + measured.getAsInt()
              + " cycles, but "
              + request.latencyCycles()
              + " were promised");
    }
    if (measured.isPresent()) {
      faults.addAll(states.faults());
    }
    if (run.firstValidFault() >= 0) {
      faults.add("valid_out is wrong in cycle " + run.firstValidFault() + " of the unbroken run");
    }
    return faults;
  }

  private static void noteDataLatency(
      GapRun gaps, int latency, Comparison comparison, List<String> notes) {
    OptionalInt data = gaps.dataLatency(comparison);
    if (data.isPresent() && data.getAsInt() != latency) {
      notes.add(
          "the outputs are right "
              + data.getAsInt()
              + " cycles after the inputs, but valid_out comes after "
              + latency);
    }
  }

  private @Nullable WaveFile waves(
      Circuit circuit,
      Datapath datapath,
      FirstWrong wrong,
      WaveFile.Wanted wanted,
      List<String> notes) {
    boolean isAsked =
        switch (wanted.when()) {
          case ALWAYS -> true;
          case WRONG -> false;
        };
    if (!isAsked && wrong.cycle().isEmpty()) {
      return null;
    }
    try {
      return wrong
          .run()
          .write(tools, builder, timeLimit, circuit, datapath, wrong.cycle(), wanted.file());
    } catch (DiagnosticException e) {
      if (isAsked) {
        throw e;
      }
      notes.add("no waves could be written: " + whatAndMend(e));
      return null;
    }
  }

  private @Nullable String firstDifferingNode(
      Circuit circuit,
      Datapath datapath,
      InitialState state,
      Mismatch first,
      int cycles,
      List<String> notes) {
    FirstDifference.Result result;
    try {
      result =
          FirstDifference.find(
              tools, builder, timeLimit, circuit, datapath, state, first.rawInputs(), cycles);
    } catch (DiagnosticException e) {
      notes.add("the first differing node could not be looked for: " + whatAndMend(e));
      return null;
    }
    if (result.node().isEmpty()) {
      notes.add(
          "with the inputs of the first mismatch held still, none of the "
              + result.visibleNodes()
              + " visible nodes differs: look at the timing, such as a missing register, or at a"
              + " register that keeps what it started with");
    }
    return result.node().orElse(null);
  }

  /** For a note, which is one line. */
  private static String whatAndMend(DiagnosticException e) {
    return e.diagnostics().stream()
        .map(d -> d.message() + " (" + d.code().id() + "; mend: " + d.mend() + ")")
        .collect(Collectors.joining("; "));
  }

  /** Deletes what is not kept for the next verification. */
  @Override
  public void close() {
    builder.close();
  }
}
