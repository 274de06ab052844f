package io.formgate.cli;

import io.formgate.search.FrontEntry;
import java.util.List;

/** What a class's score is searched beside. */
final class Beside {
  private final int round;
  private final boolean isFixed;
  private final double[] offsets;
  private final double[] losses;
  private final List<FrontEntry> former;

  /**
   * Takes what is known.
   *
   * @param round of the joint search, from 1
   * @param isFixed whether no search had a part in it
   * @param offsets what is added to the score of each row taken before the loss is taken
   * @param losses what each row taken costs whatever the score is
   * @param former formulas of the round before, with which this one begins
   */
  Beside(int round, boolean isFixed, double[] offsets, double[] losses, List<FrontEntry> former) {
    this.round = round;
    this.isFixed = isFixed;
    this.offsets = offsets;
    this.losses = losses;
    this.former = List.copyOf(former);
  }

  int round() {
    return round;
  }

  boolean isFixed() {
    return isFixed;
  }

  double offset(int row) {
    return offsets[row];
  }

  double loss(int row) {
    return losses[row];
  }

  List<FrontEntry> former() {
    return former;
  }
}
