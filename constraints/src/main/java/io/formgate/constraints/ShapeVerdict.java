package io.formgate.constraints;

import java.util.Map;
import java.util.Optional;

/**
 * What is known about a formula and a constraint on its shape.
 *
 * @param status how sure it is
 * @param distance 0 if the constraint is proved, or needs no proof and no violation was found; else
 *     above 0
 * @param witness where the constraint is violated or the formula undefined
 * @param points at which the formula was evaluated
 * @param boxes on which it was bounded
 */
public record ShapeVerdict(
    Status status, double distance, Optional<Witness> witness, int points, int boxes) {
  /** How sure a verdict is. */
  public enum Status {
    /** It holds for all values of the inputs in their ranges where the formula is defined. */
    PROVED,
    /** No sampled point violates it. */
    SAMPLED,
    /** No sampled point violates it, but it asks for a proof, and none was found. */
    UNPROVED,
    /** A point violates it. */
    VIOLATED,
    /** The formula has no finite value at a point. */
    UNDEFINED
  }

  /**
   * Evidence.
   *
   * @param at value of every input
   * @param value of the formula there
   * @param demanded the value that it had to keep to: a bound of its range, the value at the other
   *     point, or the one between its neighbours; NaN if it is undefined
   */
  public record Witness(Map<String, Double> at, double value, double demanded) {
    /** Copies the map. */
    public Witness {
      at = Map.copyOf(at);
    }
  }

  /** {@return whether the constraint is proved or at least not known to be violated} */
  public boolean isKept() {
    return switch (status) {
      case PROVED, SAMPLED -> true;
      case UNPROVED, VIOLATED, UNDEFINED -> false;
    };
  }
}
