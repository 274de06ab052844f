package io.formgate.cli;

import io.formgate.hwcost.DeviceFile;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options that name a device, its clock, and how much of a period is kept free. */
final class DeviceOptions {
  @Option(
      names = "--device",
      paramLabel = "D",
      description = "device, or a .device file that describes one (default: ${DEFAULT-VALUE})",
      defaultValue = "xcvu9p-2")
  private String device = "";

  @Option(
      names = "--clock",
      paramLabel = "T",
      description = "clock, as '5ns', '3125ps', '200MHz' or '1GHz' (default: ${DEFAULT-VALUE})",
      defaultValue = "5ns")
  private String clock = "";

  @Option(
      names = "--margin",
      paramLabel = "PERCENT",
      description =
          "part of the clock period that is kept free besides the device's own margin (default:"
              + " ${DEFAULT-VALUE})",
      defaultValue = "0")
  private String margin = "0";

  /** Makes options that are not given. */
  DeviceOptions() {}

  /** {@return the device as written} */
  String device() {
    return device;
  }

  /** {@return the clock as written} */
  String clock() {
    return clock;
  }

  /**
   * {@return the part of a period that is kept free, in percent}
   *
   * @throws io.formgate.expression.DiagnosticException if it is none
   */
  double keptFreePercent() {
    return Arguments.keptFreePercent(margin);
  }

  /**
   * {@return device, clock and margin as they stand behind the keyword {@code hardware} of a spec}
   *
   * @param quoted how the spec names a file
   */
  String statement(Function<Path, String> quoted) {
    double percent = keptFreePercent();
    return (DeviceFile.isNamedBy(device) ? quoted.apply(Path.of(device)) : device)
        + " clock "
        + Numbers.ns(Arguments.clockPeriodPs(clock))
        + (percent == 0 ? "" : ", margin " + Numbers.exact(percent) + " %");
  }
}
