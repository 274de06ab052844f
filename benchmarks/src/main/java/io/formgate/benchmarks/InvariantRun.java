package io.formgate.benchmarks;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.RandomDatapaths;
import io.formgate.datapath.RandomFormulas;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Scheduler;
import io.formgate.sim.LatencyMeasurement;
import io.formgate.sim.RandomCircuit;
import io.formgate.sim.StimulusPlan;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.VerificationRequest;
import io.formgate.sim.Verifier;
import io.formgate.sim.formal.FormalCheck;
import io.formgate.sim.formal.FormalReport;
import io.formgate.sim.formal.FormalRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Simulates and proves random designs until there are so many circuits. */
public final class InvariantRun {
  /** Circuits of a whole run. */
  static final int DESIGNS = 2000;

  /** Nodes of a random datapath. */
  static final int DATAPATH_NODES = 90;

  /** Random vectors over the formats, and again over the ranges. */
  static final long RANDOM_VECTORS = 5000;

  /** Input bits up to which all values are tried. */
  static final int EXHAUSTIVE_BITS = 14;

  /** Time for a proof. */
  static final Duration PROOF_LIMIT = Duration.ofSeconds(60);

  /** Every so many designs is one of a random datapath. */
  private static final int DATAPATH_EVERY = 5;

  private static final int MOST_OUTPUTS = 4;
  private static final long CORNER_CAP = 2000;
  private static final Duration TIME_LIMIT = Duration.ofMinutes(5);
  private static final int CELLS_PER_LINE = 20;

  private record Target(String device, int clockPeriodPs) {}

  /** From circuits without a register to an operation in a cycle, with blocks and without. */
  private static final List<Target> TARGETS =
      List.of(
          new Target("xcvu9p-2", 5000),
          new Target("unit", 1000),
          new Target("xcvu9p-2", 2500),
          new Target("unit", 3000),
          new Target("lfe5u-85f-6", 12_000),
          new Target("ice40hx8k", 20_000),
          new Target("xcvu9p-2", 25_000));

  /** Products of random datapaths are of any widths, which only this device has blocks for. */
  private static final List<Target> DATAPATH_TARGETS =
      List.of(new Target("unit", 1000), new Target("unit", 3000));

  private final CellFile<InvariantCell> file;
  private final String commit;
  private final String machine;
  private final Verifier verifier;
  private final FormalCheck formal;
  private final ToolFailures failures = new ToolFailures(System.err);
  private final Map<InvariantCell.Key, InvariantCell> cells = new ConcurrentHashMap<>();

  private InvariantRun(
      CellFile<InvariantCell> file,
      String commit,
      String machine,
      Verifier verifier,
      FormalCheck formal) {
    this.file = file;
    this.commit = commit;
    this.machine = machine;
    this.verifier = verifier;
    this.formal = formal;
  }

  /**
   * Does what is missing for these sources and writes the page; ends with exit code 1 if a circuit
   * fails.
   *
   * @param arguments folder of the repository, commit, and how many circuits, or {@code --page} to
   *     do none
   * @throws IOException if the cells or the page cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    CellFile<InvariantCell> file = cells(repository);
    String asked = arguments.length > 2 ? arguments[2] : Integer.toString(DESIGNS);
    boolean holds =
        asked.equals("--page") || holds(repository, file, arguments[1], Integer.parseInt(asked));
    Files.writeString(CellFile.page(repository, "invariants"), InvariantPage.text(file.read()));
    if (!holds) {
      System.err.println("not every design keeps the invariants: see docs/invariants.md");
      System.exit(1);
    }
  }

  static CellFile<InvariantCell> cells(Path repository) {
    return new CellFile<>(
        CellFile.path(repository, "invariants"),
        InvariantCell.HEADER,
        InvariantCell::parse,
        InvariantCell::line);
  }

  private static boolean holds(
      Path repository, CellFile<InvariantCell> file, String commit, int circuits)
      throws IOException {
    Map<String, String> environment = CellFile.environment(repository, "invariants");
    // The solver may stand in the user's cache.
    FormalCheck formal = new FormalCheck(new ToolRunner(System.getenv()), System::nanoTime);
    try (Verifier verifier =
        new Verifier(new ToolRunner(environment), System::nanoTime, TIME_LIMIT)) {
      InvariantRun run = new InvariantRun(file, commit, Benchmarks.machine(), verifier, formal);
      file.readOf(commit, InvariantCell::commit).forEach(c -> run.cells.put(c.key(), c));
      run.run(circuits);
      return run.cells.values().stream().noneMatch(InvariantCell::failed) && run.failures.none();
    }
  }

  /** Designs in the order in which they are drawn: every so many is one of a random datapath. */
  private static InvariantCell.Key key(long design) {
    long datapaths = (design + 1) / DATAPATH_EVERY;
    return design % DATAPATH_EVERY == DATAPATH_EVERY - 1
        ? new InvariantCell.Key(InvariantCell.Kind.DATAPATH, datapaths - 1)
        : new InvariantCell.Key(InvariantCell.Kind.FORMULA, design - datapaths);
  }

  private void run(int circuits) throws IOException {
    AtomicInteger done = new AtomicInteger();
    InOrder.measure(
        InOrder.threads(),
        circuits == 0 ? 0 : Long.MAX_VALUE,
        design -> measured(key(design)),
        (_, measured) -> {
          if (measured.isPresent()) {
            keep(measured.get(), done.get());
          }
          // A design whose tools fail has a circuit.
          boolean isCircuit = measured.isEmpty() || !measured.get().refused();
          return (isCircuit ? done.incrementAndGet() : done.get()) < circuits;
        });
  }

  private void keep(InvariantCell cell, int done) throws IOException {
    if (cells.putIfAbsent(cell.key(), cell) != null) {
      return;
    }
    file.append(List.of(cell));
    if (cell.failed() || cells.size() % CELLS_PER_LINE == 0) {
      System.out.println(done + " circuits; " + cell.line());
    }
  }

  private Optional<InvariantCell> measured(InvariantCell.Key key) {
    InvariantCell known = cells.get(key);
    return known != null ? Optional.of(known) : failures.measured(key.toString(), () -> cell(key));
  }

  private InvariantCell cell(InvariantCell.Key key) {
    List<Target> targets =
        switch (key.kind()) {
          case FORMULA -> TARGETS;
          case DATAPATH -> DATAPATH_TARGETS;
        };
    Target target = targets.get((int) (key.seed() % targets.size()));
    DeviceModel device = DeviceModels.load(target.device(), null);
    Found found;
    try {
      RandomCircuit circuit;
      try {
        circuit = circuit(key, device, target.clockPeriodPs());
      } catch (DiagnosticException e) {
        String code = e.diagnostics().getFirst().code().id();
        return new InvariantCell(
            key,
            target.device(),
            target.clockPeriodPs(),
            0,
            OptionalInt.empty(),
            0,
            InvariantCell.NONE,
            InvariantCell.REFUSED + code,
            commit,
            machine);
      }
      found = found(circuit, key.seed());
    } catch (RuntimeException e) {
      if (ToolFailures.isOne(e)) {
        throw e;
      }
      // A bug of the compiler: it is on the page, and the rest is done.
      found = new Found(0, OptionalInt.empty(), 0, InvariantCell.NONE, "exception " + e);
    }
    return new InvariantCell(
        key,
        target.device(),
        target.clockPeriodPs(),
        found.nodes,
        found.cycles,
        found.vectors,
        found.proof,
        found.verdict,
        commit,
        machine);
  }

  private static RandomCircuit circuit(
      InvariantCell.Key key, DeviceModel device, int clockPeriodPs) {
    return switch (key.kind()) {
      case FORMULA -> {
        int outputs = 1 + (int) (key.seed() % MOST_OUTPUTS);
        QuantizerRequest request = RandomFormulas.request(key.seed(), outputs);
        yield RandomCircuit.emitted(
            request, RandomCircuit.scheduled(request, device, clockPeriodPs));
      }
      case DATAPATH -> {
        Datapath datapath = RandomDatapaths.of("random" + key.seed(), key.seed(), DATAPATH_NODES);
        yield RandomCircuit.emitted(Scheduler.schedule(datapath, device, clockPeriodPs));
      }
    };
  }

  private record Found(int nodes, OptionalInt cycles, long vectors, String proof, String verdict) {}

  private Found found(RandomCircuit circuit, long seed) {
    Datapath datapath = circuit.bundle().pipeline().datapath();
    VerificationReport report;
    try (Verifier own = verifier.ofPassingCircuit()) {
      report =
          own.compare(
              new VerificationRequest(
                  datapath,
                  circuit.pipelineCycles(),
                  circuit.bundle().moduleName(),
                  circuit.bundle().systemVerilog(),
                  new StimulusPlan(
                          circuit.ranges(), null, RANDOM_VECTORS, CORNER_CAP, EXHAUSTIVE_BITS)
                      .build(datapath, seed),
                  seed));
    }
    FormalReport proof =
        formal.check(
            new FormalRequest(
                datapath,
                circuit.pipelineCycles(),
                circuit.bundle().moduleName(),
                circuit.bundle().systemVerilog(),
                PROOF_LIMIT));
    boolean isProofKept =
        switch (proof.verdict()) {
          case PROVED, UNDECIDED -> true;
          case DIFFERENT, NO_PIPELINE -> false;
        };
    String verdict;
    if (!LatencyMeasurement.holds(circuit, report)) {
      verdict = "different " + String.join(" / ", report.lines());
    } else if (!isProofKept) {
      verdict = "not proved " + String.join(" / ", proof.lines());
    } else {
      verdict = InvariantCell.EQUAL;
    }
    return new Found(
        datapath.nodes().size(),
        OptionalInt.of(circuit.pipelineCycles()),
        report.vectors() + report.gapVectors() + report.initialStateVectors(),
        proof.verdict().word(),
        verdict);
  }
}
