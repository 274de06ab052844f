package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Statistics against exact arithmetic. */
class ColumnStatisticsTest {
  private static ColumnStatistics of(double... values) {
    return ColumnStatistics.of(values, false);
  }

  @Test
  void sumsAreRoundedOnceOrTwice() {
    Random random = new Random(3);
    int compared = 0;
    for (int n = 0; n < 200; n++) {
      double scale = Math.pow(10, random.nextInt(600) - 300);
      double offset = random.nextInt(1000);
      double[] values =
          random.doubles(2 + random.nextInt(200)).map(v -> (v + offset) * scale).toArray();
      BigDecimal count = BigDecimal.valueOf(values.length);
      BigDecimal mean =
          Arrays.stream(values)
              .mapToObj(BigDecimal::new)
              .reduce(BigDecimal.ZERO, BigDecimal::add)
              .divide(count, MathContext.DECIMAL128);
      double deviation =
          Arrays.stream(values)
              .mapToObj(v -> new BigDecimal(v).subtract(mean).pow(2))
              .reduce(BigDecimal.ZERO, BigDecimal::add)
              .divide(count, MathContext.DECIMAL128)
              .sqrt(MathContext.DECIMAL128)
              .doubleValue();
      ColumnStatistics s = of(values);
      // One rounding of the sum, one of the quotient.
      assertThat(s.mean()).isCloseTo(mean.doubleValue(), within(2 * Math.ulp(mean.doubleValue())));
      // The mean's rounding error counts once for each value, in units of the deviation.
      assertThat(s.deviation())
          .isCloseTo(deviation, within(8 * Math.ulp(deviation) + 4 * Math.ulp(mean.doubleValue())));
      assertThat(s.min()).isEqualTo(Arrays.stream(values).min().orElseThrow());
      assertThat(s.max()).isEqualTo(Arrays.stream(values).max().orElseThrow());
      compared++;
    }
    assertThat(compared).isEqualTo(200);
  }

  @Test
  void decimalsAreThoseOfTheShortestText() {
    Random random = new Random(4);
    int compared = 0;
    for (int decimals = -3; decimals <= 17; decimals++) {
      for (int n = 0; n < 100; n++) {
        double[] values = new double[5];
        int most = Integer.MIN_VALUE;
        for (int i = 0; i < values.length; i++) {
          long digits = random.nextLong(1, 1L << (1 + random.nextInt(50)));
          values[i] =
              new BigDecimal(digits).scaleByPowerOfTen(-decimals).doubleValue()
                  * (random.nextBoolean() ? 1 : -1);
          most =
              Math.max(
                  most, new BigDecimal(Double.toString(values[i])).stripTrailingZeros().scale());
        }
        assertThat(of(values).decimals()).isEqualTo(most);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(2100);
    assertThat(of(0.1f, 0.25f).decimals()).isGreaterThan(10);
    assertThat(ColumnStatistics.of(new double[] {0.1f, 0.25f}, true).decimals()).isEqualTo(2);
    assertThat(of(0, 0).decimals()).isZero();
    assertThat(of(5000, 12000).decimals()).isEqualTo(-3);
  }

  @Test
  void everyValueIsAMultipleOfTheStepAndOneOfNoLarger() {
    Random random = new Random(5);
    int compared = 0;
    for (int n = 0; n < 1000; n++) {
      int exponent = random.nextInt(1900) - 1000;
      double[] values =
          random.longs(4, 1, 1000).mapToDouble(v -> Math.scalb((double) v, exponent)).toArray();
      int step = of(values).stepExponent();
      assertThat(Arrays.stream(values).allMatch(v -> isWhole(Math.scalb(v, -step)))).isTrue();
      assertThat(Arrays.stream(values).anyMatch(v -> !isWhole(Math.scalb(v, -step - 1)))).isTrue();
      compared++;
    }
    assertThat(compared).isEqualTo(1000);
    assertThat(of(Double.MIN_VALUE).stepExponent()).isEqualTo(-1074);
    assertThat(of(0x1p-1030, 0).stepExponent()).isEqualTo(-1030);
    assertThat(of(0, -0.0).stepExponent()).isZero();
    assertThat(of(3, -8).isWhole()).isTrue();
    assertThat(of(3, 0.5).isWhole()).isFalse();
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value);
  }

  @Test
  void valuesAreCountedAndRanked() {
    ColumnStatistics s = of(5, 1, 3, 1, 9, 7, -0.0, 0.0, 2);
    assertThat(s.distinct()).isEqualTo(7);
    // The third and the seventh of nine.
    assertThat(s.interquartileRange()).isEqualTo(5 - 1);
    assertThat(of(4, 4, 4).isConstant()).isTrue();
    assertThat(of(4, 4, 4).deviation()).isZero();
    assertThat(of(1e308, 1.5e308, -1e308).mean()).isEqualTo(5e307);
    assertThatThrownBy(() -> of()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}
