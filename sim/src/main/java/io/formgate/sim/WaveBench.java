package io.formgate.sim;

import io.formgate.datapath.Datapath;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A module for waves: the circuit with its own port names in the instance {@code circuit}, and
 * beside it what the golden model says and the number of the cycle.
 */
final class WaveBench {
  private WaveBench() {}

  /** {@return the circuit with its company; inputs behind its own are those of {@link Golden}} */
  static Circuit circuit(Circuit plain) {
    List<Circuit.Port> in = new ArrayList<>();
    List<Circuit.Port> out = new ArrayList<>();
    List<String> pins = new ArrayList<>();
    for (String name : List.of("clock", "reset", "valid_in", "valid_out")) {
      pins.add("." + name + "(" + name + ")");
    }
    for (Circuit.Port port : plain.inputs()) {
      pins.add(".%s(i%d)".formatted(port.name(), in.size()));
      in.add(new Circuit.Port("i" + in.size(), port.widthBits()));
    }
    StringJoiner differs = new StringJoiner(" | ");
    List<Circuit.Port> golden = new ArrayList<>();
    for (Circuit.Port port : plain.outputs()) {
      int i = out.size();
      pins.add(".%s(o%d)".formatted(port.name(), i));
      out.add(new Circuit.Port("o" + i, port.widthBits()));
      golden.add(new Circuit.Port("golden_o" + i, port.widthBits()));
      differs.add("(o%d != golden_o%d)".formatted(i, i));
    }
    in.addAll(golden);
    in.add(new Circuit.Port("golden_valid", 1));
    in.add(new Circuit.Port("cycle", Long.SIZE));
    String name = plain.moduleName() + "_waves";
    StringJoiner declared = new StringJoiner(",\n  ", "module " + name + "(\n  ", ");\n");
    List.of("clock", "reset", "valid_in").forEach(p -> declared.add("input " + p));
    in.forEach(p -> declared.add("input [" + (p.widthBits() - 1) + ":0] " + p.name()));
    declared.add("output valid_out");
    out.forEach(p -> declared.add("output [" + (p.widthBits() - 1) + ":0] " + p.name()));
    String body =
        "  wire differs = (valid_out != golden_valid) | (golden_valid & ("
            + differs
            + "));\n  "
            + plain.moduleName()
            + " circuit("
            + String.join(", ", pins)
            + ");\n";
    return new Circuit(
        name, plain.systemVerilog() + "\n" + declared + body + "endmodule\n", in, out);
  }

  /** Fills in what stands behind the circuit's own inputs in an input record. */
  record Golden(Datapath datapath) {

    /** Writes nothing to be compared with. */
    void none(long[] record, long cycle) {
      for (int i = 0; i < datapath.outputs().size(); i++) {
        record[at() + i] = 0;
      }
      record[at() + datapath.outputs().size()] = 0;
      record[at() + datapath.outputs().size() + 1] = Math.max(0, cycle);
    }

    /** Writes a result that is due. */
    void due(long[] record, long cycle, long[] result) {
      none(record, cycle);
      for (int i = 0; i < result.length; i++) {
        record[at() + i] = datapath.outputFormats().get(i).toBits(result[i]);
      }
      record[at() + result.length] = 1;
    }

    /** {@return whether an output record holds a result} */
    boolean isDue(long[] record, long[] result) {
      for (int i = 0; i < result.length; i++) {
        if (record[i + 1] != datapath.outputFormats().get(i).toBits(result[i])) {
          return false;
        }
      }
      return true;
    }

    private int at() {
      return datapath.inputs().size() + 1;
    }
  }
}
