package io.formgate.cli;

import io.formgate.constraints.PortTexts;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import io.formgate.hwcost.DeviceFile;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.synthesis.Calibration;
import io.formgate.sim.synthesis.Family;
import io.formgate.sim.synthesis.MeasuredTable;
import io.formgate.sim.synthesis.OperatorCircuit;
import io.formgate.sim.synthesis.OperatorMeasurement;
import io.formgate.sim.synthesis.PlaceAndRoute;
import io.formgate.sim.synthesis.Synthesis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the cost table of a device with open tools, or checks one; for maintainers. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the cost table of a device with yosys and nextpnr, and writes it.",
      "  formgate calibrate --device ice40hx8k --out tables",
      "With --check, holds the device's table against the tools on formulas of a file."
    })
final class CalibrateCommand implements Callable<Integer> {
  /**
   * Synthesis of tables in block memory takes minutes; a placement that does not end is left out.
   */
  private static final Duration TOOL_LIMIT = Duration.ofMinutes(10);

  /** Faster than any circuit, so that placement does its best. */
  private static final int BEST_EFFORT_PS = 2500;

  private static final double PS_PER_NS = 1000;

  private final Terminal terminal;

  @Option(
      names = "--device",
      paramLabel = "D",
      required = true,
      description = "device; without --check one with place-and-route: ice40hx8k, lfe5u-85f-6")
  private String deviceName = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "folder for table and plot, made if it is not there (default: .)")
  private Path out = Path.of(".");

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description =
          "formulas to check, as lines NAME | FORMULA | INPUT ; INPUT | OUTPUT | TOLERANCE")
  private @Nullable Path check;

  @Option(
      names = "--clock",
      paramLabel = "T",
      description = "clock at which formulas get their latency (default: ${DEFAULT-VALUE})",
      defaultValue = "12ns")
  private String clock = "";

  @Option(
      names = "--widths",
      paramLabel = "N,...",
      description = "widths to measure in bits (default: ${DEFAULT-VALUE})",
      defaultValue = "2,4,6,8,10,11,12,14,16,18,20,22,24,32,62",
      split = ",")
  private List<Integer> widths = new ArrayList<>();

  @Option(
      names = "--rows",
      paramLabel = "OPERATION,...",
      description =
          "operations to measure, all or none; the others keep the rows of the device's table"
              + " (default: ${DEFAULT-VALUE})",
      defaultValue = "all",
      split = ",")
  private List<String> operations = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N,...",
      description = "seeds of the placer; medians count (default: ${DEFAULT-VALUE})",
      defaultValue = "1,2,3",
      split = ",")
  private List<Integer> seeds = new ArrayList<>();

  CalibrateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    DeviceModel.Family known = DeviceModels.family(deviceName, null);
    PortTexts texts = new PortTexts();
    OptionalInt clockPeriodPs = texts.clockPeriodPs(new SourceText("--clock", clock));
    if (!texts.mistakes().isEmpty()) {
      throw new DiagnosticException(texts.mistakes());
    }
    Family family =
        Family.of(known)
            .orElseThrow(() ->
                Arguments.usage(
                    deviceName + " is no device that synthesis knows",
                    "choose one that exists: " + String.join(", ", DeviceModels.names())));
    if (check == null && !family.isPlaced()) {
      throw Arguments.usage(
          "there is no open place-and-route for " + deviceName,
          "its table is a model; check its counts with --check FILE");
    }
    Files.createDirectories(out);
    ToolRunner tools = new ToolRunner(terminal.environment());
    Path cache = Synthesis.cacheFolder(tools);
    try (Synthesis synthesis = new Synthesis(tools, cache, TOOL_LIMIT)) {
      if (!family.isPlaced()) {
        check(family, synthesis, null, clockPeriodPs.getAsInt());
        return ExitCode.DONE;
      }
      try (PlaceAndRoute placer = new PlaceAndRoute(family, tools, cache, TOOL_LIMIT)) {
        if (check == null) {
          measure(family, synthesis, placer, clockPeriodPs.getAsInt());
        } else {
          check(family, synthesis, placer, clockPeriodPs.getAsInt());
        }
      }
    }
    return ExitCode.DONE;
  }

  private void check(
      Family family, Synthesis synthesis, @Nullable PlaceAndRoute placer, int clockPeriodPs)
      throws IOException {
    DeviceModel device = DeviceModels.load(deviceName, null);
    ClaimCheck claims =
        new ClaimCheck(
            device, family, synthesis, placer, seeds, clockPeriodPs, OptionalInt.empty());
    List<ClaimCheck.Outcome> outcomes = new ArrayList<>();
    for (FormulaList.Entry entry :
        FormulaList.read(SourceText.read(Objects.requireNonNull(check)), deviceName)) {
      ClaimCheck.Outcome outcome = claims.check(entry);
      outcomes.add(outcome);
      terminal.line(ClaimPage.line(outcome));
    }
    ClaimPage page =
        new ClaimPage(
            deviceName, provenance(synthesis, placer), clockPeriodPs, List.copyOf(outcomes));
    Files.writeString(out.resolve(deviceName + ".md"), page.markdown());
    Files.writeString(out.resolve(deviceName + ".csv"), page.csv());
    if (placer != null) {
      Files.writeString(out.resolve(deviceName + "-clock.svg"), page.clockPlot());
    }
    Files.writeString(out.resolve(deviceName + "-lut.svg"), page.lutPlot());
    page.summary().forEach(terminal::line);
  }

  private void measure(Family family, Synthesis synthesis, PlaceAndRoute placer, int clockPeriodPs)
      throws IOException {
    List<OperatorMeasurement> measurements = new ArrayList<>();
    for (OperatorCircuit circuit : measured()) {
      for (int width : circuit.widths(family, widths)) {
        OperatorMeasurement m =
            OperatorMeasurement.of(circuit, width, family, synthesis, placer, seeds);
        measurements.add(m);
        terminal.line(
            circuit.row() + " " + width + ": " + m.delayPs() + " ps, " + m.counts().lut() + " LUT");
      }
    }
    String provenance = provenance(synthesis, placer);
    boolean all = measured().size() == OperatorCircuit.values().length;
    Optional<MeasuredTable> kept =
        all
            ? Optional.empty()
            : Optional.of(MeasuredTable.of(DeviceModels.measuredText(deviceName)));
    Calibration calibration =
        Calibration.of(measurements, provenance, kept.map(MeasuredTable::rows).orElse(List.of()));
    MeasuredTable.Figure clockToQ =
        kept.map(MeasuredTable::clockToQ)
            .orElseGet(() -> new MeasuredTable.Figure(clockToQPs(measurements), provenance));
    MeasuredTable.Figure memoryClockToOut =
        kept.map(MeasuredTable::memoryClockToOut)
            .orElseGet(() ->
                new MeasuredTable.Figure(
                    OperatorMeasurement.memoryClockToOutPs(family, synthesis, placer, seeds),
                    provenance));
    String file = deviceName + DeviceFile.SUFFIX;
    String table =
        DeviceModels.headText(deviceName)
            + String.join("\n", calibration.statements(clockToQ, memoryClockToOut))
            + "\n";
    Map<String, FormulaList.Entry> training = new LinkedHashMap<>();
    for (FormulaList.Entry entry : FormulaList.read(training(), "unit")) {
      if (training.put(entry.name(), entry) != null) {
        throw new IllegalStateException("two circuits of training.txt are named " + entry.name());
      }
    }
    DeviceFit fit =
        DeviceFit.of(
            table,
            file,
            new DeviceFit.Circuits() {
              @Override
              public List<ClaimCheck.Result> placed(DeviceModel model) {
                List<ClaimCheck.Result> results = new ArrayList<>();
                for (FormulaList.Entry entry : training.values()) {
                  ClaimCheck.Outcome outcome = claims(model).check(entry);
                  terminal.line(ClaimPage.line(outcome));
                  outcome.result().ifPresent(results::add);
                }
                return results;
              }

              @Override
              public int claimedPs(DeviceModel model, ClaimCheck.Result result) {
                return claims(model).claimedPs(result);
              }

              private ClaimCheck claims(DeviceModel model) {
                return new ClaimCheck(
                    model,
                    family,
                    synthesis,
                    placer,
                    seeds,
                    clockPeriodPs,
                    OptionalInt.of(BEST_EFFORT_PS));
              }
            });
    Files.writeString(
        out.resolve(file), table + String.join("\n", fit.statements(provenance)) + "\n");
    Files.writeString(out.resolve(deviceName + "-rows.svg"), rowsPlot(calibration));
    fit.statements(provenance).forEach(terminal::line);
  }

  /** The operations to measure. */
  private List<OperatorCircuit> measured() {
    if (operations.equals(List.of("all"))) {
      return List.of(OperatorCircuit.values());
    }
    if (operations.equals(List.of("none"))) {
      return List.of();
    }
    List<OperatorCircuit> chosen = new ArrayList<>();
    for (String name : operations) {
      chosen.add(
          Arrays.stream(OperatorCircuit.values())
              .filter(c -> c.row().equals(name))
              .findFirst()
              .orElseThrow(() ->
                  Arguments.usage(
                      "no operation is measured as '" + name + "'",
                      "choose from " + String.join(", ", Calibration.operations()))));
    }
    return chosen;
  }

  private static int clockToQPs(List<OperatorMeasurement> measurements) {
    return measurements.stream().mapToInt(OperatorMeasurement::clockToQPs).max().orElseThrow();
  }

  /** Each width against what the rows of its neighbours give for it. */
  private String rowsPlot(Calibration calibration) {
    List<ScatterPlot.Series> series = new ArrayList<>();
    for (OperatorCircuit circuit : OperatorCircuit.values()) {
      List<ScatterPlot.Point> points =
          calibration.neighbours(circuit).stream()
              .map(n ->
                  new ScatterPlot.Point(
                      n.row().measuredPs() / PS_PER_NS,
                      n.interpolatedPs() / PS_PER_NS,
                      circuit.row() + " of " + n.row().widthBits() + " bits"))
              .toList();
      if (!points.isEmpty()) {
        series.add(new ScatterPlot.Series(circuit.row(), points));
      }
    }
    return new ScatterPlot(
            deviceName + ": delay of single operations",
            "measured by place-and-route, ns",
            "interpolated between the next narrower and wider, ns",
            series)
        .svg();
  }

  private static SourceText training() throws IOException {
    try (var in = CalibrateCommand.class.getResourceAsStream("training.txt")) {
      return new SourceText(
          "training.txt",
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private String provenance(Synthesis synthesis, @Nullable PlaceAndRoute placer) {
    return synthesis.tool().version()
        + (placer == null
            ? ""
            : ", "
                + placer.tool().version()
                + ", seeds "
                + seeds.toString().replaceAll("[\\[\\] ]", ""))
        + ", "
        + LocalDate.now(ZoneOffset.UTC);
  }
}
