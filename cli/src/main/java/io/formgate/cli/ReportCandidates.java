package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.constraints.Spec;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.report.ReportData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The candidates of a run: those of each front, and the circuit that was built of the picks. */
final class ReportCandidates {
  private static final String VERIFY = "./formgate verify FOLDER_OF_THIS_PAGE";

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
   * @param file where it stands
   * @param data rows taken
   * @param searches of the outputs
   * @param fronts of the outputs
   * @param pick one formula for each
   * @param proved what was built of it; empty for {@code search}
   * @param seed used
   * @param epochs of the search
   */
  record Run(
      Spec spec,
      Path file,
      TrainingData data,
      List<OutputSearch> searches,
      List<List<FrontRow>> fronts,
      JointPick pick,
      Optional<Proved> proved,
      long seed,
      int epochs) {}

  /** {@return the formulas of a circuit by output} */
  static Map<String, Expr> formulas(CompiledCircuit circuit) {
    Map<String, Expr> formulas = new LinkedHashMap<>();
    for (QuantizerRequest.OutputPort port : circuit.request().outputs()) {
      formulas.put(port.name(), port.formula());
    }
    return formulas;
  }

  /** {@return commands that make what a line made, and verify it} */
  static List<String> again(String line) {
    return List.of(line, VERIFY);
  }

  /** Writes the report of a run. */
  static void write(RunFolder folder, Run run, List<RunFolder.Estimates> estimates) {
    Spec spec = run.spec();
    ReportBuilder page = new ReportBuilder(SpecPorts.units(spec), run.seed());
    String command = run.proved().isPresent() ? "compile " : "search ";
    String line =
        "./formgate "
            + command
            + EmitLine.quoted(run.file().toString())
            + " --iterations "
            + run.epochs()
            + " --seed "
            + run.seed();
    ReportBuilder.Built built =
        run.proved()
            .map(p ->
                new ReportBuilder.Built(p.report(), p.folder(), folder.path(), true, again(line)))
            .orElse(null);
    boolean isOneOfFront = run.pick().circuit().equals(run.pick().rows().getFirst().circuit());
    if (!isOneOfFront) {
      page.add(
          "circuit",
          formulas(run.pick().circuit()),
          run.pick().circuit(),
          ReportBuilder.Found.nothing(),
          run.data().columns(),
          spec.classes().map(Classes::names).orElse(List.of()),
          built);
    }
    for (int i = 0; i < run.fronts().size(); i++) {
      String output = spec.outputs().get(i).name();
      LossScale scale = LossScale.of(spec.lossOf(output), run.searches().get(i).targetRms());
      int number = 0;
      for (FrontRow row : run.fronts().get(i)) {
        number++;
        page.add(
            (run.fronts().size() == 1 ? "" : output + " ") + number,
            Map.of(output, row.formula()),
            row.circuit(),
            found(row, scale, run.searches().get(i)),
            run.data().columns(),
            List.of(),
            isOneOfFront && row.equals(run.pick().rows().get(i))
                ? built
                : verified(run, row, folder.path()));
      }
    }
    List<ReportData.Fact> facts = new ArrayList<>();
    facts.add(ReportBuilder.fact("data", run.data().describe(spec)));
    facts.add(ReportBuilder.fact("search", run.epochs() + " epochs, seed " + run.seed()));
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
    page.write(
        folder,
        command + run.file().getFileName(),
        spec.source().text(),
        facts,
        run.pick().circuit(),
        files(spec, run.proved().stream().anyMatch(p -> !p.front().entries().isEmpty())));
  }

  /** What was shown of a circuit of the front that is not the picked one. */
  private static ReportBuilder.@Nullable Built verified(Run run, FrontRow row, Path folder) {
    FrontProof.Entry entry = run.proved().map(p -> p.front().of(row)).orElse(null);
    if (entry == null || entry.report() == null) {
      return null;
    }
    List<String> commands =
        new ArrayList<>(EmitLine.of(entry.circuit(), SpecPorts.units(run.spec())));
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
        isRms,
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
