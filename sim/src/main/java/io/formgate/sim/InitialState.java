package io.formgate.sim;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Bits that registers hold before the first cycle, chosen by a seed. The seed is an argument of the
 * simulator, so that one build begins in any state.
 *
 * @param seed from 1; Verilator would take another one in every run for 0
 */
record InitialState(int seed) {
  /** Number of states that a circuit is tried from. */
  static final int COUNT = 8;

  /** The state of every run that does not ask for another. */
  static final InitialState FIRST = new InitialState(1);

  /** Checks the seed. */
  InitialState {
    if (seed < 1) {
      throw new IllegalArgumentException("an initial state with seed " + seed);
    }
  }

  /** {@return all states but the first} */
  static List<InitialState> others() {
    return IntStream.rangeClosed(2, COUNT).mapToObj(InitialState::new).toList();
  }

  /** {@return the argument of the simulator} */
  String argument() {
    return Integer.toString(seed);
  }
}
