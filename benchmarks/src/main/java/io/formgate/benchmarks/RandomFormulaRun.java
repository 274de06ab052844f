package io.formgate.benchmarks;

import io.formgate.datapath.ErrorMeasurement;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.RandomFormulas;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.CircuitCompiler;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import io.formgate.sim.LatencyMeasurement;
import io.formgate.sim.RandomCircuit;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Compiles random formulas over all operators with ports of many widths, simulates them and holds
 * their errors against the bounds that are proved, until so many circuits have been made.
 */
public final class RandomFormulaRun {
  /** Circuits that are wanted. */
  static final int CIRCUITS = 1000;

  static final String DEVICE = "xcvu9p-2";
  static final int CLOCK_PERIOD_PS = 5000;
  static final RandomFormulas.Widths WIDTHS = new RandomFormulas.Widths(6, 24, 6, 24);

  /** Vectors at which a circuit is held against its formula. */
  private static final int ERROR_VECTORS = 2000;

  private static final Duration TIME_LIMIT = Duration.ofMinutes(5);

  /** Formulas that are drawn for each that is wanted before the run is given up. */
  private static final int DRAWN_PER_WANTED = 10;

  private static final int CELLS_PER_LINE = 100;

  private final CellFile<RandomFormulaCell> file;
  private final String commit;
  private final String machine;
  private final Verifier verifier;
  private final DeviceModel device = DeviceModels.load(DEVICE, null);
  private final ToolFailures failures = new ToolFailures(System.err);
  private final Map<Long, RandomFormulaCell> cells = new ConcurrentHashMap<>();

  private RandomFormulaRun(
      CellFile<RandomFormulaCell> file, String commit, String machine, Verifier verifier) {
    this.file = file;
    this.commit = commit;
    this.machine = machine;
    this.verifier = verifier;
  }

  /**
   * Measures what is missing for these sources and writes the page; ends with exit code 1 if a
   * circuit fails or there are too few.
   *
   * @param arguments folder of the repository, commit, and how many circuits, or {@code --page} to
   *     make none
   * @throws IOException if the cells or the page cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    CellFile<RandomFormulaCell> file = cells(repository);
    String asked = arguments.length > 2 ? arguments[2] : Integer.toString(CIRCUITS);
    boolean holds =
        asked.equals("--page") || holds(repository, file, arguments[1], Integer.parseInt(asked));
    Files.writeString(CellFile.page(repository, "formulas"), RandomFormulaPage.text(file.read()));
    if (!holds) {
      System.err.println("not every circuit holds: see docs/formulas.md");
      System.exit(1);
    }
  }

  static CellFile<RandomFormulaCell> cells(Path repository) {
    return new CellFile<>(
        CellFile.path(repository, "formulas"),
        RandomFormulaCell.HEADER,
        RandomFormulaCell::parse,
        RandomFormulaCell::line);
  }

  private static boolean holds(
      Path repository, CellFile<RandomFormulaCell> file, String commit, int circuits)
      throws IOException {
    Map<String, String> environment = CellFile.environment(repository, "formulas");
    try (Verifier verifier =
        new Verifier(new ToolRunner(environment), System::nanoTime, TIME_LIMIT)) {
      RandomFormulaRun run = new RandomFormulaRun(file, commit, Benchmarks.machine(), verifier);
      run.resume();
      return run.run(circuits)
          && run.cells.values().stream().noneMatch(RandomFormulaCell::failed)
          && run.failures.none();
    }
  }

  private void resume() throws IOException {
    file.readOf(commit, RandomFormulaCell::commit).forEach(cell -> cells.put(cell.seed(), cell));
  }

  private boolean run(int wanted) throws IOException {
    AtomicInteger circuits = new AtomicInteger();
    InOrder.measure(
        InOrder.threads(),
        (long) wanted * DRAWN_PER_WANTED,
        this::measured,
        (seed, measured) -> {
          if (measured.isPresent()) {
            keep(seed, measured.get());
          }
          // A formula whose tools fail has a circuit.
          boolean isCircuit = measured.isEmpty() || !measured.get().refused();
          return (isCircuit ? circuits.incrementAndGet() : circuits.get()) < wanted;
        });
    return circuits.get() == wanted;
  }

  private void keep(long seed, RandomFormulaCell cell) throws IOException {
    if (cells.putIfAbsent(seed, cell) != null) {
      return;
    }
    file.append(List.of(cell));
    if (cell.failed()) {
      System.out.println(cell.line());
    }
    if (cells.size() % CELLS_PER_LINE == 0) {
      System.out.println(cells.size() + " formulas");
    }
  }

  private Optional<RandomFormulaCell> measured(long seed) {
    RandomFormulaCell known = cells.get(seed);
    return known != null
        ? Optional.of(known)
        : failures.measured("the formula of seed " + seed, () -> cell(seed));
  }

  private RandomFormulaCell cell(long seed) {
    QuantizerRequest request = RandomFormulas.request(seed, 1, WIDTHS);
    try {
      QuantizedCircuit quantized;
      Pipeline pipeline;
      try {
        ScheduleOptions options = ScheduleOptions.atPeriod(CLOCK_PERIOD_PS);
        quantized = CircuitCompiler.compile(request, device, options);
        pipeline = Scheduler.schedule(quantized.datapath(), device, options);
      } catch (DiagnosticException e) {
        String code = e.diagnostics().getFirst().code().id();
        return withoutCircuit(seed, RandomFormulaCell.REFUSED + code);
      }
      RandomCircuit circuit = RandomCircuit.emitted(request, pipeline);
      VerificationReport report;
      try (Verifier own = verifier.ofPassingCircuit()) {
        report = LatencyMeasurement.measure(own, circuit, seed);
      }
      ErrorMeasurement error = ErrorMeasurement.of(request, quantized, seed, ERROR_VECTORS);
      return new RandomFormulaCell(
          seed,
          RandomFormulas.outermostOperator(seed).name().toLowerCase(Locale.ROOT),
          request.inputs().stream().mapToInt(i -> i.format().widthBits()).max().orElse(0),
          request.outputs().getFirst().format().widthBits(),
          pipeline.latencyCycles(),
          report.vectors() + report.gapVectors(),
          error.compared(),
          error.worstShare(),
          verdict(circuit, report, error),
          commit,
          machine);
    } catch (RuntimeException e) {
      if (ToolFailures.isOne(e)) {
        throw e;
      }
      // A bug of the compiler: it is on the page, and the rest is measured.
      return withoutCircuit(seed, "exception " + e);
    }
  }

  private static String verdict(
      RandomCircuit circuit, VerificationReport report, ErrorMeasurement error) {
    if (!LatencyMeasurement.holds(circuit, report)) {
      return "different " + String.join(" / ", report.lines());
    }
    return error.violation().isEmpty() ? RandomFormulaCell.HOLDS : error.violation();
  }

  private RandomFormulaCell withoutCircuit(long seed, String verdict) {
    return new RandomFormulaCell(
        seed,
        RandomFormulas.outermostOperator(seed).name().toLowerCase(Locale.ROOT),
        0,
        0,
        0,
        0,
        0,
        0,
        verdict,
        commit,
        machine);
  }
}
