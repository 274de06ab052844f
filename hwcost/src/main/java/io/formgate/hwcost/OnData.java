package io.formgate.hwcost;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a circuit has to keep on rows, as measured.
 *
 * @param rows raw values of the inputs
 * @param outputs indices of the outputs whose tolerances are kept on every row; those of the others
 *     are proved
 * @param agreement share of the rows on which the largest output has to be that of the formulas
 * @param snapsConstants whether numbers may be moved to neighbours that make a better circuit
 */
public record OnData(
    List<long[]> rows, Set<Integer> outputs, OptionalDouble agreement, boolean snapsConstants) {
  /** Copies the collections. */
  public OnData {
    rows = List.copyOf(rows);
    outputs = Set.copyOf(outputs);
  }

  /**
   * {@return the same on some of the rows, spread evenly over all of them}
   *
   * @param most how many at most
   */
  public OnData sampled(int most) {
    if (rows.size() <= most) {
      return this;
    }
    List<long[]> some =
        IntStream.range(0, most)
            .mapToObj(i -> rows.get((int) ((long) i * rows.size() / most)))
            .toList();
    return new OnData(some, outputs, agreement, snapsConstants);
  }

  /** {@return whether the error of an output is measured and not proved} */
  boolean isMeasured(int output) {
    return agreement.isPresent() || outputs.contains(output);
  }
}
