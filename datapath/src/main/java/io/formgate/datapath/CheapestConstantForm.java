package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Chooses the form of a product with a constant that costs a target least. */
final class CheapestConstantForm implements ConstantForm.Choice {
  private record Key(FixedFormat operand, long raw) {}

  private record FormKey(Key product, ConstantForm form) {}

  private final TargetCosts costs;
  private final Map<Key, ConstantForm> known = new HashMap<>();

  CheapestConstantForm(TargetCosts costs) {
    this.costs = costs;
  }

  @Override
  public ConstantForm of(FixedFormat operand, long raw) {
    return known.computeIfAbsent(new Key(operand, raw), this::cheapest);
  }

  private ConstantForm cheapest(Key key) {
    ConstantForm best = new ConstantForm.Digits();
    double least = Double.POSITIVE_INFINITY;
    for (ConstantForm form : ConstantForm.all(costs.multiplier())) {
      OptionalDouble cost = cost(form, key);
      if (cost.isPresent() && cost.getAsDouble() < least) {
        least = cost.getAsDouble();
        best = form;
      }
    }
    return best;
  }

  private OptionalDouble cost(ConstantForm form, Key key) {
    return costs.of(
        new FormKey(key, form),
        () -> {
          DatapathBuilder b =
              new DatapathBuilder("product", Set.of("x", "y"), costs.multiplier(), (_, _) -> form);
          int x = b.input("x", key.operand());
          b.output("y", b.multiply(x, b.literal(key.raw(), 0)));
          return b.build();
        });
  }
}
