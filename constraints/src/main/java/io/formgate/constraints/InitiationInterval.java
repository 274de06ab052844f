package io.formgate.constraints;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.SourceSpan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many cycles lie between vectors, for multipliers that products share. */
public final class InitiationInterval {
  /**
   * Most cycles: a collider's 25 ns between crossings are 20 of the shortest clock period of any
   * device here, and with more the choice before a multiplier takes more than it saves.
   */
  public static final int MOST = 32;

  private InitiationInterval() {}

  /**
   * {@return what is wrong with an interval}
   *
   * @param name of the word or option that gives it
   * @param cycles the interval
   * @param span where it stands, or null for a command-line option
   */
  public static Optional<Diagnostic> objection(
      String name, long cycles, @Nullable SourceSpan span) {
    if (cycles < 1) {
      return Optional.of(
          new Diagnostic(
              DiagnosticCode.INTERVAL_TOO_SMALL,
              span,
              name + " is " + cycles + ", but two vectors are at least one cycle apart",
              "give the cycles from one vector to the next, 1 if one may come in every cycle"));
    }
    return cycles <= MOST
        ? Optional.empty()
        : Optional.of(
            new Diagnostic(
                DiagnosticCode.INTERVAL_TOO_LARGE,
                span,
                name
                    + " is "
                    + cycles
                    + ", but nothing is shared among more than "
                    + MOST
                    + " cycles",
                "give at most "
                    + MOST
                    + "; a circuit for vectors that come more often takes those too"));
  }
}
