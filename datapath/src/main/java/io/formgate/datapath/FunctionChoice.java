package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The cheapest way to compute a function of an index.
 *
 * @param approximation the way
 * @param error its largest distance from the function, at any index value of the declared range
 * @param cost by the target
 */
record FunctionChoice(Approximation approximation, double error, double cost) {

  /**
   * {@return the cheapest of some ways, empty if there are none; where the target can build none,
   * the first one, of which the schedule says why not}
   *
   * @param ways that keep the error
   * @param from format of the value that is the index, or is moved into the index's format
   * @param costs decide what is cheaper
   */
  static Optional<FunctionChoice> cheapest(
      List<Approximations.Rated> ways, FixedFormat from, TargetCosts costs) {
    FunctionChoice best =
        ways.isEmpty()
            ? null
            : new FunctionChoice(
                ways.getFirst().approximation(), ways.getFirst().error(), Double.POSITIVE_INFINITY);
    for (Approximations.Rated way : ways) {
      OptionalDouble cost = cost(way.approximation(), from, costs);
      if (cost.isPresent() && (best == null || cost.getAsDouble() < best.cost())) {
        best = new FunctionChoice(way.approximation(), way.error(), cost.getAsDouble());
      }
    }
    return Optional.ofNullable(best);
  }

  /** An approximation is equal to none but itself. */
  private record Key(Approximation approximation, FixedFormat from) {}

  private static OptionalDouble cost(Approximation a, FixedFormat from, TargetCosts costs) {
    return costs.of(
        new Key(a, from),
        () -> {
          DatapathBuilder b = new DatapathBuilder("function", Set.of("x", "y"), costs.multiplier());
          int x = b.input("x", from);
          b.output("y", a.build(b, a.index().equals(from) ? x : b.saturate(x, a.index()), "t"));
          return b.build();
        });
  }
}
