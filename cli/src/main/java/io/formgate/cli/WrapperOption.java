package io.formgate.cli;

import io.formgate.constraints.StreamWrapper;
import picocli.CommandLine.Option;

/** The option of handshakes, of commands that may have no spec. */
final class WrapperOption {
  @Option(
      names = "--wrapper",
      paramLabel = "W",
      description =
          "handshakes around a circuit: none, ready-valid or axi-stream (default: ${DEFAULT-VALUE})",
      defaultValue = "none")
  private String wrapper = "";

  /**
   * {@return the handshakes}
   *
   * @throws io.formgate.expression.DiagnosticException if there are no such ones
   */
  StreamWrapper read() {
    return Arguments.wrapper(wrapper).orElseThrow();
  }
}
