package io.formgate.hwcost;

import io.formgate.datapath.Node;
import io.formgate.datapath.OperationCost;
import io.formgate.expression.FixedFormat;

/**
 * What it takes to move a value into a format.
 *
 * <p>A value is out of range if the bits above the kept ones are not all equal, or where it cannot
 * be negative, if one of them is set. Bits that its range rules out are not looked at. A look-up
 * table that has inputs for a bit of the result and for all of these needs no flag before it.
 */
final class SaturationCost {
  private SaturationCost() {}

  /**
   * {@return the cost of a saturation}
   *
   * @param device costs
   * @param from the operand
   * @param to the result
   * @param read bits of the result that something reads
   */
  static OperationCost of(DeviceModel device, Node from, Node to, int read) {
    FixedFormat format = to.format();
    if (format.holds(from.rawLo()) && format.holds(from.rawHi())) {
      return OperationCost.WIRING;
    }
    boolean hasSign = from.rawLo() < 0;
    int decided = decidedBy(from, format);
    // The sign is that of the operand.
    int made = Math.max(1, hasSign && format.signed() ? read - 1 : read);
    OperationCost choice = device.row("select", made);
    int inputs = decided + 1;
    if (inputs < device.fabric().lutInputs()) {
      return choice;
    }
    if (inputs == device.fabric().lutInputs()) {
      // All inputs are taken: no slower ones are left out as in a choice.
      return new OperationCost(device.row("lookup", inputs).variants(), choice.area());
    }
    OperationCost flag = device.row("ones", decided);
    return OperationCost.combinational(
        flag.first().setupPs() + flag.first().ripplePs() + choice.first().setupPs(),
        choice.first().ripplePs(),
        flag.area().plus(choice.area()));
  }

  /** The bits of a value that decide whether it is out of range, and on which side. */
  private static int decidedBy(Node from, FixedFormat to) {
    int kept = to.signed() ? to.widthBits() - 1 : to.widthBits();
    boolean hasSign = from.rawLo() < 0;
    int magnitude = FixedFormat.bitsFor(from.rawLo(), from.rawHi()) - (hasSign ? 1 : 0);
    return Math.max(0, magnitude - kept) + (hasSign ? 1 : 0);
  }
}
