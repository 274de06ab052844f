package io.formgate.constraints;

/** Ends the reading of a statement whose mistake has been noted. */
final class BrokenStatement extends RuntimeException {
  private static final long serialVersionUID = 1;

  BrokenStatement() {
    super("the statement has a mistake that was noted", null, false, false);
  }
}
