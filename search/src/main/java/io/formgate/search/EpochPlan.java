package io.formgate.search;

import io.formgate.constraints.StopRule;

/**
 * How a search changes from epoch to epoch, and when it ends before its last.
 *
 * @param warmupEpochs epochs in which the largest formula grows to its full size; 0 for none
 * @param adaptation how far the multipliers of the mutation weights follow what succeeds in an
 *     epoch, from 0 (not at all) to 1 (wholly)
 * @param stop when the search ends early
 */
public record EpochPlan(int warmupEpochs, double adaptation, StopRule stop) {
  /** Full size from the start, fixed weights, all epochs. */
  public static final EpochPlan PLAIN = new EpochPlan(0, 0, StopRule.NEVER);

  /** Checks the ranges. */
  public EpochPlan {
    if (warmupEpochs < 0 || !(adaptation >= 0 && adaptation <= 1)) {
      throw new IllegalArgumentException(
          "warm-up " + warmupEpochs + " and adaptation " + adaptation + " are out of range");
    }
  }

  /**
   * {@return the most nodes of a formula in an epoch: it grows evenly from the least to the full
   * size, which it has after the warm-up (the rule of PySR's {@code warmup_maxsize_by}, with epochs
   * in place of a share of the search, so that it does not depend on how long the search goes on)}
   *
   * @param least nodes of the first epoch
   * @param full nodes after the warm-up
   * @param epoch from 1
   */
  int maxSize(int least, int full, int epoch) {
    if (epoch > warmupEpochs || least >= full) {
      return full;
    }
    return least + (int) ((long) (full - least) * (epoch - 1) / warmupEpochs);
  }

  /** {@return this without what only says when the search ends} */
  EpochPlan endless() {
    return new EpochPlan(warmupEpochs, adaptation, StopRule.NEVER);
  }
}
