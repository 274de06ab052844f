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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
  private final ToolFailures failures = new ToolFailures(System.err);
  private final Map<LatencyCell.Key, LatencyCell> cells = new ConcurrentHashMap<>();
  private int appended;

  private LatencyRun(CellFile<LatencyCell> file, String commit, String machine, Verifier verifier) {
    this.file = file;
    this.commit = commit;
    this.machine = machine;
    this.verifier = verifier;
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
      LatencyRun run = new LatencyRun(file, commit, Benchmarks.machine(), verifier);
      run.resume();
      return run.run(targets)
          && run.cells.values().stream().noneMatch(LatencyCell::failed)
          && run.failures.none();
    }
  }

  private void resume() throws IOException {
    file.readOf(commit, LatencyCell::commit).forEach(cell -> cells.put(cell.key(), cell));
  }

  /** A device at a clock. */
  private record Pair(DeviceModel device, int clockPeriodPs) {
    LatencyCell.Key key(long seed) {
      return new LatencyCell.Key(seed, device.name(), clockPeriodPs);
    }
  }

  /** What is measured of a formula at a pair; without a cell if a tool fails. */
  private record Measured(Pair pair, Optional<LatencyCell> cell) {}

  private boolean run(List<DeviceClocks> targets) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (DeviceClocks target : targets) {
      DeviceModel device = DeviceModels.load(target.device(), null);
      target.clockPeriodsPs().forEach(period -> pairs.add(new Pair(device, period)));
    }
    Map<Pair, Integer> circuits = new HashMap<>();
    Set<Pair> full = ConcurrentHashMap.newKeySet();
    InOrder.measure(
        InOrder.threads(),
        (long) CIRCUITS * DRAWN_PER_WANTED,
        seed -> measured(seed, pairs, full),
        (seed, measured) -> {
          List<LatencyCell> made = new ArrayList<>();
          for (Measured one : measured) {
            // Some were measured before their pair was full.
            if (full.contains(one.pair())) {
              continue;
            }
            one.cell()
                .filter(cell -> cells.putIfAbsent(cell.key(), cell) == null)
                .ifPresent(made::add);
            // A formula whose tools fail has a circuit.
            boolean isCircuit = one.cell().isEmpty() || !one.cell().get().refused();
            if (isCircuit && circuits.merge(one.pair(), 1, Integer::sum) == CIRCUITS) {
              full.add(one.pair());
            }
          }
          keep(seed, made);
          return full.size() < pairs.size();
        });
    return full.size() == pairs.size();
  }

  private void keep(long seed, List<LatencyCell> made) throws IOException {
    file.append(made);
    for (LatencyCell cell : made) {
      if (cell.failed()) {
        System.out.println(cell.line());
      }
      if (++appended % CELLS_PER_LINE == 0) {
        System.out.println(cells.size() + " cells, up to formula " + seed);
      }
    }
  }

  /** {@return what is measured of a formula at all pairs that have too few circuits} */
  private List<Measured> measured(long seed, List<Pair> pairs, Set<Pair> full) {
    List<Measured> measured = new ArrayList<>();
    Map<String, LatencyCell> byCircuit = new HashMap<>();
    for (Pair pair : pairs) {
      if (full.contains(pair)) {
        continue;
      }
      LatencyCell.Key key = pair.key(seed);
      LatencyCell known = cells.get(key);
      Optional<LatencyCell> cell =
          known != null
              ? Optional.of(known)
              : failures.measured(key.toString(), () -> measured(pair.device(), key, byCircuit));
      cell.filter(c -> !c.circuit().isEmpty())
          .ifPresent(c -> byCircuit.putIfAbsent(c.circuit(), c));
      measured.add(new Measured(pair, cell));
    }
    return measured;
  }

  private LatencyCell measured(
      DeviceModel device, LatencyCell.Key key, Map<String, LatencyCell> byCircuit) {
    QuantizerRequest request = RandomFormulas.request(key.seed());
    try {
      Pipeline pipeline;
      try {
        pipeline = RandomCircuit.scheduled(request, device, key.clockPeriodPs());
      } catch (DiagnosticException e) {
        String code = e.diagnostics().getFirst().code().id();
        return withoutCircuit(key, LatencyCell.REFUSED + code);
      }
      return simulated(RandomCircuit.emitted(request, pipeline), key, byCircuit);
    } catch (RuntimeException e) {
      if (ToolFailures.isOne(e)) {
        throw e;
      }
      // A bug of the compiler: it is on the page, and the rest is measured.
      return withoutCircuit(key, "exception " + e);
    }
  }

  private LatencyCell simulated(
      RandomCircuit circuit, LatencyCell.Key key, Map<String, LatencyCell> byCircuit) {
    String hash = circuit.hash();
    LatencyCell same = byCircuit.get(hash);
    OptionalInt measured;
    long vectors;
    String verdict;
    if (same == null) {
      VerificationReport report;
      try (Verifier own = verifier.ofPassingCircuit()) {
        report = LatencyMeasurement.measure(own, circuit, key.seed());
      }
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
