package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.List;

/**
 * Makes the tables of mantissas as the target finds them cheapest.
 *
 * @param costs of what they are built for
 */
record MantissaTables(TargetCosts costs) {
  /** All circuits have the same few mantissas. */
  private static final Approximations KNOWN = new Approximations();

  private record Mantissa(MantissaFunction function, int bits) {}

  /**
   * {@return a node with a function of a mantissa}
   *
   * @param b where nodes go
   * @param function of the mantissa
   * @param mantissaBits bits of the mantissa
   * @param index node with the table's index
   * @param name what names of tables begin with
   */
  int build(
      DatapathBuilder b, MantissaFunction function, int mantissaBits, int index, String name) {
    int bits = function.indexBits(mantissaBits);
    FixedFormat format = new FixedFormat(false, bits, bits);
    List<Approximations.Rated> ways =
        KNOWN.of(
            new Mantissa(function, mantissaBits),
            format,
            () -> function.samples(mantissaBits),
            MantissaFunction.fractionBits(mantissaBits),
            function.allowedError(mantissaBits),
            costs.lutInputs());
    return FunctionChoice.cheapest(ways, format, costs)
        .orElseThrow(() -> new WidthException("a mantissa needs a table of " + bits + " bits"))
        .approximation()
        .build(b, b.zeroExtended(index, bits), name);
  }
}
