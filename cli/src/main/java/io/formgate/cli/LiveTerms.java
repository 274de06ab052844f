package io.formgate.cli;

/** Says how far the fit of tables is. */
final class LiveTerms {
  private final Terminal terminal;

  LiveTerms(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Tells that classifiers of so many terms are fitted. */
  synchronized void fitted(int terms, boolean projects) {
    if (terminal.interactive()) {
      terminal.line(
          "          "
              + terms
              + (terms == 1 ? " term " : " terms ")
              + (projects ? "of sums of inputs" : "of single inputs"));
    }
  }
}
