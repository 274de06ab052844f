package io.formgate.cli;

import io.formgate.codegen.ChiselBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.expression.FormulaPrinter;
import io.formgate.sim.VerificationReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stages from a compiled circuit to a verified folder, which compile and emit share. */
final class Emission {
  private final Terminal terminal;
  private final Stages stages;

  Emission(Terminal terminal, Stages stages) {
    this.terminal = terminal;
    this.stages = stages;
  }

  /**
   * {@return the report of a circuit whose folder has been written}
   *
   * @param folder where its files go
   * @param circuit the circuit
   * @param units of its ports
   * @param plan the vectors
   * @param data how it does on the data set, or null without one
   */
  CircuitReport run(
      Path folder, CompiledCircuit circuit, Units units, Proof.Plan plan, @Nullable SpecFit data) {
    HdlBundle bundle =
        stages.run(
            "emit",
            () -> {
              HdlBundle made = ChiselBackend.emit(circuit.pipeline(), description(circuit));
              return new Stages.Done<>(
                  made,
                  made.moduleName()
                      + ".sv, "
                      + Numbers.count(made.systemVerilog().lines().count())
                      + " lines of SystemVerilog");
            });
    CandidateFolder.write(
        folder,
        circuit,
        bundle,
        Manifest.of(circuit, units, !plan.data().isEmpty(), plan),
        plan.data());
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
                      bundle.systemVerilog(),
                      plan);
              return new Stages.Done<>(
                  v, Numbers.count(v.vectors()) + " vectors in " + v.verilatorVersion());
            });
    List<ErrorStatistics> random =
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
                  statistics,
                  "error against the formula on "
                      + Numbers.count(plan.randomVectors())
                      + " random vectors");
            });
    CircuitReport report = new CircuitReport(circuit, units, random, data, verification);
    RunFolder.write(folder.resolve("report.json"), Json.write(report.facts()));
    return report;
  }

  private static List<String> description(CompiledCircuit circuit) {
    List<String> lines = new ArrayList<>();
    lines.add("Written by formgate " + Version.text() + ".");
    circuit
        .request()
        .outputs()
        .forEach(o -> lines.add(o.name() + " = " + FormulaPrinter.print(o.formula())));
    return lines;
  }
}
