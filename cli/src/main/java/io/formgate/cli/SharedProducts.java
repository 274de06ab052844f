package io.formgate.cli;

import io.formgate.constraints.HardwareTarget;
import io.formgate.constraints.Spec;
import io.formgate.datapath.Multiplier;
import io.formgate.datapath.MultiplierBlock;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceSpan;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.SharedMultiplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What commands say of multipliers that products share, and whether a device has any. */
final class SharedProducts {
  private static final int MOST_NAMES = 8;

  private SharedProducts() {}

  /**
   * {@return the device of a spec}
   *
   * @throws DiagnosticException if there is none of the name, or with {@code
   *     INTERVAL_NO_MULTIPLIER}
   */
  static DeviceModel device(Spec spec) {
    HardwareTarget hardware = spec.hardware();
    DeviceModel device = SpecDevice.of(spec);
    objection(device, hardware.initiationInterval(), hardware.deviceSpan())
        .ifPresent(d -> {
          throw new DiagnosticException(d);
        });
    return device;
  }

  /**
   * {@return what is wrong with an interval above 1 on a device on which nothing can be shared}
   *
   * @param span where the device is named, or null for a command-line option
   */
  static Optional<Diagnostic> objection(
      DeviceModel device, int interval, @Nullable SourceSpan span) {
    return switch (device.dsp().block()) {
      case MultiplierBlock _ -> Optional.empty();
      case Multiplier.Adders() ->
          withoutMultipliers(interval, device.reference() + " has none", span);
    };
  }

  /**
   * {@return what is wrong with an interval above 1 where there are no multipliers}
   *
   * @param span where the device is named, or null for a command-line option
   */
  static Optional<Diagnostic> withoutMultipliers(
      int interval, String why, @Nullable SourceSpan span) {
    return interval <= 1
        ? Optional.empty()
        : Optional.of(
            new Diagnostic(
                DiagnosticCode.INTERVAL_NO_MULTIPLIER,
                span,
                "no multiplier can be shared among " + interval + " cycles: " + why,
                "leave out ii, or choose a device with multiplier blocks"));
  }

  /** {@return what is wrong with an interval above 1 beside something else} */
  static Optional<Diagnostic> conflict(int interval, String what, String mend) {
    return interval == 1
        ? Optional.empty()
        : Optional.of(
            Diagnostic.of(
                DiagnosticCode.INTERVAL_CONFLICT,
                "--ii " + interval + " does not go with " + what,
                mend));
  }

  /** {@return lines on what is shared, none if nothing is} */
  static List<String> lines(Pipeline pipeline) {
    List<String> lines = new ArrayList<>();
    for (SharedMultiplier m : pipeline.sharing().multipliers()) {
      List<String> names =
          m.products().stream().map(p -> pipeline.datapath().node(p).name()).toList();
      String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
      lines.add(
          CircuitReport.row(
              lines.isEmpty() ? "shared" : "",
              "one multiplier for "
                  + names.size()
                  + " products: "
                  + shown
                  + (names.size() > MOST_NAMES ? ", ..." : "")));
    }
    return lines;
  }
}
