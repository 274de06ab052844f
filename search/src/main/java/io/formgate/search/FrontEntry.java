package io.formgate.search;

import io.formgate.expression.Tape;

/**
 * A formula of the front.
 *
 * @param genome what evolution varies; not to be changed
 * @param formula custom operators expanded and holes filled; variables are the inputs; not to be
 *     changed
 * @param loss mean loss over all rows
 * @param softCost cost of what the formula had better keep, in units of the loss
 * @param complexity what entries are ordered by
 * @param latencyCycles scheduled clock cycles
 * @param pathPs length of the scheduled path in ps
 * @param area in LUT equivalents
 */
public record FrontEntry(
    Tape genome,
    Tape formula,
    double loss,
    double softCost,
    double complexity,
    int latencyCycles,
    int pathPs,
    double area) {

  /** {@return what entries of one complexity are compared by} */
  public double score() {
    return loss + softCost;
  }
}
