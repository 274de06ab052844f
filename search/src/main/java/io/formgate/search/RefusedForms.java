package io.formgate.search;

import io.formgate.expression.Tape;
import java.util.HashMap;
import java.util.Map;

/**
 * The forms, constants left open, whose circuits cannot be built within tolerance, clock and
 * budget. A form is refused after a few tries with different constants, and never if one of them
 * could be built. Written between epochs, only read within them.
 */
final class RefusedForms {
  private static final int TRIES = 3;

  /** Never reached by counting tries down. */
  private static final int BUILT = Integer.MAX_VALUE;

  private final Map<Long, Integer> triesLeft = new HashMap<>();

  void write(StateWriter out) {
    out.map(triesLeft, out::number);
  }

  void read(StateReader in) {
    triesLeft.putAll(in.map(in::whole));
  }

  void built(Tape genome) {
    triesLeft.put(FittedForms.formOf(genome), BUILT);
  }

  void failed(Tape genome) {
    triesLeft.merge(
        FittedForms.formOf(genome),
        TRIES - 1,
        (left, first) -> left == BUILT ? BUILT : Math.max(0, left - 1));
  }

  boolean isRefused(Tape genome) {
    return !triesLeft.isEmpty() && triesLeft.getOrDefault(FittedForms.formOf(genome), TRIES) == 0;
  }
}
