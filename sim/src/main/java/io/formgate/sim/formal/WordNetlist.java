package io.formgate.sim.formal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A flat circuit of yosys's word-level cells.
 *
 * <p>A bit is the number of a net, from 2 on, or {@link #ZERO}, {@link #ONE} or {@link #UNDEFINED}.
 *
 * @param inputs bits of the input ports by name, the lowest first; a port of both directions is
 *     among these and among the outputs
 * @param outputs bits of the output ports by name
 * @param cells all cells
 * @param names bits of named signals, ports among them
 */
record WordNetlist(
    Map<String, List<Integer>> inputs,
    Map<String, List<Integer>> outputs,
    List<Cell> cells,
    Map<String, List<Integer>> names) {
  /** A bit that is always 0. */
  static final int ZERO = 0;

  /** A bit that is always 1. */
  static final int ONE = 1;

  /** A bit without a value. */
  static final int UNDEFINED = -1;

  /** Type of a register without enable, reset or initial value, in ports CLK, D and Q. */
  static final String REGISTER = "$dff";

  /** The lowest number of a net. */
  static final int FIRST_NET = 2;

  /** Copies lists and maps. */
  WordNetlist {
    inputs = copied(inputs);
    outputs = copied(outputs);
    cells = List.copyOf(cells);
    names = copied(names);
  }

  /** {@return a map that nobody can change, in the order of the one that it copies} */
  private static Map<String, List<Integer>> copied(Map<String, List<Integer>> ports) {
    Map<String, List<Integer>> copy = new LinkedHashMap<>();
    ports.forEach((name, bits) -> copy.put(name, List.copyOf(bits)));
    return Collections.unmodifiableMap(copy);
  }

  /** {@return the bits of an input port that is there} */
  List<Integer> input(String port) {
    return Objects.requireNonNull(inputs.get(port));
  }

  /** {@return the bits of an output port that is there} */
  List<Integer> output(String port) {
    return Objects.requireNonNull(outputs.get(port));
  }

  /**
   * A cell.
   *
   * @param type as yosys names it, such as {@code $add}
   * @param parameters as yosys wrote them, as JSON; nobody changes them
   * @param inputs bits of its inputs by port
   * @param outputs bits of its outputs by port
   */
  record Cell(
      String type,
      JsonNode parameters,
      Map<String, List<Integer>> inputs,
      Map<String, List<Integer>> outputs) {
    /** Copies the maps. */
    Cell {
      inputs = copied(inputs);
      outputs = copied(outputs);
    }

    /** {@return the bits of an input} */
    List<Integer> input(String port) {
      return bits(inputs, port);
    }

    /** {@return the bits of an output} */
    List<Integer> output(String port) {
      return bits(outputs, port);
    }

    private List<Integer> bits(Map<String, List<Integer>> ports, String port) {
      List<Integer> bits = ports.get(port);
      if (bits == null) {
        throw new IllegalStateException(type + " without " + port);
      }
      return bits;
    }

    /** {@return the value of a parameter that is a number} */
    int number(String parameter) {
      return Integer.parseUnsignedInt(parameters.path(parameter).asText(), 2);
    }
  }

  /**
   * {@return the circuit of a file of yosys's {@code write_json}}
   *
   * @param json the text
   * @param module its only module
   */
  static WordNetlist parse(String json, String module) throws IOException {
    JsonNode root = new ObjectMapper().readTree(json).path("modules").path(module);
    if (!root.isObject()) {
      throw new IllegalStateException("yosys wrote no module " + module);
    }
    Map<String, List<Integer>> inputs = new LinkedHashMap<>();
    Map<String, List<Integer>> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> port : root.path("ports").properties()) {
      String direction = port.getValue().path("direction").asText();
      List<Integer> bits = bits(port.getValue().path("bits"));
      if (!direction.equals("output")) {
        inputs.put(port.getKey(), bits);
      }
      if (!direction.equals("input")) {
        outputs.put(port.getKey(), bits);
      }
    }
    List<Cell> cells = new ArrayList<>();
    for (JsonNode cell : root.path("cells")) {
      Map<String, List<Integer>> in = new LinkedHashMap<>();
      Map<String, List<Integer>> out = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> c : cell.path("connections").properties()) {
        boolean isInput = cell.path("port_directions").path(c.getKey()).asText().equals("input");
        (isInput ? in : out).put(c.getKey(), bits(c.getValue()));
      }
      addCell(new Cell(cell.path("type").asText(), cell.path("parameters"), in, out), cells);
    }
    Map<String, List<Integer>> names = new HashMap<>();
    for (Map.Entry<String, JsonNode> name : root.path("netnames").properties()) {
      names.put(name.getKey(), bits(name.getValue().path("bits")));
    }
    return new WordNetlist(inputs, outputs, cells, names);
  }

  /** Adds a cell; a register as one for every bit, since its bits may stand behind each other. */
  private static void addCell(Cell cell, List<Cell> cells) {
    if (!cell.type().equals(REGISTER)) {
      cells.add(cell);
      return;
    }
    List<Integer> d = cell.input("D");
    List<Integer> q = cell.output("Q");
    for (int i = 0; i < q.size(); i++) {
      cells.add(
          new Cell(
              REGISTER,
              cell.parameters(),
              Map.of("CLK", cell.input("CLK"), "D", List.of(d.get(i))),
              Map.of("Q", List.of(q.get(i)))));
    }
  }

  private static List<Integer> bits(JsonNode bits) {
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode bit : bits) {
      numbers.add(
          bit.isInt()
              ? bit.intValue()
              : switch (bit.asText()) {
                case "0" -> ZERO;
                case "1" -> ONE;
                default -> UNDEFINED;
              });
    }
    return numbers;
  }

  /** {@return the cell that drives each net, one of them where there are several} */
  Map<Integer, Cell> drivers() {
    Map<Integer, Cell> drivers = new HashMap<>();
    for (Cell cell : cells) {
      for (List<Integer> bits : cell.outputs().values()) {
        for (int bit : bits) {
          drivers.put(bit, cell);
        }
      }
    }
    return drivers;
  }

  /** {@return the lowest number from which on no net has one} */
  int firstUnused() {
    List<List<Integer>> all = new ArrayList<>(names.values());
    all.addAll(inputs.values());
    all.addAll(outputs.values());
    for (Cell cell : cells) {
      all.addAll(cell.inputs().values());
      all.addAll(cell.outputs().values());
    }
    int next = FIRST_NET;
    for (List<Integer> bits : all) {
      for (int bit : bits) {
        next = Math.max(next, bit + 1);
      }
    }
    return next;
  }

  /**
   * {@return the nets that more than one cell or input drives, and the constants that one does; two
   * inputs that are tied to each other are one net}
   */
  Set<Integer> contested() {
    Set<Integer> driven = new HashSet<>(List.of(ZERO, ONE));
    Set<Integer> contested = new HashSet<>();
    List<List<Integer>> sources = new ArrayList<>(inputs.values());
    cells.forEach(cell -> sources.addAll(cell.outputs().values()));
    for (List<Integer> bits : sources) {
      for (int bit : bits) {
        // What is undefined as an output of a cell is not connected.
        if (bit != UNDEFINED && !driven.add(bit)) {
          contested.add(bit);
        }
      }
    }
    return contested;
  }
}
