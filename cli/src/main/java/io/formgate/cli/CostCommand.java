package io.formgate.cli;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.GanttChart;
import io.formgate.hwcost.PublishedCycles;
import io.formgate.hwcost.ScheduleOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What formulas would take as a circuit; nothing is built or simulated. */
@Command(
    name = "cost",
    mixinStandardHelpOptions = true,
    description = {
      "Tells what formulas take as a circuit: cycles, area and the schedule.",
      "Example:",
      "  formgate cost 'sqrt(x*x + y*y)' --input 'x:fixed<12,6>' --input 'y:fixed<12,6>'",
      "Formulas make one circuit; with --compare each makes its own, and --device and",
      "--clock take several, with commas between."
    })
final class CostCommand implements Callable<Integer> {
  private static final String MODULE = "formula";

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FORMULA", arity = "0..*", description = "formulas, one for each output")
  private List<String> formulas = new ArrayList<>();

  @Mixin private FormulaOptions options = new FormulaOptions();

  @Mixin private CircuitOptions made = new CircuitOptions();

  @Option(
      names = "--compare",
      description = "formulas, devices and clocks side by side, a row for each combination")
  private boolean compare;

  @Option(
      names = "--latency",
      paramLabel = "N",
      description = "the shortest clock period for so many cycles, instead of --clock")
  private @Nullable Integer latencyCycles;

  @Option(
      names = "--mode",
      paramLabel = "M",
      description =
          "what complexity counts: latency, nodes, or additive, the cycles of each operator alone; "
              + "'additive, fractional, rounded' as in a spec (default: ${DEFAULT-VALUE})",
      defaultValue = "latency")
  private String mode = "";

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "draw the schedule into a file (default: none)")
  private @Nullable Path svg;

  @Option(
      names = "--all-nodes",
      description = "all nodes in the schedule, instead of the largest and the slowest")
  private boolean allNodes;

  @Option(names = "--json", description = "print the facts as JSON")
  private boolean json;

  CostCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Diagnostic> mistakes = new ArrayList<>();
    Optional<CostMode> counted = Arguments.noting(() -> CostMode.of(mode), mistakes);
    List<String> devices = several("--device", options.device(), mistakes);
    List<String> clocks = several("--clock", options.clock(), mistakes);
    checkLatency(mistakes);
    if (compare && svg != null) {
      mistakes.add(mistake("--svg draws one schedule", "leave out --compare or --svg"));
    }
    if (compare && allNodes) {
      mistakes.add(
          mistake("--all-nodes is about one schedule", "leave out --compare or --all-nodes"));
    }
    if (compare && options.hasHeads()) {
      mistakes.add(
          mistake(
              "--compare makes a circuit of each formula, which --classes or --threshold would join",
              "leave out --compare, or what decides on formulas"));
    }
    boolean isPublished = devices.contains(PublishedCost.DEVICE);
    if (isPublished) {
      counted.ifPresent(mode -> mistakes.addAll(PublishedCost.objections(mode)));
    }
    List<String> built = devices.stream().filter(d -> !d.equals(PublishedCost.DEVICE)).toList();
    if (built.isEmpty()) {
      checkPublishedAlone(mistakes);
    }
    int interval = options.initiationInterval();
    made.check(options, mistakes);
    if (latencyCycles != null && made.snaps()) {
      mistakes.add(
          mistake(
              "--snap compares circuits at a clock, which --latency would find",
              "leave out one of them, or give a --clock"));
    }
    if (latencyCycles != null && options.isLeastOther()) {
      mistakes.add(
          Diagnostic.of(
              DiagnosticCode.LEAST_CONFLICT,
              "--least compares circuits at a clock, which --latency would find",
              "leave out one of them, or write --max-latency "
                  + latencyCycles
                  + " with a --clock for the least area within so many cycles"));
    }
    if (latencyCycles != null) {
      SharedProducts.conflict(
              interval,
              "--latency, whose clock it would change",
              "leave out one of them, or give a --clock")
          .ifPresent(mistakes::add);
    }
    if (isPublished) {
      SharedProducts.conflict(
              interval, "published cycles, which make no circuit", "leave out one of them")
          .ifPresent(mistakes::add);
    }
    EmitRequest request = options.read(MODULE, formulas, built, clocks, mistakes);
    request.warn(terminal);
    CostMode mode = counted.orElseThrow();
    if (compare) {
      return compare(request, devices, mode);
    }
    return isPublished ? showPublished(request, mode) : show(request, mode);
  }

  /** Refuses what is about circuits where none is made. */
  private void checkPublishedAlone(List<Diagnostic> mistakes) {
    for (String option :
        List.of(
            "--clock",
            "--margin",
            "--latency",
            "--max-latency",
            "--least",
            "--registers",
            "--tolerance",
            "--classes",
            "--threshold",
            "--snap",
            "--no-dsp",
            "--svg",
            "--all-nodes")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        mistakes.add(
            mistake(
                option + " is about a circuit, and published cycles make none",
                "leave it out, or name a device"));
      }
    }
  }

  private static Diagnostic mistake(String message, String mend) {
    return Arguments.usage(message, mend).diagnostics().getFirst();
  }

  private List<String> several(String option, String text, List<Diagnostic> mistakes) {
    List<String> parts = List.of(text.split(",", -1)).stream().map(String::strip).toList();
    if (parts.size() > 1 && !compare) {
      mistakes.add(
          mistake(
              option + " has " + parts.size() + " values",
              "give one, or --compare to see them side by side"));
    }
    return parts;
  }

  private void checkLatency(List<Diagnostic> mistakes) {
    Integer cycles = latencyCycles;
    if (cycles == null) {
      return;
    }
    int least =
        switch (options.registers()) {
          case "in", "out" -> 1;
          case "both" -> 2;
          default -> 0;
        };
    if (cycles < least) {
      mistakes.add(
          mistake(
              "--latency is "
                  + cycles
                  + (least == 0 ? "" : ", but the registers at the ports take " + least),
              "give at least " + least));
    }
    if (spec.commandLine().getParseResult().hasMatchedOption("--clock")) {
      mistakes.add(
          mistake("--latency finds the clock, but --clock gives one", "leave out one of them"));
    }
  }

  private CompiledCircuit compile(
      QuantizerRequest circuit, DeviceModel device, ScheduleOptions schedule) {
    Integer cycles = latencyCycles;
    return made.made(
        device,
        used ->
            cycles != null
                ? CompiledCircuit.compile(circuit, used, cycles, schedule)
                : made.snaps()
                    ? CompiledCircuit.snapped(circuit, List.of(), used, schedule)
                    : CompiledCircuit.compile(circuit, used, schedule));
  }

  private int show(EmitRequest request, CostMode counted) {
    CompiledCircuit circuit =
        compile(request.circuit(), request.devices().getFirst(), request.schedules().getFirst());
    CostFacts facts = CostFacts.of(circuit, counted);
    Path picture = svg;
    if (picture != null) {
      String title = String.join(", ", facts.formulas());
      RunFolder.write(picture, GanttChart.svg(circuit.pipeline(), title));
    }
    if (json) {
      terminal.out().print(Json.write(facts));
      return ExitCode.DONE;
    }
    facts.formulas().forEach(terminal::full);
    CircuitCost.lines(circuit).forEach(terminal::full);
    for (int h = 0; h < request.circuit().heads().size(); h++) {
      terminal.full(CircuitReport.decision(circuit, h));
    }
    circuit.quantized().notes().forEach(n -> terminal.full(CircuitReport.row("note", n)));
    facts.lines(counted).forEach(terminal::full);
    facts.sums().forEach(terminal::line);
    terminal.out().println();
    facts.table(circuit.pipeline().device(), allNodes).forEach(terminal::line);
    if (picture != null) {
      terminal.out().println();
      terminal.full(CircuitReport.row("picture", picture.toString()));
    }
    return ExitCode.DONE;
  }

  private int showPublished(EmitRequest request, CostMode counted) {
    QuantizerRequest all = request.circuit();
    PublishedCycles cycles = PublishedCost.cycles(options.format(), all.inputs());
    PublishedCost cost = PublishedCost.of(all.outputs(), cycles, counted);
    if (json) {
      terminal.out().print(Json.write(cost));
    } else {
      cost.lines().forEach(terminal::full);
    }
    return ExitCode.DONE;
  }

  private int compare(EmitRequest request, List<String> devices, CostMode counted) {
    List<QuantizerRequest> circuits = each(request.circuit());
    if (circuits.size() * devices.size() * request.schedules().size() == 1) {
      throw Arguments.usage(
          "--compare has one formula on one device at one clock",
          "give several formulas, devices or clocks, such as --clock 5ns,2.5ns");
    }
    List<CostComparison.Row> rows = new ArrayList<>();
    for (QuantizerRequest circuit : circuits) {
      Iterator<DeviceModel> built = request.devices().iterator();
      for (String name : devices) {
        if (name.equals(PublishedCost.DEVICE)) {
          rows.add(publishedRow(circuit, request.circuit().inputs(), counted));
          continue;
        }
        DeviceModel device = built.next();
        // A clock may be given twice, as a period and as a frequency.
        for (ScheduleOptions schedule : request.schedules().stream().distinct().toList()) {
          rows.add(row(circuit, device, schedule, counted));
        }
      }
    }
    boolean hasSum = counted.counted() != CostMode.Counted.LATENCY;
    CostComparison comparison = new CostComparison(rows, hasSum);
    if (json) {
      terminal.out().print(Json.write(comparison.facts()));
    } else {
      comparison.lines(terminal.columns()).forEach(terminal::line);
    }
    comparison.diagnostics().forEach(terminal.err()::print);
    return comparison.isHopeless() ? ExitCode.of(comparison.mistakes()) : ExitCode.DONE;
  }

  private CostComparison.Row publishedRow(
      QuantizerRequest circuit, List<QuantizerRequest.InputPort> inputs, CostMode counted) {
    String formula = FormulaComplexity.formula(circuit.outputs().getFirst());
    String none = CostComparison.NONE;
    String source = "cycles";
    Number complexity = null;
    List<Diagnostic> mistakes = new ArrayList<>();
    Optional<PublishedCycles> cycles =
        Arguments.noting(() -> PublishedCost.cycles(options.format(), inputs), mistakes);
    if (cycles.isPresent()) {
      source = cycles.get().format().toString();
      complexity =
          Arguments.noting(
                  () -> PublishedCost.of(circuit.outputs(), cycles.get(), counted), mistakes)
              .map(cost -> cost.complexities().getFirst().complexity())
              .orElse(null);
    }
    return new CostComparison.Row(
        formula, PublishedCost.DEVICE, source, none, null, complexity, mistakes);
  }

  private CostComparison.Row row(
      QuantizerRequest circuit, DeviceModel device, ScheduleOptions schedule, CostMode counted) {
    QuantizerRequest.OutputPort output = circuit.outputs().getFirst();
    String formula = FormulaComplexity.formula(output);
    String source = device.kind().name().toLowerCase(Locale.ROOT);
    List<Diagnostic> mistakes = new ArrayList<>();
    CostFacts facts =
        Arguments.noting(() -> CostFacts.of(compile(circuit, device, schedule), counted), mistakes)
            .orElse(null);
    // A clock that was asked for is known without a circuit, and so is what is added up at it.
    Integer clockPs =
        facts != null
            ? Integer.valueOf(facts.clockPeriodPs())
            : latencyCycles == null ? Integer.valueOf(schedule.clockPeriodPs()) : null;
    Number complexity =
        clockPs == null
            ? null
            : counted
                .sum(device, clockPs)
                .map(sum -> FormulaComplexity.together(List.of(output), sum))
                .orElse(null);
    String clock = clockPs == null ? CostComparison.NONE : Numbers.ns(clockPs);
    return new CostComparison.Row(
        formula, device.reference(), source, clock, facts, complexity, mistakes);
  }

  /** {@return a circuit for each output, with the inputs that it uses} */
  private static List<QuantizerRequest> each(QuantizerRequest all) {
    return all.outputs().stream()
        .map(output ->
            new QuantizerRequest(
                    all.name(),
                    all.inputs().stream()
                        .filter(i -> output.formula().variables().contains(i.name()))
                        .toList(),
                    List.of(output))
                .withEverywhere(all.everywhere()))
        .toList();
  }
}
