package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The ways to compute functions that keep an error. Circuits of one formula ask for the same ones
 * again and again, so each is looked for once.
 */
final class Approximations {
  /**
   * Cuts of multipartite tables that are kept, the smallest by an estimate: the cheapest one is
   * mostly among so few, and each more is built and counted for every function.
   */
  private static final int MULTIPARTITE_CUTS = 3;

  /**
   * A way to compute a function.
   *
   * @param approximation the way
   * @param error its largest distance from the function
   */
  record Rated(Approximation approximation, double error) {}

  /** A function is known by its identity: a shape, or a mantissa's function and its bits. */
  private record Key(
      Object function, FixedFormat index, int fractionBits, double allowed, int lutInputs) {}

  private final Map<Key, List<Rated>> known = new ConcurrentHashMap<>();

  /**
   * {@return the ways to compute a function that keep an error; none may be}
   *
   * @param function stands for the function: equal only for equal ones
   * @param index format of its index
   * @param samples makes the function of such an index
   * @param fractionBits of the result
   * @param allowed largest distance from the function
   * @param lutInputs inputs of the target's look-up tables
   */
  List<Rated> of(
      Object function,
      FixedFormat index,
      Supplier<Samples> samples,
      int fractionBits,
      double allowed,
      int lutInputs) {
    return known.computeIfAbsent(
        new Key(function, index, fractionBits, allowed, lutInputs),
        _ -> found(samples.get(), fractionBits, allowed, lutInputs));
  }

  private static List<Rated> found(
      Samples samples, int fractionBits, double allowed, int lutInputs) {
    List<Rated> ways = new ArrayList<>();
    for (Rated way : unfolded(samples, fractionBits, allowed, lutInputs)) {
      add(way, allowed, ways);
    }
    if (samples.indexBits() > lutInputs) {
      FoldedFunction.part(samples, fractionBits, allowed)
          .ifPresent(part -> {
            for (Rated inner : unfolded(part.samples(), part.fractionBits(), allowed, lutInputs)) {
              Approximation whole = part.with(samples.index(), inner.approximation());
              add(new Rated(whole, samples.largestError(whole)), allowed, ways);
            }
          });
    }
    return List.copyOf(ways);
  }

  private static void add(Rated way, double allowed, List<Rated> ways) {
    if (way.error() <= allowed) {
      ways.add(way);
    }
  }

  /** A table of no more index bits than a look-up table has is one for each bit of its result. */
  private static List<Rated> unfolded(
      Samples samples, int fractionBits, double allowed, int lutInputs) {
    List<Rated> candidates = new ArrayList<>();
    if (samples.indexBits() <= TableLimits.MAX_TABLE_BITS) {
      DirectTable table = DirectTable.of(samples, fractionBits);
      candidates.add(new Rated(table, samples.largestError(table)));
    }
    if (samples.indexBits() > lutInputs) {
      candidates.addAll(
          MultipartiteFit.of(samples, fractionBits, allowed, lutInputs, MULTIPARTITE_CUTS));
      candidates.addAll(PolynomialFit.of(samples, fractionBits, allowed));
    }
    return candidates;
  }
}
