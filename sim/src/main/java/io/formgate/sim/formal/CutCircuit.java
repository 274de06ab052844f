package io.formgate.sim.formal;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.sim.Circuit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An emitted circuit with its registers taken for wires, those of the valid bit apart, cut at
 * signals that carry the names of nodes.
 *
 * <p>A signal that is cut becomes an output, its value in the circuit, and an input, what its users
 * read instead. Where two nodes have a bit in common, it is the earlier node's. Registers of the
 * valid bit become inputs too, and what they take in becomes outputs.
 */
final class CutCircuit {
  /** Name of the module. */
  static final String MODULE = "gate";

  /** A bit of a node's signal that nothing reads. */
  private static final int REMOVED = -2;

  private static final Pattern RANK = Pattern.compile("_s\\d+$");
  private static final String RESET = "reset";

  private final WordNetlist netlist;
  private final RegisterPaths paths;
  private final Circuit circuit;
  private final Datapath datapath;

  /** Bits of the nodes whose signals are there. */
  private final SortedMap<Integer, List<Integer>> signals;

  /** A bit of a node. */
  private record NodeBit(int node, int bit) {}

  /**
   * Looks for the nodes of a datapath in a circuit.
   *
   * @param netlist the circuit
   * @param paths says that it is a pipeline
   * @param circuit its data ports
   * @param datapath its golden model
   */
  CutCircuit(WordNetlist netlist, RegisterPaths paths, Circuit circuit, Datapath datapath) {
    this.netlist = netlist;
    this.paths = paths;
    this.circuit = circuit;
    this.datapath = datapath;
    this.signals = signals();
  }

  private SortedMap<Integer, List<Integer>> signals() {
    Map<String, List<List<Integer>>> copies = new HashMap<>();
    new TreeMap<>(netlist.names())
        .forEach((name, bits) -> {
          copies.computeIfAbsent(name, _ -> new ArrayList<>()).addFirst(bits);
          String original = RANK.matcher(name).replaceFirst("");
          if (!original.equals(name)) {
            copies.computeIfAbsent(original, _ -> new ArrayList<>()).add(bits);
          }
        });
    SortedMap<Integer, List<Integer>> found = new TreeMap<>();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      Node node = datapath.node(i);
      boolean computed =
          !(node.operation() instanceof Operation.Input)
              && !(node.operation() instanceof Operation.Literal);
      for (List<Integer> bits : copies.getOrDefault(node.name(), List.of())) {
        if (computed && bits.size() == node.format().widthBits() && !found.containsKey(i)) {
          List<Integer> sources = throughRegisters(bits);
          if (!sources.isEmpty()) {
            found.put(i, sources);
          }
        }
      }
    }
    return found;
  }

  /**
   * {@return the bits without registers; none if one has no value, or all are such as nothing reads
   * and yosys has therefore removed}
   */
  private List<Integer> throughRegisters(List<Integer> bits) {
    List<Integer> sources = new ArrayList<>();
    for (int bit : bits) {
      int source = paths.throughRegisters(bit);
      if (source == WordNetlist.UNDEFINED) {
        return List.of();
      }
      sources.add(paths.isDriven(source) ? source : REMOVED);
    }
    return sources.stream().allMatch(bit -> bit == REMOVED) ? List.of() : sources;
  }

  private List<Integer> signal(int node) {
    return Objects.requireNonNull(signals.get(node));
  }

  /**
   * {@return whether nothing in the circuit reads some bits of a node, so that those that users
   * read in the golden model come from the node's operands there}
   */
  boolean hasRemovedBits(int node) {
    return signal(node).contains(REMOVED);
  }

  /** {@return 1 for each bit of a node that is there, the highest first, in Verilog} */
  String present(int node) {
    StringBuilder mask = new StringBuilder();
    for (int bit : signal(node)) {
      mask.insert(0, bit == REMOVED ? '0' : '1');
    }
    return mask.length() + "'b" + mask;
  }

  /** {@return the nodes whose signals are there, in the order of the datapath} */
  SortedSet<Integer> nodes() {
    return new TreeSet<>(signals.keySet());
  }

  /** {@return the port that takes what users of a cut node read} */
  static String cutPort(int node) {
    return "c" + node;
  }

  /** {@return the port that shows the value of a node in the circuit} */
  static String valuePort(int node) {
    return "k" + node;
  }

  /** {@return the port of an input, by its number} */
  static String inputPort(int input) {
    return "i" + input;
  }

  /** {@return the port of an output, by its number} */
  static String outputPort(int output) {
    return "o" + output;
  }

  /** The port with what the registers of the valid bit take in, and the valid bit of outputs. */
  static final String VALID_PORT = "v";

  /** The port of what the registers of the valid bit hold; only there if there are any. */
  static final String VALID_STATE_PORT = "q";

  /** {@return the registers of the valid bit} */
  ValidRanks valid() {
    return paths.valid();
  }

  private Map<Integer, NodeBit> owners(SortedSet<Integer> cuts) {
    Map<Integer, NodeBit> owners = new HashMap<>();
    for (int node : cuts) {
      List<Integer> bits = signal(node);
      for (int bit = 0; bit < bits.size(); bit++) {
        int net = bits.get(bit);
        if (net >= WordNetlist.FIRST_NET && input(net).isEmpty()) {
          owners.putIfAbsent(net, new NodeBit(node, bit));
        }
      }
    }
    return owners;
  }

  /** {@return a bit of an input port, as Verilog has it; empty if the net is none} */
  private String input(int net) {
    for (int i = 0; i < circuit.inputs().size(); i++) {
      int bit = netlist.input(circuit.inputs().get(i).name()).indexOf(net);
      if (bit >= 0) {
        return inputPort(i) + "[" + bit + "]";
      }
    }
    return "";
  }

  /**
   * {@return for every cut node the bits that its users read, the highest first, in Verilog}
   *
   * @param cuts nodes
   * @param own signal of a node that gives those bits that are its own
   * @param read signal of an earlier node with which it has bits in common
   */
  Map<Integer, String> views(
      SortedSet<Integer> cuts,
      java.util.function.IntFunction<String> own,
      java.util.function.IntFunction<String> read) {
    Map<Integer, NodeBit> owners = owners(cuts);
    Map<Integer, String> views = new LinkedHashMap<>();
    for (int node : cuts) {
      List<Integer> bits = signal(node);
      List<String> parts = new ArrayList<>();
      for (int bit = 0; bit < bits.size(); bit++) {
        int net = bits.get(bit);
        NodeBit owner = owners.get(net);
        String part;
        if (net == REMOVED) {
          part = ReferenceText.signal(node) + "[" + bit + "]";
        } else if (net < WordNetlist.FIRST_NET) {
          part = "1'b" + net;
        } else if (owner == null) {
          part = input(net);
        } else if (owner.node() == node) {
          part = own.apply(node) + "[" + owner.bit() + "]";
        } else {
          part = read.apply(owner.node()) + "[" + owner.bit() + "]";
        }
        parts.addFirst(part);
      }
      views.put(node, "{" + String.join(", ", parts) + "}");
    }
    return views;
  }

  /**
   * {@return the circuit for yosys's {@code read_json}}
   *
   * @param cuts where it is cut
   * @param watched nodes that have an output, whether cut or not
   */
  String json(SortedSet<Integer> cuts, Collection<Integer> watched) {
    Map<Integer, NodeBit> owners = owners(cuts);
    int next = netlist.firstUnused();
    Map<NodeBit, Integer> cutBits = new HashMap<>();
    NetlistJson json = new NetlistJson(MODULE);
    for (int i = 0; i < circuit.inputs().size(); i++) {
      json.port(inputPort(i), true, netlist.input(circuit.inputs().get(i).name()));
    }
    json.port(RegisterPaths.VALID_IN, true, netlist.input(RegisterPaths.VALID_IN));
    json.port(RESET, true, netlist.input(RESET));
    for (int node : cuts) {
      List<Integer> bits = new ArrayList<>();
      for (int bit = 0; bit < signal(node).size(); bit++) {
        cutBits.put(new NodeBit(node, bit), next);
        bits.add(next++);
      }
      json.port(cutPort(node), true, bits);
    }
    SortedSet<Integer> shown = new TreeSet<>(cuts);
    shown.addAll(watched);
    for (int node : shown) {
      List<Integer> bits = new ArrayList<>(signal(node));
      for (int bit = 0; bit < bits.size(); bit++) {
        NodeBit owner = owners.get(bits.get(bit));
        // What drives an own bit is the circuit's logic; all else is read as its users read it.
        if (owner != null && !owner.equals(new NodeBit(node, bit))) {
          bits.set(bit, Objects.requireNonNull(cutBits.get(owner)));
        } else if (bits.get(bit) == REMOVED) {
          bits.set(bit, WordNetlist.ZERO);
        }
      }
      json.port(valuePort(node), false, bits);
    }
    for (int i = 0; i < circuit.outputs().size(); i++) {
      List<Integer> bits = netlist.output(circuit.outputs().get(i).name());
      json.port(outputPort(i), false, read(bits, owners, cutBits));
    }
    List<Integer> state = new ArrayList<>();
    for (int i = 0; i < valid().registers().size(); i++) {
      state.add(next++);
    }
    if (!state.isEmpty()) {
      json.port(VALID_STATE_PORT, true, state);
    }
    ValidRanks.Copy valid = valid().copied(state, next);
    json.port(VALID_PORT, false, valid.bits());
    for (WordNetlist.Cell cell : netlist.cells()) {
      if (!RegisterPaths.isRegister(cell)) {
        json.cell(cell, bits -> read(bits, owners, cutBits));
      }
    }
    valid.cells().forEach(cell -> json.cell(cell, bits -> bits));
    return json.text();
  }

  /** {@return the bits as a user reads them: without registers, those of cut nodes from outside} */
  private List<Integer> read(
      List<Integer> bits, Map<Integer, NodeBit> owners, Map<NodeBit, Integer> cutBits) {
    List<Integer> read = new ArrayList<>();
    for (int bit : bits) {
      int source = paths.throughRegisters(bit);
      NodeBit owner = owners.get(source);
      read.add(owner == null ? source : Objects.requireNonNull(cutBits.get(owner)));
    }
    return read;
  }
}
