package io.formgate.sim;

import java.nio.file.Path;

/**
 * A simulator of one circuit.
 *
 * @param executable reads and writes the records of {@link Bench#harness}
 * @param inputs data values in an input record
 * @param outputs data values in an output record
 * @param reused whether it was built before
 */
record Model(Path executable, int inputs, int outputs, boolean reused) {}
