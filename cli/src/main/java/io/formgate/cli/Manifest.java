package io.formgate.cli;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.FormulaPrinter;
import io.formgate.hwcost.Pipeline;
import java.util.ArrayList;
import java.util.List;

/**
 * What a candidate's folder holds, for programs: {@code manifest.json}.
 *
 * @param formgate version that wrote it
 * @param module name of the module
 * @param systemVerilog file name of the circuit
 * @param datapath file name of the golden model
 * @param vectors file name of the data set's vectors, one line of raw values each; empty if none
 * @param device device and speed grade
 * @param clockPeriodPs clock period in ps
 * @param latencyCycles register ranks between inputs and outputs
 * @param initiationInterval cycles between vectors
 * @param seed of the random vectors
 * @param randomVectors random vectors over the formats, and again over the ranges
 * @param inputs input ports in their order
 * @param outputs output ports in their order
 */
record Manifest(
    String formgate,
    String module,
    String systemVerilog,
    String datapath,
    String vectors,
    String device,
    int clockPeriodPs,
    int latencyCycles,
    int initiationInterval,
    long seed,
    long randomVectors,
    List<InputPort> inputs,
    List<OutputPort> outputs) {

  /** An input port: its bits and the raw values it is declared to take. */
  record InputPort(String name, String format, String unit, long rawLo, long rawHi) {}

  /** An output port: its bits, the formula, the tolerance and the proved bound. */
  record OutputPort(
      String name,
      String format,
      String unit,
      String formula,
      double toleranceRelative,
      double toleranceAbsolute,
      double boundRelative,
      double boundAbsolute) {}

  /** {@return the manifest of a circuit} */
  static Manifest of(CompiledCircuit circuit, Units units, boolean vectors, Proof.Plan plan) {
    QuantizerRequest request = circuit.request();
    Pipeline pipeline = circuit.pipeline();
    List<InputPort> inputs = new ArrayList<>();
    for (QuantizerRequest.InputPort p : request.inputs()) {
      inputs.add(
          new InputPort(
              p.name(),
              p.format().toString(),
              units.of(p.name()),
              ErrorStatistics.rawLo(p),
              ErrorStatistics.rawHi(p)));
    }
    List<OutputPort> outputs = new ArrayList<>();
    for (int i = 0; i < request.outputs().size(); i++) {
      QuantizerRequest.OutputPort p = request.outputs().get(i);
      var bound = circuit.quantized().claims().get(i).bound();
      outputs.add(
          new OutputPort(
              p.name(),
              p.format().toString(),
              units.of(p.name()),
              FormulaPrinter.print(p.formula()),
              p.tolerance().relative(),
              p.tolerance().absolute(),
              bound.relative(),
              bound.absolute()));
    }
    return new Manifest(
        Version.text(),
        request.name(),
        request.name() + ".sv",
        "datapath.txt",
        vectors ? "vectors_in.txt" : "",
        pipeline.device().name(),
        pipeline.clockPeriodPs(),
        pipeline.latencyCycles(),
        1,
        plan.seed(),
        plan.randomVectors(),
        inputs,
        outputs);
  }
}
