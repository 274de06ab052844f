package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Dataset;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.LearnedTable;
import io.formgate.expression.Operator;
import io.formgate.expression.PairTable;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Simplifier;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Formulas of which tables are parts. */
class TableSearchTest {
  private static final List<String> INPUTS = List.of("x", "y", "z");

  private interface Target {
    double of(double x, double y, double z);
  }

  private static RowBlocks rows(Target target) {
    SplittableRandom random = new SplittableRandom(3);
    int rows = 600;
    double[][] columns = new double[4][rows];
    for (int i = 0; i < rows; i++) {
      for (int c = 0; c < 3; c++) {
        columns[c][i] = random.nextDouble(0, 4);
      }
      columns[3][i] = target.of(columns[0][i], columns[1][i], columns[2][i]);
    }
    return new RowBlocks(new Dataset(List.of("x", "y", "z", "w"), columns), INPUTS, "w");
  }

  private static Spec spec(String more) {
    String text =
        """
        data "d.csv"
        input x, y, z as ufixed<8,3> in [0, 4]
        output w as fixed<12,6>
        operators + * tab
        hardware xcvu9p-2 clock 5 ns
        """;
    return SpecParser.parse(new SourceText("s.fg", text + more + "\n"), Path.of(""));
  }

  private static SearchProblem problem(String more, RowBlocks rows) {
    Spec spec = spec(more + "\nsearch populations 2, population 20, maxsize 9");
    SpecProblem.requireAble(spec);
    return SpecProblem.of(spec, spec.output(), rows, 2, 1);
  }

  private static SearchResult run(SearchProblem problem, int threads) {
    return SearchEngine.run(
        problem, PathMeasure::new, () -> Admission.ALL, HardwareDemand.NONE, threads, _ -> true);
  }

  private static double bump(double x) {
    return Math.sin(2 * x) + Math.max(0, x - 2);
  }

  private static Expr best(SearchResult result) {
    return Simplifier.removing().simplify(result.best().orElseThrow().formula().toExpr(INPUTS));
  }

  @Test
  void findsAProductBesideATableTheSameWithAnyNumberOfThreads() {
    RowBlocks rows = rows((x, y, z) -> bump(x) + y * z);
    SearchProblem problem = problem("tables smooth 0", rows);
    SearchResult result = run(problem, 1);

    FrontEntry best = result.best().orElseThrow();
    // The target's variance is above 8; a table of 14 steps cannot follow the sine's curve further.
    assertThat(best.loss()).isLessThan(0.003);
    Expr formula = best(result);
    assertThat(LearnedFunction.allOf(formula))
        .anySatisfy(table -> assertThat(table.of()).containsExactly(Expr.variable("x")));
    assertThat(problem.formula(best.genome())).isEqualTo(best.formula());
    assertThat(new BatchEvaluator(rows, best.formula().length()).loss(best.formula()) / 600)
        .isEqualTo(best.loss());

    assertThat(run(problem, 2).front()).isEqualTo(result.front());
  }

  @Test
  void aRisingTableNeverFalls() {
    RowBlocks rows = rows((x, y, z) -> bump(x) + y);
    Expr formula = best(run(problem("tables increasing, most 1", rows), 2));

    List<LearnedFunction> tables = LearnedFunction.allOf(formula);
    assertThat(tables).hasSize(1);
    LearnedTable table = (LearnedTable) tables.getFirst();
    assertThat(table.rises()).allSatisfy(rise -> assertThat(rise).isNotNegative());
  }

  @Test
  void everyRiseOfARisingTableIsHeldToItAndNoOtherConstant() {
    SearchProblem problem = problem("tables increasing", rows((x, y, z) -> x));
    FormulaTemplate template = problem.template();
    Tape genome = new Tape(5);
    genome.addConstant(2.5);
    genome.addVariable(3);
    genome.addOperator(Operator.MULTIPLY);
    genome.addConstant(-1);
    genome.addOperator(Operator.ADD);
    Tape closed = template.closed(genome);
    int steps = template.tables().getFirst().constants() - 1;
    int held = 0;
    for (int i = 0; i < closed.length(); i++) {
      if (closed.isConstant(i)) {
        boolean isRise = i > 1 && i <= 1 + steps;
        assertThat(template.ruleAt(closed, i).clamp(-3)).isEqualTo(isRise ? 0 : -3);
        held += isRise ? 1 : 0;
      }
    }
    assertThat(held).isEqualTo(steps);
  }

  @Test
  void smoothnessTakesRoughnessOff() {
    RowBlocks rows = rows((x, y, z) -> bump(3 * x));
    double[] roughness = new double[2];
    String[] settings = {"tables smooth 0", "tables smooth 100"};
    for (int i = 0; i < 2; i++) {
      SearchProblem problem = problem(settings[i], rows);
      Development development = development(problem);
      Tape genome = new Tape(1);
      genome.addVariable(3);
      Tape closed = problem.template().closed(genome);
      ConstantOptimizer.fitTables(
          closed, development, new BatchEvaluator(rows, problem.longestFormula()), 10);
      for (int k = 2; k < closed.length() - 1; k++) {
        roughness[i] += Math.abs(closed.constantAt(k) - closed.constantAt(k - 1));
      }
    }
    assertThat(roughness[1]).isPositive().isLessThan(roughness[0] / 10);
  }

  private static Development development(SearchProblem problem) {
    return new Development(problem.template(), Worker.longestGenome(problem.options()));
  }

  @Test
  void aTableOfADifferenceIsFoundWhereItExplainsMore() {
    RowBlocks rows = rows((x, y, z) -> Math.abs(x - 2 * z));
    SearchProblem problem = problem("tables projections 1", rows);

    assertThat(problem.template().tables()).hasSize(4);
    assertThat(((TableBasis) problem.template().tables().getLast()).argument().toString())
        .isEqualTo(
            Expr.apply(
                    Operator.SUBTRACT,
                    Expr.apply(Operator.SUBTRACT, Expr.variable("x"), Expr.variable("z")),
                    Expr.variable("z"))
                .toString());
    assertThat(problem("", rows).template().tables()).hasSize(3);
  }

  @Test
  void openingForgetsTheValuesAndNothingElse() {
    SearchProblem problem = problem("", rows((x, y, z) -> x));
    FormulaTemplate template = problem.template();
    Tape genome = new Tape(7);
    genome.addVariable(4);
    genome.addConstant(2.5);
    genome.addOperator(Operator.MULTIPLY);
    genome.addVariable(3);
    genome.addVariable(1);
    genome.addOperator(Operator.ADD);
    genome.addOperator(Operator.ADD);

    Tape closed = template.closed(genome);
    assertThat(template.tablesOf(closed)).isEqualTo(2);
    assertThat(template.hasOpenTables(closed)).isFalse();
    assertThat(template.opened(closed)).isEqualTo(genome);
    assertThat(template.closed(closed)).isSameAs(closed);
    assertThat(template.trees(closed)).hasSize(1);
    Tape again =
        Tape.of(
            template.trees(closed).getFirst(),
            template.variableNames(),
            template.definitionNames());
    assertThat(again).isEqualTo(closed);

    Tape four = new Tape(7);
    for (int i = 0; i < 4; i++) {
      four.addVariable(3);
      if (i > 0) {
        four.addOperator(Operator.ADD);
      }
    }
    assertThat(development(problem).formula(four)).isNull();
  }

  @Test
  void aTableThatADefinitionIgnoresPaysNothing() {
    RowBlocks rows = rows((x, y, z) -> 5 * x + y * 3);
    String text =
        spec("tables smooth 100\ndefine f(a, b) = a\nsearch maxsize 9")
            .source()
            .text()
            .replace("operators + * tab", "operators f + * tab");
    Spec spec = SpecParser.parse(new SourceText("s.fg", text), Path.of(""));
    SearchProblem problem = SpecProblem.of(spec, spec.output(), rows, 2, 1);
    Tape genome = new Tape(9);
    genome.addConstant(2);
    genome.addVariable(0);
    genome.addOperator(Operator.MULTIPLY);
    genome.addVariable(3);
    genome.addCall(0, 2);
    genome.addConstant(1);
    genome.addVariable(1);
    genome.addOperator(Operator.MULTIPLY);
    genome.addOperator(Operator.ADD);
    Tape closed = problem.template().closed(genome);
    double loss =
        ConstantOptimizer.fit(
            closed, development(problem), new BatchEvaluator(rows, problem.longestFormula()), 20);

    assertThat(problem.template().tablesOf(closed)).isEqualTo(1);
    assertThat(loss / 600).isLessThan(1e-20);
  }

  /** {@return the tables of x where it is as given, and other inputs do not vary} */
  private static List<LearnedBasis> tables(String more, double... x) {
    double[][] columns = {x, new double[x.length], new double[x.length], x};
    RowBlocks rows = new RowBlocks(new Dataset(List.of("x", "y", "z", "w"), columns), INPUTS, "w");
    return problem(more, rows).template().tables();
  }

  @Test
  void noMoreStepsThanAskedForStandOverTheValues() {
    double[][] ranges = {{0.5, 4.5}, {0, 4}, {-0.1, 3.9}, {1e6 + 0.3, 1e6 + 7.9}, {-3, 5e-9}};
    for (int steps : new int[] {2, 4, 7, 32}) {
      for (double[] range : ranges) {
        TableBasis table = (TableBasis) tables("tables steps " + steps, range).getFirst();
        assertThat(table.steps()).isBetween(steps / 4 + 2, steps + 2);
        assertThat(table.first() + table.step()).isLessThanOrEqualTo(range[0] + table.step() / 2);
        assertThat(table.first() + (table.steps() - 1) * table.step())
            .isGreaterThanOrEqualTo(range[1]);
      }
    }
    assertThat(tables("tables steps 4", 0, 4).getFirst().constants()).isEqualTo(7);
  }

  @Test
  void aColumnThatVariesTooLittleBesideItsSizeIsRefused() {
    assertThatThrownBy(() -> tables("", 1.7e18, 1.7e18 + 1e6))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG704")
        .hasMessageContaining("'x'")
        .hasMessageContaining("differences from its least value");
    assertThat(tables("", 0, 1e6)).hasSize(1);
  }

  @Test
  void aDerivativeOfAPartWithHolesHasNoPlaceForTables() {
    Spec spec = spec("form w = D(f(x), x) + y");
    assertThatThrownBy(() -> SpecProblem.requireAble(spec))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG692");
  }

  @Test
  void aFormOfWhichNoArgumentIsKnownHasNoTables() {
    assertThatThrownBy(() -> problem("form w = f(1)*x", rows((x, y, z) -> x)))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG692");
  }

  @Test
  void aTableInAFormIsTheSameInAllPlaces() {
    RowBlocks rows = rows((x, y, z) -> bump(x) + bump(y) + bump(z));
    SearchProblem problem = problem("tables smooth 0, most 1\nform w = sum(f, x, y, z)", rows);
    assertThat(problem.template().tables()).hasSize(1);
    SearchResult result = run(problem, 2);

    // The target's variance is above 4.
    assertThat(result.best().orElseThrow().loss()).isLessThan(0.02);
    List<LearnedFunction> tables = LearnedFunction.allOf(best(result));
    assertThat(tables).hasSizeGreaterThanOrEqualTo(3);
    assertThat(tables.stream().flatMap(t -> t.of().stream()).distinct().toList())
        .contains(Expr.variable("x"), Expr.variable("y"), Expr.variable("z"));
    // A sum has one constant, the offsets of all.
    assertThat(tables.stream().map(t -> ((LearnedTable) t).rises()).distinct().toList()).hasSize(1);
  }

  /** A value on a chequered board, of which neither coordinate tells anything by itself. */
  private static double board(double x, double y) {
    return (x < 1.5) == (y < 2.25) ? 1 : -1;
  }

  @Test
  void aTableOfTwoValuesIsFoundWhereOnlyBothExplain() {
    RowBlocks rows = rows((x, y, z) -> 3 * board(x, y) + z);
    SearchProblem problem = problem("tables smooth 0, pairs 1, most 1", rows);

    PairBasis basis = (PairBasis) problem.template().tables().getLast();
    assertThat(basis.first().argument()).isEqualTo(Expr.variable("x"));
    assertThat(basis.second().argument()).isEqualTo(Expr.variable("y"));
    // The board's edges lie on places where codes may begin.
    assertThat(basis.first().cuts()).contains(1.5);
    assertThat(basis.second().cuts()).contains(2.25);

    SearchResult result = run(problem, 2);
    assertThat(result.best().orElseThrow().loss()).isLessThan(1e-6);
    assertThat(LearnedFunction.allOf(best(result)))
        .hasSize(1)
        .allSatisfy(table -> assertThat(table).isInstanceOf(PairTable.class));
  }

  @Test
  void anEntryThatNoRowHasIsLikeItsNeighbours() {
    RowBlocks rows = rows((x, y, z) -> 5);
    SearchProblem problem = problem("tables smooth 0", rows);
    PairBasis basis =
        new PairBasis(
            new PairTable.Encoder(Expr.variable("x"), List.of(1.0, 9.0)),
            new PairTable.Encoder(Expr.variable("y"), List.of(2.0)),
            1,
            0);
    FormulaTemplate template = problem.template().withTables(List.of(basis), 1);
    Tape genome = new Tape(1);
    genome.addVariable(3);
    Tape closed = template.closed(genome);
    Development development = new Development(template, 30);
    ConstantOptimizer.fitTables(closed, development, new BatchEvaluator(rows, 100), 10);

    for (int c = 0; c < basis.constants(); c++) {
      assertThat(closed.constantAt(c)).isCloseTo(5, within(1e-3));
    }
  }

  @Test
  void dataThatTablesCannotBeLearnedFromAreRefused() {
    assertThatThrownBy(() -> tables("", 2, 2, 2))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG696")
        .hasMessageContaining("no input varies");
    assertThatThrownBy(() -> tables("tables pairs 1, codes 2", 0, 1, 2, 3))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG696")
        .hasMessageContaining("needs two");
    double[][] columns = {{0, 1, 2}, {1, 0, 1}, {2, 0, 0}, {1, 2, 3}};
    RowBlocks few = new RowBlocks(new Dataset(List.of("x", "y", "z", "w"), columns), INPUTS, "w");
    assertThatThrownBy(() -> problem("tables pairs 1", few))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG695")
        .hasMessageContaining("16 entries")
        .hasMessageContaining("3 rows");
  }
}
