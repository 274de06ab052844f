package io.formgate.sim;

import java.util.List;

/** What a simulator writes into a file besides its outputs; each is a build of its own. */
enum Instrument {
  /** Nothing: the build that is fast. */
  NONE("", "VM_COVERAGE=0 VM_TRACE=0 VM_TRACE_FST=0", "verilated verilated_threads", "", 2),

  /** All signals of some cycles; its arguments are the file and the first and last cycle. */
  WAVES(
      "--trace-fst",
      "VM_COVERAGE=0 VM_TRACE=1 VM_TRACE_FST=1",
      "verilated verilated_threads verilated_fst_c",
      "-lz",
      5),

  /**
   * How often lines were reached and bits changed; its arguments are the file for the first cycles,
   * their number, and the file for all others.
   */
  COVERAGE(
      "--coverage-line --coverage-toggle",
      "VM_COVERAGE=1 VM_TRACE=0 VM_TRACE_FST=0",
      "verilated verilated_threads verilated_cov",
      "",
      5);

  /**
   * C++ texts in the program that drives the circuit.
   *
   * @param includes before it
   * @param begin before the first cycle
   * @param fallen after the falling edge of a cycle
   * @param risen after its rising edge
   * @param end after the last cycle
   */
  record Hooks(String includes, String begin, String fallen, String risen, String end) {}

  private final String verilatorOptions;
  private final String defines;
  private final String runtimeUnits;
  private final String libraries;
  private final int arguments;

  Instrument(
      String verilatorOptions,
      String defines,
      String runtimeUnits,
      String libraries,
      int arguments) {
    this.verilatorOptions = verilatorOptions;
    this.defines = defines;
    this.runtimeUnits = runtimeUnits;
    this.libraries = libraries;
    this.arguments = arguments;
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  /** {@return options of Verilator} */
  List<String> verilatorOptions() {
    return words(verilatorOptions);
  }

  /** {@return definitions for the C++ compiler} */
  List<String> defines() {
    return words(defines).stream().map(d -> "-D" + d).toList();
  }

  /** {@return what of Verilator's runtime is linked} */
  List<String> runtimeUnits() {
    return words(runtimeUnits);
  }

  /** {@return libraries of the system that are linked} */
  List<String> libraries() {
    return words(libraries);
  }

  /** {@return number of the program's arguments, its name included} */
  int arguments() {
    return arguments;
  }

  /** {@return what it adds to the program} */
  Hooks hooks() {
    return switch (this) {
      case NONE -> new Hooks("", "", "", "", "");
      case WAVES ->
          new Hooks(
              "#include \"verilated_fst_c.h\"\n",
              """
                context.traceEverOn(true);
                VerilatedFstC fst;
                dut.trace(&fst, 99);
                fst.open(argv[2]);
                if (!fst.isOpen()) return 3;
                const uint64_t first = strtoull(argv[3], nullptr, 10), last = strtoull(argv[4], nullptr, 10);
                uint64_t cycle = 0;
              """,
              "      if (cycle >= first && cycle <= last) fst.dump(1000 * cycle);\n",
              """
                    if (cycle >= first && cycle <= last) fst.dump(1000 * cycle + 500);
                    cycle++;
              """,
              "  fst.close();\n");
      case COVERAGE ->
          new Hooks(
              "#include \"verilated_cov.h\"\n",
              "  const uint64_t begin = strtoull(argv[3], nullptr, 10);\n  uint64_t cycle = 0;\n",
              "",
              """
                    if (++cycle == begin) {
                      context.coveragep()->write(argv[2]);
                      context.coveragep()->zero();
                    }
              """,
              "  context.coveragep()->write(argv[4]);\n");
    };
  }
}
