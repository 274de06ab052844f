package io.formgate.sim.formal;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signals of a circuit with shared multipliers by their names, each in the cycle in which it
 * carries the vector's value.
 *
 * <p>That cycle is in the name of a copy behind registers. A product has none of its own where it
 * is read at once: its multiplier is that which gets the operands of its turn. Any other signal is
 * taken from the cycle in which fewest of its bits are known to be another node's, such as those of
 * the next product of the same multiplier, and of those the one in which most are known to be its
 * own, and then the first. Where that is wrong a node is not found equal, and what reads it is
 * proved without.
 */
final class UnfoldedNames {
  private static final Pattern RANK = Pattern.compile("_s(\\d+)$");

  /** No latency has as many digits. */
  private static final int MOST_DIGITS = 6;

  private static final String MULTIPLIER = "$mul";

  /** Gives the copies of bits in a cycle. */
  @FunctionalInterface
  interface Copies {
    /** {@return the copies; none if no output depends on any of the bits in that cycle} */
    List<Integer> of(List<Integer> bits, int cycle);
  }

  private final Map<String, List<Integer>> names;
  private final int latencyCycles;
  private final Datapath datapath;
  private final Copies copies;
  private final Map<String, List<Integer>> found = new LinkedHashMap<>();

  /** The signals that a copy of a bit belongs to. */
  private final Map<Integer, Set<String>> owners = new HashMap<>();

  private UnfoldedNames(
      Map<String, List<Integer>> names, int latencyCycles, Datapath datapath, Copies copies) {
    this.names = new TreeMap<>(names);
    this.latencyCycles = latencyCycles;
    this.datapath = datapath;
    this.copies = copies;
  }

  /**
   * {@return the copies of the bits of each signal}
   *
   * @param names signals of the circuit and their bits
   * @param latencyCycles the last cycle of a vector's way
   * @param datapath what the circuit computes
   * @param cells copies of cells that outputs depend on
   * @param copies of bits
   */
  static Map<String, List<Integer>> of(
      Map<String, List<Integer>> names,
      int latencyCycles,
      Datapath datapath,
      List<WordNetlist.Cell> cells,
      Copies copies) {
    UnfoldedNames made = new UnfoldedNames(names, latencyCycles, datapath, copies);
    made.ranks();
    made.products(cells);
    made.others();
    return made.found;
  }

  private void ranks() {
    names.forEach((name, bits) -> {
      Matcher rank = RANK.matcher(name);
      if (rank.find() && rank.group(1).length() < MOST_DIGITS) {
        int cycle = Integer.parseInt(rank.group(1));
        List<Integer> seen = cycle <= latencyCycles ? copies.of(bits, cycle) : List.of();
        if (!seen.isEmpty()) {
          found.put(name, seen);
          own(name.substring(0, rank.start()), seen);
        }
      }
    });
  }

  private void own(String name, List<Integer> bits) {
    for (int bit : bits) {
      if (bit >= WordNetlist.FIRST_NET) {
        owners.computeIfAbsent(bit, _ -> new HashSet<>()).add(name);
      }
    }
  }

  private void products(List<WordNetlist.Cell> cells) {
    List<WordNetlist.Cell> multipliers =
        cells.stream().filter(c -> c.type().equals(MULTIPLIER)).toList();
    for (Node node : datapath.nodes()) {
      String name = node.name();
      List<Integer> bits = names.get(name);
      List<Integer> x = names.get(name + "_turn_x");
      List<Integer> y = names.get(name + "_turn_y");
      if (bits == null || x == null || y == null) {
        continue;
      }
      for (int cycle = 0; cycle <= latencyCycles && !found.containsKey(name); cycle++) {
        List<Integer> first = copies.of(x, cycle);
        List<Integer> second = copies.of(y, cycle);
        Optional<List<Integer>> product =
            multipliers.stream()
                .filter(m -> begins(m.input("A"), first) && begins(m.input("B"), second))
                .map(m -> m.output("Y"))
                .filter(all -> all.size() >= bits.size())
                .findFirst();
        if (product.isPresent()) {
          List<Integer> seen = product.get().subList(0, bits.size());
          found.put(name, seen);
          own(name, seen);
        }
      }
    }
  }

  private static boolean begins(List<Integer> whole, List<Integer> part) {
    return !part.isEmpty()
        && part.size() <= whole.size()
        && whole.subList(0, part.size()).equals(part);
  }

  private void others() {
    names.forEach((name, bits) -> {
      if (!found.containsKey(name)) {
        Set<String> family = family(name);
        List<Integer> best = List.of();
        long fewestOthers = Long.MAX_VALUE;
        long mostOwn = 0;
        for (int cycle = 0; cycle <= latencyCycles; cycle++) {
          List<Integer> seen = copies.of(bits, cycle);
          List<Set<String>> known = new ArrayList<>();
          seen.stream().filter(owners::containsKey).forEach(bit -> known.add(owners.get(bit)));
          long own = known.stream().filter(o -> o.stream().anyMatch(family::contains)).count();
          long others = known.size() - own;
          boolean isBetter = others < fewestOthers || (others == fewestOthers && own > mostOwn);
          if (!seen.isEmpty() && isBetter) {
            best = seen;
            fewestOthers = others;
            mostOwn = own;
          }
        }
        if (!best.isEmpty()) {
          found.put(name, best);
        }
      }
    });
  }

  /** {@return a node and those whose bits it has, which are no other's} */
  private Set<String> family(String name) {
    Set<String> family = new HashSet<>(Set.of(name));
    datapath.nodes().stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .ifPresent(n -> addFamily(n, family));
    return family;
  }

  private void addFamily(Node node, Set<String> family) {
    family.add(node.name());
    switch (node.operation()) {
      case Operation.Align(int a) -> addFamily(datapath.node(a), family);
      case Operation.Round(int a, _) -> addFamily(datapath.node(a), family);
      case Operation.Bits(int a, _) -> addFamily(datapath.node(a), family);
      case Operation.Reinterpret(int a) -> addFamily(datapath.node(a), family);
      case Operation.Concat(int high, int low) -> {
        addFamily(datapath.node(high), family);
        addFamily(datapath.node(low), family);
      }
      case Operation.Input _,
          Operation.Literal _,
          Operation.Add _,
          Operation.Subtract _,
          Operation.Multiply _,
          Operation.Negate _,
          Operation.Absolute _,
          Operation.Minimum _,
          Operation.Maximum _,
          Operation.Select _,
          Operation.Saturate _,
          Operation.Lookup _,
          Operation.Any _ -> {}
    }
  }
}
