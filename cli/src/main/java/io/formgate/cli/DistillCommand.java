package io.formgate.cli;

import io.formgate.constraints.Spec;
import io.formgate.datapath.TableSum;
import io.formgate.distill.FitRows;
import io.formgate.distill.TableSumFitter;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From a network, or from classes of rows, to verified circuits of learned tables. */
@Command(
    name = "distill",
    mixinStandardHelpOptions = true,
    description = {
      "Distils a network, or rows with classes, into small classifiers of tables.",
      "It proves each circuit of their front in Verilator."
    })
final class DistillCommand implements Callable<Integer> {
  /** Logits of several classes are sharpened, since the largest alone decides. */
  private static final double SHARPNESS = 1.5;

  private static final int SYNTHETIC_WITHOUT_NETWORK = 8;

  /** What says nothing about the values of a tensor. */
  private static final List<String> WITHOUT_VALUES =
      List.of(
          "--classes",
          "--gives",
          "--test",
          "--device",
          "--clock",
          "--registers",
          "--wrapper",
          "--max-latency",
          "--max-lut",
          "--max-dsp",
          "--max-bram",
          "--out",
          "--forms",
          "--terms",
          "--iterations",
          "--through",
          "--synthetic",
          "--seed",
          "--threads",
          "--vectors");

  private final Terminal terminal;

  @CommandLine.Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE.fg",
      arity = "0..1",
      description = "the spec file; without one --teacher and --inputs")
  private @Nullable Path file;

  @Mixin private TeacherOptions teacher = new TeacherOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "output folder (default: runs/<name of the spec or the network>)")
  private @Nullable Path out;

  @Option(
      names = "--force",
      description = "replace whatever the output folder holds, or the file of --values")
  private boolean force;

  @Option(
      names = "--terms",
      paramLabel = "N",
      description = "most terms of a classifier (default: ${DEFAULT-VALUE})",
      defaultValue = "12")
  private int terms;

  @Option(
      names = "--synthetic",
      paramLabel = "N",
      description = "synthetic rows for each row to fit (default: 0 with a network, else 8)")
  private @Nullable Integer synthetic;

  @Option(names = "--seed", paramLabel = "N", description = "seed, instead of the spec's")
  private @Nullable Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads of the fit; never changes the result (default: processors)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--vectors",
      paramLabel = "N",
      description =
          "random vectors over the formats, and again over the ranges (default: ${DEFAULT-VALUE})",
      defaultValue = "100000")
  private long vectors;

  @Option(
      names = "--forms",
      paramLabel = "WHAT",
      description =
          "what scores are made of: tables, or closed, that is searched formulas (default:"
              + " ${DEFAULT-VALUE})",
      defaultValue = "tables")
  private String forms = "";

  @Option(
      names = "--through",
      paramLabel = "TENSOR",
      description = "closed forms are of formulas of this inner tensor of the network")
  private @Nullable String through;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "epochs of the search of each closed form, instead of the spec's")
  private @Nullable Integer iterations;

  DistillCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Diagnostic> mistakes = new ArrayList<>();
    mistaken("--terms", terms, mistakes);
    mistaken("--threads", threads, mistakes);
    mistaken("--vectors", vectors, mistakes);
    if (iterations != null) {
      mistaken("--iterations", iterations, mistakes);
    }
    Optional<Classifier.Forms> wanted = Arguments.noting(this::forms, mistakes);
    Path given = file;
    Optional<TeacherSpec.Request> asked =
        Arguments.noting(
                () -> teacher.request(given != null, command.commandLine().getParseResult()),
                mistakes)
            .flatMap(a -> a);
    if (teacher.values().isPresent()) {
      WITHOUT_VALUES.forEach(o ->
          ignored(
              o,
              "is for circuits, and --values makes none",
              "leave out %s, or --values",
              mistakes));
    } else if (wanted.equals(Optional.of(Classifier.Forms.TABLES))) {
      ignored(
          "--iterations",
          "is for closed forms, and these are tables",
          "leave out %s, or add --forms closed",
          mistakes);
      ignored(
          "--through",
          "is for closed forms, and these are tables",
          "leave out %s, or add --forms closed",
          mistakes);
    } else if (wanted.equals(Optional.of(Classifier.Forms.CLOSED))) {
      ignored(
          "--terms",
          "is for tables, and these are closed forms",
          "leave out %s, or --forms closed",
          mistakes);
    }
    if (!mistakes.isEmpty()) {
      throw new DiagnosticException(mistakes);
    }
    Classifier.Forms kind = wanted.orElseThrow();
    if (asked.isPresent() && teacher.values().isPresent()) {
      terminal.full(TensorValues.write(asked.get(), teacher.values().get(), force));
      return ExitCode.DONE;
    }
    Path named = given != null ? given : asked.orElseThrow().teacher();
    String name = SpecFile.moduleName(named);
    Path target = out == null ? Path.of("runs", name) : out;
    Optional<TeacherSpec> made = asked.map(a -> TeacherSpec.of(a, target));
    Spec spec = given != null ? SpecFile.read(given) : made.orElseThrow().spec();
    if (kind == Classifier.Forms.TABLES) {
      TableSumDemands.requireNone(spec);
    }
    int perRow =
        synthetic != null ? synthetic : spec.teacher().isPresent() ? 0 : SYNTHETIC_WITHOUT_NETWORK;
    Arguments.atLeast("--synthetic", perRow, 0);
    long usedSeed = seed == null ? spec.search().seed() : seed;
    DeviceModel device = SpecDevice.of(spec);
    String identity =
        asked
            .map(TeacherSpec.Request::identity)
            .orElseGet(() -> "distill " + named.toAbsolutePath().normalize());
    Stages stages = new Stages(terminal, System::nanoTime);
    try (RunFolder run = RunFolder.open(target, identity, force)) {
      FormerRun.line(target).ifPresent(terminal::full);
      made.ifPresent(m -> m.chosen().forEach(line -> terminal.full("  " + line)));
      DistillData data =
          stages.run(
              "teach",
              () -> {
                DistillData d = DistillData.read(spec, perRow, usedSeed);
                return new Stages.Done<>(d, describe(d));
              });
      List<Classifier> front =
          switch (kind) {
            case TABLES -> tables(spec, name, data, device, stages);
            case CLOSED -> closed(spec, name, data, device, usedSeed, stages);
          };
      String text = made.map(TeacherSpec::text).orElseGet(() -> spec.source().text());
      run.write(SpecColumns.SPEC, text);
      DistillEmission emission =
          new DistillEmission(terminal, stages, spec, new Proof.Plan(List.of(), vectors, usedSeed));
      List<DistillReport.Entry> entries = new ArrayList<>();
      for (Classifier circuit : front) {
        entries.add(emission.run(run, circuit, data));
      }
      DistillReport report = new DistillReport(spec, data.teacher(), entries);
      run.write("front.csv", report.csv());
      run.write("front.json", Json.write(report.facts()));
      DistillReport.Entry picked = pick(entries, spec);
      DistillPage page = new DistillPage(spec, data, run.path(), line(given, kind, usedSeed), name);
      run.write("roc.svg", RocPlot.svg(page.rates(picked.circuit())));
      stages.run(
          "report",
          () -> {
            page.write(run, name, text, entries, picked);
            return new Stages.Done<>(ReportBuilder.PAGE, ReportBuilder.PAGE);
          });
      run.publish(identity, List.of());
      terminal.out().println();
      report.table(picked).forEach(terminal::full);
      terminal.out().println();
      report.lines(picked).forEach(terminal::full);
      terminal.full("  files     " + target.resolve("candidates").resolve(picked.folder()));
      terminal.full("  report    " + target.resolve(ReportBuilder.PAGE));
      boolean passed = entries.stream().allMatch(e -> e.verification().passed());
      return passed ? ExitCode.DONE : ExitCode.NOT_MET;
    }
  }

  private static void mistaken(String option, long value, List<Diagnostic> mistakes) {
    var _ =
        Arguments.noting(
            () -> {
              Arguments.atLeast(option, value, 1);
              return value;
            },
            mistakes);
  }

  /** Notes an option that is given and would change nothing. */
  private void ignored(String option, String why, String mend, List<Diagnostic> mistakes) {
    if (command.commandLine().getParseResult().hasMatchedOption(option)) {
      mistakes.add(
          Arguments.usage(option + " " + why, mend.formatted(option)).diagnostics().getFirst());
    }
  }

  /** The command that gives the same run, but for its place. */
  private String line(@Nullable Path given, Classifier.Forms kind, long usedSeed) {
    return "./formgate distill "
        + (given != null ? EmitLine.quoted(given.toString()) : "FOLDER_OF_THIS_PAGE/spec.fg")
        + switch (kind) {
          case TABLES -> " --terms " + terms;
          case CLOSED -> " --forms closed";
        }
        + (through == null ? "" : " --through " + EmitLine.quoted(through))
        + (iterations == null ? "" : " --iterations " + iterations)
        + (synthetic == null ? "" : " --synthetic " + synthetic)
        + " --seed "
        + usedSeed
        + (vectors == ProofRequest.USUAL_VECTORS ? "" : " --vectors " + vectors);
  }

  private Classifier.Forms forms() {
    return Stream.of(Classifier.Forms.values())
        .filter(f -> f.word().equals(forms))
        .findFirst()
        .orElseThrow(
            () -> Arguments.usage("--forms is " + forms, "give one of the two: tables or closed"));
  }

  private List<Classifier> tables(
      Spec spec, String name, DistillData data, DeviceModel device, Stages stages) {
    List<TableSumFitter.Design> designs =
        stages.run(
            "fit",
            () -> {
              List<TableSumFitter.Design> d = fit(spec, name, data);
              return new Stages.Done<>(d, d.size() + " classifiers of 1 to " + terms + " terms");
            });
    return stages.run(
        "schedule",
        () ->
            front(
                designs.stream().map(d -> DistilledCircuit.of(spec, d, data, device)).toList(),
                spec,
                device));
  }

  private List<Classifier> closed(
      Spec spec, String name, DistillData data, DeviceModel device, long usedSeed, Stages stages) {
    int epochs = iterations == null ? spec.search().iterations() : iterations;
    ClosedForms search =
        new ClosedForms(
            terminal,
            spec,
            name,
            data,
            device,
            sharpness(spec.outputs().size()),
            Optional.ofNullable(through));
    List<List<FrontRow>> fronts =
        stages.run(
            "search",
            () -> {
              List<List<FrontRow>> f = search.search(epochs, usedSeed, threads);
              return new Stages.Done<>(
                  f,
                  f.stream().mapToInt(List::size).sum()
                      + (f.size() == 1 ? " formulas, " : " formulas for " + f.size() + " classes, ")
                      + epochs
                      + " epochs, seed "
                      + usedSeed);
            });
    return stages.run("schedule", () -> front(search.circuits(fronts), spec, device));
  }

  private static Stages.Done<List<Classifier>> front(
      List<? extends Classifier> all, Spec spec, DeviceModel device) {
    List<Classifier> front = Classifier.front(all);
    return new Stages.Done<>(
        front,
        front.size()
            + " on the front, on "
            + device.reference()
            + " at "
            + Numbers.ns(spec.hardware().clockPeriodPs()));
  }

  private static double sharpness(int classes) {
    return classes == 2 ? 1 : SHARPNESS;
  }

  private static String describe(DistillData d) {
    return d.teacher()
        + ": "
        + d.rowsToFit()
        + " rows to fit, "
        + Numbers.count(d.apart().rows())
        + " apart"
        + (d.test() == null ? "" : ", " + Numbers.count(d.test().rows()) + " to test");
  }

  /** Single inputs and sums of inputs are fitted by themselves, each on one thread. */
  private List<TableSumFitter.Design> fit(Spec spec, String name, DistillData data) {
    List<TableSum.Input> inputs =
        spec.inputs().stream().map(i -> new TableSum.Input(i.name(), i.format())).toList();
    int classes = spec.outputs().size();
    double[] targets = FitRows.probabilities(data.fit().logits(), sharpness(classes));
    List<Integer> bits = classes == 2 ? List.of(3, 4, 5) : List.of(2, 3);
    LiveTerms live = new LiveTerms(terminal);
    try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, 2))) {
      List<Future<List<TableSumFitter.Design>>> fits = new ArrayList<>();
      for (boolean projects : new boolean[] {false, true}) {
        TableSumFitter.Request request =
            new TableSumFitter.Request(name, inputs, spec.outputNames(), terms, bits, projects);
        fits.add(
            pool.submit(() ->
                TableSumFitter.fit(
                    request,
                    new FitRows(data.fit().raw(), targets, classes),
                    n -> live.fitted(n, projects))));
      }
      List<TableSumFitter.Design> designs = new ArrayList<>();
      for (Future<List<TableSumFitter.Design>> fit : fits) {
        designs.addAll(fit.get());
      }
      return designs;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the fit of tables failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the fit was interrupted", e);
    }
  }

  private static DistillReport.Entry pick(List<DistillReport.Entry> entries, Spec spec) {
    return entries.stream()
        .filter(e -> e.circuit().keeps(spec.hardware().budget()))
        .max(Comparator.comparingDouble(e -> e.circuit().quality()))
        .orElseThrow(() ->
            new DiagnosticException(
                Diagnostic.of(
                    DiagnosticCode.BUDGET_UNMET,
                    "no classifier of the front can be built within the hardware budget",
                    "allow more, or slow the clock")));
  }
}
