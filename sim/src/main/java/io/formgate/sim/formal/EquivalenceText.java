package io.formgate.sim.formal;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Golden model and {@linkplain CutCircuit cut circuit} side by side in Verilog, with a bit for each
 * question: it is 1 where they differ.
 *
 * <p>At a node where the circuit is cut, all users on both sides read the same bits: free ones, so
 * that each node is compared by itself for all values of its operands, or the golden model's.
 *
 * @param datapath the golden model
 * @param circuit the circuit
 * @param cuts nodes at which it is cut
 * @param free whether users read any bits there
 * @param nodes nodes that are compared
 */
record EquivalenceText(
    Datapath datapath,
    CutCircuit circuit,
    SortedSet<Integer> cuts,
    boolean free,
    SortedSet<Integer> nodes) {
  /** Name of the module. */
  static final String MODULE = "both";

  /** Is 1 where any answer is. */
  static final String ANY = "differs";

  /** Is 1 where the valid bits differ. */
  static final String VALID = "dv";

  /** {@return the question about a node} */
  static String ofNode(int node) {
    return "d" + node;
  }

  /** {@return the question about an output} */
  static String ofOutput(int output) {
    return "p" + output;
  }

  /** {@return the value of an output in the golden model} */
  static String expected(int output) {
    return "e" + output;
  }

  /** {@return the value of an output in the circuit} */
  static String actual(int output) {
    return "g" + output;
  }

  private String view(int node) {
    return cuts.contains(node) ? "r" + node : ReferenceText.signal(node);
  }

  private int width(int node) {
    return datapath.node(node).format().widthBits();
  }

  /** {@return the text of the module} */
  String text() {
    ReferenceText golden = new ReferenceText(datapath, this::view);
    List<String> ports = new ArrayList<>(List.of("input valid_in", "input reset"));
    List<String> instance = new ArrayList<>(List.of(".valid_in(valid_in)", ".reset(reset)"));
    List<Integer> inputs = datapath.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      String port = CutCircuit.inputPort(i);
      ports.add("input " + ReferenceText.range(width(inputs.get(i))) + port);
      instance.add("." + port + "(" + port + ")");
    }
    StringBuilder body = new StringBuilder();
    SortedSet<Integer> shown = new TreeSet<>(cuts);
    shown.addAll(nodes);
    for (int node : shown) {
      String port = CutCircuit.valuePort(node);
      body.append("  wire " + ReferenceText.range(width(node)) + port + ";\n");
      instance.add("." + port + "(" + port + ")");
    }
    List<String> questions = new ArrayList<>();
    StringBuilder asked = new StringBuilder();
    for (int node : nodes) {
      ask(
          ofNode(node),
          "|((%s ^ %s) & %s)"
              .formatted(
                  ReferenceText.signal(node), CutCircuit.valuePort(node), circuit.present(node)),
          asked);
      questions.add(ofNode(node));
    }
    for (int i = 0; i < datapath.outputs().size(); i++) {
      Datapath.Output output = datapath.outputs().get(i);
      String range = ReferenceText.range(width(output.node()));
      ports.add("output " + range + expected(i));
      ports.add("output " + range + actual(i));
      instance.add("." + CutCircuit.outputPort(i) + "(" + actual(i) + ")");
      asked.append("  assign " + expected(i) + " = " + view(output.node()) + ";\n");
      ask(ofOutput(i), expected(i) + " != " + actual(i), asked);
      questions.add(ofOutput(i));
    }
    ValidRanks ranks = circuit.valid();
    body.append("  wire " + ReferenceText.range(ranks.bits().size()) + "valid;\n");
    instance.add("." + CutCircuit.VALID_PORT + "(valid)");
    String state = CutCircuit.VALID_STATE_PORT;
    if (!ranks.registers().isEmpty()) {
      ports.add("input " + ReferenceText.range(ranks.registers().size()) + state);
      instance.add("." + state + "(" + state + ")");
    }
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < ranks.bits().size(); i++) {
      taken.addFirst(ranks.expected(i, state));
    }
    ask(VALID, "valid != {" + String.join(", ", taken) + "}", asked);
    questions.add(VALID);
    ask(ANY, "|{" + String.join(", ", questions) + "}", asked);
    questions.forEach(question -> ports.add("output " + question));
    ports.add("output " + ANY);
    body.append(nodes(golden, ports, instance));
    return "module "
        + MODULE
        + "(\n  "
        + String.join(",\n  ", ports)
        + "\n);\n"
        + body
        + ("  " + CutCircuit.MODULE + " circuit (" + String.join(", ", instance) + ");\n")
        + asked
        + "endmodule\n";
  }

  /** {@return the statements of all nodes, those that are cut with what their users read} */
  private String nodes(ReferenceText golden, List<String> ports, List<String> instance) {
    Map<Integer, String> views =
        circuit.views(cuts, node -> free ? "f" + node : ReferenceText.signal(node), this::view);
    int input = 0;
    for (int i = 0; i < datapath.nodes().size(); i++) {
      FixedFormat format = datapath.node(i).format();
      if (datapath.node(i).operation() instanceof Operation.Input) {
        golden.input(i, CutCircuit.inputPort(input++));
      } else {
        golden.node(i);
      }
      String bits = views.get(i);
      if (bits != null) {
        if (free) {
          ports.add("input " + ReferenceText.range(format.widthBits()) + "f" + i);
        }
        golden.wire(view(i), format.widthBits(), bits);
        instance.add("." + CutCircuit.cutPort(i) + "(" + view(i) + ")");
      }
    }
    return golden.text();
  }

  private static void ask(String question, String differs, StringBuilder out) {
    out.append("  assign " + question + " = " + differs + ";\n");
  }
}
