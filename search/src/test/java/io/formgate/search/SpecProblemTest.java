package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.LogSquares;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import io.formgate.hwcost.ComplexityMeasure;
import io.formgate.hwcost.DeviceModels;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a spec says of a search is what the search is made of. */
class SpecProblemTest {
  private static Spec spec(String more) {
    String text =
        """
        data "d.csv"
        input x as fixed<8,4>
        output y as fixed<8,4>
        parameter k
        form y = k*?(x)
        operators + *
        hardware xcvu9p-2 clock 5 ns
        """;
    return SpecParser.parse(new SourceText("s.fg", text + more + "\n"), Path.of(""));
  }

  /** Complexity of k*(x + 3) with 2 for k. */
  private static double complexity(String statement) {
    ComplexityMeasure measure =
        SpecComplexity.of(spec(statement), DeviceModels.load("xcvu9p-2", null), new PathMeasure());
    Tape formula = new Tape(5);
    Tape open = new Tape(5);
    formula.addConstant(2);
    open.addVariable(1);
    for (Tape tape : new Tape[] {formula, open}) {
      tape.addVariable(0);
      tape.addConstant(3);
      tape.addOperator(Operator.ADD);
      tape.addOperator(Operator.MULTIPLY);
    }
    measure.measure(formula, open);
    return measure.complexity();
  }

  @Test
  void squaresOfLogRatiosAreFittedAsLogarithms() {
    Spec spec =
        spec("loss (log(target) - log(prediction))^2\ncomplexity nodes\nsearch alternatives 3");
    SearchProblem problem =
        SpecProblem.of(spec, spec.output(), Samples.rows(9, 1, (x, y) -> 1 + y), 5, 1);
    assertThat(problem.loss().get()).isInstanceOf(LogSquares.class);
    assertThat(problem.options().alternatives()).isEqualTo(3);
  }

  @Test
  void alternativesAreNotForTheLatency() {
    SpecProblem.requireAble(spec("complexity nodes\nsearch alternatives 1"));
    assertThatThrownBy(() -> SpecProblem.requireAble(spec("search alternatives 1")))
        .hasMessageContaining("FG704")
        .hasMessageContaining("alternatives");
  }

  @Test
  void parametersCountAsVariablesAndByTheirNumber() {
    assertThat(complexity("complexity nodes")).isEqualTo(5);
    assertThat(complexity("complexity nodes, constants 3")).isEqualTo(7);
    assertThat(complexity("complexity nodes, k 7/2, x 1/3, * 2")).isEqualTo(4.5 + 1 / 3.0 + 3);
    assertThat(complexity("complexity nodes, k 7/2, * 2, rounded")).isEqualTo(8);
    assertThat(complexity("complexity nodes, k 9/2, * 2, rounded")).isEqualTo(10);
  }
}
