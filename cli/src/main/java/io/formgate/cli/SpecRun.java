package io.formgate.cli;

import io.formgate.constraints.Spec;
import io.formgate.constraints.StreamWrapper;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import io.formgate.search.EstimateAccuracy;
import io.formgate.search.SearchResult;
import io.formgate.search.SpecProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A search of formulas for the data of a spec, and what is made of its front. */
final class SpecRun {
  /**
   * What is asked for.
   *
   * @param options of the search
   * @param proof how the circuit is proved; empty if formulas are searched and nothing is built
   */
  record Request(SpecRunOptions options, Optional<ProofRequest> proof) {}

  private Terminal terminal;
  private final SpecRunOptions options;
  private final Optional<ProofRequest> proof;

  /** Where a search that was interrupted goes on; empty to begin. */
  private final Optional<SearchState> former;

  private @Nullable EventStream events;

  /** Fewer than asked for where the user ended the search. */
  private int epochsDone;

  /**
   * Takes what is asked for.
   *
   * @param terminal shows progress and results
   * @param request what is asked for
   * @param former where a search that was interrupted goes on; empty to begin
   */
  SpecRun(Terminal terminal, Request request, Optional<SearchState> former) {
    this.terminal = terminal;
    this.options = request.options();
    this.proof = request.proof();
    this.former = former;
  }

  /**
   * {@return the exit code of the run}
   *
   * @throws DiagnosticException if the spec, the data or the command line has mistakes, or nothing
   *     that is found keeps what is asked
   */
  int run() {
    if (options.isJson()) {
      events = new EventStream(terminal.out());
      terminal = terminal.onStandardError();
    }
    Arguments.atLeast("--threads", options.threads(), 1);
    proof.ifPresent(p -> Arguments.atLeast("--vectors", p.vectors(), 1));
    Optional<StreamWrapper> asked =
        proof.filter(p -> !p.wrapper().isEmpty()).flatMap(p -> Arguments.wrapper(p.wrapper()));
    Optional<FormalProof> formal = FormalProof.of(terminal, proof.flatMap(ProofRequest::formal));
    Spec written = SpecFile.read(options.file(), options.statements());
    SpecProblem.requireAble(written);
    int epochs = options.iterations().orElse(written.search().iterations());
    Arguments.atLeast("--iterations", epochs, 1);
    options.seconds().ifPresent(seconds -> Arguments.atLeast("--seconds", seconds, 1));
    long usedSeed = options.seed().orElse(written.search().seed());
    DeviceModel device = SharedProducts.device(written);
    String name = SpecFile.moduleName(options.file());
    String identity = "compile " + options.file().toAbsolutePath().normalize();
    Path target = options.out().orElse(Path.of("runs", name));
    Stages stages = new Stages(terminal, System::nanoTime);
    SearchState state = null;
    try (RunFolder run = RunFolder.open(target, identity, options.isForced());
        StopRequest stop = new StopRequest()) {
      if (former.isEmpty()) {
        FormerRun.ofSearch(target).forEach(terminal::full);
      }
      TrainingData data = read(written, stages);
      ColumnNotes.of(written).forEach(n -> terminal.full("          " + n));
      TargetsBeyond.notes(written, data.columns()).forEach(n -> terminal.full("          " + n));
      Spec spec = data.leveled(written);
      state = state(spec, device, target, epochs, usedSeed);
      List<OutputSearch> searches = new ArrayList<>();
      List<List<FrontRow>> fronts = new ArrayList<>();
      List<RunFolder.Estimates> estimates = new ArrayList<>();
      epochsDone = 0;
      SearchState kept = state;
      List<OutputSearches.Ended> found =
          new OutputSearches(
                  terminal,
                  spec,
                  device,
                  data,
                  usedSeed,
                  search -> search(search, spec, kept, stop, usedSeed, stages),
                  stop::isAsked)
              .run(epochs);
      if (stop.isAsked()) {
        interrupted(target, state, found.getLast(), epochs);
        return ExitCode.INTERRUPTED;
      }
      for (OutputSearches.Ended output : found) {
        searches.add(output.search());
        fronts.add(front(output, spec, name, device, stages, estimates));
      }
      stop.end();
      JointPick pick =
          proof
              .flatMap(ProofRequest::candidate)
              .map(number -> JointPick.named(spec, fronts, number))
              .orElseGet(() -> pick(spec, name, device, data, searches, fronts));
      for (int i = 0; i < searches.size(); i++) {
        show(searches.get(i), spec, fronts.get(i), pick.rows().get(i));
      }
      terminal.out().println();
      write(run, spec, fronts, pick);
      Optional<Built> built =
          proof.map(p ->
              built(p, asked, formal, run, stages, spec, data, searches, fronts, pick, usedSeed));
      stages.run(
          "report",
          () -> {
            ReportCandidates.write(
                run,
                new ReportCandidates.Run(
                    spec,
                    new Request(options, proof),
                    data,
                    searches,
                    fronts,
                    pick,
                    built.map(b -> new ReportCandidates.Proved(b.report(), b.folder(), b.front())),
                    usedSeed,
                    epochsDone,
                    epochs),
                estimates);
            return new Stages.Done<>(ReportBuilder.PAGE, ReportBuilder.PAGE);
          });
      state.keepIn(run.path());
      run.publish(identity, estimates);
      state.delete();
      built
          .filter(b -> !b.front().entries().isEmpty())
          .ifPresent(b -> verified(b.front(), searches, spec));
      terminal.out().println();
      built.ifPresent(b -> b.report().lines().forEach(terminal::full));
      spec.levels().forEach(l -> terminal.full("  levels    " + LevelCodes.line(l)));
      built.ifPresent(
          b -> terminal.full("  files     " + target.resolve(run.path().relativize(b.folder()))));
      terminal.full("  report    " + target.resolve(ReportBuilder.PAGE));
      if (epochsDone < epochs) {
        terminal.full("  search    " + SearchWords.epochs(epochsDone, epochs));
      }
      if (built.isEmpty()) {
        terminal.full(
            "'formgate resume " + target + "' builds the formula marked '>' and proves it");
      }
      if (epochsDone < epochs) {
        terminal.full(
            "the search had "
                + epochsDone
                + " of "
                + epochs
                + " epochs; 'formgate resume "
                + target
                + " --iterations "
                + epochs
                + "' goes on with it");
      }
      EventStream stream = events;
      if (stream != null) {
        stream.done(target.toString(), built.map(b -> b.report().facts()).orElse(null));
      }
      return built
          .map(b ->
              b.report().passed() && b.report().isProved()
                  ? b.front().exitCode()
                  : ExitCode.NOT_MET)
          .orElse(ExitCode.DONE);
    } catch (DiagnosticException e) {
      if (state != null) {
        state.afterMistake(target, former.isPresent(), e).forEach(terminal::full);
      }
      throw e;
    }
  }

  private static void write(RunFolder run, Spec spec, List<List<FrontRow>> fronts, JointPick pick) {
    run.write(SpecColumns.SPEC, spec.source().text());
    if (!spec.levels().isEmpty()) {
      run.write(PredictCommand.LEVELS, LevelCodes.csv(spec.levels()));
    }
    for (int i = 0; i < fronts.size(); i++) {
      String output = spec.outputs().get(i).name();
      String prefix = prefix(spec, output);
      run.write(
          prefix + "hall_of_fame.csv",
          FrontRow.hallOfFameCsv(fronts.get(i), spec.complexity().mode()));
      run.write(
          prefix + "front.csv",
          FrontRow.frontCsv(
              fronts.get(i),
              pick.rows().get(i),
              spec.hardware().budget(),
              spec.complexity().mode(),
              pick.lossOf(i),
              row -> CandidateNumber.of(spec, output, row)));
    }
    LearnedTables.write(run, fronts);
  }

  /**
   * What was built of the picked formulas, and of the others of the front.
   *
   * @param report of the circuit
   * @param folder of the circuit
   * @param front proofs of the front, without entries if they were not asked for
   */
  private record Built(CircuitReport report, Path folder, FrontProof front) {}

  private Built built(
      ProofRequest asked,
      Optional<StreamWrapper> wrapper,
      Optional<FormalProof> formal,
      RunFolder run,
      Stages stages,
      Spec spec,
      TrainingData data,
      List<OutputSearch> searches,
      List<List<FrontRow>> fronts,
      JointPick pick,
      long usedSeed) {
    CompiledCircuit circuit = pick.circuit();
    List<long[]> dataVectors = DataRows.quantized(data.columns(), circuit.request().inputs());
    Proof.Plan plan = new Proof.Plan(dataVectors, asked.vectors(), usedSeed);
    StreamWrapper handshakes = wrapper.orElse(spec.hardware().wrapper());
    Path folder = CandidateFolder.below(run.path(), circuit.pipeline());
    CircuitReport report =
        new Emission(terminal, stages, formal)
            .run(
                folder,
                circuit,
                SpecPorts.units(spec),
                handshakes,
                spec.source().text(),
                plan,
                SpecFit.measure(spec, searches, fronts, pick, data, dataVectors));
    if (!asked.isWholeFront()) {
      return new Built(report, folder, new FrontProof(List.of()));
    }
    FrontProof.Job job =
        new FrontProof.Job(
            terminal,
            spec,
            handshakes,
            searches,
            data,
            plan,
            Math.min(options.threads(), Runtime.getRuntime().availableProcessors()),
            formal);
    EventStream stream = events;
    FrontProof front =
        stages.run(
            "front",
            () -> {
              FrontProof p =
                  FrontProof.of(
                      job,
                      fronts,
                      run.path(),
                      Map.of(folder, report),
                      stream == null ? _ -> {} : stream::circuit);
              return new Stages.Done<>(p, p.summary());
            });
    run.write("verified.csv", front.csv());
    return new Built(report, folder, front);
  }

  private void verified(FrontProof proof, List<OutputSearch> searches, Spec spec) {
    for (OutputSearch search : searches) {
      String output = search.output().name();
      terminal.out().println();
      proof
          .table(output, LossScale.of(spec.lossOf(output), search.targetRms()))
          .forEach(terminal::line);
    }
    proof.failures().forEach(terminal::full);
  }

  private SearchState state(Spec spec, DeviceModel device, Path target, int epochs, long usedSeed) {
    SearchState.Settings settings =
        new SearchState.Settings(
            Version.text(),
            options.file().toAbsolutePath().normalize().toString(),
            SpecDevice.hash(spec, device),
            epochs,
            options.isPastLimits(),
            options.isEnded(),
            usedSeed,
            proof.map(ProofRequest::vectors).orElse(ProofRequest.USUAL_VECTORS),
            proof.map(ProofRequest::wrapper).orElse(""),
            proof.stream().anyMatch(ProofRequest::isWholeFront),
            proof.flatMap(ProofRequest::formal).map(Duration::toSeconds).orElse(0L),
            options.statements());
    if (former.isEmpty()) {
      return SearchState.begin(target, settings);
    }
    if (!former.get().settings().specHash().equals(settings.specHash())) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.NOT_A_RUN,
              options.file() + " has changed since its search began, or its device's file has",
              "search anew, or undo the change"));
    }
    return former.get().with(settings);
  }

  private void interrupted(Path target, SearchState state, OutputSearches.Ended found, int epochs) {
    String output = found.search().name();
    terminal.full(
        "interrupted: '"
            + output
            + "' has had "
            + found.epochs()
            + " of "
            + epochs
            + " epochs; what was found is in "
            + state.hallOfFameFile(output));
    terminal.full("'formgate resume " + target + "' goes on");
  }

  private static TrainingData read(Spec spec, Stages stages) {
    return stages.run(
        "read",
        () -> {
          TrainingData data = TrainingData.read(spec);
          long outside = DataRows.outsideRanges(data.columns(), SpecPorts.inputs(spec));
          return new Stages.Done<>(
              data,
              data.describe(spec)
                  + (outside == 0
                      ? ""
                      : "; " + DataRows.lie(outside) + " outside the declared ranges"));
        });
  }

  private SearchResult search(
      OutputSearch search,
      Spec spec,
      SearchState state,
      StopRequest stop,
      long usedSeed,
      Stages stages) {
    long startNanos = System.nanoTime();
    Optional<Integer> limit = options.seconds();
    return stages.run(
        "search",
        () -> {
          SearchResult result =
              search.run(
                  options.threads(),
                  state,
                  progress -> {
                    EventStream stream = events;
                    if (stream != null) {
                      stream.epoch(search.output().name(), spec.inputNames(), progress);
                    }
                    return !stop.isAsked()
                        && (limit.isEmpty()
                            || System.nanoTime() - startNanos < limit.get() * 1_000_000_000L);
                  });
          return new Stages.Done<>(
              result,
              what(spec, search)
                  + SearchWords.epochs(result.epochs(), search.epochs())
                  + ", "
                  + Numbers.count(result.evaluations())
                  + " evaluations, seed "
                  + usedSeed);
        });
  }

  private static String what(Spec spec, OutputSearch search) {
    return spec.outputs().size() == 1 ? "" : search.name() + ": ";
  }

  private List<FrontRow> front(
      OutputSearches.Ended searched,
      Spec spec,
      String name,
      DeviceModel device,
      Stages stages,
      List<RunFolder.Estimates> estimates) {
    OutputSearch search = searched.search();
    SearchResult found = searched.result();
    epochsDone = Math.max(epochsDone, searched.epochs());
    String what = what(spec, search);
    EstimateAccuracy of = found.accuracy();
    estimates.add(
        new RunFolder.Estimates(
            search.output().name(),
            searched.epochs(),
            of.scheduled(),
            of.exact(),
            of.withinOne(),
            of.unbuildable()));
    SearchWords.accuracy(of).ifPresent(terminal::full);
    return stages.run(
        "schedule",
        () -> {
          List<FrontRow> rows = search.build(found, name);
          long built = rows.stream().filter(FrontRow::stands).count();
          return new Stages.Done<>(
              rows,
              what
                  + built
                  + " of "
                  + rows.size()
                  + " formulas quantized and scheduled on "
                  + device.reference()
                  + " at "
                  + Numbers.ns(spec.hardware().clockPeriodPs())
                  + (spec.refitsConstants()
                      ? "; "
                          + rows.stream().filter(r -> r.before().isPresent()).count()
                          + " with constants fitted again"
                      : ""));
        });
  }

  private JointPick pick(
      Spec spec,
      String name,
      DeviceModel device,
      TrainingData data,
      List<OutputSearch> searches,
      List<List<FrontRow>> fronts) {
    try {
      return JointPick.of(spec, name, device, data, searches, fronts);
    } catch (DiagnosticException unmet) {
      for (int i = 0; i < searches.size(); i++) {
        show(searches.get(i), spec, fronts.get(i), null);
        fronts.get(i).stream()
            .filter(r -> !r.obstacle().isEmpty())
            .forEach(r -> terminal.full("  " + r.obstacle()));
      }
      throw unmet;
    }
  }

  /** {@return what the names of an output's tables begin with} */
  private static String prefix(Spec spec, String output) {
    return spec.outputs().size() == 1 ? "" : output + ".";
  }

  private void show(
      OutputSearch search, Spec spec, List<FrontRow> rows, @Nullable FrontRow picked) {
    String output = search.output().name();
    LossScale scale = LossScale.of(spec.lossOf(output), search.targetRms());
    terminal.out().println();
    IntFunction<String> number = row -> CandidateNumber.of(spec, output, row);
    FrontRow.table(rows, picked, output, scale, number).forEach(terminal::line);
    FrontRow.notes(rows, output, scale, number).forEach(terminal::full);
    if (picked != null) {
      FrontRow.reasons(rows, prefix(spec, output)).forEach(terminal::full);
      terminal.full(CandidateNumber.use(spec, output));
    }
  }
}
