package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.Constraint.Comparison;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements that say what formulas have to keep. */
class ConstraintStatementTest {
  private static final String BASE =
      """
      data "d.csv"
      input x, y as fixed<8,4> in [-4, 4]
      input z as ufixed<8,4>
      output M as fixed<8,4>
      output depth as fixed<8,4>
      parameter k in [0, 1]
      define f(a) = exp(a)
      operators + f
      hardware dev clock 5 ns
      """;

  private static List<Constraint.Declared> read(String line) {
    return SpecTexts.parse(BASE + line).constraints();
  }

  private static Constraint one(String text) {
    List<Constraint.Declared> all = read("constrain " + text);
    assertThat(all).hasSize(1);
    assertThat(all.getFirst().text()).isEqualTo(text);
    return all.getFirst().constraint();
  }

  @Test
  void readsEveryConstraint() {
    assertThat(one("count(sin, cos) == 2"))
        .isEqualTo(
            new Constraint.OperatorCount(
                Set.of(Operator.SIN, Operator.COS), Comparison.EXACTLY, 2));
    assertThat(one("count(/, ^) <= 0"))
        .isEqualTo(
            new Constraint.OperatorCount(
                Set.of(Operator.DIVIDE, Operator.POWER), Comparison.AT_MOST, 0));
    assertThat(one("count(x, k) >= 1"))
        .isEqualTo(new Constraint.VariableCount(Set.of("x", "k"), Comparison.AT_LEAST, 1));
    assertThat(one("count(constants) <= 3"))
        .isEqualTo(new Constraint.ConstantCount(Comparison.AT_MOST, 3));
    assertThat(one("depth <= 8")).isEqualTo(new Constraint.Depth(Comparison.AT_MOST, 8));
    assertThat(one("size == 20")).isEqualTo(new Constraint.Size(Comparison.EXACTLY, 20));
    assertThat(one("argument of exp <= 5"))
        .isEqualTo(
            new Constraint.ArgumentSize(
                Set.of(Operator.EXP), OptionalInt.empty(), Comparison.AT_MOST, 5));
    assertThat(one("argument 2 of / <= 3"))
        .isEqualTo(
            new Constraint.ArgumentSize(
                Set.of(Operator.DIVIDE), OptionalInt.of(1), Comparison.AT_MOST, 3));
    assertThat(one("arguments of (sin, cos) >= 4"))
        .isEqualTo(
            new Constraint.ArgumentSize(
                Set.of(Operator.SIN, Operator.COS), OptionalInt.empty(), Comparison.AT_LEAST, 4));
    assertThat(one("no exp inside (exp, log)"))
        .isEqualTo(
            new Constraint.Nesting(Set.of(Operator.EXP), Set.of(Operator.EXP, Operator.LOG), 0));
    assertThat(one("at most 1 sin inside cos"))
        .isEqualTo(new Constraint.Nesting(Set.of(Operator.SIN), Set.of(Operator.COS), 1));
    assertThat(one("uses x, k")).isEqualTo(new Constraint.Uses(Set.of("x", "k")));
    assertThat(one("excludes y")).isEqualTo(new Constraint.Excludes(Set.of("y")));
    assertThat(one("log only of x, y"))
        .isEqualTo(new Constraint.OnlyOf(Set.of(Operator.LOG), Set.of("x", "y")));
    assertThat(one("(/, log) only of x"))
        .isEqualTo(new Constraint.OnlyOf(Set.of(Operator.DIVIDE, Operator.LOG), Set.of("x")));
    assertThat(one("exponents in {1, 2, 1/2, -1}"))
        .isEqualTo(new Constraint.Exponents(Set.of(1.0, 2.0, 0.5, -1.0)));
    assertThat(one("constants in [-10, 10]"))
        .isEqualTo(new Constraint.ConstantRange(new Interval(-10, 10)));
    assertThat(one("constants on grid 2^-10")).isEqualTo(new Constraint.ConstantGrid(1.0 / 1024));
    assertThat(one("constants on grid 0.25")).isEqualTo(new Constraint.ConstantGrid(0.25));
    assertThat(one("M in [0, 100.]")).isEqualTo(new Constraint.OutputRange(new Interval(0, 100)));
    assertThat(one("depth in [-inf, 1]"))
        .isEqualTo(new Constraint.OutputRange(new Interval(Double.NEGATIVE_INFINITY, 1)));
    assertThat(one("M defined")).isEqualTo(new Constraint.Defined());
    assertThat(one("M increasing in x")).isEqualTo(new Constraint.Monotone("x", true));
    assertThat(one("depth decreasing in z")).isEqualTo(new Constraint.Monotone("z", false));
    assertThat(one("M convex in x")).isEqualTo(new Constraint.Curvature("x", true));
    assertThat(one("M concave in x")).isEqualTo(new Constraint.Curvature("x", false));
    assertThat(one("M even in x")).isEqualTo(new Constraint.Parity("x", true));
    assertThat(one("M odd in y")).isEqualTo(new Constraint.Parity("y", false));
    assertThat(one("M symmetric in x, y")).isEqualTo(new Constraint.Symmetric("x", "y"));
  }

  @Test
  void aCommaBeginsTheNextConstraintUnlessANameAloneFollows() {
    List<Constraint.Declared> all =
        read(
            """
            constrain uses x, y, depth <= 8, excludes k, z soft weight 1/2 for M, uses x, // all
              constants in [0, 1], M in [0, 1],
              log only of x, y, M increasing in x, uses y for depth soft weight 2, size <= 3
            """);
    assertThat(all.stream().map(Constraint.Declared::text))
        .containsExactly(
            "uses x, y",
            "depth <= 8",
            "excludes k, z",
            "uses x",
            "constants in [0, 1]",
            "M in [0, 1]",
            "log only of x, y",
            "M increasing in x",
            "uses y",
            "size <= 3");
    assertThat(all.stream().map(c -> c.output().orElse("-")))
        .containsExactly("-", "-", "M", "-", "-", "M", "-", "M", "depth", "-");
    assertThat(all.stream().map(c -> c.softWeight().orElse(0.0)))
        .containsExactly(0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0);
  }

  @Test
  void constantsHaveRulesOfTheirOwnStatement() {
    Spec spec = SpecTexts.parse(BASE + "const on grid 2^-3, dimensionless, in [-1, 1]");
    assertThat(spec.constantUnits()).isEqualTo(ConstantUnits.NONE);
    assertThat(spec.constraints())
        .containsExactly(
            new Constraint.Declared(
                new Constraint.ConstantGrid(0.125),
                Optional.empty(),
                Optional.empty(),
                "constants on grid 2^-3"),
            new Constraint.Declared(
                new Constraint.ConstantRange(new Interval(-1, 1)),
                Optional.empty(),
                Optional.empty(),
                "constants in [-1, 1]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "count(f) <= 1               | 17 SPEC_CONSTRAINT f       | operators of its definition",
        "count(sin, x) <= 1          | 22 SPEC_CONSTRAINT x       | a constraint for each kind",
        "count(x, constants) <= 1    | 20 SPEC_CONSTRAINT constants | a constraint for each kind",
        "count(sine) <= 1            | 17 SPEC_REFERENCE sine     | did you mean 'sin'?",
        "count(sin, sin) <= 1        | 22 SPEC_REPEATED sin       | name it once",
        "count(M) <= 1               | 17 SPEC_REFERENCE M        | those that there are",
        "count(sin) < 1              | 22 SPEC_SYNTAX <           | count(sin) <= 0",
        "count() < 1                 | 17 SPEC_SYNTAX )           | the form is",
        "count(sin) <= -1            | 25 SPEC_VALUE -1           | write a whole number from 0",
        "dept <= 3                   | 11 SPEC_SYNTAX dept        | did you mean 'depth'?",
        "depth <= 0                  | 20 SPEC_VALUE 0            | write a whole number from 1",
        "depth of 3                  | 17 SPEC_SYNTAX of          | depth <= 3",
        "argument 3 of / <= 3        | 20 SPEC_CONSTRAINT 3       | arguments count from 1",
        "argument 0 of / <= 3        | 20 SPEC_VALUE 0            | write a whole number from 1",
        "argument of f <= 3          | 23 SPEC_CONSTRAINT f       | operators of its definition",
        "no exp insid exp            | 18 SPEC_SYNTAX insid       | did you mean 'inside'?",
        "no expp inside exp          | 14 SPEC_OPERATOR expp      | did you mean 'exp'?",
        "at mots 1 sin inside cos    | 14 SPEC_SYNTAX mots        | did you mean 'most'?",
        "uses                        | 15 SPEC_SYNTAX             | the form is",
        "uses w                      | 16 SPEC_REFERENCE w        | those that there are: x, y",
        "uses x, x                   | 19 SPEC_REPEATED x         | name it once",
        "uses M                      | 16 SPEC_REFERENCE M        | those that there are: x, y",
        "log onyl of x               | 15 SPEC_SYNTAX onyl        | did you mean 'only'?",
        "exponents in {}             | 25 SPEC_SYNTAX }           | the form is",
        "exponents in {1/0}          | 25 SPEC_VALUE 1/0          | magnitudes",
        "constants in [1, 0]         | 24 SPEC_RANGE [1, 0]       | write the lower end first",
        "constants on gird 2         | 24 SPEC_SYNTAX gird        | did you mean 'grid'?",
        "constants on grid 0         | 29 SPEC_VALUE 0            | write for example",
        "constants on grid 2^-9999   | 29 SPEC_VALUE 2^-9999      | write for example",
        "latency <= 6 cycles         | 11 SPEC_CONSTRAINT latency | write it in the hardware statement",
        "Mm in [0, 1]                | 11 SPEC_REFERENCE Mm       | those that there are: M",
        "M im [0, 1]                 | 13 SPEC_SYNTAX im          | did you mean 'in'?",
        "M increasin in x            | 13 SPEC_SYNTAX increasin   | did you mean 'increasing'?",
        "M increasing in k           | 27 SPEC_REFERENCE k        | those that there are: x, y, z",
        "M increasing x              | 24 SPEC_SYNTAX x           | the form is",
        "M odd in z                  | 20 SPEC_CONSTRAINT z       | declare a range with 0",
        "M symmetric in x            | 27 SPEC_SYNTAX             | the form is",
        "M symmetric in x, x         | 29 SPEC_CONSTRAINT x       | name two inputs",
        "M symmetric in x, z         | 29 SPEC_CONSTRAINT z       | name two inputs",
        "depth <= 8 sotf weight 1    | 22 SPEC_SYNTAX sotf        | did you mean 'soft'?",
        "depth <= 8 soft wieght 1    | 27 SPEC_SYNTAX wieght      | did you mean 'weight'?",
        "depth <= 8 soft weight 0    | 34 SPEC_VALUE 0            | it is the cost per unit",
        "depth <= 8 for N            | 26 SPEC_REFERENCE N        | those that there are: M, depth",
        "M in [0, 1] for M           | 23 SPEC_SYNTAX for         | the form is",
        "depth <= 8 9                | 22 SPEC_SYNTAX 9           | the form is",
        "wobble <= 2                 | 11 SPEC_SYNTAX wobble      | the form is",
      })
  void pointsAtMistakesAndMendsThem(String text, String mistake, String mend) {
    String spec = BASE + "constrain " + text.strip();
    assertThat(SpecTexts.mistakes(spec).stream().map(String::strip))
        .as(text)
        .containsExactly("10:" + mistake.strip());
    assertThat(SpecTexts.diagnostics(spec).getFirst().mend()).as(text).contains(mend.strip());
  }
}
