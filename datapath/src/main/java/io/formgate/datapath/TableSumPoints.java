package io.formgate.datapath;

/** The tables of a table sum as points, for plots of one's own. */
public final class TableSumPoints {
  private TableSumPoints() {}

  /**
   * {@return a CSV file with a line for each point}
   *
   * <p>Of an encoder, {@code encE}: {@code first} is the value of its view, {@code second} is
   * empty, {@code value} the code. Of a table, {@code tabT}: the codes of its two encoders, and the
   * entry of the class.
   *
   * @param sum a verified table sum
   */
  public static String csv(TableSum sum) {
    StringBuilder out = new StringBuilder("table,class,first,second,value\n");
    for (int e = 0; e < sum.encoders().size(); e++) {
      for (int v = 0; v < TableSum.VIEW_VALUES; v++) {
        line(out, "enc" + e, "", v, "", sum.encoders().get(e).codes().get(v));
      }
    }
    for (int t = 0; t < sum.terms().size(); t++) {
      for (int k = 0; k < sum.classes().size() - 1; k++) {
        for (int cell = 0; cell < TableSum.CELLS; cell++) {
          line(
              out,
              "tab" + t,
              sum.classes().get(k),
              cell / TableSum.CODES,
              "" + cell % TableSum.CODES,
              sum.terms().get(t).entries().get(k).get(cell));
        }
      }
    }
    return out.toString();
  }

  private static void line(
      StringBuilder out, String table, String name, int first, String second, int value) {
    out.append(table).append(',').append(name).append(',').append(first).append(',');
    out.append(second).append(',').append(value).append('\n');
  }
}
