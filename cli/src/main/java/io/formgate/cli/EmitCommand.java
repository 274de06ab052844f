package io.formgate.cli;

import io.formgate.constraints.StreamWrapper;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Diagnostic;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.report.ReportData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From formulas that the user has to a verified circuit, without a search. */
@Command(
    name = "emit",
    mixinStandardHelpOptions = true,
    description = {
      "Builds a formula as a circuit and proves it in Verilator.",
      "Example:",
      "  formgate emit 'sqrt(2*et*met*(1 - cos(dphi)))' \\",
      "    --input 'et:ufixed<12,9>:GeV:[5,400]' \\",
      "    --input 'met:ufixed<12,9>:GeV:[5,400]' \\",
      "    --input 'dphi:fixed<11,3>:rad:[-3.2,3.2]' \\",
      "    --output 'mt:ufixed<13,10>:GeV' --tolerance 'max(1 %%, 0.5)'"
    })
final class EmitCommand implements Callable<Integer> {
  private static final String REQUEST = "request.txt";

  private final Terminal terminal;

  @Parameters(
      paramLabel = "FORMULA",
      arity = "0..1",
      description = "the formula; its port is the one that --output names")
  private @Nullable String formula;

  @Mixin private FormulaOptions options = new FormulaOptions();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "name of the module (default: ${DEFAULT-VALUE})",
      defaultValue = "formula")
  private String name = "";

  @Option(names = "--out", paramLabel = "DIR", description = "output folder (default: runs/<name>)")
  private @Nullable Path out;

  @Option(names = "--force", description = "replace whatever the output folder holds")
  private boolean force;

  @Option(
      names = "--vectors",
      paramLabel = "N",
      description =
          "random vectors over the formats, and again over the ranges (default: ${DEFAULT-VALUE})",
      defaultValue = "100000")
  private long vectors;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of the random vectors (default: ${DEFAULT-VALUE})",
      defaultValue = "1")
  private long seed;

  @Mixin private WrapperOption wrapper = new WrapperOption();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = {
        "rows on which a --tolerance 'on data' or an --agreement is measured,",
        "a column for each input; values outside of an input's range are moved into it"
      })
  private @Nullable Path data;

  @Option(
      names = "--agreement",
      paramLabel = "P",
      description =
          "share of the rows of --data, as '96.6 %%', whose largest formula is that of the circuit")
  private @Nullable String agreement;

  @Mixin private CircuitOptions made = new CircuitOptions();

  @Mixin private FormalOptions formal = new FormalOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  EmitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Diagnostic> mistakes = new ArrayList<>();
    var _ =
        Arguments.noting(
            () -> {
              Arguments.atLeast("--vectors", vectors, 1);
              return vectors;
            },
            mistakes);
    Optional<StreamWrapper> asked = Arguments.noting(wrapper::read, mistakes);
    Optional<Optional<Duration>> limit = Arguments.noting(formal::limit, mistakes);
    Optional<MeasuredGoal> goal =
        Arguments.noting(
                () -> MeasuredGoal.of(data, options.isOnData(), agreement, options.isUniform()),
                mistakes)
            .flatMap(g -> g);
    made.check(options, mistakes);
    EmitRequest request =
        options.read(name, formula == null ? List.of() : List.of(formula), mistakes);
    request.warn(terminal);
    DeviceModel whole = request.devices().getFirst();
    DeviceModel device = made.device(whole);
    ScheduleOptions schedule = request.schedules().getFirst();
    StreamWrapper streamWrapper = asked.orElseThrow();
    Optional<FormalProof> prover = FormalProof.of(terminal, limit.orElseThrow());
    String identity = "emit " + name;
    Path target = out == null ? Path.of("runs", name) : out;
    Stages stages = new Stages(terminal, System::nanoTime);
    try (RunFolder run = RunFolder.open(target, identity, force)) {
      CompiledCircuit circuit =
          stages.run(
              "schedule",
              () -> {
                CompiledCircuit c =
                    made.made(whole, used -> built(goal, request, used, schedule))
                        .noting(request.notes())
                        .noting(InputResolution.notes(request.circuit()));
                return new Stages.Done<>(
                    c,
                    Numbers.count(c.quantized().datapath().nodes().size())
                        + " nodes on "
                        + device.reference()
                        + " at "
                        + Numbers.ns(schedule.clockPeriodPs()));
              });
      String text =
          RequestText.of(circuit.request(), request.units(), device, schedule, streamWrapper)
              + (made.isWithoutDsp() ? "// without multiplier blocks\n" : "");
      if (!RunFolder.holds(target.resolve(REQUEST), text)) {
        FormerRun.line(target).ifPresent(terminal::full);
      }
      run.write(REQUEST, text);
      Path folder = CandidateFolder.below(run.path(), circuit.pipeline());
      CircuitReport report =
          new Emission(terminal, stages, prover)
              .run(
                  folder,
                  circuit,
                  request.units(),
                  streamWrapper,
                  text,
                  new Proof.Plan(List.of(), vectors, seed),
                  null);
      String line = EmitLine.asGiven(spec.commandLine().getParseResult().originalArgs());
      ReportBuilder page = new ReportBuilder(request.units(), seed);
      page.add(
          "1",
          ReportCandidates.formulas(circuit),
          circuit,
          ReportBuilder.Found.nothing(),
          null,
          List.of(),
          new ReportBuilder.Built(
              report, folder, run.path(), true, ReportCandidates.again(line, name)),
          List.of());
      page.write(
          run,
          line,
          text,
          List.of(ReportBuilder.fact("seed of the random vectors", Long.toString(seed))),
          circuit,
          List.of(new ReportData.Download(REQUEST, "what was asked for")));
      run.publish(identity, List.of());
      terminal.out().println();
      report.lines().forEach(terminal::full);
      terminal.full("  files     " + target.resolve(run.path().relativize(folder)));
      terminal.full("  report    " + target.resolve(ReportBuilder.PAGE));
      return report.passed() && report.isProved() ? ExitCode.DONE : ExitCode.NOT_MET;
    }
  }

  private CompiledCircuit built(
      Optional<MeasuredGoal> goal,
      EmitRequest request,
      DeviceModel device,
      ScheduleOptions schedule) {
    QuantizerRequest circuit = request.circuit();
    if (goal.isPresent()) {
      return goal.get().compile(circuit, request.columns(), made.snaps(), device, schedule);
    }
    return made.snaps()
        ? CompiledCircuit.snapped(circuit, List.of(), device, schedule)
        : CompiledCircuit.compile(circuit, device, schedule);
  }
}
