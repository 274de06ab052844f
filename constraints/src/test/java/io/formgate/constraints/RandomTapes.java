package io.formgate.constraints;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import io.formgate.expression.UnitRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Random tapes of columns with units, the same for the same source of randomness. */
final class RandomTapes {
  static final List<String> COLUMNS = List.of("p", "q", "x", "r", "a", "w", "h", "k");

  static final List<Dimension> DIMENSIONS =
      Stream.of("GeV", "MeV", "m", "m^(-2/3)*K^50", "rad", "GeV/m", "m^(1/32768)", "K^-60")
          .map(u -> Units.parse(u).dimension())
          .toList();

  /** Zero, exponents that mean something, and numbers that mean nothing. */
  private static final double[] CONSTANTS = {0, 1, 2, -3, 0.5, 1.0 / 3, -2.0 / 7, 0.11, 1e9};

  private RandomTapes() {}

  static Map<String, Dimension> inputs() {
    Map<String, Dimension> inputs = new LinkedHashMap<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      inputs.put(COLUMNS.get(i), DIMENSIONS.get(i));
    }
    return inputs;
  }

  /**
   * A tape that grows by operators on what is there, every unit rule that fits being as likely as
   * the others.
   */
  static Tape any(int steps, Random random) {
    return any(steps, List.of(Operator.values()), random);
  }

  static Tape any(int steps, List<Operator> operators, Random random) {
    Tape tape = new Tape(2 * steps + 2);
    int open = 0;
    for (int i = 0; i < steps || open != 1; i++) {
      List<Operator> fitting = new ArrayList<>();
      for (Operator o : operators) {
        if (o.arity() <= open && (i < steps || o.arity() > 1)) {
          fitting.add(o);
        }
      }
      if (open == 0 || (i < steps && (fitting.isEmpty() || random.nextInt(3) == 0))) {
        if (random.nextInt(3) == 0) {
          tape.addConstant(CONSTANTS[random.nextInt(CONSTANTS.length)]);
        } else {
          tape.addVariable(random.nextInt(COLUMNS.size()));
        }
        open++;
      } else {
        List<UnitRule> rules = fitting.stream().map(Operator::unitRule).distinct().toList();
        UnitRule rule = rules.get(random.nextInt(rules.size()));
        fitting.removeIf(o -> o.unitRule() != rule);
        Operator operator = fitting.get(random.nextInt(fitting.size()));
        tape.addOperator(operator);
        open += 1 - operator.arity();
      }
    }
    return tape;
  }
}
