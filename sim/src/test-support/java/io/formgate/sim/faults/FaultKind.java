package io.formgate.sim.faults;

/** What is wrong in a circuit with a planted fault. */
public enum FaultKind {
  /** A bit of a constant. */
  CONSTANT("constant"),
  /** An operator that is another one. */
  OPERATOR("operator"),
  /** A signal or a part of one that is a bit narrower. */
  WIDTH("width"),
  /** A signal that is taken from another register rank. */
  STAGE("stage"),
  /** A bit of an entry of a table. */
  TABLE_ENTRY("table entry"),
  /** Two operands that have changed their places. */
  SWAPPED_OPERANDS("swapped operands"),
  /** A register that is a wire. */
  MISSING_REGISTER("missing register"),
  /** A bit of a signal that is always 0 or always 1. */
  STUCK_BIT("stuck bit");

  private final String text;

  FaultKind(String text) {
    this.text = text;
  }

  /** {@return its name on pages} */
  public String text() {
    return text;
  }
}
