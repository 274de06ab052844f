package io.formgate.report;

import java.util.List;

/**
 * Signals of a circuit, cycle by cycle.
 *
 * @param source which vectors are shown
 * @param cycles how many
 * @param signals from top to bottom
 */
public record Waves(String source, int cycles, List<Signal> signals) {
  /** Copies the list. */
  public Waves {
    signals = List.copyOf(signals);
  }

  /**
   * A signal.
   *
   * @param name of the port
   * @param isBit whether it is drawn as a level
   * @param values one for each cycle, empty where it does not matter
   */
  public record Signal(String name, boolean isBit, List<String> values) {
    /** Copies the list. */
    public Signal {
      values = List.copyOf(values);
    }
  }
}
