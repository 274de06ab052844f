package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import io.formgate.expression.UnitRule;
import java.lang.management.ManagementFactory;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnitCheckerTest {
  private static final List<Dimension> DIMENSIONS = RandomTapes.DIMENSIONS;

  /** Every operator under every rule, with constants in every role. */
  @ParameterizedTest
  @EnumSource
  void agreesWithUnitInferenceOnRandomTapes(ConstantUnits constants) {
    Random random = new Random(42);
    Dimension output = DIMENSIONS.getFirst();
    UnitChecker checker = new UnitChecker(DIMENSIONS, output, constants);
    Map<String, Dimension> inputs = RandomTapes.inputs();
    int satisfied = 0;
    Map<UnitRule, Integer> violated = new EnumMap<>(UnitRule.class);
    for (int n = 0; n < 10_000; n++) {
      Tape tape = RandomTapes.any(1 + random.nextInt(30), random);
      Expr formula = tape.toExpr(RandomTapes.COLUMNS);
      var result = UnitInference.infer(formula, inputs, constants);
      int expected = count(result, output);
      assertThat(checker.violations(tape)).as(() -> "" + formula).isEqualTo(expected);
      satisfied += expected == 0 ? 1 : 0;
      assertThat(result.agrees(output)).isEqualTo(expected == 0);
      result
          .violations()
          .forEach(v -> violated.merge(v.node().operator().unitRule(), 1, Integer::sum));
    }
    assertThat(satisfied).isGreaterThan(100);
    // One over a unit in range is in range.
    Set<UnitRule> expected = EnumSet.allOf(UnitRule.class);
    expected.remove(UnitRule.RECIPROCAL);
    assertThat(violated.keySet()).isEqualTo(expected);
  }

  @Test
  void partsMayHaveAnyDimensionAndThoseOfOneShareANumber() {
    UnitChecker checker = new UnitChecker(DIMENSIONS, DIMENSIONS.getFirst(), ConstantUnits.NONE);
    Map<String, Dimension> inputs = RandomTapes.inputs();
    Random random = new Random(44);
    Map<Dimension, Long> numbers = new java.util.HashMap<>();
    for (int n = 0; n < 5_000; n++) {
      Tape tape = RandomTapes.any(1 + random.nextInt(9), random);
      var result =
          UnitInference.infer(tape.toExpr(RandomTapes.COLUMNS), inputs, ConstantUnits.NONE);
      assertThat(checker.partViolations(tape)).isEqualTo(result.violations().size());
      if (result.violations().isEmpty() && result.root().isPresent()) {
        long number = checker.dimensionHash(tape);
        assertThat(numbers.getOrDefault(result.root().get(), number)).isEqualTo(number);
        numbers.put(result.root().get(), number);
      }
    }
    assertThat(numbers).hasSizeGreaterThan(20);
    assertThat(numbers.values()).doesNotHaveDuplicates();

    UnitChecker open = new UnitChecker(DIMENSIONS, DIMENSIONS.getFirst(), ConstantUnits.ANY);
    Tape leaf = new Tape(1);
    leaf.addVariable(0);
    assertThat(open.dimensionHash(leaf)).isZero();
    assertThat(checker.dimensionHash(leaf)).isNotZero();
  }

  @Test
  void agreesWithUnitInferenceWhereSomeConstantsAreLiterals() {
    Random random = new Random(43);
    Dimension output = DIMENSIONS.getFirst();
    UnitChecker checker = new UnitChecker(DIMENSIONS, output, ConstantUnits.ANY);
    int differing = 0;
    for (int n = 0; n < 5_000; n++) {
      Tape tape = RandomTapes.any(1 + random.nextInt(20), random);
      BitSet literalPositions = new BitSet();
      BitSet literalNumbers = new BitSet();
      int number = 0;
      for (int i = 0; i < tape.length(); i++) {
        if (tape.isConstant(i)) {
          boolean literal = random.nextBoolean();
          literalPositions.set(i, literal);
          literalNumbers.set(number++, literal);
        }
      }
      var result =
          UnitInference.infer(
              tape.toExpr(RandomTapes.COLUMNS),
              RandomTapes.inputs(),
              constant -> !literalNumbers.get(constant));
      assertThat(checker.violations(tape, literalPositions)).isEqualTo(count(result, output));
      differing += checker.violations(tape) == count(result, output) ? 0 : 1;
    }
    assertThat(differing).isGreaterThan(100);
  }

  /** The search checks every candidate, so that garbage would add up. */
  @ParameterizedTest
  @EnumSource
  void nothingIsAllocated(ConstantUnits constants) {
    Random random = new Random(44);
    List<Tape> tapes =
        Stream.generate(() -> RandomTapes.any(1 + random.nextInt(20), random)).limit(500).toList();
    UnitChecker checker = new UnitChecker(DIMENSIONS, DIMENSIONS.getFirst(), constants);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int violations = violations(checker, tapes);
    long before = threads.getCurrentThreadAllocatedBytes();
    violations += violations(checker, tapes);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(violations).isPositive();
    // Measuring allocates a little; one object per tape would be 8,000 bytes.
    assertThat(allocated).isLessThan(16L * tapes.size());
  }

  private static int violations(UnitChecker checker, List<Tape> tapes) {
    int violations = 0;
    for (int i = 0; i < tapes.size(); i++) {
      violations += checker.violations(tapes.get(i));
    }
    return violations;
  }

  private static int count(UnitInference.Result result, Dimension output) {
    boolean wrongUnit = result.root().isPresent() && !result.root().get().equals(output);
    return result.violations().size() + (wrongUnit ? 1 : 0);
  }

  /** The deepest chain that a formula's text can make. */
  @ParameterizedTest
  @EnumSource
  void chainsOfTwoThousandLevelsAreChecked(ConstantUnits constants) {
    Expr chain = Expr.variable("x");
    for (int i = 0; i < FormulaParser.MAX_OPERATORS; i++) {
      chain =
          i % 2 == 0
              ? Expr.apply(Operator.NEGATE, chain)
              : Expr.apply(Operator.ADD, chain, Expr.variable("x"));
    }
    Dimension metre = Dimension.of(BaseUnit.METRE);
    Map<String, Dimension> inputs = Map.of("x", metre);
    UnitChecker checker = new UnitChecker(List.of(metre), metre, constants);
    assertThat(checker.violations(Tape.of(chain, List.of("x")))).isZero();
    assertThat(UnitInference.infer(chain, inputs, constants).agrees(metre)).isTrue();
    assertThat(UnitSolution.of(chain, inputs, metre, constants))
        .isInstanceOf(UnitSolution.Agreement.class);
    Expr wrong = Expr.apply(Operator.SIN, chain);
    assertThat(checker.violations(Tape.of(wrong, List.of("x")))).isEqualTo(1);
    assertThat(UnitInference.infer(wrong, inputs, constants).violations()).hasSize(1);
    assertThat(UnitSolution.of(wrong, inputs, metre, constants))
        .isInstanceOf(UnitSolution.Conflict.class);
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
