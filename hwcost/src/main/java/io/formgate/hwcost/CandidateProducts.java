package io.formgate.hwcost;

import io.formgate.datapath.MultiplierBlock;
import io.formgate.datapath.OperationCost;
import io.formgate.expression.FixedFormat;

/**
 * Products of a candidate: sums of shifted values for simple constants, as many multiplier blocks
 * as the widths need, or rows of adders where the device has no blocks.
 */
final class CandidateProducts {
  /** Bits of the operand for each table of a product with a constant. */
  private static final int CHUNK_BITS = 6;

  private static final int DELAY_WEIGHT = 3;

  private final DeviceModel device;
  private final CandidateStages stages;
  private final FunctionCosts functions;

  /** Costs of a product in one block by width; none where the device has no blocks. */
  private final OperationCost[] products;

  private int cutParts;

  CandidateProducts(DeviceModel device, CandidateStages stages, FunctionCosts functions) {
    this.device = device;
    this.stages = stages;
    this.functions = functions;
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
      if (byConstant(v, other, constant)) {
        return;
      }
    }
    product(v, signed(x), signed(y));
  }

  /** A product of two values of some widths, their signs included. */
  void product(CandidateVertex v, int wide, int narrow) {
    if (products.length == 0) {
      rows(v, Math.max(wide, narrow), Math.min(wide, narrow));
    } else {
      blocks(v, wide, narrow);
    }
  }

  /** {@return about how long a product takes, in ps} */
  int delayPs(int wide, int narrow) {
    if (products.length == 0) {
      int levels = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, narrow / 2));
      return (levels + 1) * stages.adderPs(Math.min(FixedFormat.MAX_WIDTH_BITS, wide + narrow));
    }
    OperationCost.Variant v =
        products[Math.min(products.length - 1, Math.max(wide, narrow))].first();
    return v.setupPs() + v.ripplePs();
  }

  /**
   * Adds a product with a constant as a sum of digits or of tables, unless blocks are cheaper.
   *
   * @return whether it was added
   */
  private boolean byConstant(CandidateVertex v, CandidateVertex other, CandidateVertex constant) {
    int digits = digits(constant.number, constant.fraction);
    int bits = Math.min(FixedFormat.MAX_WIDTH_BITS, other.width + constant.width);
    if (digits < 2) {
      shifted(v, digits, bits, constant.number < 0);
      return true;
    }
    int adder = Math.max(1, bits - CHUNK_BITS);
    int chunks = Math.ceilDiv(other.width, CHUNK_BITS);
    OperationCost table =
        functions.of(
            Math.min(CHUNK_BITS, other.width),
            Math.min(FixedFormat.MAX_WIDTH_BITS, constant.width + CHUNK_BITS));
    int levels = Integer.SIZE - Integer.numberOfLeadingZeros(chunks - 1);
    double byDigits =
        merit(
            (digits - 1) * stages.adderLuts(bits),
            (Integer.SIZE - Integer.numberOfLeadingZeros(digits - 1)) * stages.adderPs(bits));
    double byChunks =
        merit(
            chunks * table.area().lut() + (chunks - 1) * stages.adderLuts(adder),
            table.first().setupPs() + levels * stages.adderPs(adder));
    double byBlocks =
        products.length == 0
            ? Double.POSITIVE_INFINITY
            : merit(
                device.lutEquivalents(products[1].area()),
                delayPs(signed(other), signed(constant)));
    if (byBlocks < Math.min(byDigits, byChunks)) {
      return false;
    }
    if (byDigits <= byChunks) {
      shifted(v, digits, bits, constant.number < 0);
      return true;
    }
    stages.flat(v, table);
    for (int i = 1; i < chunks; i++) {
      stages.count(table);
    }
    for (int rest = chunks; rest > 1; rest = (rest + 1) / 2) {
      stages.carried(v, adder);
      for (int i = 1; i < rest / 2; i++) {
        stages.countAdder(adder);
      }
    }
    return true;
  }

  private static double merit(double luts, double delayPs) {
    return luts * Math.pow(delayPs, DELAY_WEIGHT);
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
      for (int i = 1; i < rest / 2; i++) {
        stages.countAdder(w);
      }
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
