package io.formgate.hwcost;

import io.formgate.expression.FixedFormat;

/** Square roots and quotients of a candidate, digit by digit. */
final class CandidateRecurrences {
  private final CandidateGraph g;
  private final CandidateLengths lengths;
  private final CandidateValues values;
  private final CandidateStages stages;
  private final int[] stage;
  private final int[] low;
  private final int[] high;
  private final double[] least;
  private final double[] most;
  private final int[] fraction;
  private final int[] width;

  CandidateRecurrences(
      CandidateGraph graph,
      CandidateLengths lengths,
      CandidateValues values,
      CandidateStages stages) {
    g = graph;
    this.lengths = lengths;
    this.values = values;
    this.stages = stages;
    stage = values.stage;
    low = values.low;
    high = values.high;
    least = values.least;
    most = values.most;
    fraction = values.fraction;
    width = values.width;
  }

  void squareRoot(int v, int x) {
    values.use(v, x, x);
    if (least[x] < 0) {
      stages.compared(v, width[x]);
    }
    int f = lengths.fraction[v];
    int radicandBits = CandidateGraph.widthBits(0, Math.max(0, most[x]), 2 * f);
    int digits = Math.max(1, (radicandBits + 1) / 2);
    for (int i = 1; i <= digits; i++) {
      int before = stage[v];
      low[v] = high[v];
      stages.carried(v, Math.min(FixedFormat.MAX_WIDTH_BITS, i == 1 ? 3 : i + 3));
      if (i < digits) {
        stages.chosen(v, Math.min(FixedFormat.MAX_WIDTH_BITS, i + 1));
      }
      // Remainder, digits found, and digits of the radicand to come.
      stages.register((stage[v] - before) * (2 * i + 2 * (digits - i)));
    }
  }

  void quotient(int v, int x, int y) {
    values.use(v, x, y);
    int f = lengths.fraction[v];
    boolean signedX = least[x] < 0;
    boolean signedY = least[y] < 0;
    if (signedX || signedY) {
      stages.carried(v, Math.max(width[x], width[y]));
    }
    double leastDivisor = Math.max(CandidateGraph.powerOfTwo(-fraction[y]), g.leastMagnitude(y));
    boolean limited =
        Math.max(Math.abs(least[x]), Math.abs(most[x])) > g.magnitude(x) || least[y] < leastDivisor;
    if (limited && !g.isConstant(x)) {
      stages.compared(v, Math.max(width[x], width[y]));
    } else if (limited) {
      stages.compared(v, width[y]);
    }
    int digits = CandidateGraph.widthBits(0, g.magnitude(x) / leastDivisor, f);
    int widthN = CandidateGraph.widthBits(0, g.magnitude(x), f + fraction[y]);
    int widthD = width[y] - (signedY ? 1 : 0);
    int held = Math.max(0, widthN - digits);
    int divisorBits = CandidateGraph.widthBits(0, leastDivisor, fraction[y]);
    for (int j = 1; j <= digits; j++) {
      int trial = Math.min(widthD + 1, held + j);
      if (held + j < divisorBits) {
        continue;
      }
      int before = stage[v];
      low[v] = high[v];
      stages.carried(v, Math.min(FixedFormat.MAX_WIDTH_BITS, Math.max(trial, widthD) + 1));
      if (j < digits) {
        stages.chosen(v, Math.min(FixedFormat.MAX_WIDTH_BITS, trial));
      }
      stages.register((stage[v] - before) * (2 * widthD + digits));
    }
    if (signedX || signedY) {
      stages.carried(v, width[v]);
      stages.chosen(v, width[v]);
    }
  }
}
