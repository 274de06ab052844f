package io.formgate.hwcost;

import io.formgate.datapath.TableLimits;

/**
 * Square roots and quotients of a candidate: digit by digit, or by the operand's leading bits,
 * whichever has its result first.
 */
final class CandidateRoots {
  /** Fewest bits of a mantissa. */
  private static final int MIN_MANTISSA_BITS = 4;

  /** A root of so few bits is also that of small operands, which are not moved. */
  private static final int MAX_UNMOVED_BITS = 10;

  private final CandidateStages stages;
  private final FunctionCosts functions;
  private final CandidateProducts products;
  private final CandidateRecurrences recurrences;

  CandidateRoots(CandidateStages stages, FunctionCosts functions, CandidateProducts products) {
    this.stages = stages;
    this.functions = functions;
    this.products = products;
    recurrences = new CandidateRecurrences(stages);
  }

  void squareRoot(CandidateVertex v, CandidateVertex x) {
    int f = v.fraction;
    int radicandBits = CandidateGraph.widthBits(0, Math.max(0, x.most), 2 * f);
    int digits = Math.max(1, (radicandBits + 1) / 2);
    int mantissa = mantissaBits(v.width) / 2 * 2;
    int width = CandidateGraph.widthBits(0, Math.max(0, x.most), x.fraction);
    int lowest = mantissa <= MAX_UNMOVED_BITS ? mantissa : 2;
    int windows = 1 + Math.max(0, width - lowest + 1) / 2;
    int leadingPs =
        2 * choicesPs(windows, width)
            + functions.of(mantissa, mantissa + 1).first().setupPs()
            + functions.of(mantissa, mantissa + 1).first().ripplePs();
    if (leadingPs > digits * stages.digitPs(Math.min(width, v.width + 2))) {
      recurrences.squareRoot(v, x);
      return;
    }
    v.join(x);
    if (x.least < 0) {
      stages.compared(v, x.width);
    }
    choose(v, windows, width, mantissa);
    int before = v.stage;
    stages.flat(v, functions.of(mantissa, mantissa + 1));
    stages.register((v.stage - before) * windows);
    choose(v, windows, width, v.width);
  }

  void quotient(CandidateVertex v, CandidateVertex x, CandidateVertex y) {
    double leastDivisor = Math.max(CandidateGraph.powerOfTwo(-y.fraction), y.leastMagnitude());
    int digits = CandidateGraph.widthBits(0, x.magnitude() / leastDivisor, v.fraction);
    int mantissa = mantissaBits(v.width);
    int windows =
        1
            + Math.max(
                0,
                Math.getExponent(Math.max(leastDivisor, y.magnitude()))
                    - Math.getExponent(leastDivisor));
    int index = mantissa - 1;
    int leadingPs =
        2 * choicesPs(windows, y.width)
            + functions.of(index, mantissa + 1).first().setupPs()
            + functions.of(index, mantissa + 1).first().ripplePs()
            + products.delayPs(x.width, mantissa + 2);
    if (leadingPs > digits * stages.digitPs(Math.min(y.width + 2, v.width + 2))) {
      recurrences.quotient(v, x, y);
      return;
    }
    v.join(y);
    if (y.least < leastDivisor) {
      stages.compared(v, y.width);
    }
    choose(v, windows, y.width, index);
    int before = v.stage;
    stages.flat(v, functions.of(index, mantissa + 1));
    if (!x.constant) {
      v.join(x);
    }
    products.product(v, x.width + (x.least < 0 ? 0 : 1), mantissa + 2);
    stages.register((v.stage - before) * (windows + x.width));
    choose(v, windows, y.width, v.width);
  }

  private static int mantissaBits(int resultBits) {
    return Math.max(MIN_MANTISSA_BITS, Math.min(TableLimits.MAX_INDEX_BITS, resultBits + 1));
  }

  private int choicesPs(int windows, int width) {
    return windows < 2 ? 0 : stages.anyPs(width / 2) + levels(windows) * stages.choicePs();
  }

  private static int levels(int windows) {
    return windows < 2 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(windows - 1);
  }

  /** A tree of choices whose conditions are there together. */
  private void choose(CandidateVertex v, int windows, int width, int chosenBits) {
    if (windows < 2) {
      return;
    }
    int before = v.stage;
    stages.any(v, Math.max(1, width / 2));
    int levels = levels(windows);
    for (int i = 0; i < levels; i++) {
      stages.chosen(v, chosenBits);
    }
    for (int i = levels; i < windows - 1; i++) {
      stages.countSelect(chosenBits);
    }
    // What is chosen from and the conditions wait for the choices of the next stage.
    stages.register((v.stage - before) * (width + windows));
  }
}
