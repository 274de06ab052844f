package io.formgate.sim;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * The texts around a circuit: a module that gives its ports neutral names, and the C++ program that
 * drives it.
 *
 * <p>The neutral names {@code i0}, {@code o0} are needed because Verilator turns ports into members
 * of a C++ class, where a port called {@code name} or {@code eval} would not compile.
 */
final class Bench {
  /** Flag of an input record: the vector is valid. */
  static final long VALID = 1;

  /** Flag of an input record: reset is asserted. */
  static final long RESET = 2;

  /** Flag of an input record: the vector comes too soon to be one; the circuit does not see it. */
  static final long TOO_SOON = 4;

  /** {@return whether a vector counts} */
  static boolean isVector(long flags) {
    return (flags & (VALID | TOO_SOON)) == VALID;
  }

  /** Name of the instance that holds the circuit. */
  static final String INSTANCE = "dut";

  /** C++ expressions of the data outputs of a bench. */
  static List<String> outputExpressions(Circuit circuit) {
    return IntStream.range(0, circuit.outputs().size()).mapToObj(i -> "dut.o" + i).toList();
  }

  private Bench() {}

  /** {@return the name of the outer module} */
  static String moduleName(Circuit circuit) {
    return circuit.moduleName() + "_bench";
  }

  /** {@return the outer module} */
  static String systemVerilog(Circuit circuit) {
    StringJoiner ports = new StringJoiner(",\n  ", "(\n  ", ");\n");
    StringJoiner pins = new StringJoiner(",\n    ", "(\n    ", ");\n");
    for (String input : List.of("clock", "reset", "valid_in")) {
      ports.add("input " + input);
      pins.add("." + input + "(" + input + ")");
    }
    for (int i = 0; i < circuit.inputs().size(); i++) {
      Circuit.Port port = circuit.inputs().get(i);
      ports.add("input [" + (port.widthBits() - 1) + ":0] i" + i);
      pins.add("." + port.name() + "(i" + i + ")");
    }
    ports.add("output valid_out");
    pins.add(".valid_out(valid_out)");
    for (int i = 0; i < circuit.outputs().size(); i++) {
      Circuit.Port port = circuit.outputs().get(i);
      ports.add("output [" + (port.widthBits() - 1) + ":0] o" + i);
      pins.add("." + port.name() + "(o" + i + ")");
    }
    return "module "
        + moduleName(circuit)
        + ports
        + "  "
        + circuit.moduleName()
        + " "
        + INSTANCE
        + pins
        + "endmodule\n";
  }

  /**
   * {@return the program: per cycle a record of flags and inputs from stdin, and a record of
   * valid_out and outputs, as they are just before the rising edge, to stdout; its first argument
   * is the {@link InitialState} of the registers}
   *
   * @param inputs number of data inputs
   * @param outputs C++ expressions of the values that the output records carry
   * @param instrument what else is written
   */
  static String harness(int inputs, List<String> outputs, Instrument instrument) {
    Instrument.Hooks hooks = instrument.hooks();
    StringBuilder drive = new StringBuilder();
    for (int i = 0; i < inputs; i++) {
      drive.append("      dut.i%d = r[%d];\n".formatted(i, i + 1));
    }
    StringBuilder sample = new StringBuilder();
    for (int i = 0; i < outputs.size(); i++) {
      sample.append("      w[%d] = %s;\n".formatted(i + 1, outputs.get(i)));
    }
    return hooks.includes()
        + """
        static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "records are little-endian");
        static const size_t kIn = %d, kOut = %d, kBatch = 1024;
        static uint64_t in[kIn * kBatch], out[kOut * kBatch];
        int main(int argc, char** argv) {
          if (argc != %d) return 2;
          VerilatedContext context;
          context.randSeed(atoi(argv[1]));
          context.randReset(2);
          Vdut dut{&context};
        %s      while (size_t n = fread(in, 8 * kIn, kBatch, stdin)) {
            for (size_t i = 0; i < n; i++) {
              const uint64_t* r = in + i * kIn;
              uint64_t* w = out + i * kOut;
              dut.clock = 0;
              dut.valid_in = r[0] & 1;
              dut.reset = (r[0] >> 1) & 1;
        %s      dut.eval();
              w[0] = dut.valid_out;
        %s%s      dut.clock = 1;
              dut.eval();
        %s    }
            if (fwrite(out, 8 * kOut, n, stdout) != n) return 2;
          }
        %s  return ferror(stdin) || fflush(stdout) ? 2 : 0;
        }
        """
            .formatted(
                inputs + 1,
                outputs.size() + 1,
                instrument.arguments(),
                hooks.begin(),
                drive,
                sample,
                hooks.fallen(),
                hooks.risen(),
                hooks.end());
  }
}
