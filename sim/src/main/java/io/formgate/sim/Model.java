package io.formgate.sim;

import java.nio.file.Path;

/**
 * A simulator of one circuit.
 *
 * @param folder absolute path of the folder that holds the program
 * @param inputs data values in an input record
 * @param outputs data values in an output record
 * @param reused whether it was built before
 */
record Model(Path folder, int inputs, int outputs, boolean reused) {
  /** Name of the program. */
  static final String PROGRAM = "simulate";

  /** {@return the program, which reads and writes the records of {@link Bench#harness}} */
  Path executable() {
    return folder.resolve(PROGRAM);
  }
}
