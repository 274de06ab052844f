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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
  private final Map<String, String> environment;
  private final DeviceModel device = DeviceModels.load(DEVICE, null);
  private final Map<Long, RandomFormulaCell> cells = new LinkedHashMap<>();

  private RandomFormulaRun(
      CellFile<RandomFormulaCell> file,
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
   * circuit fails or there are too few.
   *
   * @param arguments folder of the repository and commit; {@code --page} behind them measures
   *     nothing
   * @throws IOException if the cells or the page cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    CellFile<RandomFormulaCell> file = cells(repository);
    boolean holds = arguments.length > 2 || holds(repository, file, arguments[1]);
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

  private static boolean holds(Path repository, CellFile<RandomFormulaCell> file, String commit)
      throws IOException {
    Map<String, String> environment = CellFile.environment(repository, "formulas");
    try (Verifier verifier =
        new Verifier(new ToolRunner(environment), System::nanoTime, TIME_LIMIT)) {
      RandomFormulaRun run =
          new RandomFormulaRun(file, commit, Benchmarks.machine(), verifier, environment);
      run.resume();
      return run.run() && run.cells.values().stream().noneMatch(RandomFormulaCell::failed);
    }
  }

  private void resume() throws IOException {
    file.readOf(commit, RandomFormulaCell::commit).forEach(cell -> cells.put(cell.seed(), cell));
  }

  private boolean run() throws IOException {
    int circuits = 0;
    for (long seed = 0; circuits < CIRCUITS && seed < (long) CIRCUITS * DRAWN_PER_WANTED; seed++) {
      RandomFormulaCell cell = cells.get(seed);
      if (cell == null) {
        cell = measured(seed);
        cells.put(seed, cell);
        file.append(List.of(cell));
        if (cell.failed()) {
          System.out.println(cell.line());
        }
        if (cells.size() % CELLS_PER_LINE == 0) {
          System.out.println(cells.size() + " formulas");
        }
      }
      circuits += cell.refused() ? 0 : 1;
    }
    return circuits == CIRCUITS;
  }

  private RandomFormulaCell measured(long seed) {
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
      VerificationReport report = LatencyMeasurement.measure(verifier, circuit, seed);
      LatencyMeasurement.deleteSimulators(environment);
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
      // A bug of the compiler or a tool's failure: it is on the page, and the rest is measured.
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
