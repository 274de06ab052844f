package io.formgate.constraints;

import java.util.List;

/**
 * The levels of a column, as found in data.
 *
 * @param column name of the column
 * @param names the levels, by rising code
 * @param codes what the input port carries for each level: whole numbers, rising
 * @param isOwnPort whether the port is there for the levels alone, so that formulas do not compute
 *     with its code
 */
public record Levels(String column, List<String> names, List<Long> codes, boolean isOwnPort) {
  /** Most levels of a column: as many entries as a lookup table of six inputs has. */
  public static final int MAX = 64;

  /** Copies the lists and checks that they fit together. */
  public Levels {
    names = List.copyOf(names);
    codes = List.copyOf(codes);
    if (names.isEmpty() || names.size() > MAX || names.size() != codes.size()) {
      throw new IllegalArgumentException(names.size() + " levels, " + codes.size() + " codes");
    }
  }
}
