package io.formgate.datapath;

import io.formgate.expression.FixedFormat;

/**
 * One value of a datapath.
 *
 * @param name unique in its datapath; a legal signal name
 * @param operation what is computed
 * @param format format of the result
 * @param rawLo smallest raw value that can occur for any input bits
 * @param rawHi largest raw value that can occur for any input bits
 */
public record Node(String name, Operation operation, FixedFormat format, long rawLo, long rawHi) {}
