package io.formgate.hwcost;

import io.formgate.datapath.Role;
import io.formgate.datapath.TableLimits;
import io.formgate.expression.FixedFormat;

/** Which vertices of a candidate are tables of which others, by the rules of the quantizer. */
final class CandidateTables {
  private CandidateTables() {}

  /** An input indexes its own tables. */
  static void planInput(CandidateVertex v, FixedFormat format) {
    v.index = v;
    v.holdsFunction = false;
    v.table = false;
    v.exactSum = true;
    v.sumFraction = format.fractionBits();
    v.sumLo = format.range().lo();
    v.sumHi = format.range().hi();
  }

  /** A constant is no index and holds no function. */
  static void planConstant(CandidateVertex v) {
    v.index = null;
    v.holdsFunction = false;
    v.table = false;
    v.exactSum = false;
  }

  /** Which vertex indexes the table that this one would be, by the rules of the quantizer. */
  static void plan(CandidateVertex v, Role r) {
    CandidateVertex one = null;
    boolean varying = false;
    boolean open = false;
    boolean holds = false;
    boolean sums = v.arity == 2;
    for (int i = 0; i < v.arity; i++) {
      CandidateVertex x = v.argument(i);
      sums &= x.exactSum;
      if (x.constant) {
        continue;
      }
      holds |= x.holdsFunction;
      open |= x.index == null || (varying && x.index != one);
      one = x.index;
      varying = true;
    }
    if (open) {
      one = null;
    }
    v.exactSum = false;
    switch (r) {
      case FUNCTION, JUMPING_FUNCTION -> {
        holds = true;
        if (one == null) {
          one = !v.a.constant ? v.a : v.b;
        }
      }
      case SQUARE_ROOT, DIVIDE -> holds |= one != null && isNarrow(one);
      case LESS, FLOOR ->
          holds |=
              one != null
                  && isNarrow(one)
                  && !(v.a.exact && v.b.exact)
                  && !(r == Role.LESS && (v.a.constant ? v.b.exact : v.b.constant && v.a.exact));
      case ADD, SUBTRACT -> {
        if (open && sums) {
          planSum(v, r == Role.SUBTRACT);
          one = sumBits(v) <= TableLimits.MAX_INDEX_BITS ? v : null;
        }
      }
      case MULTIPLY, NEGATE, ABSOLUTE, SQUARE, MINIMUM, MAXIMUM, CHOICE -> {}
      case COMPOSITE -> throw new IllegalStateException("a composite operator is not expanded");
    }
    v.index = one;
    v.holdsFunction = holds && one != null;
    v.table = v.holdsFunction && one != v;
  }

  private static void planSum(CandidateVertex v, boolean subtract) {
    CandidateVertex x = v.a;
    CandidateVertex y = v.b;
    v.exactSum = true;
    v.sumFraction = Math.max(x.sumFraction, y.sumFraction);
    v.sumLo = subtract ? x.sumLo - y.sumHi : x.sumLo + y.sumLo;
    v.sumHi = subtract ? x.sumHi - y.sumLo : x.sumHi + y.sumHi;
  }

  private static int sumBits(CandidateVertex v) {
    return CandidateGraph.widthBits(v.sumLo, v.sumHi, v.sumFraction);
  }

  private static boolean isNarrow(CandidateVertex v) {
    return v.exactSum && sumBits(v) <= TableLimits.MAX_ALGEBRAIC_INDEX_BITS;
  }
}
