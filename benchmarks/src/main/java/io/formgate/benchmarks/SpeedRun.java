package io.formgate.benchmarks;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlRequest;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.hwcost.CircuitCompiler;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import io.formgate.sim.InputRange;
import io.formgate.sim.StimulusPlan;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.VerificationRequest;
import io.formgate.sim.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures how fast modules are emitted and verified, one trial in each JVM, or writes the page.
 */
public final class SpeedRun {
  private static final String BENCHMARK = "speed";
  static final String DEVICE = "xcvu9p-2";
  static final int CLOCK_PERIOD_PS = 5000;

  /** Exit code when the simulator that a trial needs was not in the cache, and is there now. */
  private static final int AGAIN = 75;

  private static final long SEED = 1;

  /** Modules that a warm process has emitted before, and of which the middle time counts. */
  private static final int WARM_MODULES = 5;

  private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

  /** Fields of {@code /proc/self/stat} behind the name: own and waited-for children's ticks. */
  private static final int FIRST_TIME_FIELD = 11;

  private static final double TICKS_PER_SECOND = 100;

  private final Path repository;
  private final SpeedTrial trial;
  private final DeviceModel device = DeviceModels.load(DEVICE, null);
  private final ScheduleOptions options = ScheduleOptions.atPeriod(CLOCK_PERIOD_PS);

  private SpeedRun(Path repository, SpeedTrial trial) {
    this.repository = repository;
    this.trial = trial;
  }

  /**
   * Prints the names of the trials ({@code --trials}), writes the page ({@code --page}), or
   * measures a trial whose figure for these sources and this machine is missing.
   *
   * @param arguments folder of the repository, commit, and one of the above or a trial's name
   * @throws IOException if the cells or the page cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    CellFile<SpeedCell> file = cells(repository);
    switch (arguments[2]) {
      case "--trials" -> SpeedTrial.ALL.forEach(t -> System.out.println(t.name()));
      case "--page" ->
          Files.writeString(CellFile.page(repository, BENCHMARK), SpeedPage.text(file.read()));
      default -> measure(repository, file, arguments[1], SpeedTrial.of(arguments[2]).orElseThrow());
    }
  }

  static CellFile<SpeedCell> cells(Path repository) {
    return new CellFile<>(
        CellFile.path(repository, BENCHMARK), SpeedCell.HEADER, SpeedCell::parse, SpeedCell::line);
  }

  private static void measure(
      Path repository, CellFile<SpeedCell> file, String commit, SpeedTrial trial)
      throws IOException {
    String machine = Benchmarks.machine();
    boolean isKnown =
        file.readOf(commit, SpeedCell::commit).stream()
            .anyMatch(c -> c.trial().equals(trial.name()) && c.machine().equals(machine));
    if (isKnown) {
      return;
    }
    double load = load();
    Figures f = new SpeedRun(repository, trial).figures();
    SpeedCell cell =
        new SpeedCell(
            trial.name(),
            f.formulaNodes,
            f.datapathNodes,
            f.vectors,
            f.seconds,
            f.cpuSeconds,
            f.vectorsPerSecond,
            peakMiB(),
            load,
            commit,
            machine);
    file.append(List.of(cell));
    System.out.println(cell.line());
  }

  private record Figures(
      int formulaNodes,
      int datapathNodes,
      long vectors,
      double seconds,
      double cpuSeconds,
      double vectorsPerSecond) {}

  private Figures figures() throws IOException {
    return switch (trial.kind()) {
      case EMIT -> emission(SEED);
      case EMIT_WARM -> {
        List<Figures> all = new ArrayList<>();
        for (int i = 0; i < 2 * WARM_MODULES; i++) {
          all.add(emission(SEED + i));
        }
        List<Figures> warm = new ArrayList<>(all.subList(WARM_MODULES, all.size()));
        warm.sort(Comparator.comparingDouble(Figures::seconds));
        yield warm.get(WARM_MODULES / 2);
      }
      case VERIFY_NEW -> {
        delete(CellFile.cache(repository, BENCHMARK));
        yield verification();
      }
      case VERIFY -> verification();
      case STREAM -> {
        verification();
        yield verification();
      }
    };
  }

  private HdlBundle emitted(QuantizerRequest request) {
    Pipeline pipeline =
        Scheduler.schedule(
            CircuitCompiler.compile(request, device, options).datapath(), device, options);
    return HdlBackend.emit(HdlRequest.plain(pipeline, List.of()));
  }

  private static int formulaNodes(QuantizerRequest request) {
    return request.outputs().stream().mapToInt(o -> o.formula().size()).sum();
  }

  private Figures emission(long seed) throws IOException {
    QuantizerRequest request = SizedModule.of(trial.nodes(), seed);
    long startNanos = System.nanoTime();
    double startCpu = cpuSeconds();
    HdlBundle bundle = emitted(request);
    return new Figures(
        formulaNodes(request),
        bundle.pipeline().datapath().nodes().size(),
        0,
        (System.nanoTime() - startNanos) / 1e9,
        cpuSeconds() - startCpu,
        0);
  }

  private Figures verification() throws IOException {
    QuantizerRequest request = SizedModule.of(trial.nodes(), SEED);
    HdlBundle bundle = emitted(request);
    Pipeline pipeline = bundle.pipeline();
    List<InputRange> ranges = new ArrayList<>();
    for (QuantizerRequest.InputPort input : request.inputs()) {
      ranges.add(
          new InputRange(
              input.format().nearestRaw(input.range().lo()),
              input.format().nearestRaw(input.range().hi())));
    }
    Map<String, String> environment = CellFile.environment(repository, BENCHMARK);
    long startNanos = System.nanoTime();
    double startCpu = cpuSeconds();
    try (Verifier verifier =
        new Verifier(new ToolRunner(environment), System::nanoTime, TIME_LIMIT)) {
      VerificationReport report =
          verifier.verify(
              new VerificationRequest(
                  pipeline.datapath(),
                  pipeline.latencyCycles(),
                  bundle.moduleName(),
                  bundle.systemVerilog(),
                  StimulusPlan.of(ranges, null, trial.vectors() / 2)
                      .build(pipeline.datapath(), SEED),
                  SEED));
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      if (!report.passed()) {
        throw new IllegalStateException(String.join("\n", report.lines()));
      }
      if (trial.kind() == SpeedTrial.Kind.VERIFY && !report.buildReused()) {
        System.exit(AGAIN);
      }
      return new Figures(
          formulaNodes(request),
          pipeline.datapath().nodes().size(),
          report.vectors(),
          seconds,
          cpuSeconds() - startCpu,
          report.vectorsPerSecond());
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** Of this process and of those that it waited for. */
  private static double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks = 0;
    for (int i = 0; i < 4; i++) {
      ticks += Long.parseLong(fields[FIRST_TIME_FIELD + i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static long peakMiB() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("/proc/self/status has no VmHWM");
  }

  private static double load() throws IOException {
    return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
  }
}
