package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.constraints.StreamWrapper;
import io.formgate.constraints.UnitExpression;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.report.Candidate;
import io.formgate.report.ReportData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The candidates of a run: those of each front, and the circuit that was built of the picks. */
final class ReportCandidates {
  private static final String VERIFY = "./formgate verify FOLDER_OF_THIS_PAGE";
  private static final String RESUME = "./formgate resume FOLDER_OF_THIS_PAGE";
  private static final String CANDIDATE = " --candidate ";

  private ReportCandidates() {}

  /**
   * What was built of a run.
   *
   * @param report of the circuit of the picks
   * @param folder of that circuit
   * @param front proofs of the whole front; without entries if they were not asked for
   */
  record Proved(CircuitReport report, Path folder, FrontProof front) {}

  /**
   * A run of {@code compile} or {@code search}.
   *
   * @param spec the spec
   * @param request what was asked for
   * @param data rows taken
   * @param searches of the outputs
   * @param fronts of the outputs
   * @param pick one formula for each
   * @param proved what was built of it; empty for {@code search}
   * @param seed used
   * @param epochs that were done
   * @param epochsAsked for, which are more where something ended the search before
   */
  record Run(
      Spec spec,
      SpecRun.Request request,
      TrainingData data,
      List<OutputSearch> searches,
      List<List<FrontRow>> fronts,
      JointPick pick,
      Optional<Proved> proved,
      long seed,
      int epochs,
      int epochsAsked) {}

  /** {@return the formulas of a circuit by output} */
  static Map<String, Expr> formulas(CompiledCircuit circuit) {
    Map<String, Expr> formulas = new LinkedHashMap<>();
    for (QuantizerRequest.OutputPort port : circuit.request().outputs()) {
      formulas.put(port.name(), port.formula());
    }
    return formulas;
  }

  /**
   * {@return commands that make what a line made, and verify it}
   *
   * @param line that made it, without a folder
   * @param name of the module
   */
  static List<String> again(String line, String name) {
    return List.of(line + beside(name), VERIFY);
  }

  /** A folder of its own: that of the name may hold another run of the same spec. */
  private static String beside(String name) {
    return " --out " + EmitLine.quoted("runs/" + name + "-again");
  }

  /** Writes the report of a run. */
  static void write(RunFolder folder, Run run, List<RunFolder.Estimates> estimates) {
    Spec spec = run.spec();
    ReportBuilder page = new ReportBuilder(SpecPorts.units(spec), run.seed());
    ReportBuilder.Built built =
        run.proved()
            .map(p ->
                new ReportBuilder.Built(p.report(), p.folder(), folder.path(), true, lines(run)))
            .orElse(null);
    boolean isOneOfFront = run.pick().circuit().equals(run.pick().rows().getFirst().circuit());
    if (!isOneOfFront) {
      page.add(
          RunCandidate.OF_ALL,
          formulas(run.pick().circuit()),
          run.pick().circuit(),
          ReportBuilder.Found.nothing(),
          run.data().columns(),
          spec.classes().map(Classes::names).orElse(List.of()),
          built,
          List.of(command(run) + place(run), RESUME));
    }
    for (int i = 0; i < run.fronts().size(); i++) {
      String output = spec.outputs().get(i).name();
      LossScale scale = LossScale.of(spec.lossOf(output), run.searches().get(i).targetRms());
      List<FrontRow> front = run.fronts().get(i);
      for (int k = 0; k < front.size(); k++) {
        FrontRow row = front.get(k);
        List<String> commands = commands(run, row.circuit());
        page.add(
            CandidateNumber.of(spec, output, k),
            Map.of(output, row.formula()),
            row.circuit(),
            found(row, scale, run.searches().get(i)),
            run.data().columns(),
            spec.classes().map(Classes::names).orElse(List.of()),
            isOneOfFront && row.equals(run.pick().rows().get(i))
                ? built
                : verified(run, row, commands, folder.path()),
            isOneOfFront && row.stands()
                ? Stream.concat(commands.stream(), Stream.of(inPlace(spec, output, k))).toList()
                : commands);
      }
    }
    List<ReportData.Fact> facts = new ArrayList<>();
    facts.add(ReportBuilder.fact("data", run.data().describe(spec)));
    facts.add(
        ReportBuilder.fact(
            "search",
            SearchWords.epochs(run.epochs(), run.epochsAsked()) + ", seed " + run.seed()));
    facts.add(ReportBuilder.fact("search computes in", "float" + spec.search().precision().bits()));
    for (RunFolder.Estimates e : estimates) {
      facts.add(
          ReportBuilder.fact(
              "estimates of " + e.output(),
              Numbers.count(e.scheduled())
                  + " entrants scheduled; latency exact for "
                  + Numbers.count(e.exact())
                  + ", within one cycle for "
                  + Numbers.count(e.withinOneCycle())
                  + "; "
                  + Numbers.count(e.unbuildable())
                  + " could not be built"));
    }
    for (int i = 0; i < run.fronts().size(); i++) {
      String output = spec.outputs().get(i).name();
      FrontRow.obstacle(run.fronts().get(i))
          .ifPresent(o -> facts.add(ReportBuilder.fact("not on the front of " + output, of(o))));
    }
    page.write(
        folder,
        command(run),
        asked(run),
        facts,
        run.pick().circuit(),
        files(spec, run.proved().stream().anyMatch(p -> !p.front().entries().isEmpty())));
  }

  private static String of(Obstacles.Commonest obstacle) {
    int all = obstacle.all();
    return Numbers.count(all) + (all == 1 ? " formula; " : " formulas; ") + obstacle.words();
  }

  /** {@return whether {@code resume} builds a candidate of a run in the place of its circuit} */
  static boolean isBuiltInPlace(Candidate candidate) {
    return candidate.reproduce().stream().anyMatch(c -> c.contains(RESUME + CANDIDATE));
  }

  private static String inPlace(Spec spec, String output, int row) {
    return "# with the data of the run, in the place of its circuit\n"
        + RESUME
        + CANDIDATE
        + CandidateNumber.of(spec, output, row);
  }

  private static List<String> lines(Run run) {
    List<String> lines = new ArrayList<>(List.of(command(run) + place(run)));
    run.request()
        .proof()
        .flatMap(ProofRequest::candidate)
        .ifPresent(number -> lines.add(RESUME + CANDIDATE + number));
    lines.add(VERIFY);
    return lines;
  }

  private static String name(Run run) {
    return run.proved().isPresent() ? "compile " : "search ";
  }

  private static String place(Run run) {
    return beside(SpecFile.moduleName(run.request().options().file()));
  }

  /** The spec, and what the command line says instead of it. */
  private static String asked(Run run) {
    SpecRunOptions options = run.request().options();
    List<String> given = new ArrayList<>();
    options
        .iterations()
        .filter(n -> n != run.spec().search().iterations())
        .ifPresent(n -> given.add("--iterations " + n));
    options
        .seed()
        .filter(n -> n != run.spec().search().seed())
        .ifPresent(n -> given.add("--seed " + n));
    String text = run.spec().source().text();
    return given.isEmpty()
        ? text
        : text.stripTrailing()
            + "\n\n// instead of what the spec says, the command line: "
            + String.join(" ", given)
            + "\n";
  }

  /** The command that gives the same run, but for its place. */
  private static String command(Run run) {
    SpecRunOptions options = run.request().options();
    StringBuilder line = new StringBuilder("./formgate " + name(run));
    line.append(EmitLine.quoted(options.file().toString()));
    options.statements().forEach(s -> line.append(" --with ").append(EmitLine.quoted(s)));
    line.append(" --iterations ").append(run.epochs()).append(" --seed ").append(run.seed());
    run.request()
        .proof()
        .ifPresent(p -> {
          line.append(p.wrapper().isEmpty() ? "" : " --wrapper " + p.wrapper());
          line.append(p.vectors() == ProofRequest.USUAL_VECTORS ? "" : " --vectors " + p.vectors());
          line.append(p.isWholeFront() ? " --all" : "");
          p.formal().ifPresent(limit -> line.append(FormalOptions.words(limit)));
        });
    return line.toString();
  }

  /** The commands that build a formula of a front by itself; none if no options would. */
  private static List<String> commands(Run run, @Nullable CompiledCircuit circuit) {
    if (circuit == null) {
      return List.of();
    }
    Spec spec = run.spec();
    String name = circuit.request().outputs().getFirst().name();
    Map<String, String> columns = new HashMap<>();
    circuit.request().inputs().stream()
        .map(QuantizerRequest.InputPort::name)
        .filter(input -> !spec.columnOf(input).equals(input))
        .forEach(input -> columns.put(input, spec.columnOf(input)));
    Optional<EmitLine.MeasuredOn> goal =
        spec.outputs().stream()
            .filter(o -> o.name().equals(name))
            .filter(o -> o.promise() == OutputDeclaration.Promise.ON_DATA)
            .filter(_ -> spec.agreement().isEmpty())
            .map(o ->
                new EmitLine.MeasuredOn(
                    o.tolerance(),
                    spec.dataFile().toString(),
                    run.data().rowsInFile() == run.data().columns().rows(),
                    columns))
            .findFirst();
    return EmitLine.of(
        circuit,
        new EmitLine.Around(
            units(spec, circuit.request()), wrapper(run), spec.snapsConstants(), goal));
  }

  /**
   * {@return the units of a circuit's ports; none if a search that does not demand them made a
   * formula that violates them, or the spec defines one of them, which no option of {@code emit}
   * does}
   */
  static Units units(Spec spec, QuantizerRequest request) {
    Map<String, UnitExpression> inputs = new HashMap<>();
    spec.inputs().forEach(i -> inputs.put(i.name(), i.unit()));
    Map<String, UnitExpression> outputs = new HashMap<>();
    spec.outputs().forEach(o -> outputs.put(o.name(), o.unit()));
    Set<String> own = new HashSet<>();
    spec.unitDefinitions().forEach(d -> own.add(d.name()));
    boolean isKnown =
        Stream.concat(inputs.values().stream(), outputs.values().stream())
            .flatMap(u -> Stream.of(u.text().split("\\W+")))
            .noneMatch(own::contains);
    boolean isKept =
        request.outputs().stream()
            .allMatch(o -> {
              UnitExpression unit = outputs.get(o.name());
              return unit != null
                  && inputs.keySet().containsAll(o.formula().variables())
                  && FormulaUnits.hold(o.formula(), inputs, unit);
            });
    return isKnown && isKept ? SpecPorts.units(spec) : new Units(Map.of());
  }

  private static StreamWrapper wrapper(Run run) {
    return run.proved()
        .map(p -> p.report().wrapper())
        .orElseGet(() -> run.spec().hardware().wrapper());
  }

  /** What was shown of a circuit of the front that is not the picked one. */
  private static ReportBuilder.@Nullable Built verified(
      Run run, FrontRow row, List<String> emit, Path folder) {
    FrontProof.Entry entry = run.proved().map(p -> p.front().of(row)).orElse(null);
    if (entry == null || entry.report() == null) {
      return null;
    }
    List<String> commands = new ArrayList<>(emit);
    commands.add(VERIFY);
    return new ReportBuilder.Built(entry.report(), entry.folder(), folder, false, commands);
  }

  private static ReportBuilder.Found found(FrontRow row, LossScale scale, OutputSearch search) {
    boolean isRms = scale.targetRms() != 0;
    return new ReportBuilder.Found(
        isRms ? scale.title() + " (%)" : scale.title(),
        scaled(row.loss(), scale),
        row.validationLoss().isPresent()
            ? Double.valueOf(scaled(row.validationLoss().getAsDouble(), scale))
            : null,
        row.hardwareLoss().isPresent()
            ? Double.valueOf(scaled(row.hardwareLoss().getAsDouble(), scale))
            : null,
        row.obstacle(),
        search.findings(row).stream()
            .map(f -> new SpecFit.Demand(search.output().name(), f))
            .toList());
  }

  private static double scaled(double loss, LossScale scale) {
    return scale.targetRms() == 0 ? loss : 100 * Math.sqrt(loss) / scale.targetRms();
  }

  private static List<ReportData.Download> files(Spec spec, boolean isVerified) {
    List<ReportData.Download> files = new ArrayList<>();
    if (isVerified) {
      files.add(new ReportData.Download("verified.csv", "every circuit of the front, verified"));
    }
    files.add(new ReportData.Download("spec.fg", "the spec"));
    for (String output : spec.outputNames()) {
      String prefix = spec.outputs().size() == 1 ? "" : output + ".";
      files.add(new ReportData.Download(prefix + "front.csv", "every formula of the front"));
      files.add(
          new ReportData.Download(
              prefix + "hall_of_fame.csv", "the best formula of each complexity"));
    }
    files.add(new ReportData.Download(ReportBuilder.DATA, "what this page shows, for programs"));
    return files;
  }
}
