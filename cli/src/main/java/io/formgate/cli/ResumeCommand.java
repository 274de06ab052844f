package io.formgate.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From a search that stopped to a verified circuit. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = {
      "Goes on with a run of compile or search.",
      "One that was interrupted goes on searching. Of a finished one, also of one that was ended by",
      "its limit of time or by 'q', a circuit is built without searching on, unless --iterations or",
      "--seconds ask for more. The result is that of a compile that never stopped."
    })
final class ResumeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "RUN", description = "the output folder of the run")
  private Path run = Path.of("");

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "epochs of the search in all, instead of those that it was begun with, and whatever the spec"
              + " says of 'evaluations' and 'stoploss'")
  private @Nullable Integer iterations;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads of the search; never changes the result (default: processors)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description =
          "search on, and end the search of an output at the first epoch's end after so many seconds")
  private @Nullable Integer seconds;

  @Option(
      names = "--all",
      description =
          "build and prove every circuit of the front, as many at a time as --threads says; so does a"
              + " run that was begun with it")
  private boolean all;

  @Option(
      names = "--json",
      description =
          "print an event for each epoch, each circuit of the front with --all, and one at the end,"
              + " each as JSON on a line; all else goes to standard error")
  private boolean json;

  @Mixin private FormalOptions formal = new FormalOptions();

  @Option(
      names = "--candidate",
      paramLabel = "N",
      description =
          "build this formula, by its number in the printed front (default: what the spec's rule"
              + " chooses)")
  private @Nullable String candidate;

  ResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    SearchState state = SearchState.goOn(run);
    if (iterations != null) {
      state = state.with(state.settings().pastLimits(iterations));
    } else if (seconds != null) {
      state = state.with(state.settings().ended(false));
    }
    SearchState.Settings settings = state.settings();
    ProofRequest proof =
        new ProofRequest(
            settings.vectors(),
            settings.wrapper(),
            all || settings.isWholeFront(),
            Optional.ofNullable(candidate),
            formal
                .limit()
                .or(() ->
                    Optional.of(Duration.ofSeconds(settings.formalSeconds()))
                        .filter(Duration::isPositive)));
    SpecRunOptions options = SpecRunOptions.resuming(run, settings, threads, seconds, json);
    return new SpecRun(
            terminal, new SpecRun.Request(options, Optional.of(proof)), Optional.of(state))
        .run();
  }
}
