package io.formgate.sim;

/** How much work the C++ compiler spends on a simulator. */
enum Optimisation {
  /** Fast to compile. */
  NONE("-O0"),
  /** Fast to run. */
  SOME("-O1");

  /** Nodes from which the compiler's time depends on the level: below, start-up dominates both. */
  private static final int LARGE_NODES = 200;

  /**
   * Vectors above which -O1 pays on a large design: 2000 nodes compile 5.5 s longer and then
   * simulate 0.1 ms per vector faster [measured with g++ 12.2, Verilator 5.006, two busy cores].
   */
  private static final long BREAK_EVEN_VECTORS = 50_000;

  private final String flag;

  Optimisation(String flag) {
    this.flag = flag;
  }

  /** {@return the option of g++} */
  String flag() {
    return flag;
  }

  /** {@return the level with the smaller sum of compile and run time} */
  static Optimisation choose(int nodes, long vectors) {
    return nodes >= LARGE_NODES && vectors < BREAK_EVEN_VECTORS ? NONE : SOME;
  }
}
