package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The cheapest way to compute a function of an index within an error.
 *
 * @param approximation the way
 * @param error its largest distance from the function, at any index value of the declared range
 * @param cost by the target
 */
record FunctionChoice(Approximation approximation, double error, double cost) {
  /** A table of so few index bits is a look-up table for each bit of its result, or two. */
  private static final int NARROW_INDEX_BITS = 6;

  /** Cuts of multipartite tables whose cost the target is asked for. */
  private static final int MULTIPARTITE_CUTS = 3;

  /**
   * {@return the ways to compute a function that keep an error}
   *
   * @param samples the function
   * @param fractionBits of the result
   * @param allowed largest distance from the function
   */
  private static List<Approximation> candidates(Samples samples, int fractionBits, double allowed) {
    List<Approximation> candidates = unfolded(samples, fractionBits, allowed);
    if (samples.indexBits() > NARROW_INDEX_BITS) {
      FoldedFunction.part(samples, fractionBits, allowed)
          .ifPresent(part ->
              unfolded(part.samples(), part.fractionBits(), allowed)
                  .forEach(inner -> candidates.add(part.with(samples.index(), inner))));
    }
    return candidates;
  }

  private static List<Approximation> unfolded(Samples samples, int fractionBits, double allowed) {
    List<Approximation> candidates = new ArrayList<>();
    if (samples.indexBits() <= TableLimits.MAX_TABLE_BITS) {
      candidates.add(DirectTable.of(samples, fractionBits));
    }
    if (samples.indexBits() > NARROW_INDEX_BITS) {
      candidates.addAll(MultipartiteFit.of(samples, fractionBits, allowed, MULTIPARTITE_CUTS));
      candidates.addAll(PolynomialFit.of(samples, fractionBits, allowed));
    }
    return candidates;
  }

  /**
   * {@return the cheapest of all, empty if none keeps the error and can be built}
   *
   * @param samples the function
   * @param from format of the value that is the index, or is moved into the index's format
   * @param fractionBits of the result
   * @param allowed largest distance from the function
   * @param target decides what is cheaper
   */
  static Optional<FunctionChoice> of(
      Samples samples, FixedFormat from, int fractionBits, double allowed, Target target) {
    FunctionChoice best = null;
    for (Approximation a : candidates(samples, fractionBits, allowed)) {
      double error = samples.largestError(a);
      OptionalDouble cost = error <= allowed ? cost(a, from, target) : OptionalDouble.empty();
      if (cost.isPresent() && (best == null || cost.getAsDouble() < best.cost())) {
        best = new FunctionChoice(a, error, cost.getAsDouble());
      }
    }
    return Optional.ofNullable(best);
  }

  private static OptionalDouble cost(Approximation a, FixedFormat from, Target target) {
    DatapathBuilder b = new DatapathBuilder("function", Set.of("x", "y"), target.multiplier());
    try {
      int x = b.input("x", from);
      b.output("y", a.build(b, a.index().equals(from) ? x : b.saturate(x, a.index()), "t"));
      return target.cost(b.build());
    } catch (WidthException e) {
      return OptionalDouble.empty();
    }
  }
}
