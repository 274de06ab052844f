package io.formgate.codegen.bench;

import io.formgate.codegen.HdlFile;
import io.formgate.codegen.HdlRequest;
import io.formgate.codegen.VhdlWrapper;
import io.formgate.codegen.Wrapper;
import java.util.ArrayList;
import java.util.List;

/** The files of the folder {@code bench} beside a circuit. They check the circuit inside. */
public final class BenchFiles {
  /** Name of the folder, in that of the circuit. */
  public static final String FOLDER = "bench";

  private BenchFiles() {}

  /**
   * {@return test benches, vectors and models; the same bytes for the same arguments}
   *
   * @param request the circuit
   * @param vectors raw values of the inputs in the order of the ports, at least one vector; what
   *     the outputs have to be is computed by the golden model
   */
  public static List<HdlFile> of(HdlRequest request, List<long[]> vectors) {
    HdlRequest core = new HdlRequest(request.pipeline(), request.description(), Wrapper.NONE);
    BenchSubject subject = new BenchSubject(core);
    boolean isWrapped = request.wrapper() != Wrapper.NONE;
    List<HdlFile> files = new ArrayList<>();
    files.add(BenchVectors.file(subject, vectors));
    files.add(SystemVerilogBench.file(subject));
    files.add(VhdlModel.file(subject));
    files.add(VhdlBench.file(subject));
    if (isWrapped) {
      HdlFile wrapper = VhdlWrapper.file(core);
      files.add(
          new HdlFile(
              subject.path(wrapper.name()), HdlFile.Kind.VHDL_BENCH_WRAPPER, wrapper.text()));
    }
    files.add(CocotbTest.file(subject));
    files.add(CppModel.file(subject));
    files.add(CppCheck.file(subject));
    files.add(PythonModel.file(subject));
    files.add(PythonCheck.file(subject));
    files.add(BenchMakefile.file(subject, isWrapped ? "." : ".."));
    return List.copyOf(files);
  }
}
