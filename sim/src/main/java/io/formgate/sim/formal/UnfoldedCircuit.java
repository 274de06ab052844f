package io.formgate.sim.formal;

import io.formgate.datapath.Datapath;
import io.formgate.sim.Circuit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A circuit with shared multipliers as one vector finds it: a copy of the logic for each cycle of
 * its way, as far as outputs depend on it, with the registers between the copies taken for wires.
 *
 * <p>What registers say of turns in each of these cycles is {@linkplain TurnBits known}, so of each
 * choice between turns only the vector's own operand is there. Inputs of other cycles and what
 * registers hold in the first are inputs of their own, on which no output of a right circuit
 * depends.
 */
final class UnfoldedCircuit {
  private static final String OTHER_INPUTS = "the inputs of another cycle";
  private static final String BEFORE = "what a register holds before the vector comes";
  private static final String SELECT = "S";

  /** A net in a cycle. */
  private record At(int net, int cycle) {}

  /** A copy of a cell that is there, but for what its inputs read. */
  private record Copy(WordNetlist.Cell cell, int cycle, Map<String, List<Integer>> outputs) {}

  private final WordNetlist netlist;
  private final int latencyCycles;
  private final List<Map<Integer, Integer>> known;
  private final Map<Integer, WordNetlist.Cell> drivers;
  private final Map<Integer, String> ports = new HashMap<>();
  private final Map<At, Integer> copies = new HashMap<>();
  private final Deque<Copy> open = new ArrayDeque<>();
  private final List<Integer> otherInputs = new ArrayList<>();
  private final List<Integer> before = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int next;

  private UnfoldedCircuit(
      WordNetlist netlist, int latencyCycles, List<Map<Integer, Integer>> known) {
    this.netlist = netlist;
    this.latencyCycles = latencyCycles;
    this.known = known;
    this.drivers = netlist.drivers();
    this.next = netlist.firstUnused();
    netlist.inputs().forEach((name, bits) -> bits.forEach(bit -> ports.put(bit, name)));
  }

  /**
   * {@return a circuit without registers, with the ports of the one that it is made of}
   *
   * @param netlist the circuit, whose nets have one driver each
   * @param circuit its data ports
   * @param datapath what it computes
   * @param latencyCycles from inputs to outputs
   * @param known for each cycle of a vector's way what registers hold, by the net that each drives
   * @param problems gets why there is none
   */
  static WordNetlist of(
      WordNetlist netlist,
      Circuit circuit,
      Datapath datapath,
      int latencyCycles,
      List<Map<Integer, Integer>> known,
      List<String> problems) {
    UnfoldedCircuit unfolded = new UnfoldedCircuit(netlist, latencyCycles, known);
    WordNetlist made = unfolded.made(circuit, datapath);
    problems.addAll(unfolded.problems);
    return made;
  }

  private WordNetlist made(Circuit circuit, Datapath datapath) {
    Map<String, List<Integer>> outputs = new LinkedHashMap<>();
    for (Circuit.Port port : circuit.outputs()) {
      outputs.put(port.name(), bits(netlist.output(port.name()), latencyCycles));
    }
    outputs.put(RegisterPaths.VALID_OUT, netlist.input(RegisterPaths.VALID_IN));
    List<WordNetlist.Cell> cells = new ArrayList<>();
    while (!open.isEmpty()) {
      Copy copy = open.pop();
      WordNetlist.Cell cell = copy.cell();
      Map<String, List<Integer>> inputs = new LinkedHashMap<>();
      cell.inputs().forEach((port, bits) -> inputs.put(port, bits(bits, copy.cycle())));
      cells.add(new WordNetlist.Cell(cell.type(), cell.parameters(), inputs, copy.outputs()));
    }
    Map<String, List<Integer>> inputs = new LinkedHashMap<>(netlist.inputs());
    inputs.put(OTHER_INPUTS, otherInputs);
    inputs.put(BEFORE, before);
    return new WordNetlist(
        inputs,
        outputs,
        cells,
        UnfoldedNames.of(netlist.names(), latencyCycles, datapath, cells, this::seen));
  }

  private List<Integer> bits(List<Integer> bits, int cycle) {
    return bits.stream().map(bit -> copied(bit, cycle)).toList();
  }

  /** {@return the copy of a bit in a cycle, made now if nothing has read it yet} */
  private int copied(int net, int cycle) {
    At at = source(net, cycle);
    if (at.net() < WordNetlist.FIRST_NET) {
      return at.net();
    }
    Integer there = copies.get(at);
    if (there != null) {
      return there;
    }
    String port = ports.get(at.net());
    WordNetlist.Cell cell = drivers.get(at.net());
    if (port != null) {
      return kept(at, at.cycle() == 0 ? at.net() : free(otherInputs));
    }
    if (cell == null || RegisterPaths.isRegister(cell)) {
      return kept(at, cell == null ? next++ : free(before));
    }
    Map<String, List<Integer>> outputs = new LinkedHashMap<>();
    cell.outputs()
        .forEach((name, bits) -> {
          List<Integer> made = new ArrayList<>();
          bits.forEach(bit -> made.add(kept(new At(bit, at.cycle()), next++)));
          outputs.put(name, made);
        });
    open.push(new Copy(cell, at.cycle(), outputs));
    return Objects.requireNonNull(copies.get(at));
  }

  private int kept(At at, int copy) {
    copies.put(at, copy);
    return copy;
  }

  private int free(List<Integer> port) {
    port.add(next);
    return next++;
  }

  /**
   * {@return where a bit comes from: through registers to cycles before, and through choices that
   * are known; a constant if it is one}
   */
  private At source(int net, int cycle) {
    At at = new At(net, cycle);
    Set<At> seen = new HashSet<>();
    while (seen.add(at)) {
      WordNetlist.Cell cell = drivers.get(at.net());
      if (at.net() < WordNetlist.FIRST_NET) {
        return at;
      }
      if (RegisterPaths.RESET.equals(ports.get(at.net()))) {
        return new At(WordNetlist.ZERO, 0);
      }
      if (cell == null) {
        return at;
      }
      if (RegisterPaths.isRegister(cell)) {
        Integer value = known.get(at.cycle()).get(at.net());
        if (value != null) {
          return new At(value, 0);
        }
        if (at.cycle() == 0) {
          return at;
        }
        if (!RegisterPaths.isOfClock(cell, netlist.input(RegisterPaths.CLOCK))) {
          problems.add("a register has another clock or edge");
          return at;
        }
        at = new At(cell.input("D").getFirst(), at.cycle() - 1);
      } else if (cell.type().equals("$mux")) {
        int select = constant(cell.input(SELECT).getFirst(), at.cycle());
        if (select < 0) {
          return at;
        }
        int bit = cell.output("Y").indexOf(at.net());
        at = new At(cell.input(select == 0 ? "A" : "B").get(bit), at.cycle());
      } else {
        return at;
      }
    }
    fedBack();
    return new At(WordNetlist.ZERO, 0);
  }

  /** {@return the value of a bit that is one of registers about turns, or below 0} */
  private int constant(int net, int cycle) {
    int at = net;
    boolean isInverted = false;
    Set<Integer> seen = new HashSet<>();
    while (seen.add(at)) {
      WordNetlist.Cell cell = drivers.get(at);
      int value = at;
      if (at >= WordNetlist.FIRST_NET) {
        if (cell == null) {
          return -1;
        }
        if (RegisterPaths.isRegister(cell)) {
          value = known.get(cycle).getOrDefault(at, -1);
        } else if (RegisterPaths.isInverterOfOneBit(cell)) {
          isInverted = !isInverted;
          at = cell.input("A").getFirst();
          continue;
        } else {
          return -1;
        }
      }
      return value < 0 ? value : isInverted ? 1 - value : value;
    }
    fedBack();
    return -1;
  }

  private void fedBack() {
    problems.add("a value is fed back without a register");
  }

  /** {@return the copies of bits in a cycle; none if no output depends on any of them then} */
  private List<Integer> seen(List<Integer> bits, int cycle) {
    List<Integer> copies = new ArrayList<>();
    boolean isThere = false;
    for (int bit : bits) {
      At at = source(bit, cycle);
      if (at.net() < WordNetlist.FIRST_NET) {
        copies.add(at.net());
        continue;
      }
      Integer copy = this.copies.get(at);
      isThere |= copy != null;
      // A net that nothing drives is one that nothing reads.
      copies.add(copy == null ? next++ : copy);
    }
    return isThere ? copies : List.of();
  }
}
