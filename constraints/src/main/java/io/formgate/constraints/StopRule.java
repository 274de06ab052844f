package io.formgate.constraints;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * When a search ends before its last epoch: at the end of the first epoch at which one of these
 * holds.
 *
 * @param evaluations candidates evaluated, at least 1; empty for no limit
 * @param loss a formula of the front has this loss or a smaller one; empty for none
 */
public record StopRule(OptionalLong evaluations, OptionalDouble loss) {
  /** All epochs are searched. */
  public static final StopRule NEVER = new StopRule(OptionalLong.empty(), OptionalDouble.empty());

  /** Most evaluations that can be asked for. */
  public static final long MAX_EVALUATIONS = Long.MAX_VALUE;

  /**
   * {@return whether a search may end}
   *
   * @param evaluated candidates so far
   * @param leastLoss the smallest loss on the front, infinite if there is none
   */
  public boolean isMet(long evaluated, double leastLoss) {
    return (evaluations.isPresent() && evaluated >= evaluations.getAsLong())
        || (loss.isPresent() && leastLoss <= loss.getAsDouble());
  }
}
