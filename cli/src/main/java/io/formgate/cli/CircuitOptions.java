package io.formgate.cli;

import io.formgate.datapath.MultiplierBlock;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
   * {@return what a maker makes of a device, without its multiplier blocks if they are left to
   * others}
   *
   * @param whole the device
   * @param maker of a circuit
   * @throws DiagnosticException as the maker does; where an operation does not fit the clock and
   *     the device without its multiplier blocks has a circuit, the mend says so
   */
  CompiledCircuit made(DeviceModel whole, Function<DeviceModel, CompiledCircuit> maker) {
    try {
      return maker.apply(device(whole));
    } catch (DiagnosticException e) {
      Diagnostic first = e.diagnostics().getFirst();
      boolean isLateBlock =
          first.code() == DiagnosticCode.SCHEDULE_INFEASIBLE
              && !noDsp
              && whole.dsp().block() instanceof MultiplierBlock;
      if (!isLateBlock) {
        throw e;
      }
      throw withoutBlocks(whole, maker)
          .map(c ->
              new DiagnosticException(
                  new Diagnostic(
                      first.code(),
                      first.span(),
                      first.message(),
                      "add --no-dsp for products of adders and tables, which take "
                          + CircuitReport.cycles(c.pipeline().latencyCycles())
                          + " of this clock; or "
                          + first.mend())))
          .orElse(e);
    }
  }

  private static Optional<CompiledCircuit> withoutBlocks(
      DeviceModel whole, Function<DeviceModel, CompiledCircuit> maker) {
    try {
      return Optional.of(maker.apply(whole.withoutMultipliers()));
    } catch (DiagnosticException _) {
      return Optional.empty();
    }
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
