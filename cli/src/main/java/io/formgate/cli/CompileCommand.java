package io.formgate.cli;

import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.constraints.StreamWrapper;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.search.EstimateAccuracy;
import io.formgate.search.SearchResult;
import io.formgate.search.SpecProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  private final Terminal terminal;

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

  CompileCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Arguments.atLeast("--threads", threads, 1);
    Arguments.atLeast("--vectors", vectors, 1);
    Optional<StreamWrapper> asked = Arguments.wrapper(wrapper);
    Spec spec = SpecFile.read(file);
    SpecProblem.requireAble(spec);
    int epochs = iterations == null ? spec.search().iterations() : iterations;
    Arguments.atLeast("--iterations", epochs, 1);
    long usedSeed = seed == null ? spec.search().seed() : seed;
    DeviceModel device = DeviceModels.load(spec.hardware().device(), spec.hardware().deviceSpan());
    String name = SpecFile.moduleName(file);
    String identity = "compile " + file.toAbsolutePath().normalize();
    Path target = out == null ? Path.of("runs", name) : out;
    Stages stages = new Stages(terminal, System::nanoTime);
    try (RunFolder run = RunFolder.open(target, identity, force)) {
      TrainingData data = read(spec, stages);
      List<OutputSearch> searches = new ArrayList<>();
      List<List<FrontRow>> fronts = new ArrayList<>();
      List<RunFolder.Estimates> estimates = new ArrayList<>();
      for (OutputDeclaration output : spec.outputs()) {
        OutputSearch search =
            new OutputSearch(terminal, spec, output, device, data, epochs, usedSeed);
        searches.add(search);
        fronts.add(front(search, spec, name, device, usedSeed, stages, estimates));
      }
      JointPick pick = pick(spec, name, device, data, searches, fronts);
      for (int i = 0; i < searches.size(); i++) {
        show(searches.get(i), spec, fronts.get(i), pick.rows().get(i));
      }
      terminal.out().println();
      run.write("spec.fg", spec.source().text());
      for (int i = 0; i < fronts.size(); i++) {
        String prefix = prefix(spec, spec.outputs().get(i).name());
        run.write(
            prefix + "hall_of_fame.csv",
            FrontRow.hallOfFameCsv(fronts.get(i), spec.complexity().mode()));
        run.write(prefix + "front.csv", FrontRow.frontCsv(fronts.get(i)));
      }
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
                  SpecFit.measure(spec, searches, pick, data, dataVectors));
      run.publish(identity, estimates);
      terminal.out().println();
      report.lines().forEach(terminal::full);
      terminal.full("  files     " + target.resolve(run.path().relativize(folder)));
      return report.passed() ? ExitCode.DONE : ExitCode.NOT_MET;
    }
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

  private List<FrontRow> front(
      OutputSearch search,
      Spec spec,
      String name,
      DeviceModel device,
      long usedSeed,
      Stages stages,
      List<RunFolder.Estimates> estimates) {
    String what = spec.outputs().size() == 1 ? "" : search.output().name() + ": ";
    SearchResult found =
        stages.run(
            "search",
            () -> {
              SearchResult result = search.run(threads);
              return new Stages.Done<>(
                  result,
                  what
                      + result.epochs()
                      + " epochs, "
                      + Numbers.count(result.evaluations())
                      + " evaluations, seed "
                      + usedSeed);
            });
    EstimateAccuracy of = found.accuracy();
    estimates.add(
        new RunFolder.Estimates(
            search.output().name(), of.scheduled(), of.exact(), of.withinOne(), of.unbuildable()));
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
                  + Numbers.ns(spec.hardware().clockPeriodPs()));
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
      return JointPick.of(spec, name, device, data, fronts);
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
