package io.formgate.codegen;

import java.util.ArrayList;
import java.util.List;

/** Emits a pipeline with all the files that its users need: the same bytes for the same request. */
public final class HdlBackend {
  private HdlBackend() {}

  /**
   * {@return the circuit and the files beside it}
   *
   * @param request what to emit
   */
  public static HdlBundle emit(HdlRequest request) {
    List<HdlFile> files = new ArrayList<>();
    String circuit = ChiselBackend.text(request.pipeline());
    files.add(
        new HdlFile(
            request.coreFile(),
            HdlFile.Kind.SYSTEM_VERILOG,
            FileHeader.of("//", request.name() + ": no back-pressure, " + rate(request), request)
                + "\n"
                + circuit));
    wrapper(request, files);
    files.add(VhdlWrapper.file(request));
    VivadoScript.file(request).ifPresent(files::add);
    if (VivadoScript.isXilinx(request.pipeline().device())) {
      files.add(TimingConstraints.xdc(request));
    }
    files.add(TimingConstraints.sdc(request));
    IpbbDep.file(request).ifPresent(files::add);
    files.add(FuseSocCore.file(request));
    files.add(YosysScript.file(request));
    return new HdlBundle(request.pipeline(), request.top(), files);
  }

  private static String rate(HdlRequest request) {
    int interval = request.pipeline().initiationInterval();
    return interval == 1 ? "a vector in every cycle." : "a vector every " + interval + " cycles.";
  }

  private static void wrapper(HdlRequest request, List<HdlFile> files) {
    String name = request.name();
    switch (request.wrapper()) {
      case NONE -> {}
      case READY_VALID ->
          files.add(
              new HdlFile(
                  request.wrapperFile(),
                  HdlFile.Kind.STREAM_WRAPPER,
                  FileHeader.of("//", "Ready and valid around " + name + ".", request)
                      + "\n"
                      + ReadyValidWrapper.text(request.pipeline())));
      case AXI_STREAM ->
          files.add(
              new HdlFile(
                  request.wrapperFile(),
                  HdlFile.Kind.STREAM_WRAPPER,
                  FileHeader.of("//", "AXI4-Stream around " + name + ".", request)
                      + "\n"
                      + AxiStreamWrapper.text(request.pipeline())));
    }
  }
}
