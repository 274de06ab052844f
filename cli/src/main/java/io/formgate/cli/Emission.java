package io.formgate.cli;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlDescription;
import io.formgate.codegen.HdlRequest;
import io.formgate.codegen.bench.BenchFiles;
import io.formgate.constraints.StreamWrapper;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Sha256;
import io.formgate.sim.BenchStimulus;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.WaveFile;
import io.formgate.sim.WrapperReport;
import io.formgate.sim.WrapperRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stages from a compiled circuit to a verified folder, which compile and emit share. */
final class Emission {
  private final Terminal terminal;
  private final Stages stages;
  private final Optional<FormalProof> formal;

  /**
   * Takes what all circuits have in common.
   *
   * @param terminal gives the environment of the tools
   * @param stages shows each
   * @param formal proves circuits for all inputs too, if that is asked for
   */
  Emission(Terminal terminal, Stages stages, Optional<FormalProof> formal) {
    this.terminal = terminal;
    this.stages = stages;
    this.formal = formal;
  }

  /**
   * {@return the report of a circuit whose folder has been written}
   *
   * @param folder where its files go
   * @param circuit the circuit
   * @param units of its ports
   * @param wrapper what stands around it
   * @param asked the text that asked for it
   * @param plan the vectors
   * @param data how it does on the data set, or null without one
   */
  CircuitReport run(
      Path folder,
      CompiledCircuit circuit,
      Units units,
      StreamWrapper wrapper,
      String asked,
      Proof.Plan plan,
      @Nullable SpecFit data) {
    HdlRequest request =
        new HdlRequest(
            circuit.pipeline(), description(circuit, units, asked), Proof.wrapper(wrapper));
    HdlBundle bundle =
        stages.run(
            "emit",
            () -> {
              HdlBundle made =
                  HdlBackend.emit(request)
                      .with(BenchFiles.of(request, benchVectors(circuit, plan)));
              return new Stages.Done<>(
                  made,
                  made.moduleName()
                      + ".sv, "
                      + Numbers.count(made.systemVerilog().lines().count())
                      + " lines of SystemVerilog, and "
                      + (made.files().size() - 1)
                      + " files beside it");
            });
    Manifest manifest = Manifest.of(circuit, bundle, request.description(), wrapper, units, plan);
    CandidateFolder.write(folder, circuit.pipeline(), bundle, manifest, plan.data());
    VerificationReport verification =
        stages.run(
            "verify",
            () -> {
              VerificationReport v =
                  Proof.run(
                      terminal,
                      circuit.quantized().datapath(),
                      Proof.ranges(circuit),
                      circuit.pipeline().latencyCycles(),
                      circuit.pipeline().initiationInterval(),
                      bundle.systemVerilog(),
                      plan,
                      CandidateFolder.waves(folder, WaveFile.When.WRONG));
              return new Stages.Done<>(
                  v, Numbers.count(v.vectors()) + " vectors in " + v.verilatorVersion());
            });
    Manifest whole = CandidateFolder.keepWaves(folder, manifest, verification);
    Optional<WrapperReport> handshakes =
        Proof.wrapperRequest(
                circuit.quantized().datapath(),
                circuit.pipeline().latencyCycles(),
                circuit.pipeline().initiationInterval(),
                request.wrapper(),
                bundle.top().name(),
                bundle.systemVerilogTexts(),
                plan.seed())
            .map(this::handshakes);
    boolean isRight = verification.passed() && handshakes.stream().allMatch(WrapperReport::passed);
    Optional<FormalVerdict> proved =
        formal
            .filter(_ -> isRight)
            .map(f ->
                stages.run(
                    "formal",
                    () -> {
                      FormalVerdict v =
                          f.of(
                              folder,
                              whole,
                              circuit.quantized().datapath(),
                              bundle.systemVerilog(),
                              bundle.systemVerilogTexts().getLast());
                      FormalFiles.diagnostics(whole, v)
                          .forEach(d -> terminal.err().print(d.render()));
                      return new Stages.Done<>(v, v.word() + " by " + v.circuit().solver());
                    }));
    Measured random =
        stages.run(
            "measure",
            () -> {
              List<ErrorStatistics> statistics = new ArrayList<>();
              for (int i = 0; i < circuit.request().outputs().size(); i++) {
                statistics.add(
                    ErrorStatistics.measure(
                        circuit,
                        i,
                        ErrorStatistics.random(
                            circuit.request(), plan.randomVectors(), plan.seed())));
              }
              return new Stages.Done<>(
                  new Measured(
                      statistics,
                      HeadStatistics.measure(
                          circuit,
                          ErrorStatistics.random(
                              circuit.request(), plan.randomVectors(), plan.seed()))),
                  "error against the formula on "
                      + Numbers.count(plan.randomVectors())
                      + " random vectors");
            });
    CircuitReport report =
        new CircuitReport(
            circuit,
            units,
            random.errors(),
            random.decisions(),
            data,
            verification,
            wrapper,
            handshakes,
            proved);
    RunFolder.write(folder.resolve("report.json"), Json.write(report.facts()));
    return report;
  }

  private record Measured(List<ErrorStatistics> errors, List<HeadStatistics> decisions) {}

  private WrapperReport handshakes(WrapperRequest request) {
    return stages.run(
        "wrapper",
        () -> {
          WrapperReport r = Proof.handshakes(terminal, request);
          return new Stages.Done<>(
              r, Numbers.count(r.vectors()) + " vectors with gaps and stalls in Verilator");
        });
  }

  private static List<long[]> benchVectors(CompiledCircuit circuit, Proof.Plan plan) {
    return BenchStimulus.vectors(
        circuit.quantized().datapath(), Proof.ranges(circuit), plan.data(), plan.seed());
  }

  private static HdlDescription description(CompiledCircuit circuit, Units units, String asked) {
    return new HdlDescription(
        Stream.concat(
                circuit.request().outputs().stream()
                    .map(o -> o.name() + " = " + FormulaPrinter.print(o.formula())),
                circuit.request().heads().stream()
                    .map(h ->
                        HeadText.of(h, circuit.request())
                            + ": "
                            + HeadText.meaning(h, circuit.request())))
            .toList(),
        Version.text(),
        Sha256.of(asked),
        units.byPort());
  }
}
