package io.formgate.datapath;

import java.util.List;

/**
 * Chooses by the highest bit of a value that is 1: floating-point normalization without an
 * exponent, as a tree of choices whose conditions are all there at the same time.
 */
final class LeadingWindow {
  private LeadingWindow() {}

  /**
   * {@return the choice that belongs to the window in which the highest bit that is 1 lies}
   *
   * @param b where nodes go
   * @param value an unsigned whole number
   * @param lowBits lowest bit of each window but the first, rising; a window ends where the next
   *     one begins, the last one with the value
   * @param choices one for each window; the first one also for the value 0
   */
  static int choose(DatapathBuilder b, int value, List<Integer> lowBits, List<Integer> choices) {
    if (choices.size() != lowBits.size() + 1) {
      throw new IllegalArgumentException(choices.size() + " choices, " + lowBits + " windows");
    }
    return choose(b, value, lowBits, choices, 0, choices.size());
  }

  private static int choose(
      DatapathBuilder b,
      int value,
      List<Integer> lowBits,
      List<Integer> choices,
      int from,
      int to) {
    if (to - from == 1) {
      return choices.get(from);
    }
    int middle = (from + to) / 2;
    int low = lowBits.get(middle - 1);
    int high = to - 1 < lowBits.size() ? lowBits.get(to - 1) : b.format(value).widthBits();
    // What lies above is 0 where this part of the tree counts.
    int isAbove = b.any(b.bits(value, low, high - low));
    return b.select(
        isAbove,
        choose(b, value, lowBits, choices, middle, to),
        choose(b, value, lowBits, choices, from, middle));
  }
}
