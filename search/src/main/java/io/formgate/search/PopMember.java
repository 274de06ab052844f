package io.formgate.search;

import io.formgate.expression.Tape;

/**
 * A member of an island.
 *
 * @param tape the genome, not to be changed
 * @param scaling how the genome becomes a formula
 * @param loss mean loss on the island's screening rows, with the best slope and offset
 * @param cost what selection compares: loss over that of the best constant, and the penalty of
 *     violations
 * @param bin complexity bin of the path
 * @param niche what it competes in for the hall of fame
 * @param distance of the formula from admissible ones; 0 if it is one
 * @param birth number of the event that made it; the smallest is the oldest
 */
record PopMember(
    Tape tape,
    Scaling scaling,
    double loss,
    double cost,
    int bin,
    Niche niche,
    double distance,
    long birth) {
  /** {@return this with another birth} */
  PopMember bornAt(long event) {
    return new PopMember(tape, scaling, loss, cost, bin, niche, distance, event);
  }
}
