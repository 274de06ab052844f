package io.formgate.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From formulas that the user has to a verified circuit, without a search. */
@Command(
    name = "emit",
    mixinStandardHelpOptions = true,
    description = {
      "Builds a formula as a circuit and proves it in Verilator. Example:",
      "  formgate emit 'sqrt(2*et*met*(1 - cos(dphi)))' --input 'et:ufixed<12,9>:GeV:[5,400]'",
      "    --input 'met:ufixed<12,9>:GeV:[5,400]' --input 'dphi:fixed<11,3>:rad:[-3.2,3.2]'",
      "    --output 'mt:ufixed<13,10>:GeV' --tolerance 'max(1 %%, 0.5)'"
    })
final class EmitCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "FORMULA",
      arity = "0..1",
      description = "the formula; its port is the one that --output names")
  private @Nullable String formula;

  @Option(
      names = "--formulas",
      paramLabel = "FILE",
      description = {
        "formulas of several outputs, as lines 'name = formula' or one a line;",
        "or a hall of fame (Complexity,Loss,Equation) whose name ends with .csv"
      })
  private @Nullable Path formulas;

  @Option(
      names = "--complexity",
      paramLabel = "N",
      description = "which formula of a hall of fame (default: the one of the smallest loss)")
  private @Nullable Double complexity;

  @Option(
      names = "--input",
      paramLabel = "NAME:FORMAT[:UNIT][:[LO,HI]]",
      description = "an input port; repeat for each")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "format of every port that has no --input or --output")
  private @Nullable String format;

  @Option(
      names = "--output",
      paramLabel = "NAME:FORMAT[:UNIT]",
      description = {
        "an output port, which saturates; repeat for each formula of a file.",
        "A format alone is that of all outputs, called as in the file, else y0, y1, ..."
      })
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description =
          "error allowed: 0.5, '1 %%' or 'max(1 %%, 1/32)' (default: one last bit of the output)")
  private @Nullable String tolerance;

  @Option(
      names = "--define",
      paramLabel = "F(X,...)=FORMULA",
      description = "a custom operator that formulas may call; repeat for each")
  private List<String> definitions = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "device (default: ${DEFAULT-VALUE})",
      defaultValue = "xcvu9p-2")
  private String device = "";

  @Option(
      names = "--clock",
      paramLabel = "T",
      description = "clock, as '5ns', '3125ps', '200MHz' or '1GHz' (default: ${DEFAULT-VALUE})",
      defaultValue = "5ns")
  private String clock = "";

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

  EmitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    EmitRequest request =
        EmitRequest.of(
            new EmitRequest.Options(
                name,
                formula,
                formulas,
                complexity,
                inputs,
                format,
                outputs,
                tolerance,
                definitions,
                device,
                clock,
                vectors));
    String identity = "emit " + name;
    Path target = out == null ? Path.of("runs", name) : out;
    Stages stages = new Stages(terminal, System::nanoTime);
    try (RunFolder run = RunFolder.open(target, identity, force)) {
      CompiledCircuit circuit =
          stages.run(
              "schedule",
              () -> {
                CompiledCircuit c =
                    CompiledCircuit.compile(
                        request.circuit(), request.device(), request.clockPeriodPs());
                return new Stages.Done<>(
                    c,
                    Numbers.count(c.quantized().datapath().nodes().size())
                        + " nodes on "
                        + request.device().name()
                        + " at "
                        + Numbers.ns(request.clockPeriodPs()));
              });
      Path folder = CandidateFolder.below(run.path(), circuit);
      CircuitReport report =
          new Emission(terminal, stages)
              .run(
                  folder, circuit, request.units(), new Proof.Plan(List.of(), vectors, seed), null);
      run.publish(identity);
      terminal.out().println();
      report.lines().forEach(terminal::full);
      terminal.full("  files     " + target.resolve(run.path().relativize(folder)));
      return report.verification().passed() ? ExitCode.DONE : ExitCode.NOT_MET;
    }
  }
}
