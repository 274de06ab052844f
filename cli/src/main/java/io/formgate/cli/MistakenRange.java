package io.formgate.cli;

import io.formgate.constraints.InputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.expression.Dataset;
import io.formgate.expression.Interval;
import java.util.Arrays;
import java.util.Optional;

/**
 * The input of which most rows lie outside of its declared range.
 *
 * @param input the input
 * @param outside how many of its values lie outside
 * @param lo its smallest value
 * @param hi its largest value
 */
record MistakenRange(InputDeclaration input, long outside, double lo, double hi) {
  private static final int DIGITS = 6;

  /** Step between the prefixes of units, such as those of MeV and GeV. */
  private static final double PREFIX = 1000;

  /** By how much a ratio of magnitudes may miss a power of {@link #PREFIX}. */
  private static final double NEAR = 3;

  private static final int MAX_PREFIXES = 4;

  /** {@return the input with most values outside, the first of several} */
  static MistakenRange worst(Spec spec, Dataset data) {
    MistakenRange worst = null;
    for (InputDeclaration input : spec.inputs()) {
      double[] values = data.column(input.name());
      long outside = Arrays.stream(values).filter(v -> !input.range().contains(v)).count();
      if (worst == null || outside > worst.outside) {
        worst =
            new MistakenRange(
                input,
                outside,
                Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow());
      }
    }
    if (worst == null) {
      throw new IllegalStateException("a spec has an input");
    }
    return worst;
  }

  /** {@return where its values lie, and where they were declared to} */
  String words() {
    return "'"
        + input.name()
        + "' in "
        + Numbers.count(outside)
        + ", which is declared in ["
        + Numbers.digits(input.range().lo(), DIGITS)
        + ", "
        + Numbers.digits(input.range().hi(), DIGITS)
        + "] and spans ["
        + Numbers.digits(lo, DIGITS)
        + ", "
        + Numbers.digits(hi, DIGITS)
        + "] in the data";
  }

  /** {@return a guess at another unit; empty if nothing speaks for one} */
  Optional<String> otherUnit() {
    double values = Math.max(Math.abs(lo), Math.abs(hi));
    double declared = magnitude(input.range());
    if (values == 0 || declared == 0) {
      return Optional.empty();
    }
    double ratio = values / declared;
    int prefixes = (int) Math.rint(Math.log(ratio) / Math.log(PREFIX));
    double left = ratio / Math.pow(PREFIX, prefixes);
    if (prefixes == 0 || Math.abs(prefixes) > MAX_PREFIXES || left > NEAR || left < 1 / NEAR) {
      return Optional.empty();
    }
    double factor = Math.pow(PREFIX, Math.abs(prefixes));
    return Optional.of(
        "the data of '"
            + input.name()
            + "' are about "
            + Numbers.count(Math.round(factor))
            + " times as "
            + (prefixes > 0 ? "large" : "small")
            + " as declared, as MeV are beside GeV: are they in another unit?");
  }

  private static double magnitude(Interval range) {
    return Math.max(Math.abs(range.lo()), Math.abs(range.hi()));
  }
}
