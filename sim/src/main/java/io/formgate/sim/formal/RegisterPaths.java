package io.formgate.sim.formal;

import io.formgate.sim.Circuit;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a circuit is a pipeline: without feedback, all its registers plain ones of the one clock,
 * and as many of them on every way from an input to an output as its latency has cycles, and no
 * more on a way from a constant.
 *
 * <p>Of such a circuit every output is, whatever the registers begin with, a function of the inputs
 * of the one cycle that lies the latency before: the function that is left when each register is
 * taken for a wire. Of cells that no output depends on the same is asked but for the number of
 * registers, because the solver is asked about nodes there too, and what contradicts itself would
 * prove all else.
 */
final class RegisterPaths {
  /** Port of the clock. */
  static final String CLOCK = "clock";

  /** Port of the reset. */
  static final String RESET = "reset";

  /** Port of the valid bit of the inputs. */
  static final String VALID_IN = "valid_in";

  /** Port of the valid bit of the outputs. */
  static final String VALID_OUT = "valid_out";

  /** Cells whose outputs depend on nothing but the present values of their inputs. */
  private static final Set<String> LOGIC =
      Set.of(
          ("$not $pos $neg $and $or $xor $xnor $reduce_and $reduce_or $reduce_xor $reduce_xnor"
                  + " $reduce_bool $logic_not $logic_and $logic_or $shl $shr $sshl $sshr $lt $le"
                  + " $eq $ne $ge $gt $add $sub $mul $mux $bmux $shiftx")
              .split(" "));

  private static final int MOST_PROBLEMS = 8;

  /**
   * Registers before a bit.
   *
   * @param least on the way with the fewest; {@link Integer#MAX_VALUE} if no input leads there
   * @param most on the way from an input with the most; below 0 if no input leads there
   * @param longest on the way with the most, also from a constant: so many cycles pass until what
   *     they begin with is gone
   */
  private record Ranks(int least, int most, int longest) {
    static final Ranks NONE = new Ranks(Integer.MAX_VALUE, -1, 0);
    static final Ranks INPUT = new Ranks(0, 0, 0);

    Ranks or(Ranks o) {
      return new Ranks(
          Math.min(least, o.least), Math.max(most, o.most), Math.max(longest, o.longest));
    }

    Ranks behindRegister() {
      return most < 0
          ? new Ranks(least, most, longest + 1)
          : new Ranks(least + 1, most + 1, longest + 1);
    }
  }

  private final WordNetlist netlist;
  private final Circuit circuit;
  private final int latencyCycles;
  private final Map<Integer, WordNetlist.Cell> drivers;
  private final Map<Integer, String> inputNames = new HashMap<>();
  private final IdentityHashMap<WordNetlist.Cell, Ranks> ranks = new IdentityHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private @Nullable ValidRanks valid;

  private RegisterPaths(WordNetlist netlist, Circuit circuit, int latencyCycles) {
    this.netlist = netlist;
    this.circuit = circuit;
    this.latencyCycles = latencyCycles;
    this.drivers = netlist.drivers();
    netlist
        .inputs()
        .forEach((name, bits) -> {
          for (int bit : bits) {
            inputNames.put(bit, name);
          }
        });
  }

  /**
   * {@return the paths of a circuit}
   *
   * @param netlist the circuit
   * @param circuit its data ports
   * @param latencyCycles registers that each path shall have
   */
  static RegisterPaths of(WordNetlist netlist, Circuit circuit, int latencyCycles) {
    RegisterPaths paths = new RegisterPaths(netlist, circuit, latencyCycles);
    if (paths.portsAreThere() && paths.netsHaveOneDriver()) {
      Set<String> data = new HashSet<>();
      circuit.inputs().forEach(port -> data.add(port.name()));
      for (Circuit.Port output : circuit.outputs()) {
        paths.check(output.name(), data);
      }
      paths.check(VALID_OUT, Set.of(VALID_IN, RESET));
      if (paths.problems.isEmpty()) {
        paths.checkTheRest();
      }
    }
    return paths;
  }

  /** {@return what is wrong with ports and drivers of a circuit; empty if nothing is} */
  static List<String> malformed(WordNetlist netlist, Circuit circuit) {
    RegisterPaths paths = new RegisterPaths(netlist, circuit, 0);
    boolean _ = paths.portsAreThere() && paths.netsHaveOneDriver();
    return paths.problems();
  }

  /** {@return why it is no pipeline; empty if it is one} */
  List<String> problems() {
    return problems.stream().distinct().limit(MOST_PROBLEMS).toList();
  }

  /** {@return the registers of the valid bit of a circuit without problems} */
  ValidRanks valid() {
    return Objects.requireNonNull(valid);
  }

  /**
   * {@return a bit with all registers before it taken for wires, and without inverting it twice, as
   * tables do with their index}
   */
  int throughRegisters(int bit) {
    int at = bit;
    while (true) {
      WordNetlist.Cell cell = drivers.get(at);
      if (cell != null && isRegister(cell)) {
        at = before(cell, at, "Q", "D");
        continue;
      }
      int inverted = inverted(at);
      int again = inverted < 0 ? inverted : inverted(throughRegisters(inverted));
      if (again < 0) {
        return at;
      }
      at = again;
    }
  }

  /** {@return whether a bit is a constant, an input, or the output of a cell} */
  boolean isDriven(int bit) {
    return bit == WordNetlist.ZERO
        || bit == WordNetlist.ONE
        || inputNames.containsKey(bit)
        || drivers.containsKey(bit);
  }

  /** {@return the bit that an inverter has before it; below 0 if the bit comes from no inverter} */
  private int inverted(int bit) {
    WordNetlist.Cell cell = drivers.get(bit);
    boolean isInverter =
        cell != null
            && cell.type().equals("$not")
            && cell.number("A_WIDTH") == cell.number("Y_WIDTH");
    return isInverter ? before(Objects.requireNonNull(cell), bit, "Y", "A") : -1;
  }

  /** {@return whether a cell is a register} */
  static boolean isRegister(WordNetlist.Cell cell) {
    return cell.type().equals(WordNetlist.REGISTER);
  }

  private static int before(WordNetlist.Cell cell, int bit, String output, String input) {
    int at = cell.output(output).indexOf(bit);
    if (at < 0) {
      throw new IllegalStateException(cell.type() + " does not drive its output");
    }
    return cell.input(input).get(at);
  }

  private boolean portsAreThere() {
    for (Circuit.Port port : circuit.inputs()) {
      requirePort(netlist.inputs(), port.name(), port.widthBits());
    }
    for (Circuit.Port port : circuit.outputs()) {
      requirePort(netlist.outputs(), port.name(), port.widthBits());
    }
    requirePort(netlist.inputs(), CLOCK, 1);
    requirePort(netlist.inputs(), RESET, 1);
    requirePort(netlist.inputs(), VALID_IN, 1);
    requirePort(netlist.outputs(), VALID_OUT, 1);
    return problems.isEmpty();
  }

  private void requirePort(Map<String, List<Integer>> ports, String name, int widthBits) {
    List<Integer> bits = ports.get(name);
    if (bits == null || bits.size() != widthBits) {
      problems.add("port " + name + " of " + widthBits + " bits is not there");
    }
  }

  private boolean netsHaveOneDriver() {
    netlist
        .inputs()
        .forEach((name, bits) -> {
          if (bits.stream().anyMatch(bit -> bit < WordNetlist.FIRST_NET)) {
            problems.add("input " + name + " has a bit that is a constant");
          }
        });
    Set<Integer> contested = netlist.contested();
    new TreeMap<>(netlist.names())
        .forEach((name, bits) -> {
          if (bits.stream().anyMatch(contested::contains)) {
            problems.add(name + " has a bit with two drivers");
          }
        });
    if (problems.isEmpty() && !contested.isEmpty()) {
      problems.add("a bit has two drivers");
    }
    return problems.isEmpty();
  }

  private void check(String output, Set<String> sources) {
    List<Integer> bits = netlist.output(output);
    Set<WordNetlist.Cell> cone = Collections.newSetFromMap(new IdentityHashMap<>());
    Ranks all = Ranks.NONE;
    for (int bit : bits) {
      if (!visit(bit, output, sources, cone)) {
        return;
      }
      all = all.or(of(bit));
    }
    if (all.most() >= 0 && (all.least() != latencyCycles || all.most() != latencyCycles)) {
      problems.add(
          "the latency is %s, and %s has %s on a way from %s and %d on one from %s"
              .formatted(
                  FormalReport.counted(latencyCycles, "cycle"),
                  output,
                  FormalReport.counted(all.least(), "register"),
                  source(bits, all.least(), true),
                  all.most(),
                  source(bits, all.most(), false)));
    } else if (output.equals(VALID_OUT)) {
      if (all.most() < 0) {
        problems.add("valid_out does not depend on valid_in");
      } else {
        valid = ValidRanks.of(netlist, cone, problems);
      }
    } else if (all.longest() > latencyCycles) {
      problems.add(
          "the latency is %s, and %s has %s on a way from a constant"
              .formatted(
                  FormalReport.counted(latencyCycles, "cycle"),
                  output,
                  FormalReport.counted(all.longest(), "register")));
    }
  }

  /** Looks at what no output depends on. */
  private void checkTheRest() {
    Set<WordNetlist.Cell> done = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<String> any = netlist.inputs().keySet();
    for (WordNetlist.Cell cell : netlist.cells()) {
      for (List<Integer> bits : cell.outputs().values()) {
        for (int bit : bits) {
          if (bit != WordNetlist.UNDEFINED && !visit(bit, "a signal that is kept", any, done)) {
            return;
          }
        }
      }
    }
  }

  private Ranks of(int bit) {
    String input = inputNames.get(bit);
    if (input != null) {
      return input.equals(RESET) ? Ranks.NONE : Ranks.INPUT;
    }
    WordNetlist.Cell cell = drivers.get(bit);
    return cell == null ? Ranks.NONE : ranks.getOrDefault(cell, Ranks.NONE);
  }

  /**
   * Goes through all that a bit depends on, operands before their users, and finds out the ranks.
   *
   * @return false if something there is no pipeline's
   */
  private boolean visit(int start, String output, Set<String> sources, Set<WordNetlist.Cell> cone) {
    Set<WordNetlist.Cell> open = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<WordNetlist.Cell> stack = new ArrayDeque<>();
    if (!enter(start, output, sources, cone, open, stack)) {
      return false;
    }
    while (!stack.isEmpty()) {
      WordNetlist.Cell cell = stack.peek();
      if (open.add(cell)) {
        for (int bit : operands(cell)) {
          if (!enter(bit, output, sources, cone, open, stack)) {
            return false;
          }
        }
      } else {
        stack.pop();
        if (cone.add(cell)) {
          Ranks of = Ranks.NONE;
          for (int bit : operands(cell)) {
            of = of.or(of(bit));
          }
          ranks.put(cell, isRegister(cell) ? of.behindRegister() : of);
        }
      }
    }
    return true;
  }

  private boolean enter(
      int bit,
      String output,
      Set<String> sources,
      Set<WordNetlist.Cell> cone,
      Set<WordNetlist.Cell> open,
      Deque<WordNetlist.Cell> stack) {
    if (bit == WordNetlist.ZERO || bit == WordNetlist.ONE) {
      return true;
    }
    if (bit == WordNetlist.UNDEFINED) {
      problems.add(output + " depends on a bit that has no value");
      return false;
    }
    String input = inputNames.get(bit);
    if (input != null) {
      if (!sources.contains(input)) {
        problems.add(output + " depends on " + input);
      }
      return sources.contains(input);
    }
    WordNetlist.Cell cell = drivers.get(bit);
    if (cell == null) {
      problems.add(output + " depends on a bit that nothing drives");
      return false;
    }
    if (cone.contains(cell)) {
      return true;
    }
    if (open.contains(cell)) {
      problems.add(output + " depends on a value that is fed back");
      return false;
    }
    if (!isKnown(cell)) {
      problems.add(output + " depends on a cell that is no part of a pipeline: " + cell.type());
      return false;
    }
    stack.push(cell);
    return true;
  }

  /** {@return whether it is logic, with a value for all inputs, or a register of the clock} */
  private boolean isKnown(WordNetlist.Cell cell) {
    return isRegister(cell) ? isOfClock(cell, netlist.input(CLOCK)) : isLogic(cell);
  }

  /** {@return whether a register takes its value in at the rising edge of a clock} */
  static boolean isOfClock(WordNetlist.Cell register, List<Integer> clock) {
    return register.input("CLK").equals(clock) && register.number("CLK_POLARITY") == 1;
  }

  /** {@return whether a cell is an inverter of one bit} */
  static boolean isInverterOfOneBit(WordNetlist.Cell cell) {
    return (cell.type().equals("$not") || cell.type().equals("$logic_not"))
        && cell.number("A_WIDTH") == 1
        && cell.number("Y_WIDTH") == 1;
  }

  /** {@return whether a cell is logic, with a value for all inputs} */
  static boolean isLogic(WordNetlist.Cell cell) {
    if (cell.type().equals("$shiftx")) {
      // Beyond the end of its operand a value is undefined.
      return cell.number("B_WIDTH") < Integer.SIZE - 1
          && cell.number("B_SIGNED") == 0
          && (1 << cell.number("B_WIDTH")) - 1 + cell.number("Y_WIDTH") <= cell.number("A_WIDTH");
    }
    return LOGIC.contains(cell.type());
  }

  /** {@return the bits that a cell reads, but for a register's clock} */
  static List<Integer> operands(WordNetlist.Cell cell) {
    if (isRegister(cell)) {
      return cell.input("D");
    }
    List<Integer> bits = new ArrayList<>();
    cell.inputs().values().forEach(bits::addAll);
    return bits;
  }

  /** {@return the input from which a way with so many registers leads to a port} */
  private String source(List<Integer> bits, int registers, boolean fewest) {
    List<Integer> at = bits;
    int left = registers;
    while (true) {
      int next = WordNetlist.UNDEFINED;
      for (int bit : at) {
        Ranks r = of(bit);
        if (r.most() >= 0 && (fewest ? r.least() : r.most()) == left) {
          next = bit;
          break;
        }
      }
      String input = inputNames.get(next);
      if (input != null) {
        return input;
      }
      WordNetlist.Cell cell = Objects.requireNonNull(drivers.get(next));
      if (isRegister(cell)) {
        left--;
      }
      at = operands(cell);
    }
  }
}
