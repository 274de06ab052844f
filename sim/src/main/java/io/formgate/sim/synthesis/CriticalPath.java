package io.formgate.sim.synthesis;

import java.util.List;

/**
 * The slowest way from one register to another, as place-and-route sees it.
 *
 * @param steps from the first register to the second, in order
 */
public record CriticalPath(List<Step> steps) {

  /** What takes the time. */
  public enum Kind {
    /** From the clock edge to the output of the first register. */
    CLOCK_TO_Q,
    /** Through a cell. */
    LOGIC,
    /** From a cell to the next. */
    ROUTING,
    /** The second register needs its input this long before the clock edge. */
    SETUP,
    /** The clock reaches the two registers at different times. */
    CLOCK_SKEW
  }

  /**
   * One delay.
   *
   * @param kind what takes it
   * @param delayPs how long; a skew can be negative
   * @param fromCell name of the cell where it begins, made by the tools from names in the text
   * @param fromPort pin of that cell
   * @param toCell name of the cell where it ends
   * @param toPort pin of that cell
   */
  public record Step(
      Kind kind, int delayPs, String fromCell, String fromPort, String toCell, String toPort) {}

  /** Copies the steps. */
  public CriticalPath {
    steps = List.copyOf(steps);
  }

  /** {@return the sum of the delays of a kind, in ps} */
  private int sumPs(Kind kind) {
    return steps.stream().filter(s -> s.kind() == kind).mapToInt(Step::delayPs).sum();
  }

  /** {@return from the clock edge to the output of the first register, in ps} */
  public int clockToQPs() {
    return sumPs(Kind.CLOCK_TO_Q);
  }

  /** {@return the time in cells between the registers, in ps} */
  public int logicPs() {
    return sumPs(Kind.LOGIC);
  }

  /** {@return the time on wires, in ps} */
  public int routingPs() {
    return sumPs(Kind.ROUTING);
  }

  /** {@return what the second register needs before the clock edge, in ps} */
  public int setupPs() {
    return sumPs(Kind.SETUP);
  }

  /** {@return the sum of all delays, in ps} */
  public int totalPs() {
    return steps.stream().mapToInt(Step::delayPs).sum();
  }
}
