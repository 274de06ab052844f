package io.formgate.hwcost;

import io.formgate.datapath.MultiplierBlock;
import io.formgate.datapath.OperationCost;
import io.formgate.expression.FixedFormat;

/**
 * Products of a candidate: sums of shifted values for simple constants, as many multiplier blocks
 * as the widths need, or rows of adders where the device has no blocks.
 */
final class CandidateProducts {
  /** Most digits of a constant whose product is a sum of shifted values. */
  private static final int SHIFTED_DIGITS = 3;

  private final DeviceModel device;
  private final CandidateStages stages;

  /** Costs of a product in one block by width; none where the device has no blocks. */
  private final OperationCost[] products;

  private int cutParts;

  CandidateProducts(DeviceModel device, CandidateStages stages) {
    this.device = device;
    this.stages = stages;
    products = products(device);
  }

  private static OperationCost[] products(DeviceModel device) {
    if (!(device.dsp().block() instanceof MultiplierBlock(int a, _))) {
      return new OperationCost[0];
    }
    OperationCost[] costs = new OperationCost[a + 1];
    for (int w = 1; w <= a; w++) {
      costs[w] = device.multiply(w, 1);
    }
    return costs;
  }

  void multiply(CandidateVertex v, CandidateVertex x, CandidateVertex y) {
    v.join(x);
    v.join(y);
    if (x.constant || y.constant) {
      CandidateVertex constant = x.constant ? x : y;
      CandidateVertex other = x.constant ? y : x;
      int digits = digits(constant.number, constant.fraction);
      if (digits <= SHIFTED_DIGITS || products.length == 0) {
        shifted(v, digits, other.width + constant.width, constant.number < 0);
        return;
      }
    }
    int wide = signed(x);
    int narrow = signed(y);
    if (products.length == 0) {
      rows(v, Math.max(wide, narrow), Math.min(wide, narrow));
    } else {
      blocks(v, wide, narrow);
    }
  }

  private static int signed(CandidateVertex x) {
    return x.width + (x.least < 0 ? 0 : 1);
  }

  /** Digits that are not 0 of a number in its canonical signed-digit form. */
  private static int digits(double value, int fractionBits) {
    long raw = Math.abs(Math.round(value * CandidateGraph.powerOfTwo(fractionBits)));
    return Long.bitCount(raw ^ (raw * 3));
  }

  private void shifted(CandidateVertex v, int digits, int bits, boolean minus) {
    v.low = Math.min(v.low, v.high);
    int w = Math.min(FixedFormat.MAX_WIDTH_BITS, bits);
    for (int rest = digits; rest > 1; rest = (rest + 1) / 2) {
      stages.carried(v, w);
    }
    if (digits == 1 && minus) {
      stages.carried(v, w);
    }
  }

  private void blocks(CandidateVertex v, int wide, int narrow) {
    cutParts = 0;
    MultiplierBlock block = (MultiplierBlock) device.dsp().block();
    cut(block, wide, narrow);
    OperationCost product = products[Math.min(products.length - 1, Math.max(wide, narrow))];
    stages.flat(v, product);
    for (int i = 1; i < cutParts; i++) {
      stages.count(product);
    }
    int w = Math.min(FixedFormat.MAX_WIDTH_BITS, wide + narrow - block.widthB());
    for (int rest = cutParts; rest > 1; rest = (rest + 1) / 2) {
      int before = v.stage;
      stages.carried(v, Math.max(1, w));
      stages.register((v.stage - before) * rest * w);
    }
  }

  private void cut(MultiplierBlock block, int x, int y) {
    if (block.fits(x, y)) {
      cutParts++;
      return;
    }
    int wide = Math.max(x, y);
    int other = Math.min(x, y);
    int room = other <= block.widthB() ? block.widthA() : block.widthB();
    int lowBits = Math.min(room - 1, wide - 1);
    cut(block, lowBits + 1, other);
    cut(block, wide - lowBits, other);
  }

  /** Products of adders: multiples by two bits each, added as a tree. */
  private void rows(CandidateVertex v, int wide, int narrow) {
    int rows = Math.max(1, narrow / 2);
    int w = Math.min(FixedFormat.MAX_WIDTH_BITS, wide + 2);
    stages.carried(v, w);
    stages.chosen(v, w);
    for (int i = 1; i < rows; i++) {
      stages.countSelect(w);
    }
    int rest = rows + 1;
    while (rest > 1) {
      stages.carried(v, w);
      for (int i = 1; i < rest / 2; i++) {
        stages.countAdder(w);
      }
      w = Math.min(FixedFormat.MAX_WIDTH_BITS, w + 2);
      rest = (rest + 1) / 2;
    }
  }
}
