package io.formgate.constraints;

/**
 * How the search learns tables of one value.
 *
 * @param steps most steps of a table over the range that its argument has in the data
 * @param most tables of a formula
 * @param smoothness weight of the squared second differences of a table's values: with 1 such a
 *     difference at one step costs as much as an error as large on the rows of one step
 * @param projections sums and differences of two inputs that tables may be of, besides inputs
 * @param direction whether tables have to rise or fall
 */
public record TableSettings(
    int steps, int most, double smoothness, int projections, Direction direction) {
  /** Most steps. */
  public static final int MOST_STEPS = 32;

  /** Most tables of a formula. */
  public static final int MOST_TABLES = 6;

  /** Most projections. */
  public static final int MOST_PROJECTIONS = 64;

  /** Without a statement. */
  public static final TableSettings DEFAULTS = new TableSettings(12, 3, 0.1, 0, Direction.ANY);

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
        || projections > MOST_PROJECTIONS) {
      throw new IllegalArgumentException(
          steps + " steps, " + most + " tables, " + smoothness + ", " + projections);
    }
  }
}
