package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Multiplier;
import io.formgate.datapath.MultiplierBlock;
import io.formgate.datapath.OperationCost;
import io.formgate.datapath.OperationCost.Variant;
import io.formgate.datapath.Role;
import io.formgate.datapath.TableLimits;

/**
 * An operator on the canonical lowering: the same operations, one after the other, on values of a
 * fixed width.
 *
 * @param delayPs of one of the operations, in ps
 * @param count how many follow each other
 * @param ranks register ranks inside
 * @param clockToOutPs with ranks, the time after the last one at which the result is there, in ps
 * @param area of all of them
 */
record OperatorChain(int delayPs, int count, int ranks, int clockToOutPs, Area area) {
  /** Width of a computed value: what a tolerance of about a percent asks of a mass or momentum. */
  static final int VALUE_BITS = 18;

  /** Digits of a square root or quotient at that width. */
  static final int RECURRENCE_DIGITS = 16;

  /** Bits that a row of a product of adders has more than its operand. */
  private static final int ROW_SPARE_BITS = 2;

  /**
   * {@return the time from stable arguments to the result of an operator alone, in ps} Of a root or
   * quotient it is that of all digits; a table in block memory has a register on the way.
   *
   * @param role of the operator
   * @param device costs
   */
  static int delayPs(Role role, DeviceModel device) {
    OperatorChain c = of(role, device, Integer.MAX_VALUE);
    int registers = c.ranks > 0 ? device.timing().flipFlopPs() + c.clockToOutPs : 0;
    return c.delayPs * c.count + registers;
  }

  /**
   * {@return an operator}
   *
   * @param role of the operator
   * @param device costs
   * @param clockPeriodPs which decides about registers inside of blocks
   */
  static OperatorChain of(Role role, DeviceModel device, int clockPeriodPs) {
    return switch (role) {
      case ADD -> row("add", device, clockPeriodPs);
      case SUBTRACT, LESS -> row("subtract", device, clockPeriodPs);
      case NEGATE -> row("negate", device, clockPeriodPs);
      case ABSOLUTE -> row("absolute", device, clockPeriodPs);
      case MINIMUM, MAXIMUM -> row("minimum", device, clockPeriodPs);
      case MULTIPLY, SQUARE -> product(device, clockPeriodPs);
      case SQUARE_ROOT, DIVIDE -> recurrence(device);
      case CHOICE -> row("select", device, clockPeriodPs);
      case FLOOR -> single(OperationCost.WIRING, device, clockPeriodPs);
      // A function is always a table; this is what its index costs when it is computed.
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          table(TableLimits.MAX_INDEX_BITS, device, clockPeriodPs);
    };
  }

  /**
   * {@return a table}
   *
   * @param indexBits bits of its index
   * @param device costs
   * @param clockPeriodPs which decides about registers inside of blocks
   */
  static OperatorChain table(int indexBits, DeviceModel device, int clockPeriodPs) {
    return single(device.lookup(Math.max(1, indexBits), VALUE_BITS), device, clockPeriodPs);
  }

  private static OperatorChain row(String operation, DeviceModel device, int clockPeriodPs) {
    return single(device.row(operation, VALUE_BITS), device, clockPeriodPs);
  }

  /** With the fewest register ranks inside with which it fits. */
  private static OperatorChain single(OperationCost cost, DeviceModel device, int clockPeriodPs) {
    int usablePs =
        clockPeriodPs == Integer.MAX_VALUE ? clockPeriodPs : device.usablePs(clockPeriodPs);
    Variant chosen = cost.first();
    for (Variant v : cost.variants()) {
      if (!fits(chosen, usablePs, clockPeriodPs) && fits(v, usablePs, clockPeriodPs)) {
        chosen = v;
      }
    }
    return new OperatorChain(
        chosen.setupPs() + chosen.ripplePs(),
        1,
        chosen.ranks(),
        chosen.clockToOutPs(),
        cost.area());
  }

  private static boolean fits(Variant v, int usablePs, int clockPeriodPs) {
    return v.setupPs() + v.ripplePs() <= usablePs
        && v.clockToOutPs() <= usablePs
        && v.innerPeriodPs() <= clockPeriodPs;
  }

  /** A subtraction and a choice for every digit. */
  private static OperatorChain recurrence(DeviceModel device) {
    OperationCost subtract = device.row("subtract", VALUE_BITS);
    OperationCost select = device.row("select", VALUE_BITS);
    Variant s = subtract.first();
    return new OperatorChain(
        s.setupPs() + s.ripplePs() + select.first().setupPs(),
        RECURRENCE_DIGITS,
        0,
        0,
        times(RECURRENCE_DIGITS, subtract.area().plus(select.area())));
  }

  /** Without blocks, rows of two bits each, chosen and added as a tree whose carries overlap. */
  private static OperatorChain product(DeviceModel device, int clockPeriodPs) {
    return switch (device.dsp().block()) {
      case MultiplierBlock _ ->
          single(device.multiply(VALUE_BITS, VALUE_BITS), device, clockPeriodPs);
      case Multiplier.Adders() -> {
        OperationCost add = device.row("add", VALUE_BITS + ROW_SPARE_BITS);
        OperationCost row = device.row("select", VALUE_BITS + ROW_SPARE_BITS);
        int rows = Math.ceilDiv(VALUE_BITS, 2);
        int levels = Integer.SIZE - Integer.numberOfLeadingZeros(rows);
        int ripplePs = device.row("add", 2 * VALUE_BITS).first().ripplePs();
        int delayPs = (1 + levels) * add.first().setupPs() + row.first().setupPs() + ripplePs;
        // The adders that follow each other can be in stages of their own.
        int steps = 2 + levels;
        yield new OperatorChain(
            Math.ceilDiv(delayPs, steps),
            steps,
            0,
            0,
            times(rows, row.area()).plus(times(rows + 1, add.area())));
      }
    };
  }

  private static Area times(int count, Area area) {
    return new Area(
        count * area.lut(),
        count * area.ff(),
        count * area.dsp(),
        count * area.carry(),
        count * area.bram());
  }
}
