package io.formgate.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say on what a circuit is built, of commands that may have no spec. */
final class HardwareOptions {
  @Mixin private DeviceOptions target = new DeviceOptions();

  @Option(
      names = "--registers",
      paramLabel = "WHERE",
      description = "ports with registers: none, in, out or both (default: ${DEFAULT-VALUE})")
  private String registers;

  @Option(
      names = "--max-latency",
      paramLabel = "N",
      description = "most cycles from inputs to outputs (default: any)")
  private @Nullable Integer maxLatencyCycles;

  /**
   * Makes options that are not given.
   *
   * @param registers ports with registers where nothing is said
   */
  HardwareOptions(String registers) {
    this.registers = registers;
  }

  /** {@return the device as written} */
  String device() {
    return target.device();
  }

  /** {@return the clock as written} */
  String clock() {
    return target.clock();
  }

  /** {@return device, clock and margin} */
  DeviceOptions target() {
    return target;
  }

  /** {@return the ports with registers as written} */
  String registers() {
    return registers;
  }

  /** {@return most cycles from inputs to outputs, or null for any} */
  @Nullable Integer maxLatencyCycles() {
    return maxLatencyCycles;
  }
}
