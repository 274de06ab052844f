package io.formgate.sim.formal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The registers of a circuit with shared multipliers that do not depend on data: the valid bit of
 * each rank, and those that say whose turn it is.
 *
 * <p>What has to hold of them is shown by induction over cycles, from one with reset on. The valid
 * bits hold: they move on by a rank each cycle, and {@code valid_in} gets into the first only if
 * those of the interval before are clear, so no two vectors are ever nearer to each other than the
 * interval. So in each cycle of a vector's way the valid bits near its rank are known, and every
 * other register of these is asked for what it holds then.
 *
 * @param step one cycle of these registers
 * @param ranks for each rank from 1 on the place of its register in the step
 * @param latencyCycles rank of {@code valid_out}
 * @param interval fewest cycles between two vectors
 */
record TurnBits(StepNetlist step, List<Integer> ranks, int latencyCycles, int interval) {
  /** Name of the module with the questions. */
  static final String MODULE = "turns";

  /** Is 1 where the valid bits are wrong, or nearer to each other than the interval. */
  static final String WRONG = "wrong";

  private static final String SHOWN = "shown";

  /** Copies the list. */
  TurnBits {
    ranks = List.copyOf(ranks);
  }

  /**
   * {@return the registers; without ranks if they are not those of such a circuit}
   *
   * @param netlist the circuit, whose nets have one driver each
   * @param data names of its data inputs
   * @param latencyCycles promised ranks
   * @param interval fewest cycles between two vectors
   * @param problems gets why they are not
   */
  static TurnBits of(
      WordNetlist netlist,
      Set<String> data,
      int latencyCycles,
      int interval,
      List<String> problems) {
    List<WordNetlist.Cell> registers = withoutData(netlist, data);
    Map<String, List<Integer>> inputs = new LinkedHashMap<>();
    inputs.put(RegisterPaths.VALID_IN, netlist.input(RegisterPaths.VALID_IN));
    inputs.put(RegisterPaths.RESET, netlist.input(RegisterPaths.RESET));
    StepNetlist step =
        StepNetlist.of(
            netlist,
            netlist.input(RegisterPaths.CLOCK),
            registers,
            inputs,
            Map.of(SHOWN, netlist.output(RegisterPaths.VALID_OUT)),
            problems);
    if (step.anyBits() > 0) {
      problems.add("a register that no data lead to depends on a bit that has no value");
    }
    List<Integer> ranks = new Chain(netlist, registers).ranks(latencyCycles, interval, problems);
    return new TurnBits(step, ranks, latencyCycles, interval);
  }

  /** {@return the registers to which no way leads from data} */
  private static List<WordNetlist.Cell> withoutData(WordNetlist netlist, Set<String> data) {
    Map<Integer, List<WordNetlist.Cell>> readers = new HashMap<>();
    for (WordNetlist.Cell cell : netlist.cells()) {
      for (int bit : RegisterPaths.operands(cell)) {
        readers.computeIfAbsent(bit, _ -> new ArrayList<>()).add(cell);
      }
    }
    Set<WordNetlist.Cell> reached = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Integer> open = new ArrayDeque<>();
    data.forEach(port -> open.addAll(netlist.input(port)));
    while (!open.isEmpty()) {
      for (WordNetlist.Cell reader : readers.getOrDefault(open.pop(), List.of())) {
        if (reached.add(reader)) {
          reader.outputs().values().forEach(open::addAll);
        }
      }
    }
    return netlist.cells().stream()
        .filter(cell -> RegisterPaths.isRegister(cell) && !reached.contains(cell))
        .toList();
  }

  /** Finds the ranks from what each register takes its value from. */
  private static final class Chain {
    private static final int VALID_IN = -1;

    private final WordNetlist netlist;
    private final List<WordNetlist.Cell> registers;
    private final Map<Integer, WordNetlist.Cell> drivers;
    private final Map<Integer, Integer> numbers = new HashMap<>();

    Chain(WordNetlist netlist, List<WordNetlist.Cell> registers) {
      this.netlist = netlist;
      this.registers = registers;
      this.drivers = netlist.drivers();
      numbers.put(netlist.input(RegisterPaths.VALID_IN).getFirst(), VALID_IN);
      for (int i = 0; i < registers.size(); i++) {
        numbers.put(registers.get(i).output("Q").getFirst(), i);
      }
    }

    List<Integer> ranks(int latencyCycles, int interval, List<String> problems) {
      List<Integer> ranks = new ArrayList<>();
      Integer last = numbers.get(netlist.output(RegisterPaths.VALID_OUT).getFirst());
      if (last == null || last == VALID_IN) {
        problems.add("valid_out is no register that valid_in alone leads to");
        return List.of();
      }
      ranks.add(last);
      Set<Integer> before = before(last);
      while (!before.contains(VALID_IN) && ranks.size() <= latencyCycles) {
        if (before.size() != 1) {
          problems.add("valid_out depends on " + before.size() + " valid bits at once");
          return List.of();
        }
        ranks.addFirst(before.iterator().next());
        before = before(ranks.getFirst());
      }
      if (ranks.size() != latencyCycles) {
        problems.add(
            "the latency is %s, and valid_out has %s on its way from valid_in"
                .formatted(
                    FormalReport.counted(latencyCycles, "cycle"),
                    ranks.size() > latencyCycles
                        ? "more registers"
                        : FormalReport.counted(ranks.size(), "register")));
        return List.of();
      }
      // The first rank reads those behind the last that tell of vectors before.
      while (ranks.size() < interval - 1) {
        Set<Integer> wanted = Set.of(ranks.getLast());
        Integer next =
            before.stream()
                .filter(r -> r != VALID_IN && !ranks.contains(r) && before(r).equals(wanted))
                .findFirst()
                .orElse(null);
        if (next == null) {
          problems.add(
              "a vector is not kept from one that came " + (ranks.size() + 1) + " cycles before");
          return List.of();
        }
        ranks.add(next);
      }
      return ranks;
    }

    /** {@return the registers, or the input, that one takes its value from} */
    private Set<Integer> before(int register) {
      Set<Integer> found = new TreeSet<>();
      Set<Integer> seen = new HashSet<>();
      Deque<Integer> open = new ArrayDeque<>(registers.get(register).input("D"));
      while (!open.isEmpty()) {
        int bit = open.pop();
        Integer number = numbers.get(bit);
        WordNetlist.Cell cell = drivers.get(bit);
        if (number != null) {
          found.add(number);
        } else if (seen.add(bit) && cell != null && !RegisterPaths.isRegister(cell)) {
          open.addAll(RegisterPaths.operands(cell));
        }
      }
      return found;
    }
  }

  /** {@return the places of the registers that are no rank's} */
  List<Integer> turns() {
    List<Integer> turns = new ArrayList<>();
    for (int i = 0; i < step.registers().size(); i++) {
      if (!ranks.contains(i)) {
        turns.add(i);
      }
    }
    return turns;
  }

  /** {@return the question whether a register can be a value when a vector is in a rank} */
  private static String canBe(int register, int rank, int value) {
    return "r" + register + "_" + rank + "_" + value;
  }

  /** {@return all questions} */
  List<Solver.Question> questions() {
    List<Solver.Question> questions = new ArrayList<>();
    questions.add(new Solver.Question(WRONG, List.of()));
    for (int turn : turns()) {
      for (int rank = 0; rank <= latencyCycles; rank++) {
        questions.add(new Solver.Question(canBe(turn, rank, 0), List.of()));
        questions.add(new Solver.Question(canBe(turn, rank, 1), List.of()));
      }
    }
    return questions;
  }

  /**
   * {@return what each register, by the net that it drives, holds in the cycle in which a vector is
   * in a rank; nothing for one that may hold either, or of which the solver does not know}
   *
   * @param answers to {@link #questions}
   * @param rank from 0, in the cycle in which the vector comes in
   */
  Map<Integer, Integer> known(Map<String, Solver.Answer> answers, int rank) {
    Map<Integer, Integer> known = new HashMap<>();
    for (int k = 1; k <= ranks.size(); k++) {
      if (Math.abs(k - rank) < interval) {
        known.put(net(ranks.get(k - 1)), k == rank ? 1 : 0);
      }
    }
    for (int turn : turns()) {
      boolean zero = never(answers, canBe(turn, rank, 1));
      boolean one = never(answers, canBe(turn, rank, 0));
      if (zero && one) {
        throw new IllegalStateException("no vector is ever in rank " + rank);
      }
      if (zero || one) {
        known.put(net(turn), one ? 1 : 0);
      }
    }
    return known;
  }

  private int net(int register) {
    return step.registers().get(register).output("Q").getFirst();
  }

  private static boolean never(Map<String, Solver.Answer> answers, String question) {
    return Objects.requireNonNull(answers.get(question)) instanceof Solver.Answer.Never;
  }

  /** {@return the module with the questions, in Verilog} */
  String text() {
    int bits = step.registers().size();
    int length = ranks.size();
    StringBuilder out = new StringBuilder("module " + MODULE + "(\n  input valid_in,\n");
    out.append("  input reset,\n  input [" + (bits - 1) + ":0] q");
    questions().forEach(question -> out.append(",\n  output " + question.bit()));
    out.append("\n);\n  wire [" + (bits - 1) + ":0] d;\n  wire shown;\n");
    out.append("  " + StepNetlist.MODULE + " step (.valid_in(valid_in), .reset(reset)");
    out.append(", .q(q), .d(d), .shown(shown));\n");
    List<String> held = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    for (int rank : ranks) {
      held.addFirst("q[" + rank + "]");
      taken.addFirst("d[" + rank + "]");
    }
    String range = "[" + length + ":1] ";
    out.append("  wire " + range + "held = {" + String.join(", ", held) + "};\n");
    out.append("  wire " + range + "taken = {" + String.join(", ", taken) + "};\n");
    String lately = "[" + (interval - 1) + ":1]";
    out.append("  wire accepted = valid_in & ~(|held" + lately + ");\n");
    out.append("  wire " + range + "moved = reset ? " + length + "'d0 : {");
    out.append(length == 1 ? "" : "held[" + (length - 1) + ":1], ").append("accepted};\n");
    out.append("  wire assumed = reset | " + spaced("held", length) + ";\n");
    out.append("  assign " + WRONG + " = shown != held[" + latencyCycles + "] | assumed & ");
    out.append("(taken != moved | ~(" + spaced("taken", length) + "));\n");
    for (int turn : turns()) {
      for (int rank = 0; rank <= latencyCycles; rank++) {
        String there = rank == 0 ? "~(|taken" + lately + ")" : "taken[" + rank + "]";
        for (int value = 0; value <= 1; value++) {
          out.append("  assign " + canBe(turn, rank, value) + " = assumed & " + there);
          out.append(" & d[" + turn + "] == 1'b" + value + ";\n");
        }
      }
    }
    return out.append("endmodule\n").toString();
  }

  /** {@return that no two bits are nearer to each other than the interval} */
  private String spaced(String bits, int length) {
    List<String> parts = new ArrayList<>();
    for (int i = 1; i <= length; i++) {
      for (int k = i + 1; k <= length && k - i < interval; k++) {
        parts.add("~(" + bits + "[" + i + "] & " + bits + "[" + k + "])");
      }
    }
    return parts.isEmpty() ? "1'b1" : "(" + String.join(" & ", parts) + ")";
  }
}
