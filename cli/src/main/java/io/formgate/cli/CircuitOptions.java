package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.hwcost.DeviceModel;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of how the circuits of formulas are made, which commands share. */
final class CircuitOptions {
  @Option(
      names = "--snap",
      description =
          "move numbers, as far as the tolerances allow, to neighbours that make a better circuit")
  private boolean snaps;

  @Option(
      names = "--no-dsp",
      description = "products of adders and tables, also where the device has multiplier blocks")
  private boolean noDsp;

  /** {@return whether numbers are moved} */
  boolean snaps() {
    return snaps;
  }

  /** {@return whether multiplier blocks are left to others} */
  boolean isWithoutDsp() {
    return noDsp;
  }

  /** {@return the device, without its multiplier blocks if they are left to others} */
  DeviceModel device(DeviceModel whole) {
    return noDsp ? whole.withoutMultipliers() : whole;
  }

  /**
   * Adds what does not go together with other options.
   *
   * @param options those of the formulas
   * @param mistakes gets it
   */
  void check(FormulaOptions options, List<Diagnostic> mistakes) {
    if (snaps && options.isUniform()) {
      mistakes.add(
          Arguments.usage(
                  "numbers have the format of --everywhere, so none can be moved",
                  "leave out --snap or --everywhere")
              .diagnostics()
              .getFirst());
    }
    if (noDsp) {
      SharedProducts.withoutMultipliers(options.initiationInterval(), "--no-dsp leaves none", null)
          .ifPresent(mistakes::add);
    }
  }
}
