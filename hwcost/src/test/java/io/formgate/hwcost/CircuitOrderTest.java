package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Least;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitOrderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CYCLES |    | 2 |  90 | 3 |  10 | true
          CYCLES |  3 | 2 |  90 | 3 |  10 | true
          CYCLES |    | 2 |  90 | 2 |  91 | true
          CYCLES |    | 2 |  90 | 2 |  90 | false
          AREA   |    | 2 |  90 | 9 |  10 | false
          AREA   |    | 9 |  10 | 2 |  90 | true
          AREA   |    | 2 |  90 | 3 |  90 | true
          AREA   |  3 | 3 |  10 | 2 |  90 | true
          AREA   |  3 | 4 |  10 | 3 |  90 | false
          AREA   |  3 | 3 |  90 | 4 |  10 | true
          AREA   |  3 | 4 |  90 | 5 |  10 | true
          AREA   |  3 | 4 |  10 | 4 |  90 | true
          """)
  void ordersCircuits(
      Least least,
      Integer most,
      int cycles,
      double area,
      int otherCycles,
      double otherArea,
      boolean isBetter) {
    CircuitOrder order =
        new CircuitOrder(least, most == null ? OptionalInt.empty() : OptionalInt.of(most));
    assertThat(order.isBetter(cycles, area, otherCycles, otherArea)).isEqualTo(isBetter);
  }
}
