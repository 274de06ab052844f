package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.MultiplierBlock;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Exact products that end in one node.
 *
 * <p>The raw value of the root is the product of those of the factors, times 2^shift.
 *
 * @param nodes the root and the nodes that nothing outside of the tree uses
 * @param factors the nodes that are multiplied, each as often as it is a factor
 * @param shift bits to the left
 * @param block what a product has to fit
 */
record ProductTree(Set<Integer> nodes, List<Integer> factors, int shift, MultiplierBlock block)
    implements OperatorTree {

  private record Visit(int node, boolean owned) {}

  /**
   * {@return the tree that ends in a node}
   *
   * @param datapath the circuit
   * @param root a Multiply
   * @param uses how often each node is an operand or an output
   * @param block the device's multiplier
   */
  static ProductTree of(Datapath datapath, int root, int[] uses, MultiplierBlock block) {
    Set<Integer> nodes = new HashSet<>();
    List<Integer> factors = new ArrayList<>();
    int shift = 0;
    Deque<Visit> open = new ArrayDeque<>(List.of(new Visit(root, true)));
    while (!open.isEmpty()) {
      Visit v = open.pop();
      Operation operation = datapath.node(v.node).operation();
      boolean owned = v.node == root || (v.owned && uses[v.node] == 1);
      OptionalInt bits = OperatorTree.shift(datapath, v.node);
      if (owned && operation instanceof Operation.Multiply(int a, int b)) {
        open.push(new Visit(b, true));
        open.push(new Visit(a, true));
        nodes.add(v.node);
      } else if (owned && bits.isPresent()) {
        shift += bits.getAsInt();
        open.push(new Visit(operation.operands().getFirst(), true));
        nodes.add(v.node);
      } else {
        factors.add(v.node);
      }
    }
    return new ProductTree(nodes, factors, shift, block);
  }

  /** {@return whether another order could be better} */
  boolean isReorderable() {
    return factors.size() > 2;
  }

  @Override
  public void rebuild(NewNodes made) throws NewNodes.Unbuildable {
    List<Integer> open = new ArrayList<>(factors);
    while (open.size() > 1) {
      Integer a = open.getFirst();
      for (Integer p : open) {
        if (OperatorTree.FIRST.compare(made.slot(p), made.slot(a)) < 0) {
          a = p;
        }
      }
      open.remove(/* element */ a);
      Integer b = partner(made, open, a);
      open.remove(/* element */ b);
      Operation product = new Operation.Multiply(Math.min(a, b), Math.max(a, b));
      if (open.isEmpty()) {
        last(made, product);
      } else {
        open.add(made.exact(product, fractionBits(made, product)));
      }
    }
  }

  private void last(NewNodes made, Operation product) throws NewNodes.Unbuildable {
    int target = made.root().format().fractionBits();
    if (shift == 0 && fractionBits(made, product) == target) {
      made.asRoot(product);
      return;
    }
    int whole = made.scaled(made.exact(product, fractionBits(made, product)), target - shift);
    made.asRoot(shift == 0 ? new Operation.Saturate(whole) : new Operation.Align(whole));
  }

  private static int fractionBits(NewNodes made, Operation product) {
    return product.operands().stream().mapToInt(o -> made.format(o).fractionBits()).sum();
  }

  /** Equal factors first, since a square has a narrower range than a product; then narrow ones. */
  private int partner(NewNodes made, List<Integer> open, int a) throws NewNodes.Unbuildable {
    int best = -1;
    for (int p : open) {
      if (block.fits(signedWidth(made, a), signedWidth(made, p))
          && (best < 0 || isBetter(made, a, p, best))) {
        best = p;
      }
    }
    if (best < 0) {
      throw new NewNodes.Unbuildable("a product does not fit one multiplier");
    }
    return best;
  }

  private static boolean isBetter(NewNodes made, int a, int p, int best) {
    int order = OperatorTree.FIRST.compare(made.slot(p), made.slot(best));
    if (order != 0) {
      return order < 0;
    }
    return best != a && (p == a || signedWidth(made, p) < signedWidth(made, best));
  }

  private static int signedWidth(NewNodes made, int node) {
    FixedFormat format = made.format(node);
    return format.widthBits() + (format.signed() ? 0 : 1);
  }
}
