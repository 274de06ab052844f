package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.constraints.UnitSolution.Agreement;
import io.formgate.constraints.UnitSolution.Conflict;
import io.formgate.constraints.UnitSolution.ConstantUnit;
import io.formgate.constraints.UnitSolution.Reason;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitSolutionTest {
  private static final UnitExpression GEV = Units.parse("GeV");
  private static final UnitExpression METRE = Units.parse("m");
  private static final Map<String, Dimension> VARIABLES =
      Map.of("p", GEV.dimension(), "x", METRE.dimension(), "a", Dimension.NONE);
  private static final UnitNames NAMES = new UnitNames(List.of(GEV, METRE));

  private static Expr formula(String text) {
    return FormulaParser.parse(new SourceText("<formula>", text));
  }

  private static UnitSolution solve(String text, ConstantUnits constants) {
    return UnitSolution.of(formula(text), VARIABLES, GEV.dimension(), constants);
  }

  private static String show(UnitSolution solution) {
    return switch (solution) {
      case Agreement(List<List<ConstantUnit>> constants) ->
          constants.stream()
              .map(of -> of.stream().map(UnitSolutionTest::show).collect(Collectors.joining(", ")))
              .collect(Collectors.joining("; "));
      case Conflict conflict -> conflict.formula() + ": " + conflict.describe(NAMES);
    };
  }

  private static String show(ConstantUnit c) {
    return (c.isUnique() ? "" : "free ") + NAMES.describe(c.dimension());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p + 3                      | GeV",
        "3*x + p                    | GeV/m",
        "3*a                        | GeV",
        "3*(x + 5)*p                | m^-1, m",
        "3*sqrt(x)                  | GeV/m^(1/2)",
        "sqrt(3*x)                  | GeV^2/m",
        "p*exp(-x/2)                | m",
        "p*cos(3 - 2*x)             | 1, m^-1",
        "p*x^(1/3)*4                | 1, m^(-1/3)",
        "p*x^0                      | 1",
        "p*(x/2)^0.11               | m, 1",
        "p*a^3.7                    | 1",
        "cond(x > 4, p, 5)          | m, GeV",
        "fma(3, x, p)               | GeV/m",
        "clamp(p, 3, 4)             | GeV, GeV",
        "p*atan2(3, x)              | m",
        "p*sign(3)                  | free 1",
        "2*3*x                      | free GeV/m, free 1",
        "2*(3*x + 4)                | free GeV, free m^-1, free 1",
        "max(p, 0)                  | GeV",
        "cond(x > 0, p, 2*p)        | m, 1",
      })
  void findsTheUnitsOfConstantsInTheirOrder(String text, String units) {
    assertThat(show(solve(text, ConstantUnits.ANY))).isEqualTo(units);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p*cos(2*a)                 | 1",
        "p*exp(-2)                  | 1",
        "cond(x > 0, p, 0)          | m, GeV",
        "p + 0*x                    | GeV/m",
        "max(p, 0) + abs(0)         | GeV, GeV",
        "p*cos(0)                   | 1",
        "0                          | GeV",
      })
  void zeroHasEveryUnitAndOtherLiteralsNone(String text, String units) {
    assertThat(show(solve(text, ConstantUnits.NONE))).isEqualTo(units);
    assertThat(
            UnitInference.infer(formula(text), VARIABLES, ConstantUnits.NONE)
                .agrees(GEV.dimension()))
        .isTrue();
  }

  @Test
  void namesTheFirstNodeThatContradictsThoseBeforeIt() {
    assertThat(show(solve("2*p + (x + p)*3", ConstantUnits.ANY)))
        .isEqualTo(
            "0: 'x + p' combines parts whose units differ by m/GeV whatever constants" + " carry");
    assertThat(show(solve("p*exp(x)*2", ConstantUnits.ANY)))
        .isEqualTo("0: 'exp(x)' needs a value without a unit, but gets m whatever constants carry");
    assertThat(show(solve("2*p*x", ConstantUnits.NONE)))
        .isEqualTo(
            "0: '2*p*x' has a unit that differs from the output's by m whatever constants carry");
    assertThat(show(solve("p + 3", ConstantUnits.NONE)))
        .isEqualTo("0: 'p + 3' combines parts whose units differ by GeV whatever constants carry");
    String high = "square(".repeat(7) + "x" + ")".repeat(7);
    assertThat(solve(high + "*3", ConstantUnits.ANY))
        .isInstanceOfSatisfying(
            Conflict.class,
            c -> {
              assertThat(c.reason()).isEqualTo(Reason.OUT_OF_RANGE);
              assertThat(FormulaPrinter.print(c.node())).isEqualTo(high);
            });
  }

  @Test
  void sharedConstantsCarryOneUnitEverywhere() {
    ConstantRole c = new ConstantRole.Shared(7);
    Dimension gev = GEV.dimension();
    List<ConstantRole> both = List.of(c, c);
    UnitFormula apart = UnitFormula.of(formula("2*x + 2*p"), gev, ConstantUnits.ANY);
    UnitFormula tied = new UnitFormula(formula("2*x + 2*p"), gev, both);
    assertThat(show(UnitSolution.of(List.of(apart), VARIABLES))).isEqualTo("GeV/m, 1");
    assertThat(UnitSolution.of(List.of(tied), VARIABLES)).isInstanceOf(Conflict.class);
    assertThat(UnitInference.infer(tied.formula(), VARIABLES, ConstantUnits.ANY).agrees(gev))
        .isTrue();
    // One constant in two outputs.
    UnitFormula first = new UnitFormula(formula("3*x"), gev, List.of(c));
    UnitFormula second =
        new UnitFormula(formula("x^2*3"), gev.multiply(METRE.dimension()), List.of(c));
    assertThat(show(UnitSolution.of(List.of(first, second), VARIABLES))).isEqualTo("GeV/m; GeV/m");
    UnitFormula other = new UnitFormula(formula("3*p"), gev, List.of(c));
    assertThat(UnitSolution.of(List.of(first, other), VARIABLES))
        .isInstanceOfSatisfying(Conflict.class, conflict -> assertThat(conflict.formula()).isOne());
  }

  @Test
  void literalsBesideConstantsOfASearchCarryNoUnit() {
    UnitFormula mixed =
        new UnitFormula(
            formula("2*x*3"), GEV.dimension(), List.of(ConstantRole.LITERAL, ConstantRole.OWN));
    assertThat(show(UnitSolution.of(List.of(mixed), VARIABLES))).isEqualTo("1, GeV/m");
    assertThatThrownBy(() -> new UnitFormula(formula("2*x"), GEV.dimension(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Where each constant stands at one place, looking at one node at a time misses nothing. */
  @Test
  void agreesWithTheLocalCheckWhereConstantsAreNotShared() {
    Random random = new Random(5);
    Dimension output = GEV.dimension();
    int agree = 0;
    int conflict = 0;
    int onlyOutOfRange = 0;
    for (int n = 0; n < 5_000; n++) {
      Expr e = RandomTapes.any(1 + random.nextInt(16), random).toExpr(RandomTapes.COLUMNS);
      List<ConstantRole> roles =
          Stream.generate(() -> random.nextBoolean() ? ConstantRole.LITERAL : ConstantRole.OWN)
              .limit(constants(e))
              .toList();
      UnitFormula formula = new UnitFormula(e, output, roles);
      boolean local =
          UnitInference.infer(e, RandomTapes.inputs(), c -> roles.get(c).equals(ConstantRole.OWN))
              .agrees(output);
      UnitSolution joint = UnitSolution.of(List.of(formula), RandomTapes.inputs());
      switch (joint) {
        case Agreement agreement -> {
          agree++;
          assertThat(local).as("%s", e).isTrue();
          assertSubstituted(formula, agreement.constants().getFirst());
        }
        case Conflict c -> {
          conflict++;
          if (local) {
            onlyOutOfRange++;
            assertThat(c.reason()).as("%s", e).isEqualTo(Reason.OUT_OF_RANGE);
          }
        }
      }
    }
    assertThat(agree).isGreaterThan(300);
    assertThat(conflict).isGreaterThan(300);
    assertThat(onlyOutOfRange).isLessThan(conflict / 10);
  }

  /** Where constants are shared, units that agree jointly agree locally, and not the other way. */
  @Test
  void sharedConstantsAreRefusedWhereTheLocalCheckCannotSeeIt() {
    Random random = new Random(6);
    List<Operator> operators =
        Stream.of("+ - * / sqrt square cos pow cond fma < max cbrt inv cube".split(" "))
            .map(o -> Operator.bySymbol(o).orElseThrow())
            .toList();
    int agree = 0;
    int onlyJoint = 0;
    for (int n = 0; n < 4_000; n++) {
      List<UnitFormula> formulas = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(2); i++) {
        Expr e =
            RandomTapes.any(1 + random.nextInt(9), operators, random).toExpr(RandomTapes.COLUMNS);
        List<ConstantRole> roles =
            Stream.<ConstantRole>generate(() -> new ConstantRole.Shared(random.nextInt(2)))
                .limit(constants(e))
                .toList();
        formulas.add(new UnitFormula(e, RandomTapes.DIMENSIONS.get(random.nextInt(3)), roles));
      }
      boolean local =
          formulas.stream()
              .allMatch(f ->
                  UnitInference.infer(f.formula(), RandomTapes.inputs(), ConstantUnits.ANY)
                      .agrees(f.output()));
      boolean solvable = new UnitMatrix(formulas, RandomTapes.inputs()).isSolvable();
      switch (UnitSolution.of(formulas, RandomTapes.inputs())) {
        case Agreement(List<List<ConstantUnit>> constants) -> {
          agree++;
          assertThat(local).as("%s", formulas).isTrue();
          assertThat(solvable).as("%s", formulas).isTrue();
          for (int i = 0; i < formulas.size(); i++) {
            assertSubstituted(formulas.get(i), constants.get(i));
            assertUniqueness(formulas, i, constants.get(i));
          }
        }
        case Conflict c -> {
          onlyJoint += local ? 1 : 0;
          assertThat(solvable && c.reason() != Reason.OUT_OF_RANGE).as("%s", formulas).isFalse();
        }
      }
    }
    assertThat(agree).isGreaterThan(300);
    assertThat(onlyJoint).isGreaterThan(50);
  }

  /** Thousands of constants, and exponents of thousands of digits. */
  @Test
  void formulasOfAnyShapeEnd() {
    Expr sum = Expr.constant(2);
    Expr product = Expr.constant(2);
    Expr power = Expr.constant(2);
    for (int i = 0; i < FormulaParser.MAX_OPERATORS; i++) {
      sum = Expr.apply(Operator.ADD, Expr.constant(i), sum);
      product = Expr.apply(Operator.MULTIPLY, product, Expr.constant(i));
      power = Expr.apply(Operator.POWER, power, Expr.constant(99));
    }
    assertThat(show(UnitSolution.of(sum, VARIABLES, GEV.dimension(), ConstantUnits.ANY)))
        .startsWith("GeV, GeV, ");
    assertThat(show(UnitSolution.of(product, VARIABLES, GEV.dimension(), ConstantUnits.ANY)))
        .startsWith("free GeV, free 1, free 1, ");
    assertThat(UnitSolution.of(power, VARIABLES, GEV.dimension(), ConstantUnits.ANY))
        .isInstanceOfSatisfying(
            Conflict.class, c -> assertThat(c.reason()).isEqualTo(Reason.OUT_OF_RANGE));
  }

  private static int constants(Expr e) {
    return (int) Postorder.of(e).stream().filter(x -> x instanceof Expr.Constant).count();
  }

  /** With variables of the found units in the place of constants, no constant has to carry any. */
  private static void assertSubstituted(UnitFormula formula, List<ConstantUnit> constants) {
    Map<String, Dimension> inputs = new LinkedHashMap<>(RandomTapes.inputs());
    Expr e = substitute(formula.formula(), constants.iterator(), inputs);
    UnitInference.Result result = UnitInference.infer(e, inputs, ConstantUnits.NONE);
    assertThat(result.agrees(formula.output())).as("%s", formula).isTrue();
  }

  private static Expr substitute(
      Expr e, Iterator<ConstantUnit> constants, Map<String, Dimension> inputs) {
    return switch (e) {
      case Expr.Constant c -> {
        Dimension dimension = constants.next().dimension();
        String name = "c" + inputs.size();
        if (!dimension.isNone()) {
          inputs.put(name, dimension);
        }
        yield dimension.isNone() ? c : Expr.variable(name);
      }
      case Expr.Variable v -> v;
      case Expr.Apply(Operator operator, List<Expr> arguments) ->
          Expr.apply(
              operator,
              arguments.stream().map(a -> substitute(a, constants, inputs)).toArray(Expr[]::new));
      case Expr.Call call -> throw new IllegalArgumentException("" + call);
    };
  }

  /** A constant is unique when no matrix in which it has another unit can be solved. */
  private static void assertUniqueness(
      List<UnitFormula> formulas, int index, List<ConstantUnit> constants) {
    for (int c = 0; c < constants.size(); c++) {
      UnitMatrix matrix = new UnitMatrix(formulas, RandomTapes.inputs());
      matrix.demand(
          index, c, constants.get(c).dimension().multiply(Dimension.of(BaseUnit.CANDELA)));
      assertThat(matrix.isSolvable())
          .as("%s, constant %s", formulas, c)
          .isNotEqualTo(constants.get(c).isUnique());
    }
  }
}
