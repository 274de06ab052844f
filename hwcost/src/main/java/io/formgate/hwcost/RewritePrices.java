package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Role;
import io.formgate.datapath.TableLimits;
import java.util.EnumMap;
import java.util.Map;

/**
 * What operations of a formula cost before word lengths are known: rows of the device at one width.
 *
 * @param byRole area in look-up tables, blocks counted as such
 * @param delayByRole ps
 * @param constantProduct area of a product with a number that is no power of two
 * @param constantProductPs its delay
 */
record RewritePrices(
    Map<Role, Double> byRole,
    Map<Role, Integer> delayByRole,
    double constantProduct,
    int constantProductPs) {
  /** Width of a computed value: what a tolerance of about a percent asks of a mass or momentum. */
  private static final int VALUE_BITS = 16;

  /** Index of a function. */
  private static final int INDEX_BITS = TableLimits.MAX_ALGEBRAIC_INDEX_BITS;

  /** Bits of an operand that one table of multiples takes. */
  private static final int CHUNK_BITS = 6;

  /** Copies the maps. */
  RewritePrices {
    byRole = Map.copyOf(byRole);
    delayByRole = Map.copyOf(delayByRole);
  }

  /**
   * {@return the prices of a device}
   *
   * @param device costs
   */
  static RewritePrices of(DeviceModel device) {
    Map<Role, Double> areas = new EnumMap<>(Role.class);
    Map<Role, Integer> delays = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      areas.put(role, area(role, device));
      delays.put(role, OperatorChain.delayPs(role, device));
    }
    int chunks = Math.ceilDiv(VALUE_BITS, CHUNK_BITS);
    double table = device.lutEquivalents(device.lookup(CHUNK_BITS, VALUE_BITS).area());
    return new RewritePrices(
        areas,
        delays,
        chunks * table + (chunks - 1) * row("add", device),
        device.lookup(CHUNK_BITS, VALUE_BITS).first().setupPs()
            + 2 * OperatorChain.delayPs(Role.ADD, device));
  }

  private static double row(String operation, DeviceModel device) {
    return device.lutEquivalents(device.row(operation, VALUE_BITS).area());
  }

  private static double area(Role role, DeviceModel device) {
    return switch (role) {
      case ADD -> row("add", device);
      case SUBTRACT, LESS -> row("subtract", device);
      case NEGATE -> row("negate", device);
      case ABSOLUTE -> row("absolute", device);
      case MINIMUM, MAXIMUM -> row("minimum", device);
      case MULTIPLY, SQUARE -> product(device);
      case SQUARE_ROOT, DIVIDE -> VALUE_BITS * (row("subtract", device) + row("select", device));
      case CHOICE -> row("select", device);
      case FLOOR -> 0.0;
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          device.lutEquivalents(device.lookup(INDEX_BITS, VALUE_BITS).area());
    };
  }

  /** Without blocks, a row for every two bits. */
  private static double product(DeviceModel device) {
    return switch (device.dsp().block()) {
      case io.formgate.datapath.MultiplierBlock _ -> {
        Area area = device.multiply(VALUE_BITS, VALUE_BITS).area();
        yield device.lutEquivalents(area);
      }
      case io.formgate.datapath.Multiplier.Adders() ->
          Math.ceilDiv(VALUE_BITS, 2) * (row("select", device) + row("add", device));
    };
  }
}
