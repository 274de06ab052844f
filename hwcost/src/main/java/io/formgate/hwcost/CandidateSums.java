package io.formgate.hwcost;

/** Sums of a candidate: the terms of nested sums are combined as they arrive, constants once. */
final class CandidateSums {
  private final CandidateGraph g;
  private final CandidateStages stages;

  /** Partial sums, used again for every candidate. */
  private final CandidateValue[] partial;

  private final CandidateValue[] terms;
  private final boolean[] negative;
  private int partialCount;
  private int termCount;

  CandidateSums(CandidateGraph graph, CandidateStages stages) {
    g = graph;
    this.stages = stages;
    int mostTerms = graph.capacity() + 1;
    // Of the terms of each sum as many, and the output's.
    partial = new CandidateValue[2 * mostTerms];
    for (int i = 0; i < partial.length; i++) {
      partial[i] = new CandidateValue();
    }
    terms = new CandidateValue[mostTerms];
    negative = new boolean[mostTerms];
  }

  /** Forgets the partial sums of the graph before and finds the sums that are part of another. */
  void nest() {
    partialCount = 0;
    CandidateVertex[] needed = g.needed();
    int count = g.neededCount();
    for (int i = 0; i < count; i++) {
      CandidateVertex v = needed[i];
      v.uses = 0;
      v.innerSum = false;
      v.sum = isSum(v);
    }
    for (int i = 0; i < count; i++) {
      CandidateVertex v = needed[i];
      int operands = v.operands();
      for (int k = 0; k < operands; k++) {
        CandidateVertex x = v.operand(k);
        x.uses++;
        x.innerSum = x.uses == 1 && v.sum && x.sum;
      }
    }
  }

  private static boolean isSum(CandidateVertex v) {
    return v.role != null
        && !v.table
        && switch (v.role) {
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

  /** {@return a new value with its formats, there at once} */
  CandidateValue partialSum(double lo, double hi, int fractionBits) {
    CandidateValue s = partial[partialCount++];
    s.shape(lo, hi, fractionBits);
    s.start();
    return s;
  }

  /** Counts the registers of the partial sums that wait. */
  void registerPartialSums() {
    for (int i = 0; i < partialCount; i++) {
      stages.registerWait(partial[i]);
    }
  }

  /** Terms of a sum are combined as they arrive, constants once. */
  void sum(CandidateVertex v) {
    termCount = 0;
    collect(v, false);
    double constant = 0;
    int constantBits = Integer.MIN_VALUE;
    boolean positive = false;
    int kept = 0;
    for (int i = 0; i < termCount; i++) {
      CandidateValue t = terms[i];
      if (t.isConstant()) {
        double number = ((CandidateVertex) t).number;
        constant += negative[i] ? -number : number;
        constantBits = Math.max(constantBits, t.fraction);
      } else {
        positive |= !negative[i];
        terms[kept] = t;
        negative[kept++] = negative[i];
      }
    }
    termCount = kept;
    if (constant != 0) {
      CandidateValue s = partialSum(constant, constant, constantBits);
      s.width = 0;
      terms[termCount] = s;
      negative[termCount++] = false;
      positive = true;
    }
    if (!positive) {
      int i = earliest(-1);
      CandidateValue t = terms[i];
      CandidateValue s = partialSum(-t.most, -t.least, t.fraction);
      s.at(t);
      stages.carried(s, s.width);
      t.held(s.stage);
      terms[i] = s;
      negative[i] = false;
    }
    while (termCount > 1) {
      combine();
    }
    CandidateValue last = terms[0];
    v.at(last);
    if (!(last instanceof CandidateVertex)) {
      last.held(last.stage);
      last.width = 0;
    }
  }

  private void collect(CandidateVertex v, boolean minus) {
    switch (v.role()) {
      case NEGATE -> term(v.a, !minus);
      case ADD -> {
        term(v.a, minus);
        term(v.b, minus);
      }
      case SUBTRACT -> {
        term(v.a, minus);
        term(v.b, !minus);
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

  private void term(CandidateVertex x, boolean minus) {
    if (x.innerSum) {
      collect(x, minus);
    } else {
      terms[termCount] = x;
      negative[termCount++] = minus;
    }
  }

  private int earliest(int but) {
    int best = but == 0 ? 1 : 0;
    CandidateValue o = terms[best];
    for (int i = best + 1; i < termCount; i++) {
      CandidateValue t = terms[i];
      if (i != but && isSooner(t, o)) {
        best = i;
        o = t;
      }
    }
    return best;
  }

  private static boolean isSooner(CandidateValue t, CandidateValue o) {
    return t.stage < o.stage
        || (t.stage == o.stage && (t.high < o.high || (t.high == o.high && t.width < o.width)));
  }

  private void combine() {
    int i = earliest(-1);
    int j = earliest(i);
    CandidateValue x = terms[i];
    CandidateValue y = terms[j];
    boolean same = negative[i] == negative[j];
    double lo = same ? x.least + y.least : Math.min(x.least - y.most, y.least - x.most);
    double hi = same ? x.most + y.most : Math.max(x.most - y.least, y.most - x.least);
    CandidateValue s = partialSum(lo, hi, Math.max(x.fraction, y.fraction));
    s.at(x);
    s.join(y);
    stages.carried(s, s.width);
    x.held(s.stage);
    y.held(s.stage);
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
