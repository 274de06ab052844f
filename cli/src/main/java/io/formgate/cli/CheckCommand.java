package io.formgate.cli;

import io.formgate.constraints.InputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.hwcost.DeviceModels;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
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

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Spec spec = SpecFile.read(file);
    DeviceModels.load(spec.hardware().device(), spec.hardware().deviceSpan());
    TrainingData data = TrainingData.read(spec);
    terminal.line(file + ": no mistakes");
    terminal.line("  data       " + data.describe(spec));
    for (InputDeclaration input : spec.inputs()) {
      terminal.line(
          "  input      "
              + input.name()
              + " : "
              + input.unit().text()
              + " as "
              + input.format()
              + " in ["
              + Numbers.digits(input.range().lo(), 6)
              + ", "
              + Numbers.digits(input.range().hi(), 6)
              + "]");
    }
    terminal.line(
        "  output     "
            + spec.output().name()
            + " : "
            + spec.output().unit().text()
            + " as "
            + spec.output().format());
    terminal.line(
        "  operators  "
            + spec.operators().stream()
                .map(io.formgate.expression.Operator::symbol)
                .collect(Collectors.joining(" ")));
    terminal.line(
        "  hardware   "
            + spec.hardware().device()
            + " at "
            + Numbers.ns(spec.hardware().clockPeriodPs()));
    terminal.line(
        "  search     " + spec.search().iterations() + " iterations, seed " + spec.search().seed());
    return ExitCode.DONE;
  }
}
