package io.formgate.cli;

import io.formgate.constraints.HardwareBudget;
import io.formgate.constraints.InputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.constraints.UnitChecker;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Dataset;
import io.formgate.expression.DatasetReader;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.RowBlocks;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.EstimatedCycles;
import io.formgate.search.FrontEntry;
import io.formgate.search.SearchEngine;
import io.formgate.search.SearchOptions;
import io.formgate.search.SearchResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  /** Share of rows outside the declared ranges from which the ranges are taken for a mistake. */
  private static final double MISTAKEN_SHARE = 0.1;

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

  CompileCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Arguments.atLeast("--threads", threads, 1);
    Arguments.atLeast("--vectors", vectors, 1);
    Spec spec = SpecFile.read(file);
    SearchOptions options = options(spec);
    DeviceModel device = DeviceModels.load(spec.hardware().device(), spec.hardware().deviceSpan());
    String name = SpecFile.moduleName(file);
    String identity = "compile " + file.toAbsolutePath().normalize();
    Path target = out == null ? Path.of("runs", name) : out;
    Stages stages = new Stages(terminal, System::nanoTime);
    try (RunFolder run = RunFolder.open(target, identity, force)) {
      Dataset data = read(spec, stages);
      double targetRms = DataRows.rootMeanSquare(data.column(spec.output().name()));
      SearchResult found = search(spec, options, device, data, targetRms, stages);
      List<FrontRow> rows = build(spec, name, device, found, targetRms, stages);
      FrontRow picked = pick(rows, spec.hardware().budget(), spec.output().name());
      terminal.out().println();
      FrontRow.table(rows, picked, spec.output().name()).forEach(terminal::line);
      if (rows.stream().anyMatch(r -> r.circuit() == null)) {
        terminal.line("  front.csv says of each why not");
      }
      terminal.out().println();
      CompiledCircuit circuit = picked.circuit();
      if (circuit == null) {
        throw new IllegalStateException("a picked formula has a circuit");
      }
      run.write("spec.fg", spec.source().text());
      run.write("hall_of_fame.csv", FrontRow.hallOfFameCsv(rows));
      run.write("front.csv", FrontRow.frontCsv(rows));
      List<long[]> dataVectors = DataRows.quantized(data, circuit.request().inputs());
      Path folder = CandidateFolder.below(run.path(), circuit);
      CircuitReport report =
          new Emission(terminal, stages)
              .run(
                  folder,
                  circuit,
                  units(spec),
                  new Proof.Plan(dataVectors, vectors, options.seed()),
                  fit(circuit, picked, data, dataVectors, targetRms));
      run.publish(identity);
      terminal.out().println();
      report.lines().forEach(terminal::full);
      terminal.full("  files     " + target.resolve(run.path().relativize(folder)));
      return report.verification().passed() ? ExitCode.DONE : ExitCode.NOT_MET;
    }
  }

  private SearchOptions options(Spec spec) {
    var s = spec.search();
    int epochs = iterations == null ? s.iterations() : iterations;
    Arguments.atLeast("--iterations", epochs, 1);
    return SearchOptions.of(List.copyOf(spec.operators()))
        .withIterations(epochs)
        .withSeed(seed == null ? s.seed() : seed)
        .withPopulations(s.populations(), s.populationSize())
        .withMaxSize(s.maxSize());
  }

  private Dataset read(Spec spec, Stages stages) {
    List<DatasetReader.Wanted> wanted = new ArrayList<>();
    spec.inputs().forEach(i -> wanted.add(new DatasetReader.Wanted(i.name(), i.span())));
    wanted.add(new DatasetReader.Wanted(spec.output().name(), spec.output().span()));
    return stages.run(
        "read",
        () -> {
          Dataset data = DatasetReader.read(spec.dataFile(), spec.dataSpan(), wanted);
          long outside = DataRows.outsideRanges(data, inputPorts(spec));
          if (outside > MISTAKEN_SHARE * data.rows()) {
            throw new DiagnosticException(
                Diagnostic.at(
                    DiagnosticCode.DATA_OUT_OF_RANGE,
                    spec.dataSpan(),
                    Numbers.count(outside)
                        + " of "
                        + Numbers.count(data.rows())
                        + " rows lie outside the declared input ranges",
                    "declare ranges that hold the data, in the data's units"));
          }
          return new Stages.Done<>(
              data,
              Numbers.count(data.rows())
                  + " rows of "
                  + spec.dataFile()
                  + (outside == 0
                      ? ""
                      : "; " + Numbers.count(outside) + " lie outside the declared ranges"));
        });
  }

  private SearchResult search(
      Spec spec,
      SearchOptions options,
      DeviceModel device,
      Dataset data,
      double targetRms,
      Stages stages) {
    List<String> inputs = spec.inputNames();
    RowBlocks rows = new RowBlocks(data, inputs, spec.output().name());
    List<io.formgate.expression.FixedFormat> formats =
        spec.inputs().stream().map(InputDeclaration::format).toList();
    LiveFront live =
        new LiveFront(terminal, System::nanoTime, inputs, spec.output().name(), targetRms);
    return stages.run(
        "search",
        () -> {
          SearchResult result =
              SearchEngine.run(
                  rows,
                  options,
                  () ->
                      new EstimatedCycles(
                          device, spec.hardware().clockPeriodPs(), formats, options.maxSize()),
                  () ->
                      new UnitChecker(
                              spec.inputDimensions(),
                              spec.output().unit().dimension(),
                              spec.constantUnits())
                          ::violations,
                  threads,
                  live);
          live.erase();
          if (result.front().isEmpty()) {
            throw new DiagnosticException(
                Diagnostic.of(
                    DiagnosticCode.SEARCH_EMPTY,
                    "no formula that keeps the units is finite on every row",
                    "add operators, check the units, or search for more iterations"));
          }
          return new Stages.Done<>(
              result,
              result.epochs()
                  + " epochs, "
                  + Numbers.count(result.evaluations())
                  + " evaluations, seed "
                  + options.seed());
        });
  }

  private List<FrontRow> build(
      Spec spec,
      String name,
      DeviceModel device,
      SearchResult found,
      double targetRms,
      Stages stages) {
    return stages.run(
        "schedule",
        () -> {
          List<FrontRow> rows = new ArrayList<>();
          for (FrontEntry entry : found.front()) {
            rows.add(row(spec, name, device, entry, targetRms));
          }
          long built = rows.stream().filter(r -> r.circuit() != null).count();
          return new Stages.Done<>(
              rows,
              built
                  + " of "
                  + rows.size()
                  + " formulas quantized and scheduled on "
                  + device.name()
                  + " at "
                  + Numbers.ns(spec.hardware().clockPeriodPs()));
        });
  }

  private static FrontRow row(
      Spec spec, String name, DeviceModel device, FrontEntry entry, double targetRms) {
    Expr formula = entry.tape().toExpr(spec.inputNames());
    double relativeRms = Math.sqrt(entry.loss()) / targetRms;
    try {
      CompiledCircuit circuit =
          CompiledCircuit.compile(
              request(spec, name, formula), device, spec.hardware().clockPeriodPs());
      return new FrontRow(formula, entry.loss(), relativeRms, entry.latencyCycles(), circuit, "");
    } catch (DiagnosticException e) {
      return new FrontRow(
          formula,
          entry.loss(),
          relativeRms,
          entry.latencyCycles(),
          null,
          e.diagnostics().getFirst().message());
    }
  }

  private FrontRow pick(List<FrontRow> rows, HardwareBudget budget, String output) {
    return FrontRow.pick(rows, budget)
        .orElseThrow(() -> {
          FrontRow.table(rows, null, output).forEach(terminal::line);
          rows.stream()
              .filter(r -> !r.obstacle().isEmpty())
              .forEach(r -> terminal.full("  " + r.obstacle()));
          return new DiagnosticException(
              Diagnostic.of(
                  DiagnosticCode.BUDGET_UNMET,
                  "none of the formulas found can be built within the hardware budget",
                  "allow more, slow the clock, widen the tolerance, or search longer"));
        });
  }

  private static List<QuantizerRequest.InputPort> inputPorts(Spec spec) {
    return spec.inputs().stream()
        .map(i -> new QuantizerRequest.InputPort(i.name(), i.format(), i.range()))
        .toList();
  }

  private static QuantizerRequest request(Spec spec, String name, Expr formula) {
    var o = spec.output();
    return new QuantizerRequest(
        name,
        inputPorts(spec),
        List.of(
            new QuantizerRequest.OutputPort(
                o.name(), formula, o.format(), o.saturate(), o.tolerance())));
  }

  private static Units units(Spec spec) {
    Map<String, String> byPort = new HashMap<>();
    spec.inputs().forEach(i -> byPort.put(i.name(), i.unit().text()));
    byPort.put(spec.output().name(), spec.output().unit().text());
    return new Units(byPort);
  }

  private static CircuitReport.DataFit fit(
      CompiledCircuit circuit,
      FrontRow picked,
      Dataset data,
      List<long[]> vectors,
      double targetRms) {
    QuantizerRequest.OutputPort port = circuit.request().outputs().getFirst();
    var interpreter = new io.formgate.datapath.DatapathInterpreter(circuit.quantized().datapath());
    double[] target = data.column(port.name());
    double squares = 0;
    double worst = 0;
    for (int row = 0; row < target.length; row++) {
      double error = port.format().toReal(interpreter.evaluate(vectors.get(row))[0]) - target[row];
      squares += error * error;
      worst = Math.max(worst, Math.abs(error));
    }
    return new CircuitReport.DataFit(
        ErrorStatistics.measure(circuit, 0, vectors.iterator()),
        Math.sqrt(squares / target.length) / targetRms,
        picked.relativeRms(),
        worst);
  }
}
