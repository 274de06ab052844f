package io.formgate.codegen;

import io.formgate.hwcost.Pipeline;
import java.util.ArrayList;
import java.util.List;

/**
 * An emitted circuit.
 *
 * @param pipeline what was emitted
 * @param top the outermost module in SystemVerilog
 * @param files the circuit first, then what stands around it and beside it
 */
public record HdlBundle(Pipeline pipeline, ModuleInterface top, List<HdlFile> files) {

  /** Copies the list. */
  public HdlBundle {
    files = List.copyOf(files);
  }

  /**
   * {@return the same circuit with more files}
   *
   * @param more to be added at the end
   */
  public HdlBundle with(List<HdlFile> more) {
    List<HdlFile> all = new ArrayList<>(files);
    all.addAll(more);
    return new HdlBundle(pipeline, top, all);
  }

  /** {@return the name of the circuit's module} */
  public String moduleName() {
    return pipeline.datapath().name();
  }

  /**
   * {@return the circuit of fixed latency: a module named as the datapath, with a comment that
   * describes it, and one for each table}
   */
  public String systemVerilog() {
    return file(HdlFile.Kind.SYSTEM_VERILOG).text();
  }

  /** {@return the texts in SystemVerilog, of the circuit and of its wrapper} */
  public List<String> systemVerilogTexts() {
    return files.stream()
        .filter(
            f -> f.kind() == HdlFile.Kind.SYSTEM_VERILOG || f.kind() == HdlFile.Kind.STREAM_WRAPPER)
        .map(HdlFile::text)
        .toList();
  }

  /**
   * {@return the file of a kind}
   *
   * @param kind of which there is a file
   */
  public HdlFile file(HdlFile.Kind kind) {
    return files.stream()
        .filter(f -> f.kind() == kind)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the circuit has no " + kind.word()));
  }
}
