package io.formgate.constraints;

import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.SourceSpan;

/**
 * An input of the circuit: a column of the data set and a port.
 *
 * @param name name of the column and of the port
 * @param span where the name is declared
 * @param unit unit of the values
 * @param format format of the port, at most {@value SpecParser#MAX_PORT_BITS} bits
 * @param range values that can occur, in the unit; inside the format's range
 */
public record InputDeclaration(
    String name, SourceSpan span, UnitExpression unit, FixedFormat format, Interval range) {}
