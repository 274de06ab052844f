package io.formgate.hwcost;

import java.util.Arrays;

/** Sums of a candidate: the terms of nested sums are combined as they arrive, constants once. */
final class CandidateSums {
  private final CandidateGraph g;
  private final CandidateValues values;
  private final CandidateStages stages;
  private final int[] stage;
  private final int[] low;
  private final int[] high;
  private final double[] least;
  private final double[] most;
  private final int[] fraction;
  private final int[] width;

  /** Whether the vertex is a sum that only another sum needs. */
  private final boolean[] inner;

  private final int[] uses;
  private final int[] terms;
  private final boolean[] negative;
  private int termCount;

  CandidateSums(CandidateGraph graph, CandidateValues values, CandidateStages stages) {
    g = graph;
    this.values = values;
    this.stages = stages;
    stage = values.stage;
    low = values.low;
    high = values.high;
    least = values.least;
    most = values.most;
    fraction = values.fraction;
    width = values.width;
    int n = values.stage.length;
    inner = new boolean[n];
    uses = new int[n];
    terms = new int[n];
    negative = new boolean[n];
  }

  /** Finds the sums that are part of another one. */
  void nest() {
    int root = g.root();
    Arrays.fill(uses, 0, root + 1, 0);
    Arrays.fill(inner, 0, root + 1, false);
    for (int v = g.ports; v <= root; v++) {
      if (g.needed[v]) {
        for (int i = 0; i < g.operands(v); i++) {
          int x = g.operand(v, i);
          uses[x]++;
          inner[x] = isSum(v) && isSum(x);
        }
      }
    }
    for (int v = 0; v <= root; v++) {
      inner[v] &= uses[v] == 1;
    }
  }

  /** {@return whether a vertex is a sum whose terms are those of another one} */
  boolean isInner(int v) {
    return inner[v];
  }

  /** {@return whether a vertex is a sum, a difference or an opposite} */
  boolean isSum(int v) {
    return g.isOperator(v)
        && !g.isTable(v)
        && switch (g.role(v)) {
          case ADD, SUBTRACT, NEGATE -> true;
          case MULTIPLY,
              SQUARE,
              DIVIDE,
              ABSOLUTE,
              SQUARE_ROOT,
              MINIMUM,
              MAXIMUM,
              FLOOR,
              LESS,
              CHOICE,
              FUNCTION,
              JUMPING_FUNCTION,
              COMPOSITE ->
              false;
        };
  }

  /** Terms of a sum are combined as they arrive, constants once. */
  void sum(int v) {
    termCount = 0;
    collect(v, false);
    double constant = 0;
    int constantBits = Integer.MIN_VALUE;
    boolean positive = false;
    int kept = 0;
    for (int i = 0; i < termCount; i++) {
      int t = terms[i];
      if (g.isConstant(t)) {
        constant += negative[i] ? -g.number[t] : g.number[t];
        constantBits = Math.max(constantBits, fraction[t]);
      } else {
        positive |= !negative[i];
        terms[kept] = t;
        negative[kept++] = negative[i];
      }
    }
    termCount = kept;
    if (constant != 0) {
      terms[termCount] = values.slot(constant, constant, constantBits);
      width[terms[termCount]] = 0;
      negative[termCount++] = false;
      positive = true;
    }
    if (!positive) {
      int i = earliest(-1);
      int t = terms[i];
      int s = values.slot(-most[t], -least[t], fraction[t]);
      values.at(s, t, t);
      stages.carried(s, width[s]);
      values.held(t, stage[s]);
      terms[i] = s;
      negative[i] = false;
    }
    while (termCount > 1) {
      combine();
    }
    int last = terms[0];
    stage[v] = stage[last];
    low[v] = low[last];
    high[v] = high[last];
    if (last >= g.size()) {
      values.held(last, stage[last]);
      width[last] = 0;
    }
  }

  private void collect(int v, boolean minus) {
    int x = g.a[v];
    switch (g.role(v)) {
      case NEGATE -> term(x, !minus);
      case ADD -> {
        term(x, minus);
        term(g.b[v], minus);
      }
      case SUBTRACT -> {
        term(x, minus);
        term(g.b[v], !minus);
      }
      case MULTIPLY,
          SQUARE,
          DIVIDE,
          ABSOLUTE,
          SQUARE_ROOT,
          MINIMUM,
          MAXIMUM,
          FLOOR,
          LESS,
          CHOICE,
          FUNCTION,
          JUMPING_FUNCTION,
          COMPOSITE ->
          throw new IllegalStateException("no sum");
    }
  }

  private void term(int x, boolean minus) {
    if (inner[x]) {
      collect(x, minus);
    } else {
      terms[termCount] = x;
      negative[termCount++] = minus;
    }
  }

  private int earliest(int but) {
    int best = -1;
    for (int i = 0; i < termCount; i++) {
      if (i == but) {
        continue;
      }
      int t = terms[i];
      int o = best < 0 ? -1 : terms[best];
      boolean sooner =
          best < 0
              || stage[t] < stage[o]
              || (stage[t] == stage[o]
                  && (high[t] < high[o] || (high[t] == high[o] && width[t] < width[o])));
      if (sooner) {
        best = i;
      }
    }
    return best;
  }

  private void combine() {
    int i = earliest(-1);
    int j = earliest(i);
    int x = terms[i];
    int y = terms[j];
    boolean same = negative[i] == negative[j];
    double lo = same ? least[x] + least[y] : Math.min(least[x] - most[y], least[y] - most[x]);
    double hi = same ? most[x] + most[y] : Math.max(most[x] - least[y], most[y] - least[x]);
    int s = values.slot(lo, hi, Math.max(fraction[x], fraction[y]));
    values.at(s, x, y);
    stages.carried(s, width[s]);
    values.held(x, stage[s]);
    values.held(y, stage[s]);
    boolean minus = same && negative[i];
    int first = Math.min(i, j);
    int second = Math.max(i, j);
    terms[first] = s;
    negative[first] = minus;
    termCount--;
    terms[second] = terms[termCount];
    negative[second] = negative[termCount];
  }
}
