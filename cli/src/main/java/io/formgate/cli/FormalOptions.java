package io.formgate.cli;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands that end with a verified circuit take from the command line about a proof. */
final class FormalOptions {
  private static final long USUAL_SECONDS = 120;

  private static final long MOST_SECONDS = 86_400;

  @Option(
      names = "--formal",
      description =
          "after the simulation prove with yosys that the circuit is right for all inputs, into"
              + " formal.json")
  private boolean formal;

  @Option(
      names = "--formal-limit",
      paramLabel = "SECONDS",
      description =
          "time for the proof of a circuit, with --formal (default: " + USUAL_SECONDS + ")")
  private @Nullable Long limitSeconds;

  /** Makes the options that the command line is read into. */
  FormalOptions() {}

  /**
   * {@return time for the proof of a circuit; empty if none is asked for}
   *
   * @throws io.formgate.expression.DiagnosticException if the limit is none, or one of no proof
   */
  Optional<Duration> limit() {
    if (limitSeconds != null) {
      Arguments.atLeast("--formal-limit", limitSeconds, 1);
      if (limitSeconds > MOST_SECONDS) {
        throw Arguments.usage(
            "--formal-limit is " + limitSeconds, "give at most " + MOST_SECONDS + ", a day");
      }
      if (!formal) {
        throw Arguments.usage(
            "--formal-limit is given without --formal",
            "give --formal too, or leave out the limit");
      }
    }
    return formal
        ? Optional.of(Duration.ofSeconds(limitSeconds == null ? USUAL_SECONDS : limitSeconds))
        : Optional.empty();
  }

  /**
   * {@return the options that give a limit, behind a space}
   *
   * @param limit time for the proof of a circuit
   */
  static String words(Duration limit) {
    long seconds = limit.toSeconds();
    return " --formal" + (seconds == USUAL_SECONDS ? "" : " --formal-limit " + seconds);
  }
}
