package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Dataset;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfluenceTest {
  private static final List<String> COLUMNS = List.of("x", "y", "p");
  private static final int ROWS = 1_000;

  private static RowBlocks rows() {
    Random random = new Random(3);
    double[][] columns = new double[4][ROWS];
    for (int r = 0; r < ROWS; r++) {
      columns[0][r] = 1 + random.nextDouble();
      columns[1][r] = 4 * random.nextDouble() - 2;
      columns[2][r] = 3;
    }
    return new RowBlocks(new Dataset(List.of("x", "y", "p", "t"), columns), COLUMNS, "t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sin(x) | 1",
        "x + 1e-12*sin(x) | 0",
        "x + 1e-3*sin(x) | 1",
        "x + sin(1e-9*y + 1) | 0",
        "sin(sin(x)) + sin(y) | 3",
        "max(x, 0.5*sin(y)) | 0",
        "sin(p)*x | 0",
        "sin(0.3)*x | 0",
        "0*sin(x) | 0",
        "1e300*sin(x) | 1",
        "max(sin(x), 2) - 2 | 0",
        "max(sin(y), 0)*1e-300 | 1",
        "sin(y) - y + (y - sin(y)) + x | 2",
        "log(y) + 1e-12*sin(x) | 1",
      })
  void onlySinesThatChangeThePredictionCount(String formula, int count) {
    var parsed = FormulaParser.parse(new SourceText("test", formula));
    Influence influence = new Influence(rows(), COLUMNS, Set.of("x", "y"));
    assertThat(influence.count(CountedForm.of(parsed), Set.of(Operator.SIN))).isEqualTo(count);
  }
}
