package io.formgate.constraints;

import io.formgate.expression.SourceSpan;

/**
 * A bit that tells whether an output is at least a number.
 *
 * @param output name of the output
 * @param span where it is named
 * @param point where the number comes from
 */
public record Threshold(String output, SourceSpan span, Point point) {
  private static final String PORT_ENDING = "_pass";

  /** Where a threshold lies. */
  public sealed interface Point {}

  /**
   * At a number.
   *
   * @param value the number, in the output's unit
   */
  public record At(double value) implements Point {}

  /**
   * Where a share of some rows of the data passes: a signal efficiency, or a background rate.
   *
   * @param isAtLeast whether no fewer rows may pass, with the threshold as high as that allows;
   *     else no more, with the threshold as low
   * @param share of the rows, from 0 to 1
   * @param rows the rows: those for which the formula is above 0
   */
  public record Passing(boolean isAtLeast, double share, RowFormula rows) implements Point {}

  /**
   * {@return the name of the port of the bit of an output}
   *
   * @param output name of the output
   */
  public static String port(String output) {
    return output + PORT_ENDING;
  }
}
