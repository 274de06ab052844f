package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.FeynmanFormulas.Corrections;
import io.formgate.constraints.FeynmanFormulas.Formula;
import io.formgate.constraints.UnitSolution.Agreement;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The units of published formulas, and of formulas with one mistake. */
class FeynmanUnitsTest {
  private static final int FORMULAS = 70;
  private static final int MUTANTS = 1_000;

  @Test
  void everyFormulaHasTheUnitOfItsOutput() {
    List<Formula> formulas = FeynmanFormulas.all(Corrections.APPLIED);
    assertThat(formulas).hasSize(FORMULAS);
    for (Formula f : formulas) {
      assertThat(f.expression().variables()).hasSameElementsAs(f.variables().keySet());
      UnitInference.Result result =
          UnitInference.infer(f.expression(), f.variables(), ConstantUnits.NONE);
      assertThat(result.violations()).as(f.name()).isEmpty();
      assertThat(result.root()).as(f.name()).contains(f.output());
      assertThat(checker(f, ConstantUnits.NONE).violations(tape(f, f.expression())))
          .as(f.name())
          .isZero();
      assertThat(solve(f, f.expression(), ConstantUnits.NONE))
          .as(f.name())
          .isInstanceOf(Agreement.class);
    }
  }

  /** The README beside the files says what is wrong with them; nothing else is. */
  @Test
  void theFilesAsPublishedHaveOneWrongUnitAndFiveWrongCounts() {
    List<String> wrongUnits = new ArrayList<>();
    List<String> wrongCounts = new ArrayList<>();
    for (Formula f : FeynmanFormulas.all(Corrections.NONE)) {
      if (!UnitInference.infer(f.expression(), f.variables(), ConstantUnits.NONE)
          .agrees(f.output())) {
        wrongUnits.add(f.name());
      }
      if (f.variables().size() != f.announcedVariables()) {
        wrongCounts.add(f.name());
      }
    }
    assertThat(wrongUnits).containsExactly("I.43.16");
    assertThat(wrongCounts)
        .containsExactlyInAnyOrder("I.18.12", "I.18.14", "I.38.12", "II.37.1", "III.19.51");
  }

  @Test
  void mutantsAgreeWithOneMatrixOfAllNodes() {
    List<Formula> formulas = FeynmanFormulas.all(Corrections.APPLIED);
    Random random = new Random(1965);
    int[] feasible = new int[2];
    for (int n = 0; n < MUTANTS; n++) {
      ConstantUnits constants = n % 2 == 0 ? ConstantUnits.NONE : ConstantUnits.ANY;
      Formula f = formulas.get(random.nextInt(formulas.size()));
      Expr mutant = mutant(f, random);
      UnitFormula unitFormula = UnitFormula.of(mutant, f.output(), constants);
      boolean expected = new UnitMatrix(List.of(unitFormula), f.variables()).isSolvable();
      String name = f.name() + " " + FormulaPrinter.print(mutant);
      assertThat(solve(f, mutant, constants) instanceof Agreement).as(name).isEqualTo(expected);
      assertThat(UnitInference.infer(mutant, f.variables(), constants).agrees(f.output()))
          .as(name)
          .isEqualTo(expected);
      assertThat(checker(f, constants).violations(tape(f, mutant)) == 0)
          .as(name)
          .isEqualTo(expected);
      feasible[n % 2] += expected ? 1 : 0;
    }
    for (int count : feasible) {
      assertThat(count).isBetween(MUTANTS / 2 / 5, MUTANTS / 2 * 4 / 5);
    }
  }

  private static UnitSolution solve(Formula f, Expr e, ConstantUnits constants) {
    return UnitSolution.of(e, f.variables(), f.output(), constants);
  }

  private static UnitChecker checker(Formula f, ConstantUnits constants) {
    return new UnitChecker(List.copyOf(f.variables().values()), f.output(), constants);
  }

  private static Tape tape(Formula f, Expr e) {
    return Tape.of(e, List.copyOf(f.variables().keySet()));
  }

  /** A formula with one change at a random node. */
  private static Expr mutant(Formula f, Random random) {
    int nodes = f.expression().size();
    while (true) {
      Expr changed = changed(f, f.expression(), new int[] {random.nextInt(nodes)}, random);
      if (!changed.equals(f.expression())) {
        return changed;
      }
    }
  }

  /** Changes the node that so many others come before. */
  private static Expr changed(Formula f, Expr e, int[] before, Random random) {
    if (before[0]-- == 0) {
      return change(f, e, random);
    }
    if (!(e instanceof Expr.Apply(Operator operator, List<Expr> arguments))) {
      return e;
    }
    List<Expr> parts = new ArrayList<>();
    for (Expr argument : arguments) {
      parts.add(changed(f, argument, before, random));
    }
    return new Expr.Apply(operator, parts);
  }

  private static Expr change(Formula f, Expr e, Random random) {
    List<String> variables = List.copyOf(f.variables().keySet());
    Expr other = Expr.variable(variables.get(random.nextInt(variables.size())));
    List<Operator> wraps =
        List.of(Operator.SQRT, Operator.EXP, Operator.SQUARE, Operator.CBRT, Operator.ABS);
    List<Operator> binary =
        List.of(Operator.ADD, Operator.MULTIPLY, Operator.DIVIDE, Operator.MAX, Operator.LESS);
    return switch (random.nextInt(7)) {
      case 0 ->
          // Another operator of as many arguments.
          e instanceof Expr.Apply(Operator operator, List<Expr> arguments)
              ? new Expr.Apply(
                  operator.arity() == 1
                      ? wraps.get(random.nextInt(wraps.size()))
                      : binary.get(random.nextInt(binary.size())),
                  arguments)
              : e;
      case 1 -> e instanceof Expr.Variable ? other : e;
      case 2 -> Expr.apply(wraps.get(random.nextInt(wraps.size())), e);
      case 3 ->
          // One argument in the place of the whole.
          e instanceof Expr.Apply(_, List<Expr> arguments)
              ? arguments.get(random.nextInt(arguments.size()))
              : e;
      case 4 -> Expr.apply(Operator.MAX, e, Expr.constant(0));
      case 5 -> Expr.apply(Operator.POWER, e, Expr.constant(random.nextBoolean() ? 1.5 : 0.3));
      default ->
          Expr.apply(
              Operator.COND,
              Expr.apply(Operator.LESS, e, other),
              e,
              Expr.constant(random.nextInt(2)));
    };
  }
}
