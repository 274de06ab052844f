package io.formgate.sim.formal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a circuit does in one cycle: its logic with registers as inputs, what they hold, and as
 * outputs, what they take in.
 *
 * @param netlist the logic; its ports are those that were asked for, {@link #STATE}, {@link #NEXT}
 *     and {@link #ANY}
 * @param registers one for each bit of these two ports, the lowest first
 */
record StepNetlist(WordNetlist netlist, List<WordNetlist.Cell> registers) {
  /** Name of the module. */
  static final String MODULE = "step";

  /** Port of what the registers hold. */
  static final String STATE = "q";

  /** Port of what they take in. */
  static final String NEXT = "d";

  /** Port of the bits that have no value: what is shown is shown for any. */
  static final String ANY = "u";

  /** Copies the list. */
  StepNetlist {
    registers = List.copyOf(registers);
  }

  /**
   * {@return one cycle of a circuit whose nets have one driver each}
   *
   * <p>A bit without a value, as a memory has it where nothing is written or read, is an input of
   * its own wherever it is read.
   *
   * @param circuit the circuit
   * @param clock bit of its clock
   * @param registers those that count
   * @param inputs more nets that are inputs, by port
   * @param outputs nets that are outputs, by port
   * @param problems gets why it is none
   */
  static StepNetlist of(
      WordNetlist circuit,
      List<Integer> clock,
      List<WordNetlist.Cell> registers,
      Map<String, List<Integer>> inputs,
      Map<String, List<Integer>> outputs,
      List<String> problems) {
    List<Integer> state = new ArrayList<>();
    List<Integer> next = new ArrayList<>();
    for (WordNetlist.Cell register : registers) {
      if (!RegisterPaths.isOfClock(register, clock)) {
        problems.add("a register has another clock or edge");
      }
      state.add(register.output("Q").getFirst());
      next.add(register.input("D").getFirst());
    }
    Map<String, List<Integer>> in = new LinkedHashMap<>(inputs);
    Map<String, List<Integer>> out = new LinkedHashMap<>(outputs);
    if (!state.isEmpty()) {
      in.put(STATE, state);
      out.put(NEXT, next);
    }
    for (List<Integer> bits : out.values()) {
      if (bits.contains(WordNetlist.UNDEFINED)) {
        problems.add("a bit has no value");
      }
    }
    Set<Integer> given = new HashSet<>();
    in.values().forEach(given::addAll);
    Cone cone = new Cone(circuit.drivers(), given);
    out.values().forEach(bits -> cone.visit(bits, problems));
    List<Integer> any = new ArrayList<>(cone.undriven);
    int free = circuit.firstUnused();
    List<WordNetlist.Cell> cells = new ArrayList<>();
    for (WordNetlist.Cell cell : circuit.cells()) {
      if (cone.done.contains(cell)) {
        Map<String, List<Integer>> read = new LinkedHashMap<>();
        for (Map.Entry<String, List<Integer>> port : cell.inputs().entrySet()) {
          List<Integer> bits = new ArrayList<>(port.getValue());
          for (int i = 0; i < bits.size(); i++) {
            if (bits.get(i) == WordNetlist.UNDEFINED) {
              any.add(free);
              bits.set(i, free++);
            }
          }
          read.put(port.getKey(), bits);
        }
        cells.add(new WordNetlist.Cell(cell.type(), cell.parameters(), read, cell.outputs()));
      }
    }
    if (!any.isEmpty()) {
      in.put(ANY, any);
    }
    return new StepNetlist(new WordNetlist(in, out, cells, Map.of()), registers);
  }

  /** The logic before some bits: known cells without feedback. */
  private static final class Cone {
    private final Map<Integer, WordNetlist.Cell> drivers;
    private final Set<Integer> given;
    private final Set<WordNetlist.Cell> done = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Integer, String> said = new HashMap<>();
    private final Set<Integer> undriven = new LinkedHashSet<>();

    Cone(Map<Integer, WordNetlist.Cell> drivers, Set<Integer> given) {
      this.drivers = drivers;
      this.given = given;
    }

    void visit(Collection<Integer> start, List<String> problems) {
      Set<WordNetlist.Cell> open = Collections.newSetFromMap(new IdentityHashMap<>());
      List<WordNetlist.Cell> stack = new ArrayList<>();
      start.forEach(bit -> enter(bit, open, stack));
      while (!stack.isEmpty()) {
        WordNetlist.Cell cell = stack.getLast();
        if (done.contains(cell)) {
          stack.removeLast();
        } else if (open.add(cell)) {
          RegisterPaths.operands(cell).forEach(bit -> enter(bit, open, stack));
        } else {
          stack.removeLast();
          done.add(cell);
        }
      }
      said.values().stream().sorted().distinct().forEach(problems::add);
    }

    private void enter(int bit, Set<WordNetlist.Cell> open, List<WordNetlist.Cell> stack) {
      if (bit == WordNetlist.ZERO || bit == WordNetlist.ONE || given.contains(bit)) {
        return;
      }
      WordNetlist.Cell cell = drivers.get(bit);
      if (bit == WordNetlist.UNDEFINED) {
        return;
      }
      if (cell == null) {
        undriven.add(bit);
      } else if (done.contains(cell)) {
        return;
      } else if (open.contains(cell)) {
        said.put(bit, "a value is fed back without a register");
      } else if (!RegisterPaths.isLogic(cell)) {
        said.put(bit, "a cell is neither logic nor a register of the clock: " + cell.type());
      } else {
        stack.add(cell);
      }
    }
  }

  /** {@return the bits that have no value} */
  int anyBits() {
    return netlist.inputs().getOrDefault(ANY, List.of()).size();
  }

  /** {@return the module for yosys} */
  String json() {
    return NetlistJson.of(MODULE, netlist);
  }
}
