package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.RowFormula;
import io.formgate.constraints.Threshold;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.SourceText;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every threshold of a small format, counted one by one. */
class WorkingPointTest {
  private static final FixedFormat FORMAT = new FixedFormat(true, 5, 3);

  private static Threshold.Passing point(boolean isAtLeast, double share) {
    return new Threshold.Passing(
        isAtLeast, share, new RowFormula(Expr.constant(1), new SourceText("t", "1").span(0, 1)));
  }

  private static long passing(long[] raws, long threshold) {
    return Arrays.stream(raws).filter(raw -> raw >= threshold).count();
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "true, 0.9", "true, 0.3", "false, 0", "false, 0.01", "false, 0.7"})
  void theShareIsKeptAndTheNextThresholdDoesNot(boolean isAtLeast, double share) {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 200; round++) {
      long[] raws = random.longs(1 + round % 30, -9, 12).toArray();
      long threshold = WorkingPoint.of(point(isAtLeast, share), raws, FORMAT).orElseThrow();
      double asked = share * raws.length;
      if (isAtLeast) {
        assertThat((double) passing(raws, threshold)).isGreaterThanOrEqualTo(asked - 1e-9);
        assertThat((double) passing(raws, threshold + 1)).isLessThan(asked);
      } else {
        assertThat((double) passing(raws, threshold)).isLessThanOrEqualTo(asked + 1e-9);
        assertThat((double) passing(raws, threshold - 1)).isGreaterThan(asked);
      }
    }
  }

  @Test
  void rowsAtTheTopCannotBeToldApart() {
    long top = FORMAT.rawMax();
    assertThat(WorkingPoint.of(point(false, 0.3), new long[] {0, top, top}, FORMAT)).isEmpty();
    assertThat(WorkingPoint.of(point(false, 0.7), new long[] {0, top, top}, FORMAT))
        .isEqualTo(OptionalLong.of(1));
  }
}
