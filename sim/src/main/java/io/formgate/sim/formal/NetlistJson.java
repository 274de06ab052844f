package io.formgate.sim.formal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;

/** A module of word-level cells as a text for yosys's {@code read_json}. */
final class NetlistJson {
  private final ObjectNode root = new ObjectMapper().createObjectNode();
  private final ObjectNode ports;
  private final ObjectNode cells;

  /** Begins a module without ports and cells. */
  NetlistJson(String name) {
    ObjectNode module = root.putObject("modules").putObject(name);
    ports = module.putObject("ports");
    cells = module.putObject("cells");
    module.putObject("netnames");
  }

  /** {@return a whole module; its ports have the names of the netlist's} */
  static String of(String name, WordNetlist netlist) {
    NetlistJson json = new NetlistJson(name);
    netlist.inputs().forEach((port, bits) -> json.port(port, true, bits));
    netlist.outputs().forEach((port, bits) -> json.port(port, false, bits));
    netlist.cells().forEach(cell -> json.cell(cell, bits -> bits));
    return json.text();
  }

  /** Adds a port. */
  void port(String name, boolean isInput, List<Integer> bits) {
    ObjectNode port = ports.putObject(name);
    port.put("direction", isInput ? "input" : "output");
    write(port.putArray("bits"), bits);
  }

  /**
   * Adds a cell.
   *
   * @param cell the cell
   * @param read what its inputs read instead
   */
  void cell(WordNetlist.Cell cell, UnaryOperator<List<Integer>> read) {
    ObjectNode written = cells.putObject("g" + cells.size());
    written.put("hide_name", 0);
    written.put("type", cell.type());
    written.set("parameters", cell.parameters());
    ObjectNode directions = written.putObject("port_directions");
    ObjectNode connections = written.putObject("connections");
    cell.inputs()
        .forEach((name, bits) -> {
          directions.put(name, "input");
          write(connections.putArray(name), read.apply(bits));
        });
    cell.outputs()
        .forEach((name, bits) -> {
          directions.put(name, "output");
          write(connections.putArray(name), bits);
        });
  }

  private static void write(ArrayNode array, List<Integer> bits) {
    for (int bit : bits) {
      switch (bit) {
        case WordNetlist.ZERO -> array.add("0");
        case WordNetlist.ONE -> array.add("1");
        case WordNetlist.UNDEFINED -> array.add("x");
        default -> array.add(bit);
      }
    }
  }

  /** {@return the text} */
  String text() {
    try {
      return new ObjectMapper().writeValueAsString(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
