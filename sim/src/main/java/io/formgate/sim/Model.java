package io.formgate.sim;

import java.nio.file.Path;
import java.util.List;

/**
 * A simulator of one circuit.
 *
 * @param folder absolute path of the folder that holds the program
 * @param inputs data values in an input record
 * @param outputs data values in an output record
 * @param reused whether it was built before
 * @param arguments of its {@link Instrument}, behind the initial state
 */
record Model(Path folder, int inputs, int outputs, boolean reused, List<String> arguments) {
  /** Name of the program. */
  static final String PROGRAM = "simulate";

  /** {@return the simulator with arguments of its instrument} */
  Model with(String... more) {
    return new Model(folder, inputs, outputs, reused, List.of(more));
  }

  /** {@return the program, which reads and writes the records of {@link Bench#harness}} */
  Path executable() {
    return folder.resolve(PROGRAM);
  }
}
