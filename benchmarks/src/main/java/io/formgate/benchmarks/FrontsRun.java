package io.formgate.benchmarks;

import io.formgate.constraints.HardwareTarget;
import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import io.formgate.hwcost.AdditiveComplexity;
import io.formgate.hwcost.DeviceCycles;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.HardwareCost;
import io.formgate.sim.LatencyMeasurement;
import io.formgate.sim.RandomCircuit;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Schedules and simulates every entry of the front that a run of {@code compile} left. */
public final class FrontsRun {
  private static final Duration TIME_LIMIT = Duration.ofMinutes(5);

  /** Loss, formula, relative error and scheduled cycles; a refused formula has none. */
  private static final Pattern ROW =
      Pattern.compile("([^,]+),(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*)),([^,]+),(\\d*),.*");

  private final FrontCell.Search search;
  private final Spec spec;
  private final DeviceModel device;
  private final Verifier verifier;

  private FrontsRun(FrontCell.Search search, Spec spec, Verifier verifier) {
    this.search = search;
    this.spec = spec;
    this.verifier = verifier;
    HardwareTarget hardware = spec.hardware();
    device =
        DeviceModels.load(hardware.device(), hardware.deviceSpan())
            .keepingFree(hardware.keptFreePercent(), hardware.keptFreeSpan());
  }

  /**
   * Appends the cells of one search and writes the page; ends with exit code 1 if a circuit is not
   * what it should be.
   *
   * @param arguments folder of the repository; then commit, mode of complexity, seed, epochs and
   *     the run folder of a search, or none of them to write the page alone
   * @throws IOException if the cells, the run folder or the page cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    CellFile<FrontCell> file = cells(repository);
    boolean holds = true;
    if (arguments.length > 1) {
      FrontCell.Search search =
          new FrontCell.Search(
              arguments[2],
              Long.parseLong(arguments[3]),
              Integer.parseInt(arguments[4]),
              arguments[1],
              Benchmarks.machine());
      List<FrontCell> cells = measured(repository, search, Path.of(arguments[5]));
      file.append(cells);
      holds = cells.stream().allMatch(cell -> cell.verdict().equals(FrontCell.EQUAL));
    }
    Files.writeString(CellFile.page(repository, "fronts"), FrontsPage.text(file.read()));
    if (!holds) {
      System.err.println("not every circuit has the latency of its schedule: see docs/fronts.md");
      System.exit(1);
    }
  }

  static CellFile<FrontCell> cells(Path repository) {
    return new CellFile<>(
        CellFile.path(repository, "fronts"), FrontCell.HEADER, FrontCell::parse, FrontCell::line);
  }

  private static List<FrontCell> measured(Path repository, FrontCell.Search search, Path run)
      throws IOException {
    Map<String, String> environment = CellFile.environment(repository, "fronts");
    String text = Files.readString(run.resolve("spec.fg"));
    Spec spec = SpecParser.parse(new SourceText("spec.fg", text), run);
    List<FrontCell> cells = new ArrayList<>();
    try (Verifier verifier =
        new Verifier(new ToolRunner(environment), System::nanoTime, TIME_LIMIT)) {
      FrontsRun fronts = new FrontsRun(search, spec, verifier);
      List<String> lines = Files.readAllLines(run.resolve("front.csv"));
      for (String line : lines.subList(1, lines.size())) {
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
          throw new IllegalArgumentException("no row of a front: " + line);
        }
        if (!row.group(5).isEmpty()) {
          cells.add(fronts.cell(row));
        }
      }
    }
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("no entry of the front is scheduled: " + run);
    }
    return cells;
  }

  private FrontCell cell(Matcher row) {
    String formula = row.group(2) != null ? row.group(2) : row.group(3);
    Expr e = FormulaParser.parse(new SourceText("front.csv", formula));
    int clockPeriodPs = spec.hardware().clockPeriodPs();
    RandomCircuit circuit = circuit(e, clockPeriodPs);
    HardwareCost cost = HardwareCost.of(circuit.bundle().pipeline());
    VerificationReport report = LatencyMeasurement.measure(verifier, circuit, search.seed());
    boolean asFound = cost.latencyCycles() == Integer.parseInt(row.group(5));
    String verdict =
        !asFound
            ? "the search scheduled %s cycles".formatted(row.group(5))
            : LatencyMeasurement.holds(circuit, report)
                ? FrontCell.EQUAL
                : "different " + String.join(" / ", report.lines());
    return new FrontCell(
        search,
        AdditiveComplexity.of(e, new DeviceCycles(device, clockPeriodPs, false)).toDouble(),
        Double.parseDouble(row.group(1)),
        Double.parseDouble(row.group(4)),
        cost.latencyCycles(),
        cost.pathPs(),
        cost.area().lut(),
        cost.area().dsp(),
        cost.brams(),
        report.measuredLatencyCycles(),
        report.vectors() + report.gapVectors(),
        verdict,
        formula);
  }

  private RandomCircuit circuit(Expr formula, int clockPeriodPs) {
    List<QuantizerRequest.InputPort> inputs =
        spec.inputs().stream()
            .map(i -> new QuantizerRequest.InputPort(i.name(), i.format(), i.range()))
            .toList();
    OutputDeclaration o = spec.output();
    QuantizerRequest.OutputPort output =
        new QuantizerRequest.OutputPort(o.name(), formula, o.format(), o.saturate(), o.tolerance());
    QuantizerRequest request = new QuantizerRequest("front", inputs, List.of(output));
    return RandomCircuit.emitted(request, RandomCircuit.scheduled(request, device, clockPeriodPs));
  }
}
