package io.formgate.hwcost;

import io.formgate.expression.Operator;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** A node of an {@link EGraph}: an operator whose arguments are classes of equal formulas. */
sealed interface ENode {

  /** A number. */
  record Value(double value) implements ENode {}

  /** An input. */
  record Input(String name) implements ENode {}

  /** An operator on classes. */
  record Apply(Operator operator, List<Integer> arguments) implements ENode {
    /** Copies the arguments. */
    public Apply {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@return the classes of the arguments} */
  default List<Integer> children() {
    return switch (this) {
      case Value _, Input _ -> List.of();
      case Apply(_, List<Integer> arguments) -> arguments;
    };
  }

  /** {@return the same node on other classes} */
  default ENode mapped(IntUnaryOperator classes) {
    return switch (this) {
      case Value _, Input _ -> this;
      case Apply(Operator operator, List<Integer> arguments) ->
          new Apply(operator, arguments.stream().map(classes::applyAsInt).toList());
    };
  }
}
