package io.formgate.datapath;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What small circuits cost a target. Circuits of formulas ask for the same ones again and again, so
 * each is built and counted once for all targets that count alike.
 */
final class TargetCosts {
  private final Target target;
  private final Map<Object, Optional<Target.Figures>> figures;

  private TargetCosts(Target target, Map<Object, Optional<Target.Figures>> figures) {
    this.target = target;
    this.figures = figures;
  }

  /** The figures that are known, for each way to count. */
  static final class Known {
    private final Map<Object, Map<Object, Optional<Target.Figures>>> byCounting =
        new ConcurrentHashMap<>();

    /** {@return the costs of a target} */
    TargetCosts of(Target target) {
      return new TargetCosts(
          target, byCounting.computeIfAbsent(target.counting(), _ -> new ConcurrentHashMap<>()));
    }
  }

  /** {@return what products are built from} */
  Multiplier multiplier() {
    return target.multiplier();
  }

  /** {@return inputs of a look-up table} */
  int lutInputs() {
    return target.lutInputs();
  }

  /**
   * {@return the cost of a circuit, empty if it cannot be built}
   *
   * @param key stands for the circuit: equal only for equal ones
   * @param circuit makes it, or throws a {@link WidthException}
   */
  OptionalDouble of(Object key, Supplier<Datapath> circuit) {
    Optional<Target.Figures> known = figures.computeIfAbsent(key, _ -> counted(circuit));
    return known.isPresent() ? OptionalDouble.of(target.cost(known.get())) : OptionalDouble.empty();
  }

  private Optional<Target.Figures> counted(Supplier<Datapath> circuit) {
    try {
      return target.figures(circuit.get());
    } catch (WidthException e) {
      return Optional.empty();
    }
  }
}
