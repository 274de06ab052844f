package io.formgate.constraints;

import io.formgate.expression.PairTable;
import java.util.List;

/**
 * How the search learns tables.
 *
 * @param steps most steps of a table over the range that its argument has in the data
 * @param most tables of a formula
 * @param smoothness weight of the squared second differences of a table's values: with 1 such a
 *     difference at one step costs as much as an error as large on the rows of one step
 * @param projections sums and differences of two inputs that tables may be of, besides inputs
 * @param pairs pairs of values that tables of two may be of
 * @param codes most codes of each value of a table of two
 * @param direction whether tables of one value have to rise or fall
 */
public record TableSettings(
    int steps,
    int most,
    double smoothness,
    int projections,
    int pairs,
    int codes,
    Direction direction) {
  /** Most steps. */
  public static final int MOST_STEPS = 32;

  /** Most tables of a formula. */
  public static final int MOST_TABLES = 6;

  /** Most projections. */
  public static final int MOST_PROJECTIONS = 64;

  /** Most pairs. */
  public static final int MOST_PAIRS = 64;

  /** Without a statement. */
  public static final TableSettings DEFAULTS =
      new TableSettings(12, 3, 0.1, 0, 0, 4, Direction.ANY);

  /** Where the values of a table may go. */
  public enum Direction {
    /** Up and down. */
    ANY(""),
    /** Never down. */
    INCREASING("increasing"),
    /** Never up. */
    DECREASING("decreasing");

    private final String word;

    Direction(String word) {
      this.word = word;
    }

    /** {@return the word of the spec, empty for any} */
    public String word() {
      return word;
    }
  }

  /** Checks the numbers. */
  public TableSettings {
    if (steps < 2
        || steps > MOST_STEPS
        || most < 1
        || most > MOST_TABLES
        || !(smoothness >= 0)
        || smoothness == Double.POSITIVE_INFINITY
        || projections < 0
        || projections > MOST_PROJECTIONS
        || pairs < 0
        || pairs > MOST_PAIRS
        || codes < PairTable.LEAST_CODES
        || codes > PairTable.MOST_CODES
        || (pairs > 0 && direction != Direction.ANY)) {
      throw new IllegalArgumentException(
          "tables of "
              + List.of(steps, most, projections, pairs, codes)
              + ", "
              + smoothness
              + " "
              + direction.word());
    }
  }
}
