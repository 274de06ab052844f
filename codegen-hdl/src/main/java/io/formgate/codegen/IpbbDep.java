package io.formgate.codegen;

import java.util.Optional;

/**
 * The sources for ipbb, the build tool of IPbus firmware: this file goes into a component's {@code
 * firmware/cfg}, the sources into its {@code firmware/hdl}.
 */
final class IpbbDep {
  private IpbbDep() {}

  /** {@return the file; empty for a device that ipbb's tools do not build for} */
  static Optional<HdlFile> file(HdlRequest request) {
    if (!VivadoScript.isXilinx(request.pipeline().device())) {
      return Optional.empty();
    }
    StringBuilder out =
        new StringBuilder(
            FileHeader.of("#", "Sources of " + request.top().name() + " for ipbb.", request));
    out.append(
        "\n# This file goes into firmware/cfg of a component, the sources into firmware/hdl.\n");
    for (String file : request.systemVerilogFiles()) {
      out.append("src ").append(file).append('\n');
    }
    out.append("src ").append(VhdlWrapper.file(request).name()).append('\n');
    return Optional.of(new HdlFile(request.name() + ".dep", HdlFile.Kind.IPBB_DEP, out.toString()));
  }
}
