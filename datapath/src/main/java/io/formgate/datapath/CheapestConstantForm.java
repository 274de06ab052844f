package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Chooses the form of a product with a constant that costs a target least. */
final class CheapestConstantForm implements ConstantForm.Choice {
  private record Key(FixedFormat operand, long raw) {}

  private final Target target;
  private final Map<Key, ConstantForm> known = new HashMap<>();

  CheapestConstantForm(Target target) {
    this.target = target;
  }

  @Override
  public ConstantForm of(FixedFormat operand, long raw) {
    return known.computeIfAbsent(new Key(operand, raw), this::cheapest);
  }

  private ConstantForm cheapest(Key key) {
    ConstantForm best = new ConstantForm.Digits();
    double least = Double.POSITIVE_INFINITY;
    for (ConstantForm form : ConstantForm.all(target.multiplier())) {
      OptionalDouble cost = cost(form, key);
      if (cost.isPresent() && cost.getAsDouble() < least) {
        least = cost.getAsDouble();
        best = form;
      }
    }
    return best;
  }

  private OptionalDouble cost(ConstantForm form, Key key) {
    DatapathBuilder b =
        new DatapathBuilder("product", Set.of("x", "y"), target.multiplier(), (_, _) -> form);
    try {
      int x = b.input("x", key.operand());
      b.output("y", b.multiply(x, b.literal(key.raw(), 0)));
      return target.cost(b.build());
    } catch (WidthException e) {
      return OptionalDouble.empty();
    }
  }
}
