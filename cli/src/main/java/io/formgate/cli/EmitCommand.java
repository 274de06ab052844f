package io.formgate.cli;

import io.formgate.constraints.ConstantUnits;
import io.formgate.constraints.SignalNames;
import io.formgate.constraints.UnitExpression;
import io.formgate.constraints.UnitInference;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
      description = "formulas of several outputs, as lines 'name = formula'")
  private @Nullable Path formulas;

  @Option(
      names = "--input",
      paramLabel = "NAME:FORMAT[:UNIT][:[LO,HI]]",
      description = "an input port; repeat for each")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "format of every input that has no --input")
  private @Nullable String format;

  @Option(
      names = "--output",
      paramLabel = "NAME:FORMAT[:UNIT]",
      description = "an output port, which saturates; repeat for each formula of a file",
      required = true)
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description =
          "error allowed: 0.5, '1 %%' or 'max(1 %%, 0.5)' (default: one last bit of the output)")
  private @Nullable String tolerance;

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "device (default: ${DEFAULT-VALUE})",
      defaultValue = "xcvu9p-2")
  private String device = "";

  @Option(
      names = "--clock",
      paramLabel = "T",
      description = "clock, as '5ns', '3125ps' or '200MHz' (default: ${DEFAULT-VALUE})",
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
    Arguments.atLeast("--vectors", vectors, 1);
    DeviceModel model = DeviceModels.load(device, null);
    int clockPeriodPs = PortArguments.clockPeriodPs(clock);
    Map<String, UnitExpression> units = new LinkedHashMap<>();
    QuantizerRequest request = request(units);
    String identity = "emit " + name;
    Path target = out == null ? Path.of("runs", name) : out;
    Stages stages = new Stages(terminal, System::nanoTime);
    try (RunFolder run = RunFolder.open(target, identity, force)) {
      CompiledCircuit circuit =
          stages.run(
              "schedule",
              () -> {
                CompiledCircuit c = CompiledCircuit.compile(request, model, clockPeriodPs);
                return new Stages.Done<>(
                    c,
                    Numbers.count(c.quantized().datapath().nodes().size())
                        + " nodes on "
                        + model.name()
                        + " at "
                        + Numbers.ns(clockPeriodPs));
              });
      Path folder = CandidateFolder.below(run.path(), circuit);
      Map<String, String> texts = new LinkedHashMap<>();
      units.forEach((port, unit) -> texts.put(port, unit.text()));
      CircuitReport report =
          new Emission(terminal, stages)
              .run(
                  folder,
                  circuit,
                  new Units(texts),
                  new Proof.Plan(List.of(), vectors, seed),
                  null);
      run.publish(identity);
      terminal.out().println();
      report.lines().forEach(terminal::full);
      terminal.full("  files     " + target.resolve(run.path().relativize(folder)));
      return report.verification().passed() ? ExitCode.DONE : ExitCode.NOT_MET;
    }
  }

  private QuantizerRequest request(Map<String, UnitExpression> units) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    SignalNames.objection(name)
        .ifPresent(why ->
            diagnostics.add(
                Diagnostic.of(
                    DiagnosticCode.SPEC_NAME, "--name " + name + ": " + why, "choose another")));
    Map<String, PortArguments.Port> in = ports("--input", inputs, diagnostics);
    Map<String, PortArguments.Port> outs = ports("--output", outputs, diagnostics);
    Tolerance allowed = tolerance == null ? null : PortArguments.tolerance(tolerance, diagnostics);
    stopOn(diagnostics);
    Map<String, Expr> wanted = formulas(outs);
    addFormatted(in, wanted, diagnostics);
    for (String port : outs.keySet()) {
      if (in.containsKey(port)) {
        diagnostics.add(
            Diagnostic.of(
                DiagnosticCode.SPEC_NAME,
                "'" + port + "' is both an input and an output",
                "give each port a name of its own"));
      }
    }
    stopOn(diagnostics);
    in.forEach((port, p) -> units.put(port, p.unit()));
    outs.forEach((port, p) -> units.put(port, p.unit()));
    wanted.forEach((port, e) -> {
      UnitExpression unit = units.getOrDefault(port, UnitExpression.ONE);
      if (units.values().stream().anyMatch(u -> !u.dimension().isNone())) {
        diagnostics.addAll(UnitInference.check(e, units, unit, ConstantUnits.NONE));
      }
    });
    stopOn(diagnostics);
    List<QuantizerRequest.InputPort> inputPorts = new ArrayList<>();
    in.forEach(
        (port, p) -> inputPorts.add(new QuantizerRequest.InputPort(port, p.format(), p.range())));
    List<QuantizerRequest.OutputPort> outputPorts = new ArrayList<>();
    outs.forEach((port, p) ->
        outputPorts.add(
            new QuantizerRequest.OutputPort(
                port,
                java.util.Objects.requireNonNull(wanted.get(port)),
                p.format(),
                true,
                allowed == null ? Tolerance.oneUlp(p.format()) : allowed)));
    return new QuantizerRequest(name, inputPorts, outputPorts);
  }

  private static Map<String, PortArguments.Port> ports(
      String option, List<String> texts, List<Diagnostic> diagnostics) {
    Map<String, PortArguments.Port> ports = new LinkedHashMap<>();
    for (String text : texts) {
      PortArguments.Port port = PortArguments.port(option, text, diagnostics);
      if (port != null && ports.put(port.name(), port) != null) {
        diagnostics.add(
            Diagnostic.of(
                DiagnosticCode.SPEC_NAME,
                option + " names '" + port.name() + "' twice",
                "give each port once"));
      }
    }
    return ports;
  }

  private Map<String, Expr> formulas(Map<String, PortArguments.Port> outs) {
    Path listed = formulas;
    String single = formula;
    if ((listed == null) == (single == null)) {
      throw Arguments.usage(
          "emit takes a formula or --formulas FILE", "give one of them, not both");
    }
    Map<String, Expr> wanted = new LinkedHashMap<>();
    if (single != null) {
      if (outs.size() != 1) {
        throw Arguments.usage("one formula has one --output", "use --formulas for several");
      }
      wanted.put(
          outs.keySet().iterator().next(),
          FormulaParser.parse(new SourceText("<formula>", single)));
    } else if (listed != null) {
      wanted.putAll(
          FormulaParser.parseDefinitions(new SourceText(listed.toString(), SpecFile.text(listed))));
      if (!wanted.keySet().equals(outs.keySet())) {
        throw Arguments.usage(
            "the file defines " + wanted.keySet() + ", but --output names " + outs.keySet(),
            "give one --output for each formula");
      }
    }
    return wanted;
  }

  /** Variables without a port of their own take the common format. */
  private void addFormatted(
      Map<String, PortArguments.Port> in, Map<String, Expr> wanted, List<Diagnostic> diagnostics) {
    FixedFormat common =
        format == null ? null : PortArguments.format("--format", format, diagnostics);
    stopOn(diagnostics);
    Set<String> used = new LinkedHashSet<>();
    wanted.values().forEach(e -> used.addAll(e.variables()));
    for (String variable : used) {
      if (in.containsKey(variable)) {
        continue;
      }
      if (common == null) {
        diagnostics.add(
            Diagnostic.of(
                DiagnosticCode.FORMULA_VARIABLE,
                "the formula uses '" + variable + "', which no --input declares",
                "add --input '" + variable + ":fixed<16,6>', or --format for all inputs"));
      } else {
        in.put(
            variable, new PortArguments.Port(variable, common, UnitExpression.ONE, common.range()));
      }
    }
  }

  private static void stopOn(List<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty()) {
      throw new DiagnosticException(diagnostics);
    }
  }
}
