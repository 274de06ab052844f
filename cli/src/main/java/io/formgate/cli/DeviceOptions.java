package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.SourceText;
import io.formgate.hwcost.DeviceFile;
import io.formgate.hwcost.DeviceModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
   * {@return the part of a period that is kept free}
   *
   * @throws io.formgate.expression.DiagnosticException if it is none
   */
  KeptFree keptFree() {
    SourceText text = new SourceText("--margin", margin);
    return new KeptFree(Arguments.keptFreePercent(margin), text.span(0, margin.length()));
  }

  /**
   * Checks device, clock and margin.
   *
   * @param mistakes takes those of all three
   */
  void check(List<Diagnostic> mistakes) {
    Optional<KeptFree> free = Arguments.noting(this::keptFree, mistakes);
    var _ = Arguments.noting(() -> Arguments.clockPeriodPs(clock), mistakes);
    var _ =
        Arguments.noting(
            () -> free.orElse(KeptFree.NONE).on(DeviceModels.load(device, null)), mistakes);
  }

  /**
   * {@return device, clock and margin as they stand behind the keyword {@code hardware} of a spec}
   *
   * @param quoted how the spec names a file
   */
  String statement(Function<Path, String> quoted) {
    double percent = keptFree().percent();
    return (DeviceFile.isNamedBy(device) ? quoted.apply(Path.of(device)) : device)
        + " clock "
        + Numbers.ns(Arguments.clockPeriodPs(clock))
        + (percent == 0 ? "" : ", margin " + Numbers.exact(percent) + " %");
  }
}
