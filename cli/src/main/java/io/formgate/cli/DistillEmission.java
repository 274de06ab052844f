package io.formgate.cli;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlDescription;
import io.formgate.codegen.HdlFile;
import io.formgate.codegen.HdlRequest;
import io.formgate.constraints.Spec;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.TableSum;
import io.formgate.datapath.TableSumLowering;
import io.formgate.datapath.TableSumPoints;
import io.formgate.datapath.TableSumText;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Sha256;
import io.formgate.hwcost.Pipeline;
import io.formgate.sim.InputRange;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.WaveFile;
import io.formgate.sim.WrapperReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes and verifies the circuits of distilled classifiers. */
final class DistillEmission {
  private final Terminal terminal;
  private final Stages stages;
  private final Spec spec;
  private final Proof.Plan random;

  DistillEmission(Terminal terminal, Stages stages, Spec spec, Proof.Plan random) {
    this.terminal = terminal;
    this.stages = stages;
    this.spec = spec;
    this.random = random;
  }

  /** {@return a circuit whose folder is written, with what Verilator showed} */
  DistillReport.Entry run(RunFolder run, Classifier circuit, DistillData data) {
    TaughtRows shown = data.apart().rows() > 0 ? data.apart() : data.own();
    List<long[]> vectors = IntStream.range(0, shown.rows()).mapToObj(shown::vector).toList();
    Proof.Plan plan = new Proof.Plan(vectors, random.randomVectors(), random.seed());
    return switch (circuit) {
      case DistilledCircuit tables -> tables(run, tables, data, plan);
      case ClosedCircuit formulas -> formulas(run, formulas, data, plan);
    };
  }

  private DistillReport.Entry formulas(
      RunFolder run, ClosedCircuit circuit, DistillData data, Proof.Plan plan) {
    Path folder = CandidateFolder.below(run.path(), circuit.pipeline());
    CircuitReport report =
        new Emission(terminal, stages, Optional.empty())
            .run(
                folder,
                circuit.circuit(),
                SpecPorts.units(spec),
                spec.hardware().wrapper(),
                spec.source().text(),
                plan,
                null);
    return new DistillReport.Entry(
        circuit,
        String.valueOf(folder.getFileName()),
        figures(circuit, data),
        report.verification(),
        report.handshakes());
  }

  private static List<TableFigures> figures(Classifier circuit, DistillData data) {
    List<TableFigures> figures = new ArrayList<>();
    if (data.apart().rows() > 0) {
      figures.add(TableFigures.of("apart", circuit, data.apart()));
    }
    if (data.test() != null) {
      figures.add(TableFigures.of("test", circuit, data.test()));
    }
    figures.add(TableFigures.of("fit", circuit, data.own()));
    return figures;
  }

  private DistillReport.Entry tables(
      RunFolder run, DistilledCircuit circuit, DistillData data, Proof.Plan plan) {
    Pipeline pipeline = circuit.pipeline();
    List<long[]> vectors = plan.data();
    HdlRequest request =
        new HdlRequest(
            pipeline,
            new HdlDescription(
                TableSumLowering.formulas(circuit.design().sum()),
                Version.text(),
                Sha256.of(spec.source().text()),
                SpecPorts.units(spec).byPort()),
            Proof.wrapper(spec.hardware().wrapper()));
    HdlBundle bundle = HdlBackend.emit(request);
    Path folder = CandidateFolder.below(run.path(), pipeline);
    Manifest manifest = manifest(circuit, bundle, request, plan);
    CandidateFolder.write(folder, pipeline, bundle, manifest, vectors);
    RunFolder.write(folder.resolve("tables.txt"), TableSumText.print(circuit.design().sum()));
    RunFolder.write(folder.resolve("points.csv"), TableSumPoints.csv(circuit.design().sum()));
    List<InputRange> ranges =
        SpecPorts.inputs(spec).stream()
            .map(p -> new InputRange(ErrorStatistics.rawLo(p), ErrorStatistics.rawHi(p)))
            .toList();
    VerificationReport verification =
        stages.run(
            "verify",
            () -> {
              VerificationReport v =
                  Proof.run(
                      terminal,
                      pipeline.datapath(),
                      ranges,
                      pipeline.latencyCycles(),
                      pipeline.initiationInterval(),
                      bundle.systemVerilog(),
                      plan,
                      CandidateFolder.waves(folder, WaveFile.When.WRONG));
              return new Stages.Done<>(
                  v,
                  folder.getFileName()
                      + ": "
                      + Numbers.count(v.vectors())
                      + " vectors in "
                      + v.verilatorVersion());
            });
    var _ = CandidateFolder.keepWaves(folder, manifest, verification);
    Optional<WrapperReport> handshakes =
        Proof.wrapperRequest(
                pipeline.datapath(),
                pipeline.latencyCycles(),
                pipeline.initiationInterval(),
                request.wrapper(),
                bundle.top().name(),
                bundle.systemVerilogTexts(),
                plan.seed())
            .map(r -> Proof.handshakes(terminal, r));
    DistillReport.Entry entry =
        new DistillReport.Entry(
            circuit,
            String.valueOf(folder.getFileName()),
            figures(circuit, data),
            verification,
            handshakes);
    RunFolder.write(folder.resolve("report.json"), Json.write(entry.facts()));
    return entry;
  }

  private Manifest manifest(
      DistilledCircuit circuit, HdlBundle bundle, HdlRequest request, Proof.Plan plan) {
    Pipeline pipeline = circuit.pipeline();
    TableSum sum = circuit.design().sum();
    Units units = SpecPorts.units(spec);
    boolean shows = spec.classes().orElseThrow().showsScores();
    List<FixedFormat> formats = pipeline.datapath().outputFormats();
    List<Manifest.InputPort> inputs = new ArrayList<>();
    for (QuantizerRequest.InputPort p : SpecPorts.inputs(spec)) {
      inputs.add(
          new Manifest.InputPort(
              p.name(),
              p.format().toString(),
              units.of(p.name()),
              ErrorStatistics.rawLo(p),
              ErrorStatistics.rawHi(p)));
    }
    List<String> formulas = TableSumLowering.formulas(sum);
    List<Manifest.OutputPort> outputs = new ArrayList<>();
    for (int k = 0; k < sum.classes().size() - 1; k++) {
      String format =
          (shows ? formats.get(k) : circuit.scoresPipeline().datapath().outputFormats().get(k))
              .toString();
      String formula = formulas.get(k).substring(formulas.get(k).indexOf("= ") + 2);
      outputs.add(
          new Manifest.OutputPort(sum.classes().get(k), shows, format, "1", formula, 0, 0, 0, 0));
    }
    Manifest.HeadPort head =
        circuit.atLeast().isEmpty()
            ? new Manifest.HeadPort(
                Classifier.port(spec),
                new Head.Argmax("index", IntStream.range(0, sum.classes().size()).boxed().toList())
                    .format()
                    .toString(),
                "argmax",
                sum.classes(),
                List.of(),
                0)
            : new Manifest.HeadPort(
                Classifier.port(spec),
                "ufixed<1,1>",
                "threshold",
                sum.classes().subList(0, 1),
                List.of((double) circuit.atLeast().getAsLong()),
                0);
    return new Manifest(
        request.description().toolVersion(),
        request.description().specHash(),
        bundle.moduleName(),
        bundle.top().name(),
        spec.hardware().wrapper().word(),
        bundle.file(HdlFile.Kind.SYSTEM_VERILOG).name(),
        bundle.files().stream().map(f -> new Manifest.File(f.name(), f.kind().word())).toList(),
        "datapath.txt",
        "vectors_in.txt",
        pipeline.device().name(),
        pipeline.clockPeriodPs(),
        pipeline.latencyCycles(),
        1,
        plan.seed(),
        plan.randomVectors(),
        inputs,
        outputs,
        Stream.of(head).toList());
  }
}
