package io.formgate.sim.formal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The registers between {@code valid_in} and {@code valid_out}, and where each takes its value
 * from: {@code valid_in} or the one register before it.
 *
 * <p>Unlike those of data they are no wires. Reset acts on every one of them in one cycle, so what
 * each takes in has to be right whatever the registers hold.
 *
 * @param bits what the registers take in, in the order of the registers, and {@code valid_out} last
 * @param sources for each of these the register that it comes from, or {@link #VALID_IN}
 * @param registers outputs of the registers
 * @param logic the cells between them
 */
record ValidRanks(
    List<Integer> bits,
    List<Integer> sources,
    List<Integer> registers,
    List<WordNetlist.Cell> logic) {
  /** Stands for the input in place of a register. */
  static final int VALID_IN = -1;

  /** Copies the lists. */
  ValidRanks {
    bits = List.copyOf(bits);
    sources = List.copyOf(sources);
    registers = List.copyOf(registers);
    logic = List.copyOf(logic);
  }

  /**
   * {@return the registers of a circuit}
   *
   * @param netlist the circuit
   * @param cone all cells on the way to {@code valid_out}, which is without feedback
   * @param problems gets why they are no ranks of one bit
   */
  static ValidRanks of(WordNetlist netlist, Set<WordNetlist.Cell> cone, List<String> problems) {
    List<Integer> bits = new ArrayList<>();
    List<Integer> registers = new ArrayList<>();
    List<WordNetlist.Cell> logic = new ArrayList<>();
    for (WordNetlist.Cell cell : netlist.cells()) {
      if (cone.contains(cell)) {
        if (RegisterPaths.isRegister(cell)) {
          bits.add(cell.input("D").getFirst());
          registers.add(cell.output("Q").getFirst());
        } else {
          logic.add(cell);
        }
      }
    }
    bits.add(netlist.output(RegisterPaths.VALID_OUT).getFirst());
    Map<Integer, Integer> numbers = new HashMap<>();
    numbers.put(netlist.input(RegisterPaths.VALID_IN).getFirst(), VALID_IN);
    for (int i = 0; i < registers.size(); i++) {
      numbers.put(registers.get(i), i);
    }
    Map<Integer, WordNetlist.Cell> drivers = netlist.drivers();
    List<Integer> sources = new ArrayList<>();
    for (int bit : bits) {
      Set<Integer> before = before(bit, numbers, drivers);
      if (before.isEmpty()) {
        problems.add("valid_out depends on a register that valid_in does not reach");
      } else if (before.size() > 1) {
        problems.add("valid_out depends on " + before.size() + " valid bits at once");
      }
      sources.add(before.stream().findFirst().orElse(VALID_IN));
    }
    return new ValidRanks(bits, sources, registers, logic);
  }

  /** {@return the registers, or the input, that a bit depends on through logic alone} */
  private static Set<Integer> before(
      int start, Map<Integer, Integer> numbers, Map<Integer, WordNetlist.Cell> drivers) {
    Set<Integer> found = new HashSet<>();
    Set<WordNetlist.Cell> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Integer> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      int bit = open.pop();
      Integer number = numbers.get(bit);
      if (number != null) {
        found.add(number);
        continue;
      }
      // Constants and reset have no cell before them.
      WordNetlist.Cell cell = drivers.get(bit);
      if (cell != null && seen.add(cell)) {
        cell.inputs().values().forEach(open::addAll);
      }
    }
    return found;
  }

  /**
   * {@return the bit that a register or {@code valid_out} shall take in, in Verilog}
   *
   * @param bit its place in {@link #bits}
   * @param state the vector of what the registers hold
   */
  String expected(int bit, String state) {
    int source = sources.get(bit);
    String before = source == VALID_IN ? "valid_in" : state + "[" + source + "]";
    return bit < registers.size() ? before + " & ~reset" : before;
  }

  /**
   * {@return the logic once more, with registers that hold what they may, and what it computes for
   * each of {@link #bits}}
   *
   * @param state nets that stand for the registers
   * @param firstNet the lowest number that no net has
   */
  Copy copied(List<Integer> state, int firstNet) {
    Map<Integer, Integer> renamed = new HashMap<>();
    for (int i = 0; i < registers.size(); i++) {
      renamed.put(registers.get(i), state.get(i));
    }
    int next = firstNet;
    for (WordNetlist.Cell cell : logic) {
      for (List<Integer> port : cell.outputs().values()) {
        for (int bit : port) {
          renamed.put(bit, next++);
        }
      }
    }
    List<WordNetlist.Cell> cells = new ArrayList<>();
    for (WordNetlist.Cell cell : logic) {
      cells.add(
          new WordNetlist.Cell(
              cell.type(),
              cell.parameters(),
              renamed(cell.inputs(), renamed),
              renamed(cell.outputs(), renamed)));
    }
    return new Copy(cells, renamed(bits, renamed));
  }

  private static Map<String, List<Integer>> renamed(
      Map<String, List<Integer>> ports, Map<Integer, Integer> names) {
    Map<String, List<Integer>> renamed = new HashMap<>();
    ports.forEach((name, bits) -> renamed.put(name, renamed(bits, names)));
    return renamed;
  }

  private static List<Integer> renamed(List<Integer> bits, Map<Integer, Integer> names) {
    return bits.stream().map(bit -> Objects.requireNonNull(names.getOrDefault(bit, bit))).toList();
  }

  /**
   * Logic between registers.
   *
   * @param cells its cells
   * @param bits what it computes
   */
  record Copy(List<WordNetlist.Cell> cells, List<Integer> bits) {
    /** Copies the lists. */
    Copy {
      cells = List.copyOf(cells);
      bits = List.copyOf(bits);
    }
  }
}
