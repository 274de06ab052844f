package io.formgate.benchmarks;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;

/**
 * The length of a formula as Operon counts it: a variable with its weight is one node, and the
 * slope and the offset of the whole formula are none.
 */
final class PeerLength {
  private PeerLength() {}

  /** {@return the nodes} */
  static int of(Tape formula) {
    int start = 0;
    int end = formula.length() - 1;
    // Offset and slope are outermost, in this order.
    for (Scale scale : Scale.values()) {
      if (!formula.isOperator(end) || !scale.has(formula.operatorAt(end))) {
        continue;
      }
      if (formula.isConstant(end - 1)) {
        end -= 2;
      } else if (formula.isConstant(start)
          && formula.subtreeStart(end - 1) == start + 1
          && formula.operatorAt(end) != Operator.DIVIDE) {
        start++;
        end--;
      }
    }
    return end + 1 - start - 2 * weights(formula, start, end);
  }

  private enum Scale {
    OFFSET,
    SLOPE;

    boolean has(Operator operator) {
      return switch (this) {
        case OFFSET -> operator == Operator.ADD || operator == Operator.SUBTRACT;
        case SLOPE -> operator == Operator.MULTIPLY || operator == Operator.DIVIDE;
      };
    }
  }

  /** {@return how many products or quotients are those of a variable and its weight} */
  private static int weights(Tape formula, int start, int end) {
    int weights = 0;
    for (int i = start + 2; i <= end; i++) {
      if (!formula.isOperator(i)) {
        continue;
      }
      Operator operator = formula.operatorAt(i);
      boolean isScaled =
          (operator == Operator.MULTIPLY || operator == Operator.DIVIDE)
              && formula.isVariable(i - 2)
              && formula.isConstant(i - 1);
      boolean isWeighted =
          isScaled
              || (operator == Operator.MULTIPLY
                  && formula.isConstant(i - 2)
                  && formula.isVariable(i - 1));
      weights += isWeighted ? 1 : 0;
    }
    return weights;
  }
}
