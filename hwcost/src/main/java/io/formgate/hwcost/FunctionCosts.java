package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.OperationCost;
import io.formgate.datapath.TableLimits;
import io.formgate.expression.FixedFormat;

/**
 * Costs of functions whose contents are not known: a single table, or a sum of two tables of about
 * two thirds of the index each, whichever has the smaller product of area and the third power of
 * the delay.
 *
 * <p>A function that bends is on a straight line within a table's cell up to a quarter of the
 * square of the cell, so that the first table needs half as many index bits as the result has bits.
 */
final class FunctionCosts {
  /**
   * How much more than area delay counts. No cost of a device but what the estimate looks for: the
   * fewest cycles, as the circuits of {@link CircuitCompiler} whose functions are chosen so.
   */
  private static final int DELAY_WEIGHT = 3;

  private final DeviceModel device;
  private final int clockPeriodPs;
  private final OperationCost[][] costs =
      new OperationCost[TableLimits.MAX_INDEX_BITS + 1][FixedFormat.MAX_WIDTH_BITS + 1];

  FunctionCosts(DeviceModel device, int clockPeriodPs) {
    this.device = device;
    this.clockPeriodPs = clockPeriodPs;
    for (int i = 1; i < costs.length; i++) {
      for (int w = 1; w < costs[i].length; w++) {
        costs[i][w] = cheapest(i, w);
      }
    }
  }

  /**
   * {@return the cost of a function}
   *
   * @param indexBits bits of its index, at most {@link TableLimits#MAX_INDEX_BITS}
   * @param valueBits bits of its result
   */
  OperationCost of(int indexBits, int valueBits) {
    return costs[indexBits][valueBits];
  }

  private OperationCost cheapest(int indexBits, int valueBits) {
    int first = Math.max(Math.ceilDiv(2 * indexBits, 3), Math.ceilDiv(valueBits, 2) - 1);
    boolean isSum = first < indexBits - 1 && first < device.memory().tablesFromBits();
    if (!isSum) {
      return device.lookup(Math.min(indexBits, TableLimits.MAX_TABLE_BITS), valueBits);
    }
    OperationCost sum = sum(first, Math.min(FixedFormat.MAX_WIDTH_BITS, valueBits + 1));
    if (indexBits > TableLimits.MAX_TABLE_BITS) {
      return sum;
    }
    OperationCost table = device.lookup(indexBits, valueBits);
    return merit(sum) < merit(table) ? sum : table;
  }

  private OperationCost sum(int indexBits, int valueBits) {
    OperationCost initial = device.lookup(indexBits, valueBits);
    OperationCost offset = device.lookup(indexBits, Math.max(1, valueBits - indexBits));
    OperationCost add = device.row("add", valueBits);
    Area area = initial.area().plus(offset.area()).plus(add.area());
    return OperationCost.combinational(
        initial.first().setupPs() + initial.first().ripplePs() + add.first().setupPs(),
        add.first().ripplePs(),
        area);
  }

  private double merit(OperationCost cost) {
    double best = Double.POSITIVE_INFINITY;
    for (OperationCost.Variant v : cost.variants()) {
      boolean fits = v.setupPs() + v.ripplePs() <= device.usablePs(clockPeriodPs);
      double delayPs =
          v.ranks() == 0
              ? v.setupPs() + v.ripplePs()
              : (double) v.ranks() * clockPeriodPs + v.clockToOutPs();
      if (fits) {
        best = Math.min(best, device.lutEquivalents(cost.area()) * Math.pow(delayPs, DELAY_WEIGHT));
      }
    }
    return best;
  }
}
