package io.formgate.codegen;

import io.formgate.hwcost.Pipeline;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be emitted.
 *
 * @param pipeline a verified pipeline
 * @param description for the comments
 * @param wrapper what stands around the circuit
 */
public record HdlRequest(Pipeline pipeline, HdlDescription description, Wrapper wrapper) {

  /**
   * {@return a pipeline without a wrapper}
   *
   * @param pipeline a verified pipeline
   * @param formulas for the comment at the top
   */
  public static HdlRequest plain(Pipeline pipeline, List<String> formulas) {
    return new HdlRequest(pipeline, HdlDescription.ofFormulas(formulas), Wrapper.NONE);
  }

  /** {@return the name of the circuit and of all its files} */
  String name() {
    return pipeline.datapath().name();
  }

  /** {@return the circuit of fixed latency} */
  ModuleInterface core() {
    return ModuleInterface.core(pipeline);
  }

  /** {@return the outermost module in SystemVerilog} */
  ModuleInterface top() {
    return switch (wrapper) {
      case NONE -> core();
      case READY_VALID -> ReadyValidWrapper.module(pipeline);
      case AXI_STREAM -> AxiStreamWrapper.module(pipeline);
    };
  }

  /** {@return cycles from a vector's edge to its result where nobody waits} */
  int topLatencyCycles() {
    return switch (wrapper) {
      case NONE -> pipeline.latencyCycles();
      case READY_VALID, AXI_STREAM -> pipeline.latencyCycles() + StreamBuffer.LATENCY_CYCLES;
    };
  }

  /** {@return the file of the circuit} */
  String coreFile() {
    return name() + ".sv";
  }

  /** {@return the files in SystemVerilog, in the order in which tools read them} */
  List<String> systemVerilogFiles() {
    List<String> files = new ArrayList<>(List.of(coreFile()));
    if (wrapper != Wrapper.NONE) {
      files.add(wrapperFile());
    }
    return files;
  }

  /** {@return the file of the wrapper} */
  String wrapperFile() {
    return top().name() + ".sv";
  }
}
