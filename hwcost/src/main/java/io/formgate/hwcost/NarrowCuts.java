package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * For each node of a circuit, sets of few narrow nodes that it is a function of: the cuts of
 * technology mapping, as wide as an index may be in bits instead of in signals.
 *
 * <p>All cuts are too many; of each node some with the fewest bits are kept and some that reach
 * furthest back (priority cuts: Mishchenko, Cho, Chatterjee and Brayton, "Combinational and
 * sequential mapping with priority cuts", ICCAD 2007).
 */
final class NarrowCuts {
  /** Cuts that are kept with the fewest bits, and as many that reach furthest back. */
  private static final int KEPT_OF_EACH = 4;

  /** Nodes of a cut. */
  private static final int MOST_LEAVES = 4;

  private static final Cut NO_NODES = new Cut(List.of(), 0);

  private static final Comparator<Cut> BY_NODES =
      Comparator.comparingInt((Cut c) -> c.leaves().size())
          .thenComparing(c -> c.leaves().toString());

  private static final Comparator<Cut> NARROWEST =
      Comparator.comparingInt(Cut::bits).thenComparing(BY_NODES);

  private static final Comparator<Cut> FURTHEST_BACK =
      Comparator.comparingInt(Cut::last).thenComparing(NARROWEST);

  /**
   * Nodes that another one is a function of.
   *
   * @param leaves the nodes, in their order; literals are in no cut
   * @param bits of all of them
   */
  record Cut(List<Integer> leaves, int bits) {
    Cut {
      leaves = List.copyOf(leaves);
    }

    private int last() {
      return leaves.isEmpty() ? -1 : leaves.getLast();
    }
  }

  private final Datapath datapath;
  private final int mostBits;
  private final List<List<Cut>> cuts = new ArrayList<>();

  private NarrowCuts(Datapath datapath, int mostBits) {
    this.datapath = datapath;
    this.mostBits = mostBits;
  }

  /**
   * {@return for each node its cuts; among them, for a node that is narrow and is not only another
   * name of one, itself}
   *
   * @param datapath a circuit
   * @param mostBits of a cut
   */
  static List<List<Cut>> of(Datapath datapath, int mostBits) {
    NarrowCuts narrow = new NarrowCuts(datapath, mostBits);
    for (int i = 0; i < datapath.nodes().size(); i++) {
      narrow.cuts.add(narrow.ofNode(i));
    }
    return narrow.cuts;
  }

  private List<Cut> ofNode(int i) {
    Node node = datapath.node(i);
    if (node.operation() instanceof Operation.Literal) {
      return List.of(NO_NODES);
    }
    List<Integer> operands = node.operation().operands();
    List<Cut> found = operands.isEmpty() ? List.of() : List.of(NO_NODES);
    for (int operand : operands.stream().distinct().toList()) {
      found = kept(joined(found, cuts.get(operand)));
    }
    int width = node.format().widthBits();
    if (isRenaming(node.operation()) || width > mostBits) {
      return found;
    }
    List<Cut> withItself = new ArrayList<>(found);
    withItself.add(new Cut(List.of(i), width));
    return withItself;
  }

  /** Whether a node has no other bits than its operand, and not fewer of them. */
  private static boolean isRenaming(Operation operation) {
    return switch (operation) {
      case Operation.Align _, Operation.Reinterpret _ -> true;
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
          Operation.Round _,
          Operation.Saturate _,
          Operation.Lookup _,
          Operation.Bits _,
          Operation.Concat _,
          Operation.Any _ ->
          false;
    };
  }

  private List<Cut> joined(List<Cut> some, List<Cut> others) {
    List<Cut> joined = new ArrayList<>();
    for (Cut a : some) {
      for (Cut b : others) {
        TreeSet<Integer> leaves = new TreeSet<>(a.leaves());
        leaves.addAll(b.leaves());
        int bits = leaves.stream().mapToInt(l -> datapath.node(l).format().widthBits()).sum();
        if (bits <= mostBits && leaves.size() <= MOST_LEAVES) {
          joined.add(new Cut(List.copyOf(leaves), bits));
        }
      }
    }
    return joined;
  }

  private static List<Cut> kept(List<Cut> cuts) {
    List<Cut> kept = new ArrayList<>();
    for (Comparator<Cut> order : List.of(NARROWEST, FURTHEST_BACK)) {
      int most = kept.size() + KEPT_OF_EACH;
      for (Cut cut : cuts.stream().sorted(order).toList()) {
        if (kept.size() < most && kept.stream().noneMatch(k -> isWithin(k, cut))) {
          kept.add(cut);
        }
      }
    }
    return kept;
  }

  /** Whether a cut needs no other nodes than another one. */
  private static boolean isWithin(Cut cut, Cut other) {
    return other.leaves().containsAll(cut.leaves());
  }
}
