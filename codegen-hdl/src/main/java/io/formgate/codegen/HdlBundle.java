package io.formgate.codegen;

import io.formgate.hwcost.Pipeline;

/**
 * An emitted circuit.
 *
 * @param pipeline what was emitted
 * @param systemVerilog a module named as the datapath, with a comment that describes it, and one
 *     for each table
 */
public record HdlBundle(Pipeline pipeline, String systemVerilog) {

  /** {@return the name of the module} */
  public String moduleName() {
    return pipeline.datapath().name();
  }
}
