package io.formgate.cli;

import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlDescription;
import io.formgate.codegen.HdlFile;
import io.formgate.codegen.Wrapper;
import io.formgate.constraints.StreamWrapper;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.FormulaPrinter;
import io.formgate.hwcost.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a candidate's folder holds, for programs: {@code manifest.json}.
 *
 * @param formgate version that wrote it
 * @param spec SHA-256 of the text that asked for the circuit
 * @param module name of the circuit's module
 * @param top name of the outermost module
 * @param wrapper what stands around the circuit, as the option {@code --wrapper} calls it
 * @param systemVerilog file name of the circuit
 * @param files what codegen wrote and what verifications added, each with its kind
 * @param datapath file name of the golden model
 * @param vectors file name of the data set's vectors, one line of raw values each; empty if none
 * @param device device and speed grade
 * @param clockPeriodPs clock period in ps
 * @param latencyCycles register ranks between inputs and outputs
 * @param initiationInterval cycles between vectors
 * @param seed of the random vectors
 * @param randomVectors random vectors over the formats, and again over the ranges
 * @param inputs input ports in their order
 * @param outputs the formulas, those with a port in the order of the ports
 * @param heads the output ports that decide on formulas, which stand behind the others
 */
record Manifest(
    String formgate,
    String spec,
    String module,
    String top,
    String wrapper,
    String systemVerilog,
    List<File> files,
    String datapath,
    String vectors,
    String device,
    int clockPeriodPs,
    int latencyCycles,
    int initiationInterval,
    long seed,
    long randomVectors,
    List<InputPort> inputs,
    List<OutputPort> outputs,
    List<HeadPort> heads) {

  /** A file: its name, and a word for what it is. */
  record File(String name, String kind) {}

  /** An input port: its bits and the raw values it is declared to take. */
  record InputPort(String name, String format, String unit, long rawLo, long rawHi) {}

  /**
   * A formula: its bits, the tolerance and the proved bound, which is infinite where nothing is
   * proved; without a port it is what a head reads.
   */
  record OutputPort(
      String name,
      boolean port,
      String format,
      String unit,
      String formula,
      double toleranceRelative,
      double toleranceAbsolute,
      double boundRelative,
      double boundAbsolute) {}

  /**
   * An output port that decides on formulas.
   *
   * @param name of the port
   * @param format its bits
   * @param kind {@code argmax}, the index of the largest formula and of equal ones the first, or
   *     {@code threshold}, whether a formula is at least a number
   * @param formulas names of what it reads; an index counts within these, from 0
   * @param atLeast the number, none for an index
   * @param margin how near to its border it may decide otherwise than the real formulas
   */
  record HeadPort(
      String name,
      String format,
      String kind,
      List<String> formulas,
      List<Double> atLeast,
      double margin) {

    static HeadPort of(Head head, QuantizerRequest request, double margin) {
      String format = head.format().toString();
      List<String> formulas = HeadText.formulas(head, request);
      return switch (head) {
        case Head.Argmax _ ->
            new HeadPort(head.name(), format, "argmax", formulas, List.of(), margin);
        case Head.Threshold(_, _, double atLeast) ->
            new HeadPort(head.name(), format, "threshold", formulas, List.of(atLeast), margin);
      };
    }
  }

  /**
   * {@return what stands around the circuit}
   *
   * @throws IllegalArgumentException if there is no such wrapper
   */
  Wrapper wrapperKind() {
    return Stream.of(StreamWrapper.values())
        .filter(w -> w.word().equals(wrapper))
        .findFirst()
        .map(Proof::wrapper)
        .orElseThrow(() -> new IllegalArgumentException("there is no wrapper " + wrapper));
  }

  /**
   * {@return the name of the file of a kind}
   *
   * @throws IllegalArgumentException if there is none
   */
  String fileOf(String kind) {
    return files.stream()
        .filter(f -> f.kind().equals(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the manifest lists no " + kind))
        .name();
  }

  /** {@return the manifest with a file, which it may list already} */
  Manifest with(File file) {
    List<File> more = new ArrayList<>(files);
    if (!more.contains(file)) {
      more.add(file);
    }
    return new Manifest(
        formgate,
        spec,
        module,
        top,
        wrapper,
        systemVerilog,
        more,
        datapath,
        vectors,
        device,
        clockPeriodPs,
        latencyCycles,
        initiationInterval,
        seed,
        randomVectors,
        inputs,
        outputs,
        heads);
  }

  /** {@return the manifest of a circuit} */
  static Manifest of(
      CompiledCircuit circuit,
      HdlBundle bundle,
      HdlDescription description,
      StreamWrapper wrapper,
      Units units,
      Proof.Plan plan) {
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
              request.isPort(i),
              p.format().toString(),
              units.of(p.name()),
              FormulaPrinter.print(p.formula()),
              p.tolerance().relative(),
              p.tolerance().absolute(),
              bound.relative(),
              bound.absolute()));
    }
    List<HeadPort> heads = new ArrayList<>();
    for (int h = 0; h < request.heads().size(); h++) {
      double margin = circuit.quantized().margins().get(h).distance();
      heads.add(HeadPort.of(request.heads().get(h), request, margin));
    }
    return new Manifest(
        description.toolVersion(),
        description.specHash(),
        bundle.moduleName(),
        bundle.top().name(),
        wrapper.word(),
        bundle.file(HdlFile.Kind.SYSTEM_VERILOG).name(),
        bundle.files().stream().map(f -> new File(f.name(), f.kind().word())).toList(),
        "datapath.txt",
        plan.data().isEmpty() ? "" : "vectors_in.txt",
        pipeline.device().name(),
        pipeline.clockPeriodPs(),
        pipeline.latencyCycles(),
        pipeline.initiationInterval(),
        plan.seed(),
        plan.randomVectors(),
        inputs,
        outputs,
        heads);
  }
}
