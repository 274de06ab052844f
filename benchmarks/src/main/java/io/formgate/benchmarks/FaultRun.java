package io.formgate.benchmarks;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.RandomFormulas;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.sim.RandomCircuit;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.Verifier;
import io.formgate.sim.faults.Equivalence;
import io.formgate.sim.faults.FaultTrial;
import io.formgate.sim.faults.Mutant;
import io.formgate.sim.faults.MutantFactory;
import io.formgate.sim.formal.FormalCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Plants faults in emitted circuits of random formulas and verifies each. */
public final class FaultRun {
  /** Circuits in which faults are planted: those of the first formulas that have places for any. */
  static final int DESIGNS = 64;

  /** Faults of each kind in a circuit, all different, where it has places for them. */
  static final int ROUNDS = 12;

  /** The number that the program takes. */
  static final long RANDOM_VECTORS = 100_000;

  private static final Duration TIME_LIMIT = Duration.ofMinutes(5);
  private static final Duration SOLVER_LIMIT = Duration.ofMinutes(8);
  private static final int CELLS_PER_LINE = 50;

  private record Target(String device, int clockPeriodPs) {}

  /** Devices and clocks from shallow circuits with blocks to one with an operation in a cycle. */
  private static final List<Target> TARGETS =
      List.of(
          new Target("xcvu9p-2", 5000),
          new Target("xcvu9p-2", 2500),
          new Target("unit", 2000),
          new Target("lfe5u-85f-6", 12_000));

  private final CellFile<FaultCell> file;
  private final String commit;
  private final String machine;
  private final Verifier verifier;
  private final FormalCheck formal;
  private final Equivalence equivalence;
  private final ToolFailures failures = new ToolFailures(System.err);
  private final Map<String, FaultCell> cells = new ConcurrentHashMap<>();

  /** Whether circuits pass as emitted, by their seeds. */
  private final Map<Long, Boolean> passing = new ConcurrentHashMap<>();

  private FaultRun(
      CellFile<FaultCell> file,
      String commit,
      String machine,
      Verifier verifier,
      FormalCheck formal,
      Equivalence equivalence) {
    this.file = file;
    this.commit = commit;
    this.machine = machine;
    this.verifier = verifier;
    this.formal = formal;
    this.equivalence = equivalence;
  }

  /**
   * Verifies what is missing for these sources and writes the page; ends with exit code 1 if a
   * fault is neither detected nor proved to be none.
   *
   * @param arguments folder of the repository and commit; {@code --page} behind them verifies
   *     nothing
   * @throws IOException if the cells or the page cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    CellFile<FaultCell> file = cells(repository);
    boolean holds = arguments.length > 2 || holds(repository, file, arguments[1]);
    Files.writeString(CellFile.page(repository, "faults"), FaultPage.text(file.read()));
    if (!holds) {
      System.err.println("not every fault was detected: see docs/faults.md");
      System.exit(1);
    }
  }

  static CellFile<FaultCell> cells(Path repository) {
    return new CellFile<>(
        CellFile.path(repository, "faults"), FaultCell.HEADER, FaultCell::parse, FaultCell::text);
  }

  private static boolean holds(Path repository, CellFile<FaultCell> file, String commit)
      throws IOException {
    Map<String, String> environment = CellFile.environment(repository, "faults");
    ToolRunner tools = new ToolRunner(environment);
    // The solver may stand in the user's cache.
    ToolRunner solvers = new ToolRunner(System.getenv());
    FormalCheck formal = new FormalCheck(solvers, System::nanoTime);
    Equivalence equivalence = new Equivalence(solvers, SOLVER_LIMIT);
    try (Verifier verifier = new Verifier(tools, System::nanoTime, TIME_LIMIT)) {
      FaultRun run =
          new FaultRun(file, commit, Benchmarks.machine(), verifier, formal, equivalence);
      run.resume();
      run.run();
      boolean isEachFound =
          run.cells.values().stream()
              .allMatch(cell ->
                  switch (cell.verdict()) {
                    case DETECTED, REFUSED, EQUIVALENT -> true;
                    case SURVIVED, UNDECIDED -> false;
                  });
      return run.failures.none() && isEachFound;
    }
  }

  private void resume() throws IOException {
    // A machine with less to do may decide what was left open.
    file.readOf(commit, FaultCell::commit).stream()
        .filter(cell -> cell.verdict() != FaultTrial.Verdict.UNDECIDED)
        .forEach(cell -> cells.put(cell.key(), cell));
  }

  /** Each round goes through all circuits, so that what is done by then covers them evenly. */
  private void run() throws IOException {
    Map<Long, RandomCircuit> circuits = new LinkedHashMap<>();
    int built = 0;
    for (long seed = 0; circuits.size() < DESIGNS; seed++) {
      Optional<RandomCircuit> circuit = circuit(seed, TARGETS.get(built % TARGETS.size()));
      if (circuit.isPresent()) {
        built++;
        String text = circuit.get().bundle().systemVerilog();
        if (!MutantFactory.ofEachKind(text, seed, 0).isEmpty()) {
          circuits.put(seed, circuit.get());
        }
      }
    }
    List<Map.Entry<Long, RandomCircuit>> order = List.copyOf(circuits.entrySet());
    InOrder.measure(
        InOrder.threads(),
        (long) ROUNDS * order.size(),
        i -> {
          Map.Entry<Long, RandomCircuit> circuit = order.get((int) (i % order.size()));
          return faults(circuit.getValue(), circuit.getKey(), (int) (i / order.size()));
        },
        (_, made) -> {
          file.append(made);
          for (FaultCell cell : made) {
            cells.put(cell.key(), cell);
            if (cells.size() % CELLS_PER_LINE == 0) {
              System.out.println(cells.size() + " faults");
            }
          }
          return true;
        });
  }

  private static Optional<RandomCircuit> circuit(long seed, Target target) {
    QuantizerRequest request = RandomFormulas.request(seed);
    try {
      Pipeline pipeline =
          RandomCircuit.scheduled(
              request, DeviceModels.load(target.device(), null), target.clockPeriodPs());
      return Optional.of(RandomCircuit.emitted(request, pipeline));
    } catch (DiagnosticException e) {
      return Optional.empty();
    }
  }

  /** {@return the faults of a circuit that have no verdict yet, with one} */
  private List<FaultCell> faults(RandomCircuit circuit, long seed, int round) {
    List<FaultCell> made = new ArrayList<>();
    try (Verifier own = verifier.ofPassingCircuit()) {
      FaultTrial trial = new FaultTrial(own, formal, SOLVER_LIMIT, equivalence, RANDOM_VECTORS);
      for (Mutant mutant :
          MutantFactory.ofEachKind(circuit.bundle().systemVerilog(), seed, round)) {
        String key = seed + "/" + round + "/" + mutant.kind();
        if (!cells.containsKey(key)) {
          failures
              .measured("fault " + key, () -> cell(circuit, seed, round, mutant, trial))
              .ifPresent(made::add);
        }
      }
    }
    return made;
  }

  private FaultCell cell(
      RandomCircuit circuit, long seed, int round, Mutant mutant, FaultTrial trial) {
    if (!passing.computeIfAbsent(seed, s -> trial.passes(circuit, s))) {
      throw new IllegalStateException("the circuit of seed " + seed + " has a fault");
    }
    return new FaultCell(
        seed,
        round,
        mutant.kind(),
        mutant.line(),
        trial.of(circuit, mutant, seed),
        mutant.before() + " -> " + mutant.after(),
        commit,
        machine);
  }
}
