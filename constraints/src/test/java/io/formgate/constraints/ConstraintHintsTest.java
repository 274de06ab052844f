package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.formgate.expression.DiagnosticException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Phrases that are nearly constraints lead to those that they mean. */
class ConstraintHintsTest {
  private static final String SPEC =
      """
      data "d.csv"
      input x, z as fixed<8,4> in [-7, 7]
      output y as fixed<8,4>
      operators + * sin cos exp
      hardware dev clock 5 ns
      """;

  private static String mend(String constraint) {
    DiagnosticException mistake =
        catchThrowableOfType(
            DiagnosticException.class,
            () -> SpecTexts.parse(SPEC + "constrain " + constraint + "\n"));
    return mistake.diagnostics().getLast().mend();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "y is defined | y defined",
        "y finite | y defined",
        "y must be defined | y defined",
        "y is always finite | y defined",
        "y has no poles | y defined",
        "y is increasing in x | y increasing in x",
        "y increasing with x | y increasing in x",
        "y rises with x | y increasing in x",
        "y nondecreasing in x | y increasing in x",
        "y non-decreasing in x | y increasing in x",
        "y does not fall in x | y increasing in x",
        "y monotonically decreasing in z | y decreasing in z",
        "y is even in x | y even in x",
        "y symmetric in x and z | y symmetric in x, z",
        "y >= 0 | y in [0, inf]",
        "y < -1.5 | y in [-inf, -1.5]",
        "y is positive | y in [0, inf]",
        "y is [0, 1] | y in [0, 1]",
        "y between 0 and 1 | y in [0, 1]",
        "y in (0, 1) | y in [0, 1]",
        "-1 <= y <= 1 | y in [-1, 1]",
        "max depth 5 | depth <= 5",
        "depth at most 5 | depth <= 5",
        "depth < 5 | depth <= 4",
        "depth = 5 | depth == 5",
        "nodes <= 10 | size <= 10",
        "count sin <= 2 | count(sin) <= 2",
        "count of sin = 2 | count(sin) == 2",
        "count(sin) < 3 | count(sin) <= 2",
        "exactly 2 sin | count(sin) == 2",
        "at most 3 constants | count(constants) <= 3",
        "no sin | count(sin) == 0",
        "no sin in exp | no sin inside exp",
        "without x | excludes x",
        "use x | uses x",
        "uses x and z | uses x, z",
        "constants positive | constants in [0, 1000]",
        "integer exponents | exponents in {1, 2, 3}",
      })
  void whatIsMeantCanBeWritten(String said, String meant) {
    assertThat(mend(said)).isEqualTo("write: constrain " + meant);
    assertThat(SpecTexts.parse(SPEC + "constrain " + meant + "\n").constraints()).hasSize(1);
  }

  @Test
  void whatMeansNothingHasNoHint() {
    assertThat(mend("y is nice")).startsWith("it can be: y defined, y in [0, 1], ");
    assertThat(mend("w is defined")).doesNotContain("write: constrain");
    assertThat(mend("depth <= 5, y is defined")).isEqualTo("write: constrain y defined");
    assertThat(mend("depth <= 5, y defined, size < ")).doesNotContain("write: constrain");
    assertThat(mend("depth <= 5 sof weight 1")).isEqualTo("did you mean 'soft'?");
  }
}
