package io.formgate.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** From a spec to a front of formulas. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = {
      "Searches formulas for a spec's data, as compile does, and builds none.",
      "It writes the front, with what each would take as a circuit. 'formgate resume' builds one later."
    })
final class SearchCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private SpecRunOptions options = new SpecRunOptions();

  SearchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    SpecRun.Request request = new SpecRun.Request(options, Optional.empty());
    return TeacherSpecs.run(options, new SpecRun(terminal, request, Optional.empty()));
  }
}
