package io.formgate.sim.formal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
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
 * @param inputs bits of the input ports by name, the lowest first
 * @param outputs bits of the output ports by name
 * @param cells all cells
 * @param names bits of named signals, ports among them
 */
record WordNetlist(
    Map<String, int[]> inputs,
    Map<String, int[]> outputs,
    List<Cell> cells,
    Map<String, int[]> names) {
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

  /**
   * A cell.
   *
   * @param type as yosys names it, such as {@code $add}
   * @param parameters as yosys wrote them
   * @param inputs bits of its inputs by port
   * @param outputs bits of its outputs by port
   */
  record Cell(
      String type, JsonNode parameters, Map<String, int[]> inputs, Map<String, int[]> outputs) {

    /** {@return the bits of an input} */
    int[] input(String port) {
      int[] bits = inputs.get(port);
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
    Map<String, int[]> inputs = new LinkedHashMap<>();
    Map<String, int[]> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> port : root.path("ports").properties()) {
      boolean isInput = port.getValue().path("direction").asText().equals("input");
      (isInput ? inputs : outputs).put(port.getKey(), bits(port.getValue().path("bits")));
    }
    List<Cell> cells = new ArrayList<>();
    for (JsonNode cell : root.path("cells")) {
      Map<String, int[]> in = new LinkedHashMap<>();
      Map<String, int[]> out = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> c : cell.path("connections").properties()) {
        boolean isInput = cell.path("port_directions").path(c.getKey()).asText().equals("input");
        (isInput ? in : out).put(c.getKey(), bits(c.getValue()));
      }
      addCell(new Cell(cell.path("type").asText(), cell.path("parameters"), in, out), cells);
    }
    Map<String, int[]> names = new HashMap<>();
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
    int[] d = cell.input("D");
    int[] q = Objects.requireNonNull(cell.outputs().get("Q"));
    for (int i = 0; i < q.length; i++) {
      cells.add(
          new Cell(
              REGISTER,
              cell.parameters(),
              Map.of("CLK", cell.input("CLK"), "D", new int[] {d[i]}),
              Map.of("Q", new int[] {q[i]})));
    }
  }

  private static int[] bits(JsonNode bits) {
    int[] numbers = new int[bits.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode bit = bits.get(i);
      numbers[i] =
          bit.isInt()
              ? bit.intValue()
              : switch (bit.asText()) {
                case "0" -> ZERO;
                case "1" -> ONE;
                default -> UNDEFINED;
              };
    }
    return numbers;
  }

  /** {@return the cell that drives each net, one of them where there are several} */
  Map<Integer, Cell> drivers() {
    Map<Integer, Cell> drivers = new HashMap<>();
    for (Cell cell : cells) {
      for (int[] bits : cell.outputs().values()) {
        for (int bit : bits) {
          drivers.put(bit, cell);
        }
      }
    }
    return drivers;
  }

  /** {@return the nets that more than one cell or input drives} */
  Set<Integer> contested() {
    Set<Integer> driven = new HashSet<>();
    Set<Integer> contested = new HashSet<>();
    List<int[]> sources = new ArrayList<>(inputs.values());
    cells.forEach(cell -> sources.addAll(cell.outputs().values()));
    for (int[] bits : sources) {
      for (int bit : bits) {
        if (!driven.add(bit)) {
          contested.add(bit);
        }
      }
    }
    return contested;
  }
}
