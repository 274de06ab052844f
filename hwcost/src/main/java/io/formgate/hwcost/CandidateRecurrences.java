package io.formgate.hwcost;

import io.formgate.expression.FixedFormat;

/** Square roots and quotients of a candidate, digit by digit. */
final class CandidateRecurrences {
  private final CandidateStages stages;

  CandidateRecurrences(CandidateStages stages) {
    this.stages = stages;
  }

  void squareRoot(CandidateVertex v, CandidateVertex x) {
    v.join(x);
    if (x.least < 0) {
      stages.compared(v, x.width);
    }
    int f = v.fraction;
    int radicandBits = CandidateGraph.widthBits(0, Math.max(0, x.most), 2 * f);
    int digits = Math.max(1, (radicandBits + 1) / 2);
    for (int i = 1; i <= digits; i++) {
      int before = v.stage;
      v.low = v.high;
      stages.carried(v, Math.min(FixedFormat.MAX_WIDTH_BITS, i == 1 ? 3 : i + 3));
      if (i < digits) {
        stages.chosen(v, Math.min(FixedFormat.MAX_WIDTH_BITS, i + 1));
      }
      // Remainder, digits found, and digits of the radicand to come.
      stages.register((v.stage - before) * (2 * i + 2 * (digits - i)));
    }
  }

  void quotient(CandidateVertex v, CandidateVertex x, CandidateVertex y) {
    v.join(x);
    v.join(y);
    int f = v.fraction;
    boolean signedX = x.least < 0;
    boolean signedY = y.least < 0;
    if (signedX || signedY) {
      stages.carried(v, Math.max(x.width, y.width));
    }
    double leastDivisor = Math.max(CandidateGraph.powerOfTwo(-y.fraction), y.leastMagnitude());
    boolean limited =
        Math.max(Math.abs(x.least), Math.abs(x.most)) > x.magnitude() || y.least < leastDivisor;
    if (limited && !x.constant) {
      stages.compared(v, Math.max(x.width, y.width));
    } else if (limited) {
      stages.compared(v, y.width);
    }
    int digits = CandidateGraph.widthBits(0, x.magnitude() / leastDivisor, f);
    int widthN = CandidateGraph.widthBits(0, x.magnitude(), f + y.fraction);
    int widthD = y.width - (signedY ? 1 : 0);
    int held = Math.max(0, widthN - digits);
    int divisorBits = CandidateGraph.widthBits(0, leastDivisor, y.fraction);
    for (int j = 1; j <= digits; j++) {
      int trial = Math.min(widthD + 1, held + j);
      if (held + j < divisorBits) {
        continue;
      }
      int before = v.stage;
      v.low = v.high;
      stages.carried(v, Math.min(FixedFormat.MAX_WIDTH_BITS, Math.max(trial, widthD) + 1));
      if (j < digits) {
        stages.chosen(v, Math.min(FixedFormat.MAX_WIDTH_BITS, trial));
      }
      stages.register((v.stage - before) * (2 * widthD + digits));
    }
    if (signedX || signedY) {
      stages.carried(v, v.width);
      stages.chosen(v, v.width);
    }
  }
}
