package io.formgate.hwcost;

import io.formgate.datapath.Role;
import io.formgate.datapath.TableLimits;

/** Which vertices of a candidate are tables of which others, by the rules of the quantizer. */
final class CandidateTables {
  private final CandidateGraph g;

  /** Whether the vertex is a sum of inputs, with its exact values for any bits of them. */
  private final boolean[] exactSum;

  private final int[] sumFraction;
  private final double[] sumLo;
  private final double[] sumHi;

  CandidateTables(CandidateGraph graph) {
    g = graph;
    int n = graph.a.length;
    exactSum = new boolean[n];
    sumFraction = new int[n];
    sumLo = new double[n];
    sumHi = new double[n];
    for (int i = 0; i < graph.ports; i++) {
      graph.index[i] = i;
      exactSum[i] = true;
      sumFraction[i] = graph.formats[i].fractionBits();
      sumLo[i] = graph.formats[i].range().lo();
      sumHi[i] = graph.formats[i].range().hi();
    }
  }

  /** A constant is no index and holds no function. */
  void planConstant(int v) {
    g.index[v] = CandidateGraph.NONE;
    g.holdsFunction[v] = false;
    exactSum[v] = false;
  }

  /** Which vertex indexes the table that this one would be, by the rules of the quantizer. */
  void plan(int v, Role r) {
    int one = CandidateGraph.NONE;
    int varying = 0;
    boolean open = false;
    boolean holds = false;
    boolean sums = g.arity[v] == 2;
    for (int i = 0; i < g.arity[v]; i++) {
      int x = g.argument(v, i);
      sums &= exactSum[x];
      if (g.isConstant(x)) {
        continue;
      }
      holds |= g.holdsFunction[x];
      open |= g.index[x] == CandidateGraph.NONE || (varying > 0 && g.index[x] != one);
      one = g.index[x];
      varying++;
    }
    if (open) {
      one = CandidateGraph.NONE;
    }
    exactSum[v] = false;
    switch (r) {
      case FUNCTION, JUMPING_FUNCTION -> {
        holds = true;
        if (one == CandidateGraph.NONE) {
          one = !g.isConstant(g.a[v]) ? g.a[v] : g.b[v];
        }
      }
      case SQUARE_ROOT, DIVIDE -> holds |= one != CandidateGraph.NONE && isNarrow(one);
      case LESS, FLOOR ->
          holds |=
              one != CandidateGraph.NONE
                  && isNarrow(one)
                  && !(g.exact[g.a[v]] && (g.arity[v] < 2 || g.exact[g.b[v]]))
                  && !(r == Role.LESS
                      && (g.isConstant(g.a[v])
                          ? g.exact[g.b[v]]
                          : g.isConstant(g.b[v]) && g.exact[g.a[v]]));
      case ADD, SUBTRACT -> {
        if (open && sums) {
          planSum(v, r == Role.SUBTRACT);
          one = sumBits(v) <= TableLimits.MAX_TABLE_BITS ? v : CandidateGraph.NONE;
        }
      }
      case MULTIPLY, NEGATE, ABSOLUTE, SQUARE, MINIMUM, MAXIMUM, CHOICE -> {}
      case COMPOSITE -> throw new IllegalStateException("a composite operator is not expanded");
    }
    g.index[v] = one;
    g.holdsFunction[v] = holds && one != CandidateGraph.NONE;
  }

  private void planSum(int v, boolean subtract) {
    int x = g.a[v];
    int y = g.b[v];
    exactSum[v] = true;
    sumFraction[v] = Math.max(sumFraction[x], sumFraction[y]);
    sumLo[v] = subtract ? sumLo[x] - sumHi[y] : sumLo[x] + sumLo[y];
    sumHi[v] = subtract ? sumHi[x] - sumLo[y] : sumHi[x] + sumHi[y];
  }

  private int sumBits(int v) {
    return CandidateGraph.widthBits(sumLo[v], sumHi[v], sumFraction[v]);
  }

  private boolean isNarrow(int v) {
    return exactSum[v] && sumBits(v) <= TableLimits.MAX_ALGEBRAIC_INDEX_BITS;
  }
}
