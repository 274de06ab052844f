package io.formgate.cli;

import io.formgate.constraints.Spec;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a spec and its data and says what is wrong, or what the spec asks for. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Reads a spec and its data: every mistake at once, or a summary.")
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE.fg", description = "the spec file")
  private Path file = Path.of("");

  @Option(names = "--json", description = "print the summary as JSON")
  private boolean json;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Spec spec = SpecFile.read(file);
    List<Diagnostic> mistakes = new ArrayList<>();
    Optional<DeviceModel> device = Arguments.noting(() -> SharedProducts.device(spec), mistakes);
    Optional<TrainingData> data = Arguments.noting(() -> TrainingData.read(spec), mistakes);
    if (device.isEmpty() || data.isEmpty()) {
      throw new DiagnosticException(mistakes);
    }
    SpecFacts facts = SpecFacts.of(file, spec, data.get());
    if (json) {
      terminal.out().print(Json.write(facts));
    } else {
      facts.lines().forEach(terminal::full);
    }
    return ExitCode.DONE;
  }
}
