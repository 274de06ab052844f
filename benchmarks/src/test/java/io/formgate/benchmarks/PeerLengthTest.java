package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights, slope and offset are free, and nothing else is. */
class PeerLengthTest {
  @ParameterizedTest
  @CsvSource({
    "x, 1",
    "3*x, 1",
    "x*3*2 + 1, 1",
    "0.5 - 2*(x*y), 3",
    "sin(x)/4, 2",
    "4/sin(x), 4",
    "4/x, 3",
    "sin(2*x) + x/3, 4",
    "x*y*2*y, 7",
    "sin(x + 1), 4",
    "2*x + 3*y, 3",
    "exp(2*sin(x)), 5",
  })
  void isThatOfOperon(String formula, int length) {
    assertThat(
            PeerLength.of(
                Tape.of(FormulaParser.parse(new SourceText("test", formula)), List.of("x", "y"))))
        .isEqualTo(length);
  }
}
