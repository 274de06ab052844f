package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.SourceText;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpandedAnglesTest {
  private static Expr parsed(String formula) {
    return FormulaParser.parse(new SourceText("<formula>", formula));
  }

  /** The values are equal up to rounding. */
  private static Expr expanded(String formula) {
    Expr before = parsed(formula);
    Expr after = ExpandedAngles.of(before);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 50; i++) {
      Map<String, Double> point =
          Map.of(
              "x", random.nextDouble(-8, 8),
              "y", random.nextDouble(-8, 8),
              "z", random.nextDouble(-8, 8));
      assertThat(ReferenceEvaluator.evaluate(after, point))
          .isCloseTo(ReferenceEvaluator.evaluate(before, point), within(1e-9));
    }
    return after;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          y*sin(2*((3 - x)*(y - 4.25) - x + 15.5)) | y*sin(6*y + 5.5 - 2*(x*y) + 6.5*x)
          cos((x + 1)*(z - 2))                     | cos(x*z - 2*x + z - 2)
          sin(square(x + 1.5))                     | sin(x*x + 3*x + 2.25)
          """)
  void aProductOfSumsBecomesASumWithOneProduct(String formula, String expanded) {
    assertThat(FormulaPrinter.print(expanded(formula), 9)).isEqualTo(expanded);
  }

  /** More products, no sum in a product, or no angle. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sin((1 - x)*(2*y - z))",
        "sin(2*x*y + z)",
        "(x + 1)*(y + 2)",
        "exp((x + 1)*(y + 2)/100)",
        "sin(3*(x + y))"
      })
  void allElseStaysAsItIs(String formula) {
    assertThat(expanded(formula)).isEqualTo(parsed(formula));
  }

  @Test
  void numbersThatDoublesDoNotHoldStayFormulas() {
    Expr after = expanded("sin((x + 0.1)*(y + 0.3))");
    assertThat(FormulaPrinter.print(after, 17)).contains("0.1*0.3");
  }
}
