package io.formgate.cli;

import io.formgate.constraints.Spec;
import io.formgate.constraints.StreamWrapper;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FormulaPrinter;
import io.formgate.hwcost.HardwareCost;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every circuit of the fronts of a run, emitted into a folder of its own and verified.
 *
 * @param entries in the order of the outputs and of their fronts
 */
record FrontProof(List<Entry> entries) {
  FrontProof {
    entries = List.copyOf(entries);
  }

  /** What became of a circuit. */
  enum Verdict {
    /** It equals its golden model, latency and throughput included. */
    BIT_EXACT("bit-exact"),
    /** It does not. */
    DIFFERS("DIFFERS"),
    /** A tool failed. */
    NOT_VERIFIED("not verified");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    /** {@return how tables call it} */
    String word() {
      return word;
    }
  }

  /**
   * A circuit.
   *
   * @param output whose front it is of
   * @param number what it is called there
   * @param row its formula and figures
   * @param circuit the row's circuit
   * @param folder where its files are
   * @param report what was shown of it; null if a tool failed
   * @param failure what failed; null if nothing did
   */
  record Entry(
      String output,
      String number,
      FrontRow row,
      CompiledCircuit circuit,
      Path folder,
      @Nullable CircuitReport report,
      @Nullable DiagnosticException failure) {

    /** {@return what became of it} */
    Verdict verdict() {
      CircuitReport shown = report;
      if (shown == null) {
        return Verdict.NOT_VERIFIED;
      }
      return shown.passed() ? Verdict.BIT_EXACT : Verdict.DIFFERS;
    }

    /** {@return vectors that were compared} */
    long vectors() {
      return report == null ? 0 : report.verification().vectors();
    }

    /** {@return what the solver says of it, in a word; empty if it was not asked} */
    Optional<String> formal() {
      CircuitReport shown = report;
      return shown == null ? Optional.empty() : shown.formal().map(FormalVerdict::word);
    }
  }

  /**
   * What all circuits of a run share.
   *
   * @param terminal gives the environment of the tools
   * @param spec the spec
   * @param wrapper what stands around the circuits
   * @param searches of the outputs
   * @param data rows taken
   * @param plan the vectors
   * @param threads circuits at a time
   * @param formal proves each for all inputs too, if that is asked for
   */
  record Job(
      Terminal terminal,
      Spec spec,
      StreamWrapper wrapper,
      List<OutputSearch> searches,
      TrainingData data,
      Proof.Plan plan,
      int threads,
      Optional<FormalProof> formal) {}

  /**
   * {@return all of them}
   *
   * @param job what they share
   * @param fronts of the outputs
   * @param run folder of the run
   * @param picked the folder that is written already, and what was shown of it
   * @param told gets each, in the order of the outputs and of their fronts, as soon as it and those
   *     before it are known
   */
  static FrontProof of(
      Job job,
      List<List<FrontRow>> fronts,
      Path run,
      Map<Path, CircuitReport> picked,
      Consumer<Entry> told) {
    List<Entry> entries = new ArrayList<>();
    // Formulas that differ may have one circuit.
    Map<Path, Future<CircuitReport>> reports = new LinkedHashMap<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(job.threads())) {
      for (int i = 0; i < fronts.size(); i++) {
        int output = i;
        for (FrontRow row : fronts.get(i)) {
          CompiledCircuit circuit = row.circuit();
          if (circuit != null && row.stands()) {
            Path folder = CandidateFolder.below(run, circuit.pipeline());
            reports.computeIfAbsent(
                folder,
                _ ->
                    pool.submit(() -> {
                      CircuitReport known = picked.get(folder);
                      return known != null
                          ? known
                          : emit(job, fronts, row, circuit, output, folder);
                    }));
          }
        }
      }
      for (int i = 0; i < fronts.size(); i++) {
        String output = job.searches().get(i).output().name();
        for (int k = 0; k < fronts.get(i).size(); k++) {
          FrontRow row = fronts.get(i).get(k);
          CompiledCircuit circuit = row.circuit();
          if (circuit != null && row.stands()) {
            Path folder = CandidateFolder.below(run, circuit.pipeline());
            String number = CandidateNumber.of(job.spec(), output, k);
            Entry entry = entry(output, number, row, circuit, folder, reports.get(folder));
            entries.add(entry);
            told.accept(entry);
          }
        }
      }
    }
    return new FrontProof(entries);
  }

  private static Entry entry(
      String output,
      String number,
      FrontRow row,
      CompiledCircuit circuit,
      Path folder,
      @Nullable Future<CircuitReport> report) {
    if (report == null) {
      throw new IllegalStateException("every circuit that stands was submitted");
    }
    try {
      return new Entry(output, number, row, circuit, folder, report.get(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while circuits were verified");
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case DiagnosticException d -> new Entry(output, number, row, circuit, folder, null, d);
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      };
    }
  }

  /** Without the lines of stages, which would mix. */
  private static CircuitReport emit(
      Job job,
      List<List<FrontRow>> fronts,
      FrontRow row,
      CompiledCircuit circuit,
      int output,
      Path folder) {
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    Terminal quiet =
        new Terminal(
            nowhere, nowhere, false, job.terminal().columns(), job.terminal().environment());
    boolean isWhole = job.searches().size() == 1 && !SpecCircuit.hasHeads(job.spec());
    List<long[]> vectors = DataRows.quantized(job.data().columns(), circuit.request().inputs());
    return new Emission(quiet, new Stages(quiet, System::nanoTime), job.formal())
        .run(
            folder,
            circuit,
            SpecPorts.units(job.spec()),
            job.wrapper(),
            job.spec().source().text(),
            job.plan().on(vectors),
            isWhole
                ? SpecFit.measure(
                    job.spec(),
                    List.of(job.searches().get(output)),
                    List.of(fronts.get(output)),
                    new JointPick(List.of(row), circuit, JointLoss.separate(), true),
                    job.data(),
                    vectors)
                : null);
  }

  /** {@return the number of circuits with a verdict} */
  long count(Verdict verdict) {
    return entries.stream().filter(e -> e.verdict() == verdict).count();
  }

  /** {@return how the command ends on account of the circuits} */
  int exitCode() {
    if (count(Verdict.DIFFERS) > 0
        || entries.stream().map(Entry::report).anyMatch(r -> r != null && !r.isProved())) {
      return ExitCode.NOT_MET;
    }
    return entries.stream()
        .map(Entry::failure)
        .mapToInt(f -> f == null ? ExitCode.DONE : ExitCode.of(f.diagnostics()))
        .max()
        .orElse(ExitCode.DONE);
  }

  /** {@return one line about them} */
  String summary() {
    StringBuilder out =
        new StringBuilder(
            "%d of %d circuits of the front bit-exact"
                .formatted(count(Verdict.BIT_EXACT), entries.size()));
    for (Verdict v : List.of(Verdict.DIFFERS, Verdict.NOT_VERIFIED)) {
      out.append(count(v) == 0 ? "" : ", " + count(v) + " " + v.word());
    }
    long asked = entries.stream().filter(e -> e.formal().isPresent()).count();
    if (asked > 0) {
      long proved =
          entries.stream().filter(e -> e.report() != null && e.report().isProved()).count();
      out.append(", ").append(proved).append(" of ").append(asked).append(" proved for all inputs");
    }
    return out.toString();
  }

  /** {@return the table for programs} */
  String csv() {
    StringBuilder out = new StringBuilder("output," + VerifiedCircuit.CSV_HEADER + "\n");
    for (Entry e : entries) {
      out.append(e.output()).append(',').append(VerifiedCircuit.of(e).csv()).append('\n');
    }
    return out.toString();
  }

  /**
   * {@return the table of an output for people}
   *
   * @param output its name
   * @param scale of its losses
   */
  List<String> table(String output, LossScale scale) {
    List<String> lines = new ArrayList<>();
    boolean isAsked = entries.stream().anyMatch(e -> e.formal().isPresent());
    List<Entry> shown = entries.stream().filter(e -> e.output().equals(output)).toList();
    int width = 1 + Math.max(2, shown.stream().mapToInt(e -> e.number().length()).max().orElse(0));
    lines.add(
        " "
            + " ".repeat(width - 1)
            + String.format(
                Locale.ROOT,
                "# verdict      cycles      ns    LUT DSP  BRAM     FF %10s in circuit %s formula",
                scale.title(),
                isAsked ? " formal      " : ""));
    for (Entry e : shown) {
      CompiledCircuit c = e.circuit();
      lines.add(
          String.format(
              Locale.ROOT,
              " %" + width + "s %-12s %6d %7s %6d %3d %5s %6d %10s %10s %s %s = %s",
              e.number(),
              e.verdict().word(),
              c.pipeline().latencyCycles(),
              Numbers.digits(HardwareCost.of(c.pipeline()).latencyNs(), 5),
              c.area().lut(),
              c.area().dsp(),
              Numbers.digits(c.brams(), 5),
              c.area().ff(),
              scale.show(e.row().loss()),
              e.row().hardwareLoss().isPresent()
                  ? scale.show(e.row().hardwareLoss().getAsDouble())
                  : "-",
              isAsked ? String.format(Locale.ROOT, " %-12s", e.formal().orElse("-")) : "",
              output,
              FormulaPrinter.print(e.row().formula(), 4)));
    }
    return lines;
  }

  /** {@return what is wrong with circuits that are not bit-exact or not proved, for people} */
  List<String> failures() {
    List<String> lines = new ArrayList<>();
    for (Entry e : entries) {
      CircuitReport report = e.report();
      DiagnosticException failure = e.failure();
      if (failure != null) {
        lines.add(e.folder().getFileName() + ":");
        failure.diagnostics().stream()
            .flatMap(d -> d.render().lines())
            .forEach(l -> lines.add("  " + l));
      } else if (report != null && !report.passed()) {
        lines.add(e.folder().getFileName() + ":");
        report.verification().lines().forEach(l -> lines.add("  " + l));
        report.handshakes().ifPresent(h -> h.lines().forEach(l -> lines.add("  " + l)));
      } else if (report != null && !report.isProved()) {
        lines.add(e.folder().getFileName() + ":");
        report.formal().ifPresent(f -> lines.addAll(FormalFiles.lines(f)));
      }
    }
    return lines;
  }

  /** {@return what was shown of a row; null if it was not emitted} */
  @Nullable Entry of(FrontRow row) {
    return entries.stream().filter(e -> e.row().equals(row)).findFirst().orElse(null);
  }
}
