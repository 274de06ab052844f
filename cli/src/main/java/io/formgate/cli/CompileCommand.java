package io.formgate.cli;

import io.formgate.constraints.Spec;
import io.formgate.constraints.StreamWrapper;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.search.EstimateAccuracy;
import io.formgate.search.SearchResult;
import io.formgate.search.SpecProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From a spec to a verified circuit. */
@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    description = {
      "Searches formulas for the data of a spec, builds the best as a circuit,",
      "and proves it in Verilator."
    })
final class CompileCommand implements Callable<Integer> {
  private Terminal terminal;

  @Parameters(paramLabel = "FILE.fg", description = "the spec file")
  private Path file = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "output folder (default: runs/<name of the spec>)")
  private @Nullable Path out;

  @Option(names = "--force", description = "replace whatever the output folder holds")
  private boolean force;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "epochs of the search, instead of the spec's")
  private @Nullable Integer iterations;

  @Option(names = "--seed", paramLabel = "N", description = "seed, instead of the spec's")
  private @Nullable Long seed;

  @Option(
      names = "--with",
      paramLabel = "STATEMENT",
      description =
          "a statement of the spec language, added to the spec or in the place of the one that a spec"
              + " has at most once; repeat for each")
  private List<String> statements = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads of the search; never changes the result (default: processors)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--vectors",
      paramLabel = "N",
      description =
          "random vectors over the formats, and again over the ranges (default: ${DEFAULT-VALUE})",
      defaultValue = "100000")
  private long vectors;

  @Option(
      names = "--wrapper",
      paramLabel = "W",
      description =
          "handshakes around the circuit, instead of the spec's: none, ready-valid or axi-stream")
  private @Nullable String wrapper;

  @Option(
      names = "--json",
      description =
          "print an event for each epoch and one at the end, each as JSON on a line; all else goes to"
              + " standard error")
  private boolean json;

  @Option(
      names = "--all",
      description =
          "build and prove every circuit of the front, as many at a time as --threads says")
  private boolean all;

  private @Nullable EventStream events;

  /** Fewer than asked for where the user ended the search. */
  private int epochsDone;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "end the search of an output at the first epoch's end after so many seconds")
  private @Nullable Integer seconds;

  /** Where a search that was interrupted goes on; null to begin. */
  private @Nullable SearchState former;

  CompileCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * {@return the compilation of a run that goes on}
   *
   * @param run its folder
   * @param state where its search stopped
   * @param threads of the search
   * @param seconds limit of time, or null
   */
  static CompileCommand resuming(
      Terminal terminal, Path run, SearchState state, int threads, @Nullable Integer seconds) {
    CompileCommand compile = new CompileCommand(terminal);
    SearchState.Settings s = state.settings();
    compile.former = state;
    compile.file = Path.of(s.spec());
    compile.out = run;
    compile.iterations = s.iterations();
    compile.seed = s.seed();
    compile.vectors = s.vectors();
    compile.statements = s.statements();
    compile.wrapper = s.wrapper().isEmpty() ? null : s.wrapper();
    compile.threads = threads;
    compile.seconds = seconds;
    return compile;
  }

  @Override
  public Integer call() {
    if (json) {
      events = new EventStream(terminal.out());
      terminal =
          new Terminal(
              terminal.err(), terminal.err(), false, terminal.columns(), terminal.environment());
    }
    Arguments.atLeast("--threads", threads, 1);
    Arguments.atLeast("--vectors", vectors, 1);
    Optional<StreamWrapper> asked = Arguments.wrapper(wrapper);
    Spec written = SpecFile.read(file, statements);
    SpecProblem.requireAble(written);
    int epochs = iterations == null ? written.search().iterations() : iterations;
    Arguments.atLeast("--iterations", epochs, 1);
    if (seconds != null) {
      Arguments.atLeast("--seconds", seconds, 1);
    }
    long usedSeed = seed == null ? written.search().seed() : seed;
    DeviceModel device =
        DeviceModels.load(written.hardware().device(), written.hardware().deviceSpan());
    String name = SpecFile.moduleName(file);
    String identity = "compile " + file.toAbsolutePath().normalize();
    Path target = out == null ? Path.of("runs", name) : out;
    Stages stages = new Stages(terminal, System::nanoTime);
    SearchState state = null;
    try (RunFolder run = RunFolder.open(target, identity, force);
        StopRequest stop = new StopRequest()) {
      TrainingData data = read(written, stages);
      Spec spec = data.leveled(written);
      state = state(spec, target, epochs, usedSeed);
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
      JointPick pick = pick(spec, name, device, data, searches, fronts);
      for (int i = 0; i < searches.size(); i++) {
        show(searches.get(i), spec, fronts.get(i), pick.rows().get(i));
      }
      terminal.out().println();
      run.write("spec.fg", spec.source().text());
      if (!spec.levels().isEmpty()) {
        run.write(PredictCommand.LEVELS, LevelCodes.csv(spec.levels()));
      }
      for (int i = 0; i < fronts.size(); i++) {
        String prefix = prefix(spec, spec.outputs().get(i).name());
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
                pick.lossOf(i)));
      }
      LearnedTables.write(run, fronts);
      CompiledCircuit circuit = pick.circuit();
      List<long[]> dataVectors = DataRows.quantized(data.columns(), circuit.request().inputs());
      Path folder = CandidateFolder.below(run.path(), circuit.pipeline());
      CircuitReport report =
          new Emission(terminal, stages)
              .run(
                  folder,
                  circuit,
                  SpecPorts.units(spec),
                  asked.orElse(spec.hardware().wrapper()),
                  spec.source().text(),
                  new Proof.Plan(dataVectors, vectors, usedSeed),
                  SpecFit.measure(spec, searches, fronts, pick, data, dataVectors));
      FrontProof proof = new FrontProof(List.of());
      if (all) {
        FrontProof.Job job =
            new FrontProof.Job(
                terminal,
                spec,
                asked.orElse(spec.hardware().wrapper()),
                searches,
                data,
                new Proof.Plan(dataVectors, vectors, usedSeed),
                Math.min(threads, Runtime.getRuntime().availableProcessors()));
        proof =
            stages.run(
                "front",
                () -> {
                  FrontProof p = FrontProof.of(job, fronts, run.path(), Map.of(folder, report));
                  return new Stages.Done<>(p, p.summary());
                });
        run.write("verified.csv", proof.csv());
      }
      FrontProof proved = proof;
      stages.run(
          "report",
          () -> {
            ReportCandidates.write(
                run,
                new ReportCandidates.Run(
                    spec,
                    file,
                    data,
                    searches,
                    fronts,
                    pick,
                    report,
                    folder,
                    usedSeed,
                    epochsDone,
                    proved),
                estimates);
            return new Stages.Done<>(ReportBuilder.PAGE, ReportBuilder.PAGE);
          });
      state.keepIn(run.path());
      run.publish(identity, estimates);
      state.delete();
      if (all) {
        verified(proved, searches, spec);
      }
      terminal.out().println();
      report.lines().forEach(terminal::full);
      spec.levels().forEach(l -> terminal.full("  levels    " + LevelCodes.line(l)));
      terminal.full("  files     " + target.resolve(run.path().relativize(folder)));
      terminal.full("  report    " + target.resolve(ReportBuilder.PAGE));
      EventStream stream = events;
      if (stream != null) {
        stream.done(target.toString(), report.facts());
      }
      return report.passed() ? proved.exitCode() : ExitCode.NOT_MET;
    } catch (DiagnosticException e) {
      // Of a search that went on the former state stays, so that it can go on for longer.
      if (state != null && former == null) {
        state.delete();
      }
      throw e;
    }
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

  private SearchState state(Spec spec, Path target, int epochs, long usedSeed) {
    SearchState.Settings settings =
        new SearchState.Settings(
            Version.text(),
            file.toAbsolutePath().normalize().toString(),
            Sha256.of(spec.source().text()),
            epochs,
            usedSeed,
            vectors,
            wrapper == null ? "" : wrapper,
            statements);
    if (former == null) {
      return SearchState.begin(target, settings);
    }
    if (!former.settings().specHash().equals(settings.specHash())) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.NOT_A_RUN,
              file + " has changed since its search began",
              "run 'formgate compile' anew, or undo the change"));
    }
    return former.with(settings);
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
                      : "; " + Numbers.count(outside) + " lie outside the declared ranges"));
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
    Integer limit = seconds;
    return stages.run(
        "search",
        () -> {
          SearchResult result =
              search.run(
                  threads,
                  state,
                  progress -> {
                    EventStream stream = events;
                    if (stream != null) {
                      stream.epoch(search.output().name(), spec.inputNames(), progress);
                    }
                    return !stop.isAsked()
                        && (limit == null
                            || System.nanoTime() - startNanos < limit * 1_000_000_000L);
                  });
          return new Stages.Done<>(
              result,
              what(spec, search)
                  + result.epochs()
                  + " epochs, "
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
    accuracy(of).ifPresent(terminal::full);
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
                  + device.name()
                  + " at "
                  + Numbers.ns(spec.hardware().clockPeriodPs())
                  + (spec.refitsConstants()
                      ? "; "
                          + rows.stream().filter(r -> r.before().isPresent()).count()
                          + " with constants fitted again"
                      : ""));
        });
  }

  private static Optional<String> accuracy(EstimateAccuracy a) {
    return a.scheduled() == 0
        ? Optional.empty()
        : Optional.of(
            "          "
                + Numbers.count(a.scheduled())
                + " entrants of the front scheduled: the estimate was exact for "
                + Numbers.percent((double) a.exact() / a.scheduled())
                + ", within one cycle for "
                + Numbers.percent((double) a.withinOne() / a.scheduled())
                + "; "
                + Numbers.count(a.unbuildable())
                + " could not be built");
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
    FrontRow.table(rows, picked, output, scale).forEach(terminal::line);
    if (picked != null && rows.stream().anyMatch(r -> !r.stands())) {
      terminal.line("  " + prefix(spec, output) + "front.csv says of each why not");
    }
  }
}
