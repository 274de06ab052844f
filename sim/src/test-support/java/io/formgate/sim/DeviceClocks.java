package io.formgate.sim;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A device and the clocks at which latencies are measured for it.
 *
 * @param device name of the device
 * @param clockPeriodsPs clock periods in ps
 */
public record DeviceClocks(String device, List<Integer> clockPeriodsPs) {

  /**
   * Devices with blocks that have register ranks, without any, and with one cycle for every
   * operation, each at clocks from a whole formula in one period to an operation in each.
   */
  public static final List<DeviceClocks> USUAL =
      List.of(
          new DeviceClocks("xcvu9p-2", List.of(25_000, 5000, 2500, 1600)),
          new DeviceClocks("unit", List.of(16_000, 4000, 2000, 1000)),
          new DeviceClocks("xc7k325t-2", List.of(25_000, 10_000, 6000, 5000)));

  /** Copies the list. */
  public DeviceClocks {
    clockPeriodsPs = List.copyOf(clockPeriodsPs);
  }

  /**
   * {@return the reading of a text such as {@code unit@1000,4000}}
   *
   * @throws IllegalArgumentException if it is no name, {@code @} and clock periods
   */
  public static DeviceClocks parse(String text) {
    String[] parts = text.split("@", -1);
    if (parts.length != 2 || parts[0].isEmpty()) {
      throw new IllegalArgumentException("not DEVICE@PS,PS: " + text);
    }
    return new DeviceClocks(
        parts[0], Arrays.stream(parts[1].split(",", -1)).map(Integer::valueOf).toList());
  }

  @Override
  public String toString() {
    return clockPeriodsPs.stream()
        .map(ps -> Integer.toString(ps))
        .collect(Collectors.joining(",", device + "@", ""));
  }
}
