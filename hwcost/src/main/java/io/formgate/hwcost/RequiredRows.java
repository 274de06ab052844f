package io.formgate.hwcost;

import io.formgate.datapath.Multiplier;
import io.formgate.datapath.MultiplierBlock;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;

/** The widths at which a device has to have costs, so that every circuit has one. */
final class RequiredRows {
  private static final List<String> AT_ANY_WIDTH =
      List.of(
          "add",
          "subtract",
          "negate",
          "absolute",
          "increment",
          "minimum",
          "select",
          "gate",
          "ones");

  /** Products may share a multiplier among as many cycles. */
  private static final int MOST_CHOICES = 32;

  private RequiredRows() {}

  /**
   * {@return what a device lacks: operations with the widths for which there is no cost}
   *
   * @param device the device
   */
  static List<String> missing(DeviceModel device) {
    List<String> missing = new ArrayList<>();
    AT_ANY_WIDTH.forEach(o -> require(device, o, FixedFormat.MAX_WIDTH_BITS, missing));
    // Saturation takes all inputs of a look-up table, wherever other tables go.
    int widestLookup = Math.max(device.memory().tablesFromBits() - 1, device.fabric().lutInputs());
    require(device, "lookup", widestLookup, missing);
    switch (device.dsp().block()) {
      case MultiplierBlock(int wide, int _) -> {
        require(device, "multiply", wide, missing);
        require(device, "multiplex", MOST_CHOICES, missing);
      }
      case Multiplier.Adders() -> {}
    }
    return missing;
  }

  private static void require(
      DeviceModel device, String operation, int widest, List<String> missing) {
    if (widest >= 1 && !(device.hasRow(operation, 1) && device.hasRow(operation, widest))) {
      missing.add(operation + " from 1 to " + widest);
    }
  }
}
