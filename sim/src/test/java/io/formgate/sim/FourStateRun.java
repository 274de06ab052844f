package io.formgate.sim;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.expression.FixedFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.StringJoiner;

/**
 * A run in Icarus Verilog, in which registers and wires begin undefined. The inputs come with
 * random gaps; those of the second half are undefined too, so that a result which looks at what
 * stood at the inputs in another cycle shows it.
 */
final class FourStateRun {
  private static final int CYCLES = 240;
  private static final int UNDEFINED_FROM = CYCLES / 2;

  private final Circuit circuit;
  private final Datapath datapath;
  private final int latency;
  private final List<long[]> vectors = new ArrayList<>();
  private final boolean[] valid;
  private final List<String> faults = new ArrayList<>();
  private int compared;

  private FourStateRun(Circuit circuit, Datapath datapath, int latency, int interval, long seed) {
    this.circuit = circuit;
    this.datapath = datapath;
    this.latency = latency;
    this.valid = new boolean[CYCLES + latency + 1];
    SplittableRandom random = new SplittableRandom(seed);
    List<FixedFormat> formats = datapath.inputFormats();
    int sinceVector = interval;
    for (int cycle = 0; cycle < valid.length; cycle++) {
      valid[cycle] = cycle < CYCLES && random.nextBoolean() && sinceVector >= interval;
      sinceVector = valid[cycle] ? 1 : sinceVector + 1;
      vectors.add(formats.stream().mapToLong(f -> f.fromBits(random.nextLong())).toArray());
    }
  }

  /** {@return the run of a circuit in a folder of its own below this module's target} */
  static FourStateRun of(String name, Circuit circuit, Datapath datapath, int latency, long seed)
      throws IOException {
    return of(name, circuit, datapath, latency, 1, seed);
  }

  /** {@return the same of a circuit whose vectors have to keep apart by an interval in cycles} */
  static FourStateRun of(
      String name, Circuit circuit, Datapath datapath, int latency, int interval, long seed)
      throws IOException {
    FourStateRun run = new FourStateRun(circuit, datapath, latency, interval, seed);
    Path folder = Files.createDirectories(Path.of("target", "four-state", name).toAbsolutePath());
    Files.writeString(folder.resolve("circuit.sv"), circuit.systemVerilog());
    Files.writeString(folder.resolve("bench.sv"), run.bench());
    Files.write(folder.resolve("stimulus.txt"), run.stimulus());
    run(folder, "iverilog", "-g2012", "-s", "bench", "-o", "bench.vvp", "bench.sv", "circuit.sv");
    run.check(run(folder, "vvp", "-n", "bench.vvp").lines().toList());
    return run;
  }

  private static String run(Path folder, String... command) throws IOException {
    EmittedCircuits.Ran ran = EmittedCircuits.run(folder, List.of(command));
    if (ran.status() != 0) {
      throw new AssertionError(List.of(command) + "\n" + ran.printed());
    }
    return ran.printed();
  }

  /** {@return what was wrong} */
  List<String> faults() {
    return faults;
  }

  /** {@return number of vectors compared with the golden model} */
  int compared() {
    return compared;
  }

  private String bench() {
    StringJoiner pins = new StringJoiner(", ");
    StringJoiner inputs = new StringJoiner(", ");
    StringJoiner outputs = new StringJoiner(", ");
    StringBuilder declared =
        new StringBuilder("  reg clock, reset, valid_in;\n  wire valid_out;\n");
    for (String pin : List.of("clock", "reset", "valid_in", "valid_out")) {
      pins.add("." + pin + "(" + pin + ")");
    }
    inputs.add("reset").add("valid_in");
    outputs.add("valid_out");
    int width = 2;
    for (int i = 0; i < circuit.inputs().size(); i++) {
      Circuit.Port port = circuit.inputs().get(i);
      declared.append("  reg [%d:0] in%d;\n".formatted(port.widthBits() - 1, i));
      pins.add("." + port.name() + "(in" + i + ")");
      inputs.add("in" + i);
      width += port.widthBits();
    }
    for (int i = 0; i < circuit.outputs().size(); i++) {
      Circuit.Port port = circuit.outputs().get(i);
      declared.append("  wire [%d:0] out%d;\n".formatted(port.widthBits() - 1, i));
      pins.add("." + port.name() + "(out" + i + ")");
      outputs.add("out" + i);
    }
    int records = InputPacker.RESET_CYCLES + valid.length;
    return """
    module bench;
    %s  %s dut(%s);
      reg [%d:0] stimulus [0:%d];
      integer cycle;
      initial begin
        $readmemb("stimulus.txt", stimulus);
        for (cycle = 0; cycle < %d; cycle = cycle + 1) begin
          clock = 0;
          {%s} = stimulus[cycle];
          #1 $display("%%b", {%s});
          clock = 1;
          #1;
        end
      end
    endmodule
    """
        .formatted(
            declared, circuit.moduleName(), pins, width - 1, records - 1, records, inputs, outputs);
  }

  private List<String> stimulus() {
    List<FixedFormat> formats = datapath.inputFormats();
    List<String> lines = new ArrayList<>();
    for (int cycle = -InputPacker.RESET_CYCLES; cycle < valid.length; cycle++) {
      boolean isDefined = cycle >= 0 && (valid[cycle] || cycle < UNDEFINED_FROM);
      StringBuilder line = new StringBuilder(cycle < 0 ? "10" : valid[cycle] ? "01" : "00");
      for (int i = 0; i < formats.size(); i++) {
        int width = formats.get(i).widthBits();
        line.append(
            isDefined
                ? binary(formats.get(i).toBits(vectors.get(cycle)[i]), width)
                : "x".repeat(width));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String binary(long bits, int width) {
    String digits = Long.toBinaryString(bits);
    return "0".repeat(width - digits.length()) + digits;
  }

  private void check(List<String> lines) {
    if (lines.size() != InputPacker.RESET_CYCLES + valid.length) {
      throw new AssertionError(lines.size() + " lines: " + lines);
    }
    DatapathInterpreter golden = new DatapathInterpreter(datapath);
    List<FixedFormat> formats = datapath.outputFormats();
    boolean isAfterFirst = false;
    for (int cycle = 0; cycle < valid.length; cycle++) {
      String line = lines.get(InputPacker.RESET_CYCLES + cycle);
      boolean isDue = cycle >= latency && valid[cycle - latency];
      isAfterFirst |= isDue;
      if (line.charAt(0) != (isDue ? '1' : '0')) {
        faults.add("cycle " + cycle + ": valid_out is " + line.charAt(0));
      }
      if (isDue) {
        long[] expected = golden.evaluate(vectors.get(cycle - latency));
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < expected.length; i++) {
          int width = formats.get(i).widthBits();
          digits.append(binary(formats.get(i).toBits(expected[i]), width));
        }
        compared++;
        if (!line.substring(1).contentEquals(digits)) {
          faults.add("cycle " + cycle + ": " + line.substring(1) + ", expected " + digits);
        }
      } else if (isAfterFirst && cycle < UNDEFINED_FROM && !line.matches("[01]+")) {
        faults.add("cycle " + cycle + ", between results: " + line);
      }
    }
  }
}
