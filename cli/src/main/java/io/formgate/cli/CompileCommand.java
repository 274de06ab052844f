package io.formgate.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From a spec to a verified circuit. */
@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    description = {
      "Searches formulas for a spec's data, and builds and proves the best as a circuit.",
      "The proof is a simulation in Verilator."
    })
final class CompileCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private SpecRunOptions options = new SpecRunOptions();

  @Option(
      names = "--vectors",
      paramLabel = "N",
      description =
          "random vectors over the formats, and again over the ranges (default: ${DEFAULT-VALUE})",
      defaultValue = "100000")
  private long vectors;

  @Option(
      names = "--wrapper",
      paramLabel = "W",
      description =
          "handshakes around the circuit, instead of the spec's: none, ready-valid or axi-stream")
  private @Nullable String wrapper;

  @Option(
      names = "--all",
      description =
          "build and prove every circuit of the front, as many at a time as --threads says")
  private boolean all;

  @Mixin private FormalOptions formal = new FormalOptions();

  CompileCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ProofRequest proof =
        new ProofRequest(
            vectors, wrapper == null ? "" : wrapper, all, Optional.empty(), formal.limit());
    SpecRun.Request request = new SpecRun.Request(options, Optional.of(proof));
    return TeacherSpecs.run(options, new SpecRun(terminal, request, Optional.empty()));
  }
}
