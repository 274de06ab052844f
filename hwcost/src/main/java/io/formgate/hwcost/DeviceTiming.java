package io.formgate.hwcost;

import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * What holds for every path of a device.
 *
 * @param factor what the delays of the fabric are multiplied by
 * @param routeFactor what the routing in them is multiplied by as well
 * @param blockFactor what the delays inside of multiplier blocks and memories are multiplied by
 * @param cautiousFactor the factor at which reports show the latency as well; empty for none
 * @param flipFlopPs clock-to-Q and setup together, in ps
 * @param shortestPeriodPs period of the fastest clock that the device distributes, in ps
 * @param marginPercent part of a period that no logic may use, in percent
 * @param keptFreePercent part of a period that the user keeps free besides, in percent; together
 *     with the margin below 100
 */
public record DeviceTiming(
    double factor,
    double routeFactor,
    double blockFactor,
    OptionalDouble cautiousFactor,
    int flipFlopPs,
    int shortestPeriodPs,
    double marginPercent,
    double keptFreePercent) {

  /** Checks the parts of a period. */
  public DeviceTiming {
    if (!(factor > 0)
        || !(marginPercent >= 0)
        || !(keptFreePercent >= 0)
        || !(marginPercent + keptFreePercent < 100)) {
      throw new IllegalArgumentException(
          "a factor of %s, and %s %% and %s %% of a period"
              .formatted(factor, marginPercent, keptFreePercent));
    }
  }

  /** {@return this with another factor for the fabric; that of blocks changes in proportion} */
  DeviceTiming withFactor(double other) {
    return new DeviceTiming(
        other,
        routeFactor,
        blockFactor * other / factor,
        cautiousFactor,
        flipFlopPs,
        shortestPeriodPs,
        marginPercent,
        keptFreePercent);
  }

  /** {@return this with another part of a period that the user keeps free, in percent} */
  DeviceTiming keepingFree(double percent) {
    return new DeviceTiming(
        factor,
        routeFactor,
        blockFactor,
        cautiousFactor,
        flipFlopPs,
        shortestPeriodPs,
        marginPercent,
        percent);
  }

  /** {@return what the user keeps free, as people read it, such as "12.5 %"} */
  public String keptFree() {
    return percent(keptFreePercent);
  }

  /** {@return a percentage in full, without a point if it is whole} */
  static String percent(double percent) {
    return new BigDecimal(Double.toString(percent)).stripTrailingZeros().toPlainString() + " %";
  }

  /** {@return the part of a clock period that logic may use, in ps; below 0 if there is none} */
  int usablePs(int clockPeriodPs) {
    double kept = clockPeriodPs * (1 - (marginPercent + keptFreePercent) / 100);
    return (int) Math.floor(kept + 1e-9) - flipFlopPs;
  }
}
