package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnitCheckerTest {
  private static final List<String> COLUMNS = List.of("p", "q", "x", "r", "a", "w");
  private static final List<Dimension> DIMENSIONS =
      Stream.of("GeV", "MeV", "m", "m^(-2/3)*K^50", "rad", "GeV/m")
          .map(u -> Units.parse(u).dimension())
          .toList();

  @ParameterizedTest
  @EnumSource
  void agreesWithUnitInferenceOnRandomTapes(ConstantUnits constants) {
    Random random = new Random(42);
    Dimension output = DIMENSIONS.getFirst();
    UnitChecker checker = new UnitChecker(DIMENSIONS, output, constants);
    Map<String, Dimension> inputs = new LinkedHashMap<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      inputs.put(COLUMNS.get(i), DIMENSIONS.get(i));
    }
    int satisfied = 0;
    int violated = 0;
    int outOfRange = 0;
    for (int n = 0; n < 15_000; n++) {
      Tape tape = randomTape(1 + random.nextInt(40), random);
      var result = UnitInference.infer(tape.toExpr(COLUMNS), inputs, constants);
      int expected = result.violations().size();
      expected += result.root().isPresent() && !result.root().get().equals(output) ? 1 : 0;
      assertThat(checker.violations(tape)).as(() -> "" + tape.toExpr(COLUMNS)).isEqualTo(expected);
      satisfied += expected == 0 ? 1 : 0;
      violated += expected > 0 ? 1 : 0;
      outOfRange +=
          result.violations().stream()
                  .anyMatch(v ->
                      switch (v.node().operator().unitRule()) {
                        case PRODUCT, QUOTIENT, SQUARE, SQUARE_ROOT -> true;
                        case ALL_EQUAL, DIMENSIONLESS -> false;
                      })
              ? 1
              : 0;
    }
    assertThat(satisfied).isGreaterThan(100);
    assertThat(violated).isGreaterThan(2_000);
    assertThat(outOfRange).isGreaterThan(5);
  }

  /** A tape that grows by operators on what is there, more of one argument than of two. */
  private static Tape randomTape(int steps, Random random) {
    Tape tape = new Tape(2 * steps + 2);
    int open = 0;
    for (int i = 0; i < steps || open != 1; i++) {
      List<Operator> fitting = new ArrayList<>();
      for (Operator o : Operator.values()) {
        if (o.arity() <= open) {
          fitting.add(o);
        }
      }
      if (i >= steps) {
        fitting.removeIf(o -> o.arity() == 1);
      }
      if (open == 0 || (i < steps && random.nextInt(3) == 0)) {
        if (random.nextInt(4) == 0) {
          tape.addConstant(random.nextGaussian());
        } else {
          tape.addVariable(random.nextInt(COLUMNS.size()));
        }
        open++;
      } else {
        Operator operator = fitting.get(random.nextInt(fitting.size()));
        tape.addOperator(operator);
        open += 1 - operator.arity();
      }
    }
    return tape;
  }

  @Test
  void withoutDimensionsEverythingIsSatisfied() {
    UnitChecker checker =
        new UnitChecker(List.of(Dimension.NONE), Dimension.NONE, ConstantUnits.ANY);
    Tape tape = new Tape(2);
    tape.addVariable(0);
    tape.addOperator(Operator.EXP);
    assertThat(checker.violations(tape)).isZero();
  }

  @Test
  void theResultHasToHaveTheUnitOfTheOutput() {
    UnitChecker checker = new UnitChecker(DIMENSIONS, DIMENSIONS.getFirst(), ConstantUnits.ANY);
    Tape wrong = new Tape(1);
    wrong.addVariable(2);
    Tape right = new Tape(1);
    right.addVariable(1);
    Tape open = new Tape(1);
    open.addConstant(3);
    assertThat(checker.violations(wrong)).isEqualTo(1);
    assertThat(checker.violations(right)).isZero();
    assertThat(checker.violations(open)).isZero();
    UnitChecker strict = new UnitChecker(DIMENSIONS, DIMENSIONS.getFirst(), ConstantUnits.NONE);
    assertThat(strict.violations(open)).isEqualTo(1);
  }
}
