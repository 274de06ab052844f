package io.formgate.constraints;

import io.formgate.expression.FixedFormat;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.Tolerance;

/**
 * The output of the circuit: the column of the data set that is to be computed, and a port.
 *
 * @param name name of the column and of the port
 * @param span where the name is declared
 * @param unit unit of the values
 * @param format format of the port, at most {@value SpecParser#MAX_PORT_BITS} bits
 * @param saturate whether the user accepts that values beyond the format's range become its nearest
 *     end; otherwise such values are not expected, and a formula that can reach them is reported
 * @param tolerance error allowed against the real formula at the quantised inputs
 * @param promise how it is kept
 */
public record OutputDeclaration(
    String name,
    SourceSpan span,
    UnitExpression unit,
    FixedFormat format,
    boolean saturate,
    Tolerance tolerance,
    Promise promise) {

  /** How a tolerance is kept. */
  public enum Promise {
    /** Proved on the declared ranges; not at all where every value has one format. */
    PROVED,
    /** On the rows of the data, as measured. */
    ON_DATA
  }

  /**
   * {@return the same output with a tolerance that the user asks for}
   *
   * @param asked the tolerance, proved on the declared ranges
   */
  public OutputDeclaration within(Tolerance asked) {
    return new OutputDeclaration(name, span, unit, format, saturate, asked, Promise.PROVED);
  }
}
