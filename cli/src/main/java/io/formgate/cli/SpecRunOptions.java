package io.formgate.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What commands that search take from the command line. */
final class SpecRunOptions {
  @Parameters(paramLabel = "FILE.fg", description = "the spec file")
  private Path file = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "output folder (default: runs/<name of the spec>)")
  private @Nullable Path out;

  @Option(names = "--force", description = "replace whatever the output folder holds")
  private boolean force;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "epochs of the search, instead of the spec's")
  private @Nullable Integer iterations;

  @Option(names = "--seed", paramLabel = "N", description = "seed, instead of the spec's")
  private @Nullable Long seed;

  @Option(
      names = "--with",
      paramLabel = "STATEMENT",
      description =
          "a statement of the spec language, added to the spec or in the place of the one that a spec"
              + " has at most once; repeat for each")
  private List<String> statements = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads of the search; never changes the result (default: processors)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--json",
      description =
          "print an event for each epoch, each circuit of a whole front, and one at the end, each as"
              + " JSON on a line; all else goes to standard error")
  private boolean json;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "end the search of an output at the first epoch's end after so many seconds")
  private @Nullable Integer seconds;

  private boolean isPastLimits;

  private boolean isEnded;

  /** Makes the options that the command line is read into. */
  SpecRunOptions() {}

  /**
   * {@return the options of a search that goes on, which were given when it began}
   *
   * @param run its folder
   * @param settings what it was begun with
   * @param threads of the search
   * @param seconds limit of time, or null
   * @param json whether events are printed as JSON
   */
  static SpecRunOptions resuming(
      Path run,
      SearchState.Settings settings,
      int threads,
      @Nullable Integer seconds,
      boolean json) {
    SpecRunOptions options = new SpecRunOptions();
    options.file = Path.of(settings.spec());
    options.out = run;
    options.iterations = settings.iterations();
    options.seed = settings.seed();
    options.statements = settings.statements();
    options.threads = threads;
    options.seconds = seconds;
    options.isPastLimits = settings.isPastLimits();
    options.isEnded = settings.isEnded();
    options.json = json;
    return options;
  }

  /** {@return the spec file} */
  Path file() {
    return file;
  }

  /** {@return the output folder, if one is named} */
  Optional<Path> out() {
    return Optional.ofNullable(out);
  }

  /** {@return whether the output folder is replaced whatever it holds} */
  boolean isForced() {
    return force;
  }

  /** {@return epochs instead of the spec's} */
  Optional<Integer> iterations() {
    return Optional.ofNullable(iterations);
  }

  /** {@return the seed instead of the spec's} */
  Optional<Long> seed() {
    return Optional.ofNullable(seed);
  }

  /** {@return statements that are added to the spec} */
  List<String> statements() {
    return statements;
  }

  /** {@return threads of the search} */
  int threads() {
    return threads;
  }

  /** {@return whether events are printed as JSON} */
  boolean isJson() {
    return json;
  }

  /** {@return whether the spec's limits of evaluations and loss end no search} */
  boolean isPastLimits() {
    return isPastLimits;
  }

  /** {@return whether the search has ended before, so that only its front is built} */
  boolean isEnded() {
    return isEnded;
  }

  /** {@return the limit of time for each output, in seconds} */
  Optional<Integer> seconds() {
    return Optional.ofNullable(seconds);
  }
}
