package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObstaclesTest {
  private static final String TABLE = "'exp(a)' needs a larger table: its index 'a' has 19 bits";

  private static String words(String... reasons) {
    return Obstacles.commonest(List.of(reasons)).orElseThrow().words();
  }

  @Test
  void theReasonOfTheMostIsNamedWithItsCount() {
    assertThat(
            words(
                "exceeds latency <= 2 cycles (it uses 3)",
                TABLE,
                "the error of output 'y' cannot be proved to stay within its tolerance",
                "'log(b*c)' needs a larger table: with its index 'b*c' in [1, 2e+9] at 30 bits"))
        .isEqualTo("2 of the 4 have one reason, here of the first: " + TABLE);
    assertThat(words("exceeds lut <= 10 (it uses 30)", "exceeds lut <= 10 (it uses 1.5e+3)"))
        .isEqualTo("all 2 have one reason, here of the first: exceeds lut <= 10 (it uses 30)");
  }

  @Test
  void reasonsThatAllDifferHaveNoCount() {
    assertThat(words(TABLE)).isEqualTo("the reason: " + TABLE);
    assertThat(words(TABLE, "exceeds dsp <= 1 (it uses 2)")).isEqualTo("the first: " + TABLE);
    assertThat(Obstacles.commonest(List.of())).isEmpty();
  }
}
