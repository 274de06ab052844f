package io.formgate.hwcost;

import io.formgate.datapath.Multiplier;
import io.formgate.datapath.MultiplierBlock;
import io.formgate.datapath.OperationCost;
import io.formgate.datapath.OperationCost.Variant;
import io.formgate.datapath.Role;
import io.formgate.datapath.TableLimits;

/** An operator alone, on values of a fixed width: the operations that follow each other in it. */
final class OperatorChain {
  /** Width of a computed value: what a tolerance of about a percent asks of a mass or momentum. */
  private static final int VALUE_BITS = 18;

  /** Digits of a square root or quotient at that width. */
  private static final int RECURRENCE_DIGITS = 16;

  /** Bits that a row of a product of adders has more than its operand. */
  private static final int ROW_SPARE_BITS = 2;

  private OperatorChain() {}

  /**
   * {@return the time from stable arguments to the result of an operator alone, in ps} Of a root or
   * quotient it is that of all digits; a table in block memory has a register on the way.
   *
   * @param role of the operator
   * @param device costs
   */
  static int delayPs(Role role, DeviceModel device) {
    return switch (role) {
      case ADD -> row("add", device);
      case SUBTRACT, LESS -> row("subtract", device);
      case NEGATE -> row("negate", device);
      case ABSOLUTE -> row("absolute", device);
      case MINIMUM, MAXIMUM -> row("minimum", device);
      case MULTIPLY, SQUARE -> product(device);
      case SQUARE_ROOT, DIVIDE -> recurrence(device);
      case CHOICE -> row("select", device);
      case FLOOR -> 0;
      // A function is always a table; this is what its index costs when it is computed.
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          alone(device.lookup(TableLimits.MAX_TABLE_BITS, VALUE_BITS), device);
    };
  }

  private static int row(String operation, DeviceModel device) {
    return alone(device.row(operation, VALUE_BITS), device);
  }

  private static int alone(OperationCost cost, DeviceModel device) {
    Variant v = cost.first();
    int registers = v.ranks() > 0 ? device.timing().flipFlopPs() + v.clockToOutPs() : 0;
    return v.setupPs() + v.ripplePs() + registers;
  }

  /** A subtraction and a choice for every digit. */
  private static int recurrence(DeviceModel device) {
    Variant subtract = device.row("subtract", VALUE_BITS).first();
    Variant select = device.row("select", VALUE_BITS).first();
    return RECURRENCE_DIGITS * (subtract.setupPs() + subtract.ripplePs() + select.setupPs());
  }

  /** Without blocks, rows of two bits each, chosen and added as a tree whose carries overlap. */
  private static int product(DeviceModel device) {
    return switch (device.dsp().block()) {
      case MultiplierBlock _ -> alone(device.multiply(VALUE_BITS, VALUE_BITS), device);
      case Multiplier.Adders() -> {
        Variant add = device.row("add", VALUE_BITS + ROW_SPARE_BITS).first();
        Variant row = device.row("select", VALUE_BITS + ROW_SPARE_BITS).first();
        int rows = Math.ceilDiv(VALUE_BITS, 2);
        int levels = Integer.SIZE - Integer.numberOfLeadingZeros(rows);
        int ripplePs = device.row("add", 2 * VALUE_BITS).first().ripplePs();
        int delayPs = (1 + levels) * add.setupPs() + row.setupPs() + ripplePs;
        // The adders that follow each other can be in stages of their own.
        int steps = 2 + levels;
        yield steps * Math.ceilDiv(delayPs, steps);
      }
    };
  }
}
