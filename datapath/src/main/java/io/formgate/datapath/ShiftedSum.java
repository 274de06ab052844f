package io.formgate.datapath;

import java.util.ArrayList;
import java.util.List;

/**
 * Sums of shifted whole numbers as a balanced tree of additions and subtractions. The bits of a
 * term below the lowest bit of the other one pass by the adder.
 */
final class ShiftedSum {
  private ShiftedSum() {}

  /**
   * A summand.
   *
   * @param node a node without fraction bits
   * @param shift the power of two that it is multiplied by
   * @param negative whether it is subtracted
   */
  record Term(int node, int shift, boolean negative) {}

  /**
   * {@return a node with the sum}
   *
   * @param b where nodes go
   * @param terms at least one, in the order of their shifts, the first with shift 0
   */
  static int of(DatapathBuilder b, List<Term> terms) {
    if (terms.isEmpty() || terms.getFirst().shift() != 0) {
      throw new IllegalStateException("a sum needs a term without a shift: " + terms);
    }
    List<Term> rest = terms;
    while (rest.size() > 1) {
      List<Term> next = new ArrayList<>();
      for (int i = 0; i + 1 < rest.size(); i += 2) {
        next.add(joined(b, rest.get(i), rest.get(i + 1), rest.size() == 2));
      }
      if (rest.size() % 2 != 0) {
        next.add(rest.getLast());
      }
      rest = next;
    }
    Term sum = rest.getFirst();
    return sum.negative() ? b.negate(sum.node()) : sum.node();
  }

  private static Term joined(DatapathBuilder b, Term low, Term high, boolean last) {
    int gap = high.shift() - low.shift();
    boolean subtracted = low.negative() != high.negative();
    if (last && low.negative() && subtracted) {
      return new Term(b.subtract(b.shiftedLeft(high.node(), gap), low.node()), low.shift(), false);
    }
    return new Term(sum(b, low.node(), high.node(), gap, subtracted), low.shift(), low.negative());
  }

  /** {@return low plus or minus high times two to the gap} */
  private static int sum(DatapathBuilder b, int low, int high, int gap, boolean subtracted) {
    boolean beyond = gap > b.format(low).widthBits();
    if (gap == 0 || (beyond && b.format(low).signed())) {
      int aligned = gap == 0 ? high : b.shiftedLeft(high, gap);
      return subtracted ? b.subtract(low, aligned) : b.add(low, aligned);
    }
    int passing = beyond ? b.zeroExtended(low, gap) : b.bits(low, 0, gap);
    if (!b.format(low).signed() && gap >= b.format(low).widthBits()) {
      return joinedBits(b, subtracted ? b.negate(high) : high, passing);
    }
    int upper = b.reinterpretFraction(b.round(low, -gap, Operation.Rounding.FLOOR), 0);
    return joinedBits(b, subtracted ? b.subtract(upper, high) : b.add(upper, high), passing);
  }

  /**
   * {@return the number whose upper bits are one number, signed or not, and whose lower another}
   */
  private static int joinedBits(DatapathBuilder b, int upper, int lower) {
    int joined = b.concat(b.reinterpret(upper, false, 0), lower);
    return b.reinterpret(joined, b.format(upper).signed(), 0);
  }
}
