package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.ReferenceEvaluator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Parameters with a value for each level of a column. */
class LeveledSpecTest {
  private static final String BASE =
      """
      data "d.csv"
      input x, n as ufixed<8,8>
      output y as fixed<8,4>
      operators + *
      hardware dev clock 5 ns
      """;

  private static Spec with(String lines) {
    return SpecTexts.parse(BASE + lines);
  }

  private static Levels levels(String column, int count, boolean isOwnPort) {
    return new Levels(
        column,
        IntStream.range(0, count).mapToObj(i -> "l" + i).toList(),
        LongStream.range(0, count).map(i -> isOwnPort ? i : 3 * i * i).boxed().toList(),
        isOwnPort);
  }

  @Test
  void aLevelsCodeChoosesItsParameter() {
    for (boolean isOwnPort : new boolean[] {true, false}) {
      String column = isOwnPort ? "region" : "n";
      Spec spec = with("parameter k[" + column + "], q in [0, 1]\nform y = k*x + q\n");
      for (int count = 1; count <= Levels.MAX; count += 9) {
        Levels levels = levels(column, count, isOwnPort);
        Spec leveled = LeveledSpec.of(spec, List.of(levels));
        assertThat(leveled.inputs()).hasSize(isOwnPort ? 3 : 2);
        assertThat(leveled.freeInputs()).isEqualTo(2);
        assertThat(leveled.parameters()).hasSize(count + 1);
        Map<String, Double> at = new HashMap<>(Map.of("x", 1.0, "q", 0.0, "n", 0.0));
        for (int i = 0; i < count; i++) {
          at.put("k[l" + i + "]", 100.0 + i);
        }
        Expr body = leveled.forms().getFirst().body();
        for (int i = 0; i < count; i++) {
          at.put(column, (double) levels.codes().get(i));
          assertThat(ReferenceEvaluator.evaluate(body, at)).isEqualTo(100 + i);
        }
        assertThat(FormulaPrinter.print(body).chars().filter(c -> c == '(').count())
            .isLessThan(Levels.MAX);
      }
    }
  }

  @Test
  void thePortOfTheCodesIsAsWideAsTheyAre() {
    Spec spec = with("parameter k[region]\nform y = k*x\n");
    for (int[] is : new int[][] {{1, 1}, {2, 1}, {3, 2}, {4, 2}, {5, 3}, {64, 6}}) {
      InputDeclaration port =
          LeveledSpec.of(spec, List.of(levels("region", is[0], true))).inputs().getLast();
      assertThat(port.name()).isEqualTo("region");
      assertThat(port.format().toString()).isEqualTo("ufixed<" + is[1] + "," + is[1] + ">");
      assertThat(port.range().hi()).isEqualTo(is[0] - 1);
    }
  }

  @Test
  void constraintsAndComplexitySpeakOfTheParameterWhateverItsLevels() {
    Spec spec =
        with(
            """
            parameter k[region]
            form y = k*?(x)
            constrain count(k) == 1, uses k, excludes k soft weight 1, + only of k, x
            complexity nodes, k 3
            """);
    Spec leveled = LeveledSpec.of(spec, List.of(levels("region", 3, true)));
    assertThat(leveled.constraints().stream().map(Constraint.Declared::constraint))
        .containsExactly(
            new Constraint.VariableCount(
                java.util.Set.of("k[l0]"), Constraint.Comparison.EXACTLY, 1),
            new Constraint.Uses(java.util.Set.of("k[l0]", "k[l1]", "k[l2]")),
            new Constraint.Excludes(java.util.Set.of("k[l0]", "k[l1]", "k[l2]")),
            new Constraint.OnlyOf(
                java.util.Set.of(io.formgate.expression.Operator.ADD),
                java.util.Set.of("k[l0]", "k[l1]", "k[l2]", "x", "region")));
    assertThat(leveled.complexity().variables()).hasSize(3);
  }

  @Test
  void aSpecWithoutLevelsStaysAsItIs() {
    Spec spec = with("parameter k\nform y = k*x\n");
    assertThat(LeveledSpec.of(spec, List.of())).isSameAs(spec);
    assertThatThrownBy(() ->
            LeveledSpec.of(
                with("parameter k[region]\nform y = k*x\n"), List.of(levels("other", 2, true))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void columnsOfLevelsHaveNamesLikePorts() {
    assertThat(SpecTexts.mistakes(BASE + "parameter k[y]\n")).containsExactly("6:13 SPEC_NAME y");
    assertThat(SpecTexts.mistakes(BASE + "parameter k[clock]\n"))
        .containsExactly("6:13 SPEC_NAME clock");
    assertThat(SpecTexts.mistakes(BASE + "parameter k[region\n"))
        .containsExactly("6:19 SPEC_SYNTAX ");
    assertThat(
            SpecTexts.mistakes(
                BASE.replaceAll("output .*", "classes a, b from kind") + "parameter k[kind]\n"))
        .containsExactly("6:13 SPEC_REFERENCE kind");
    assertThat(with("parameter k[n], q[region], s[region]\n").levelColumns())
        .extracting(LevelColumn::name)
        .containsExactly("n", "region");
  }
}
