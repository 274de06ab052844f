package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sums, differences and negations that end in one node, as a sum of signed, shifted terms.
 *
 * <p>The raw value of the root is the literal plus, for each term, the raw value of its node times
 * 2^shift, with its sign. Formats between do not matter: nothing in the tree rounds or saturates.
 *
 * @param root index of the last node
 * @param nodes the root and the nodes that nothing outside of the tree uses
 * @param operations how many sums, differences and negations lead to the terms
 * @param terms what is added
 * @param literal what the constants add, in last bits of the root
 */
record SumTree(int root, Set<Integer> nodes, int operations, List<Term> terms, BigInteger literal)
    implements OperatorTree {

  /**
   * A term.
   *
   * @param node whose raw value it is
   * @param shift bits by which that is shifted to the left
   * @param negative whether it is subtracted
   */
  record Term(int node, int shift, boolean negative) {}

  private record Visit(int node, int shift, boolean negative, boolean owned) {}

  private record Place(int node, int shift) {}

  /**
   * {@return the tree that ends in a node}
   *
   * @param datapath the circuit
   * @param root an Add, Subtract or Negate
   * @param uses how often each node is an operand or an output
   */
  static SumTree of(Datapath datapath, int root, int[] uses) {
    Set<Integer> nodes = new HashSet<>();
    Map<Place, Integer> counts =
        new TreeMap<>(Comparator.comparingInt(Place::shift).thenComparingInt(Place::node));
    BigInteger literal = BigInteger.ZERO;
    int operations = 0;
    Deque<Visit> open = new ArrayDeque<>(List.of(new Visit(root, 0, false, true)));
    while (!open.isEmpty()) {
      Visit v = open.pop();
      Operation operation = datapath.node(v.node).operation();
      boolean owned = v.node == root || (v.owned && uses[v.node] == 1);
      OptionalInt shift = OperatorTree.shift(datapath, v.node);
      if (shift.isPresent()) {
        int a = operation.operands().getFirst();
        open.push(new Visit(a, v.shift + shift.getAsInt(), v.negative, owned));
      } else if (operation instanceof Operation.Literal(long raw)) {
        BigInteger value = BigInteger.valueOf(raw).shiftLeft(v.shift);
        literal = v.negative ? literal.subtract(value) : literal.add(value);
        continue;
      } else if (operation instanceof Operation.Add(int a, int b) && owned) {
        operations++;
        open.push(new Visit(b, v.shift, v.negative, true));
        open.push(new Visit(a, v.shift, v.negative, true));
      } else if (operation instanceof Operation.Subtract(int a, int b) && owned) {
        operations++;
        open.push(new Visit(b, v.shift, !v.negative, true));
        open.push(new Visit(a, v.shift, v.negative, true));
      } else if (operation instanceof Operation.Negate(int a) && (owned || isTerm(datapath, a))) {
        operations++;
        open.push(new Visit(a, v.shift, !v.negative, owned));
      } else {
        counts.merge(new Place(v.node, v.shift), v.negative ? -1 : 1, Integer::sum);
        continue;
      }
      if (owned) {
        nodes.add(v.node);
      }
    }
    return new SumTree(root, nodes, operations, terms(counts), literal);
  }

  /** What a negation with several users can be passed by for, without taking a tree apart. */
  private static boolean isTerm(Datapath datapath, int node) {
    return !isSum(datapath.node(node)) && OperatorTree.shift(datapath, node).isEmpty();
  }

  /**
   * {@return whether a node is a sum, a difference or a negation}
   *
   * @param node a node
   */
  static boolean isSum(Node node) {
    return node.operation() instanceof Operation.Add
        || node.operation() instanceof Operation.Subtract
        || node.operation() instanceof Operation.Negate;
  }

  /** Two equal terms are one that is shifted, two opposite ones are none. */
  private static List<Term> terms(Map<Place, Integer> counts) {
    TreeMap<Place, Integer> left =
        new TreeMap<>(Comparator.comparingInt(Place::shift).thenComparingInt(Place::node));
    left.putAll(counts);
    List<Term> terms = new ArrayList<>();
    while (!left.isEmpty()) {
      Map.Entry<Place, Integer> lowest = left.pollFirstEntry();
      Place place = lowest.getKey();
      int count = lowest.getValue();
      if (count / 2 != 0) {
        left.merge(new Place(place.node, place.shift + 1), count / 2, Integer::sum);
      }
      if (count % 2 != 0) {
        terms.add(new Term(place.node, place.shift, count < 0));
      }
    }
    return terms;
  }

  /** {@return whether another order, or fewer terms, could be better} */
  boolean isReorderable() {
    return operations > 1 || terms.size() < 2;
  }

  @Override
  public void rebuild(NewNodes made) throws NewNodes.Unbuildable {
    new Rebuilding(made).run(this);
  }

  /**
   * A sum of some terms, negated or not: its raw value times 2^exponent in the root's last bits.
   */
  private record Part(int node, int exponent, boolean negative) {}

  private static final class Rebuilding {
    private final NewNodes made;
    private final int fractionBits;

    Rebuilding(NewNodes made) {
      this.made = made;
      fractionBits = made.root().format().fractionBits();
    }

    void run(SumTree tree) throws NewNodes.Unbuildable {
      if (tree.terms.isEmpty()) {
        made.asRoot(new Operation.Literal(tree.literal.longValueExact()));
        return;
      }
      List<Part> parts = new ArrayList<>();
      boolean positive = false;
      for (Term t : tree.terms) {
        parts.add(new Part(made.scaled(t.node, fractionBits - t.shift), t.shift, t.negative));
        positive |= !t.negative;
      }
      if (tree.literal.signum() != 0) {
        parts.add(literal(tree.literal));
        positive = true;
      }
      if (!positive) {
        negateFirst(parts);
      }
      if (parts.size() == 1) {
        one(parts.getFirst());
      }
      while (parts.size() > 1) {
        Part a = first(parts);
        parts.remove(a);
        Part b = partner(parts, a);
        parts.remove(b);
        parts.add(combined(a, b, parts.isEmpty()));
      }
    }

    private Part literal(BigInteger value) throws NewNodes.Unbuildable {
      int exponent = value.getLowestSetBit();
      BigInteger raw = value.shiftRight(exponent);
      if (raw.bitLength() > 61) {
        throw new NewNodes.Unbuildable("a constant is too wide");
      }
      return new Part(
          made.exact(new Operation.Literal(raw.longValue()), fractionBits - exponent),
          exponent,
          false);
    }

    /** A sum of nothing but subtracted terms starts with the one that is there first. */
    private void negateFirst(List<Part> parts) throws NewNodes.Unbuildable {
      Part a = first(parts);
      boolean alone = parts.size() == 1 && a.exponent == 0;
      Operation negated = new Operation.Negate(a.node);
      int node = alone ? made.asRoot(negated) : made.exact(negated, fractionBits - a.exponent);
      parts.set(parts.indexOf(a), new Part(node, a.exponent, false));
    }

    private void one(Part part) throws NewNodes.Unbuildable {
      if (part.exponent > 0) {
        made.asRoot(new Operation.Align(part.node));
      } else if (made.added().isEmpty()
          || !made.added().getLast().name().equals(made.root().name())) {
        made.asRoot(new Operation.Saturate(part.node));
      }
    }

    private Part first(List<Part> parts) {
      Part best = parts.getFirst();
      for (Part p : parts) {
        int order = OperatorTree.FIRST.compare(made.slot(p.node), made.slot(best.node));
        if (order < 0 || (order == 0 && isLower(p, best))) {
          best = p;
        }
      }
      return best;
    }

    private boolean isLower(Part a, Part b) {
      return a.exponent != b.exponent
          ? a.exponent < b.exponent
          : made.format(a.node).widthBits() < made.format(b.node).widthBits();
    }

    /** Of the parts that are there next, the one with which the adder is the narrowest. */
    private Part partner(List<Part> parts, Part a) {
      Part best = parts.getFirst();
      for (Part p : parts) {
        int order = OperatorTree.FIRST.compare(made.slot(p.node), made.slot(best.node));
        if (order < 0 || (order == 0 && widthBits(a, p) < widthBits(a, best))) {
          best = p;
        }
      }
      return best;
    }

    private int widthBits(Part a, Part b) {
      int top =
          Math.max(
              a.exponent + made.format(a.node).widthBits(),
              b.exponent + made.format(b.node).widthBits());
      return top - Math.min(a.exponent, b.exponent);
    }

    private Part combined(Part a, Part b, boolean last) throws NewNodes.Unbuildable {
      int exponent = Math.min(a.exponent, b.exponent);
      int p = made.aligned(a.node, a.exponent - exponent);
      int q = made.aligned(b.node, b.exponent - exponent);
      Operation operation =
          a.negative == b.negative
              ? new Operation.Add(p, q)
              : a.negative ? new Operation.Subtract(q, p) : new Operation.Subtract(p, q);
      int node =
          last && exponent == 0
              ? made.asRoot(operation)
              : made.exact(operation, fractionBits - exponent);
      if (last && exponent > 0) {
        node = made.asRoot(new Operation.Align(node));
      }
      return new Part(node, exponent, a.negative && b.negative);
    }
  }
}
