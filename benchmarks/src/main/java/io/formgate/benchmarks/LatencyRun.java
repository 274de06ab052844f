package io.formgate.benchmarks;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.RandomFormulas;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.sim.DeviceClocks;
import io.formgate.sim.LatencyMeasurement;
import io.formgate.sim.RandomCircuit;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Measures the latency of random formulas on devices at clocks until every pair of device and clock
 * has so many circuits.
 */
public final class LatencyRun {
  /** Circuits that are measured for every device and clock. */
  static final int CIRCUITS = 500;

  private static final Duration TIME_LIMIT = Duration.ofMinutes(5);

  /** Formulas that are drawn for each that is wanted before a clock is given up. */
  private static final int DRAWN_PER_WANTED = 10;

  private static final int CELLS_PER_LINE = 100;

  private final CellFile<LatencyCell> file;
  private final String commit;
  private final String machine;
  private final Verifier verifier;
  private final Map<String, String> environment;
  private final Map<LatencyCell.Key, LatencyCell> cells = new LinkedHashMap<>();
  private final Map<String, LatencyCell> byCircuit = new HashMap<>();
  private int appended;

  private LatencyRun(
      CellFile<LatencyCell> file,
      String commit,
      String machine,
      Verifier verifier,
      Map<String, String> environment) {
    this.file = file;
    this.commit = commit;
    this.machine = machine;
    this.verifier = verifier;
    this.environment = environment;
  }

  /**
   * Measures what is missing for these sources and writes the page; ends with exit code 1 if a
   * circuit fails or a clock has too few.
   *
   * @param arguments folder of the repository, commit, and devices with clocks as {@link
   *     DeviceClocks#parse} reads them; none are the usual ones; {@code --page} in their place
   *     measures nothing
   * @throws IOException if the cells or the page cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    CellFile<LatencyCell> file = cells(repository);
    List<String> names = List.of(arguments).subList(2, arguments.length);
    boolean holds = true;
    if (!names.equals(List.of("--page"))) {
      List<DeviceClocks> targets =
          names.isEmpty() ? DeviceClocks.USUAL : names.stream().map(DeviceClocks::parse).toList();
      holds = holds(repository, file, arguments[1], targets);
    }
    Files.writeString(CellFile.page(repository, "latency"), LatencyPage.text(file.read()));
    if (!holds) {
      System.err.println(
          "not every circuit was measured with equal latencies: see docs/latency.md");
      System.exit(1);
    }
  }

  static CellFile<LatencyCell> cells(Path repository) {
    return new CellFile<>(
        CellFile.path(repository, "latency"),
        LatencyCell.HEADER,
        LatencyCell::parse,
        LatencyCell::line);
  }

  private static boolean holds(
      Path repository, CellFile<LatencyCell> file, String commit, List<DeviceClocks> targets)
      throws IOException {
    Map<String, String> environment = CellFile.environment(repository, "latency");
    try (Verifier verifier =
        new Verifier(new ToolRunner(environment), System::nanoTime, TIME_LIMIT)) {
      LatencyRun run = new LatencyRun(file, commit, Benchmarks.machine(), verifier, environment);
      run.resume();
      return run.run(targets) && run.cells.values().stream().noneMatch(LatencyCell::failed);
    }
  }

  private void resume() throws IOException {
    file.readOf(commit, LatencyCell::commit).forEach(this::remember);
  }

  private void remember(LatencyCell cell) {
    cells.put(cell.key(), cell);
    if (!cell.circuit().isEmpty()) {
      byCircuit.putIfAbsent(cell.circuit(), cell);
    }
  }

  private boolean run(List<DeviceClocks> targets) throws IOException {
    Map<String, Integer> circuits = new HashMap<>();
    int clocks = targets.stream().mapToInt(t -> t.clockPeriodsPs().size()).sum();
    long end = (long) CIRCUITS * DRAWN_PER_WANTED;
    int full = 0;
    for (long seed = 0; seed < end && full < clocks; seed++) {
      for (DeviceClocks target : targets) {
        DeviceModel device = DeviceModels.load(target.device(), null);
        for (int clockPeriodPs : target.clockPeriodsPs()) {
          String pair = target.device() + "@" + clockPeriodPs;
          if (circuits.getOrDefault(pair, 0) < CIRCUITS) {
            LatencyCell cell = cell(seed, device, clockPeriodPs);
            if (!cell.refused() && circuits.merge(pair, 1, Integer::sum) == CIRCUITS) {
              full++;
            }
          }
        }
      }
    }
    return full == clocks;
  }

  private LatencyCell cell(long seed, DeviceModel device, int clockPeriodPs) throws IOException {
    LatencyCell.Key key = new LatencyCell.Key(seed, device.name(), clockPeriodPs);
    LatencyCell known = cells.get(key);
    if (known != null) {
      return known;
    }
    LatencyCell cell = measured(device, key);
    file.append(List.of(cell));
    remember(cell);
    if (cell.failed()) {
      System.out.println(cell.line());
    }
    if (++appended % CELLS_PER_LINE == 0) {
      System.out.println(cells.size() + " cells, up to formula " + seed);
    }
    return cell;
  }

  private LatencyCell measured(DeviceModel device, LatencyCell.Key key) {
    QuantizerRequest request = RandomFormulas.request(key.seed());
    try {
      Pipeline pipeline;
      try {
        pipeline = RandomCircuit.scheduled(request, device, key.clockPeriodPs());
      } catch (DiagnosticException e) {
        String code = e.diagnostics().getFirst().code().id();
        return withoutCircuit(key, LatencyCell.REFUSED + code);
      }
      return simulated(RandomCircuit.emitted(request, pipeline), key);
    } catch (RuntimeException e) {
      // A bug of the compiler or a tool's failure: it is on the page, and the rest is measured.
      return withoutCircuit(key, "exception " + e);
    }
  }

  private LatencyCell simulated(RandomCircuit circuit, LatencyCell.Key key) {
    String hash = circuit.hash();
    LatencyCell same = byCircuit.get(hash);
    OptionalInt measured;
    long vectors;
    String verdict;
    if (same == null) {
      VerificationReport report = LatencyMeasurement.measure(verifier, circuit, key.seed());
      LatencyMeasurement.deleteSimulators(environment);
      measured = report.measuredLatencyCycles();
      vectors = report.vectors() + report.gapVectors();
      verdict =
          LatencyMeasurement.holds(circuit, report)
              ? LatencyCell.EQUAL
              : "different " + String.join(" / ", report.lines());
    } else {
      measured = same.measuredCycles();
      vectors = same.vectors();
      boolean equal =
          measured.equals(OptionalInt.of(circuit.schedulerCycles()))
              && measured.equals(OptionalInt.of(circuit.pipelineCycles()))
              && measured.equals(OptionalInt.of(circuit.statedCycles()));
      verdict = equal || same.failed() ? same.verdict() : "different latencies";
    }
    return new LatencyCell(
        key,
        OptionalInt.of(circuit.schedulerCycles()),
        OptionalInt.of(circuit.pipelineCycles()),
        OptionalInt.of(circuit.statedCycles()),
        measured,
        circuit.ranksInsideBlocks(),
        vectors,
        hash,
        verdict,
        commit,
        machine);
  }

  private LatencyCell withoutCircuit(LatencyCell.Key key, String verdict) {
    OptionalInt none = OptionalInt.empty();
    return new LatencyCell(key, none, none, none, none, 0, 0, "", verdict, commit, machine);
  }
}
