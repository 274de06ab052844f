package io.formgate.codegen;

import io.formgate.hwcost.Pipeline;

/**
 * An emitted circuit.
 *
 * @param pipeline what was emitted
 * @param systemVerilog one module, named as the datapath, with a comment that describes it
 */
public record HdlBundle(Pipeline pipeline, String systemVerilog) {

  /** {@return the name of the module} */
  public String moduleName() {
    return pipeline.datapath().name();
  }
}
