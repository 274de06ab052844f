package io.formgate.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Named columns of finite numbers, all of one length.
 *
 * <p>The arrays are not copied; nobody writes to them after construction.
 */
public final class Dataset {
  private final List<String> names;
  private final double[][] columns;
  private final int rows;

  /**
   * Makes a data set.
   *
   * @param names column names, all different
   * @param columns {@code columns[column][row]}, finite
   * @throws IllegalArgumentException if the lengths differ
   */
  public Dataset(List<String> names, double[][] columns) {
    if (names.size() != columns.length) {
      throw new IllegalArgumentException(
          names.size() + " names for " + columns.length + " columns");
    }
    this.names = List.copyOf(names);
    this.columns = columns.clone();
    this.rows = columns.length == 0 ? 0 : columns[0].length;
    for (double[] column : columns) {
      if (column.length != rows) {
        throw new IllegalArgumentException("columns of " + rows + " and " + column.length);
      }
    }
  }

  /** {@return the column names} */
  public List<String> names() {
    return names;
  }

  /** {@return the number of rows} */
  public int rows() {
    return rows;
  }

  /**
   * {@return a column, not to be written to}
   *
   * @param name its name
   * @throws IllegalArgumentException if there is none
   */
  public double[] column(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("no column " + name);
    }
    return columns[index];
  }

  /**
   * {@return the data set of some columns, in the given order}
   *
   * @param wanted names of columns of this data set
   */
  public Dataset select(List<String> wanted) {
    List<double[]> selected = new ArrayList<>();
    for (String name : wanted) {
      selected.add(column(name));
    }
    return new Dataset(wanted, selected.toArray(double[][]::new));
  }
}
