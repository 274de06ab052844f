package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Definition;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Operator;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import io.formgate.expression.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Formulas are made of genomes by two ways that agree: as tapes, and as expressions. */
class FormulaTemplateTest {
  private static final List<String> INPUTS = List.of("x", "y", "z");
  private static final Definition TWICE =
      new Definition("twice", List.of("a"), parse("a + a", Map.of()));
  private static final Definition SPECIAL =
      new Definition("special", List.of("a", "b"), parse("cos(a)*(a + b)", Map.of()));
  private static final Map<String, Definition> DEFINITIONS =
      Map.of("twice", TWICE, "special", SPECIAL);
  private static final SearchOptions OPTIONS =
      SearchOptions.of(List.of(Operator.ADD, Operator.MULTIPLY, Operator.SIN)).withMaxSize(24);

  private static Expr parse(String text, Map<String, Definition> definitions) {
    return FormulaParser.parse(
        new SourceText("test", text),
        0,
        text.length(),
        new Vocabulary(Set.of(), definitions, true));
  }

  private static FormulaTemplate form(String body, FormulaTemplate.Hole... holes) {
    return new FormulaTemplate(
        INPUTS,
        List.of(TWICE, SPECIAL),
        List.of(new FormulaTemplate.Parameter("k", ConstantRule.ANY)),
        List.of(holes),
        parse(body, Map.of()),
        ConstantRule.ANY);
  }

  private static void agree(FormulaTemplate template) {
    Development development = new Development(template, 60);
    TreeGrower grower = new TreeGrower(OPTIONS, template, ConstantScales.NONE);
    RandomSource random = new RandomSource(5);
    int compared = 0;
    for (int i = 0; i < 500; i++) {
      Tape genome = new Tape(60);
      grower.genome(genome, 1 + random.nextInt(9), random);
      Tape formula = development.formula(genome);
      if (formula == null) {
        continue;
      }
      Expr direct = formula.toExpr(INPUTS);
      Expr slow = Expansion.expand(template.formula(genome), DEFINITIONS);
      Map<String, Double> at =
          Map.of("x", random.nextGaussian(), "y", random.nextGaussian(), "z", 0.5);
      assertThat((Object) ReferenceEvaluator.evaluate(direct, at))
          .isEqualTo((Object) ReferenceEvaluator.evaluate(slow, at));
      int[][] groups = development.groups(genome);
      int k = 0;
      for (int g = 0; g < genome.length(); g++) {
        if (genome.isConstant(g)) {
          for (int position : groups[k]) {
            assertThat(formula.isConstant(position)).isTrue();
            assertThat(formula.constantAt(position)).isEqualTo(genome.constantAt(g));
          }
          k++;
        }
      }
      compared++;
    }
    assertThat(compared).isGreaterThan(300);
  }

  @Test
  void customOperatorsAreExpanded() {
    agree(FormulaTemplate.free(INPUTS, List.of(TWICE, SPECIAL)));
  }

  @Test
  void holesAreFilledAlikeEverywhere() {
    agree(
        form(
            "k*f(x) + f(y*z) - sqrt(g(x, y, k))",
            new FormulaTemplate.Hole("f", 1),
            new FormulaTemplate.Hole("g", 3)));
  }

  @Test
  void derivativesOfHolesAreTaken() {
    agree(form("D(f(x, y), x) + k*f(x, z)", new FormulaTemplate.Hole("f", 2)));
  }

  @Test
  void aFormulaThatGrowsTooLongIsNotLookedAt() {
    FormulaTemplate template = FormulaTemplate.free(INPUTS, List.of(TWICE));
    Tape genome = new Tape(60);
    genome.addVariable(0);
    for (int i = 0; i < 40; i++) {
      genome.addCall(0, 1);
    }

    assertThat(new Development(template, 60).formula(genome)).isNull();
  }

  @Test
  void aGenomeWithoutCallsIsItsFormula() {
    Tape genome = new Tape(3);
    genome.addVariable(0);
    genome.addConstant(2);
    genome.addOperator(Operator.MULTIPLY);

    Development development = new Development(FormulaTemplate.free(INPUTS, List.of(TWICE)), 20);

    assertThat(development.formula(genome)).isSameAs(genome);
    assertThat(development.groups(genome)).isEqualTo(new int[][] {{1}});
  }
}
