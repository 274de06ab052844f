package io.formgate.sim.formal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.sim.Circuit;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * An emitted circuit with its registers taken for wires, cut at signals that carry the names of
 * nodes.
 *
 * <p>A signal that is cut becomes an output, its value in the circuit, and an input, what its users
 * read instead. Where two nodes have a bit in common, it is the earlier node's.
 */
final class CutCircuit {
  /** Name of the module. */
  static final String MODULE = "gate";

  /** A bit of a node's signal that nothing reads. */
  private static final int REMOVED = -2;

  private static final Pattern RANK = Pattern.compile("_s\\d+$");
  private static final String RESET = "reset";
  private static final String VALID_IN = "valid_in";

  private final WordNetlist netlist;
  private final RegisterPaths paths;
  private final Circuit circuit;
  private final Datapath datapath;

  /** Bits of the nodes whose signals are there. */
  private final SortedMap<Integer, int[]> signals;

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

  private SortedMap<Integer, int[]> signals() {
    Map<String, List<int[]>> copies = new HashMap<>();
    new TreeMap<>(netlist.names())
        .forEach((name, bits) -> {
          copies.computeIfAbsent(name, _ -> new ArrayList<>()).addFirst(bits);
          String original = RANK.matcher(name).replaceFirst("");
          if (!original.equals(name)) {
            copies.computeIfAbsent(original, _ -> new ArrayList<>()).add(bits);
          }
        });
    SortedMap<Integer, int[]> found = new TreeMap<>();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      Node node = datapath.node(i);
      boolean computed =
          !(node.operation() instanceof Operation.Input)
              && !(node.operation() instanceof Operation.Literal);
      for (int[] bits : copies.getOrDefault(node.name(), List.of())) {
        if (computed && bits.length == node.format().widthBits() && !found.containsKey(i)) {
          int[] sources = throughRegisters(bits);
          if (sources.length > 0) {
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
  private int[] throughRegisters(int[] bits) {
    int[] sources = new int[bits.length];
    boolean isThere = false;
    for (int i = 0; i < bits.length; i++) {
      sources[i] = paths.throughRegisters(bits[i]);
      if (sources[i] == WordNetlist.UNDEFINED) {
        return new int[0];
      }
      if (paths.isDriven(sources[i])) {
        isThere = true;
      } else {
        sources[i] = REMOVED;
      }
    }
    return isThere ? sources : new int[0];
  }

  /** {@return 1 for each bit of a node that is there, the highest first, in Verilog} */
  String present(int node) {
    int[] bits = Objects.requireNonNull(signals.get(node));
    StringBuilder mask = new StringBuilder();
    for (int bit : bits) {
      mask.insert(0, bit == REMOVED ? '0' : '1');
    }
    return bits.length + "'b" + mask;
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

  /**
   * The port with what all registers of the valid bit take in, and the valid bit of the outputs.
   */
  static final String VALID_PORT = "v";

  /** {@return the number of bits of the port of valid bits} */
  int validBits() {
    return paths.validBits().size();
  }

  private Map<Integer, NodeBit> owners(SortedSet<Integer> cuts) {
    Map<Integer, NodeBit> owners = new HashMap<>();
    for (int node : cuts) {
      int[] bits = Objects.requireNonNull(signals.get(node));
      for (int bit = 0; bit < bits.length; bit++) {
        if (bits[bit] >= WordNetlist.FIRST_NET && input(bits[bit]).isEmpty()) {
          owners.putIfAbsent(bits[bit], new NodeBit(node, bit));
        }
      }
    }
    return owners;
  }

  /** {@return a bit of an input port, as Verilog has it; empty if the net is none} */
  private String input(int net) {
    for (int i = 0; i < circuit.inputs().size(); i++) {
      int[] bits = Objects.requireNonNull(netlist.inputs().get(circuit.inputs().get(i).name()));
      for (int bit = 0; bit < bits.length; bit++) {
        if (bits[bit] == net) {
          return inputPort(i) + "[" + bit + "]";
        }
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
      int[] bits = Objects.requireNonNull(signals.get(node));
      List<String> parts = new ArrayList<>();
      for (int bit = 0; bit < bits.length; bit++) {
        NodeBit owner = owners.get(bits[bit]);
        String part;
        if (bits[bit] == REMOVED) {
          part = ReferenceText.signal(node) + "[" + bit + "]";
        } else if (bits[bit] < WordNetlist.FIRST_NET) {
          part = "1'b" + bits[bit];
        } else if (owner == null) {
          part = input(bits[bit]);
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
    int next = WordNetlist.FIRST_NET;
    for (int[] bits : netlist.names().values()) {
      for (int bit : bits) {
        next = Math.max(next, bit + 1);
      }
    }
    for (WordNetlist.Cell cell : netlist.cells()) {
      for (int[] bits : cell.outputs().values()) {
        for (int bit : bits) {
          next = Math.max(next, bit + 1);
        }
      }
    }
    Map<NodeBit, Integer> cutBits = new HashMap<>();
    ObjectNode root = new ObjectMapper().createObjectNode();
    ObjectNode module = root.putObject("modules").putObject(MODULE);
    ObjectNode ports = module.putObject("ports");
    for (int i = 0; i < circuit.inputs().size(); i++) {
      port(ports, inputPort(i), true, netlist.inputs().get(circuit.inputs().get(i).name()));
    }
    port(ports, VALID_IN, true, netlist.inputs().get(VALID_IN));
    port(ports, RESET, true, netlist.inputs().get(RESET));
    for (int node : cuts) {
      int[] bits = new int[Objects.requireNonNull(signals.get(node)).length];
      for (int bit = 0; bit < bits.length; bit++) {
        bits[bit] = next++;
        cutBits.put(new NodeBit(node, bit), bits[bit]);
      }
      port(ports, cutPort(node), true, bits);
    }
    SortedSet<Integer> shown = new TreeSet<>(cuts);
    shown.addAll(watched);
    for (int node : shown) {
      int[] bits = Objects.requireNonNull(signals.get(node)).clone();
      for (int bit = 0; bit < bits.length; bit++) {
        NodeBit owner = owners.get(bits[bit]);
        // What drives an own bit is the circuit's logic; all else is read as its users read it.
        if (owner != null && !owner.equals(new NodeBit(node, bit))) {
          bits[bit] = Objects.requireNonNull(cutBits.get(owner));
        }
      }
      port(ports, valuePort(node), false, bits);
    }
    for (int i = 0; i < circuit.outputs().size(); i++) {
      int[] bits = netlist.outputs().get(circuit.outputs().get(i).name());
      port(ports, outputPort(i), false, read(Objects.requireNonNull(bits), owners, cutBits));
    }
    int[] valid = paths.validBits().stream().mapToInt(bit -> bit).toArray();
    port(ports, VALID_PORT, false, read(valid, owners, cutBits));
    cells(module.putObject("cells"), owners, cutBits);
    module.putObject("netnames");
    try {
      return new ObjectMapper().writeValueAsString(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void cells(
      ObjectNode cells, Map<Integer, NodeBit> owners, Map<NodeBit, Integer> cutBits) {
    int number = 0;
    for (WordNetlist.Cell cell : netlist.cells()) {
      if (RegisterPaths.isRegister(cell)) {
        continue;
      }
      ObjectNode written = cells.putObject("g" + number++);
      written.put("hide_name", 0);
      written.put("type", cell.type());
      written.set("parameters", cell.parameters());
      ObjectNode directions = written.putObject("port_directions");
      ObjectNode connections = written.putObject("connections");
      cell.inputs()
          .forEach((name, bits) -> {
            directions.put(name, "input");
            write(connections.putArray(name), read(bits, owners, cutBits));
          });
      cell.outputs()
          .forEach((name, bits) -> {
            directions.put(name, "output");
            write(connections.putArray(name), bits);
          });
    }
  }

  /** {@return the bits as a user reads them: without registers, those of cut nodes from outside} */
  private int[] read(int[] bits, Map<Integer, NodeBit> owners, Map<NodeBit, Integer> cutBits) {
    int[] read = new int[bits.length];
    for (int i = 0; i < bits.length; i++) {
      read[i] = paths.throughRegisters(bits[i]);
      NodeBit owner = owners.get(read[i]);
      if (owner != null) {
        read[i] = Objects.requireNonNull(cutBits.get(owner));
      }
    }
    return read;
  }

  private static void port(
      ObjectNode ports,
      String name,
      boolean input,
      int @org.jspecify.annotations.Nullable [] bits) {
    ObjectNode port = ports.putObject(name);
    port.put("direction", input ? "input" : "output");
    write(port.putArray("bits"), Objects.requireNonNull(bits));
  }

  private static void write(ArrayNode array, int[] bits) {
    for (int bit : bits) {
      switch (bit) {
        case WordNetlist.ZERO, REMOVED -> array.add("0");
        case WordNetlist.ONE -> array.add("1");
        case WordNetlist.UNDEFINED -> array.add("x");
        default -> array.add(bit);
      }
    }
  }
}
