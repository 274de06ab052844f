package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.SpecParser;
import io.formgate.expression.ColumnStatistics;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Formats and ranges hold the data that they are made from, as finely as the rule says. */
class SuggestedFormatTest {
  private static final int COLUMNS = 3000;

  private static ColumnStatistics of(double... values) {
    return ColumnStatistics.of(values, false);
  }

  private static SuggestedFormat input(double... values) {
    return SuggestedFormat.ofInput(of(values)).orElseThrow();
  }

  /** A column as measurements, counts, prices, offsets or heavy tails give it. */
  private static double[] column(Random random) {
    double[] values = new double[2 + random.nextInt(60)];
    int kind = random.nextInt(6);
    double scale = Math.pow(10, random.nextInt(kind == 0 ? 560 : 13) - (kind == 0 ? 280 : 6));
    int cents = 1 << random.nextInt(10);
    int decimals = random.nextInt(5);
    int bits = random.nextInt(40);
    for (int i = 0; i < values.length; i++) {
      double g = random.nextGaussian();
      values[i] =
          switch (kind) {
            case 0, 1 -> g * scale;
            case 2 ->
                BigDecimal.valueOf(g * cents)
                    .setScale(decimals, RoundingMode.HALF_UP)
                    .doubleValue();
            case 3 -> random.nextLong(1L << (1 + bits)) - (random.nextInt(8) == 0 ? 5 : 0);
            case 4 -> Math.exp(6 * g) * scale;
            case 5 -> 1e6 * scale + g * scale;
            default -> throw new IllegalStateException("six kinds");
          };
    }
    return values;
  }

  @Test
  void everyFormatHoldsItsColumnAsFinelyAsItsReasonSays() {
    Random random = new Random(7);
    Map<SuggestedFormat.Reason, Integer> seen = new EnumMap<>(SuggestedFormat.Reason.class);
    for (int n = 0; n < COLUMNS; n++) {
      double[] values = column(random);
      ColumnStatistics s = of(values);
      Optional<SuggestedFormat> suggested = SuggestedFormat.ofInput(s);
      if (s.isConstant() || suggested.isEmpty()) {
        continue;
      }
      FixedFormat f = suggested.get().format();
      double spread = suggested.get().spread();
      seen.merge(suggested.get().reason(), 1, Integer::sum);
      assertThat(f.range().contains(new Interval(s.min(), s.max()))).isTrue();
      assertThat(f.signed()).isEqualTo(s.min() < 0);
      assertThat(FixedFormat.parse(f.toString())).contains(f);
      if (f.widthBits() > 1) {
        FixedFormat narrower = new FixedFormat(f.signed(), f.widthBits() - 1, f.integerBits() - 1);
        assertThat(narrower.range().contains(new Interval(s.min(), s.max()))).isFalse();
      }
      boolean many = suggested.get().reason() == SuggestedFormat.Reason.MANY_BITS;
      assertThat(f.widthBits())
          .isBetween(
              many ? SuggestedFormat.USUAL_BITS + 1 : 1,
              many ? SpecParser.MAX_PORT_BITS : SuggestedFormat.USUAL_BITS);
      long[] raw = Arrays.stream(values).mapToLong(f::nearestRaw).toArray();
      switch (suggested.get().reason()) {
        case STEP -> {
          for (int i = 0; i < raw.length; i++) {
            assertThat(f.toReal(raw[i])).isEqualTo(values[i]);
          }
        }
        case DECIMALS -> assertThat(Arrays.stream(raw).distinct().count()).isEqualTo(s.distinct());
        case SPREAD ->
            assertThat(f.lsb())
                .isBetween(spread / (2 * SuggestedFormat.FINE), spread / SuggestedFormat.FINE);
        case USUAL_BITS -> {
          assertThat(f.lsb()).isLessThanOrEqualTo(spread / SuggestedFormat.COARSE);
          assertThat(f.widthBits()).isEqualTo(SuggestedFormat.USUAL_BITS);
        }
        case MANY_BITS ->
            assertThat(f.lsb())
                .isBetween(spread / (2 * SuggestedFormat.COARSE), spread / SuggestedFormat.COARSE);
      }
    }
    assertThat(seen).containsOnlyKeys(SuggestedFormat.Reason.values());
    assertThat(seen.values()).allMatch(count -> count > 50);
  }

  @Test
  void rangesAreNiceAndHoldTheData() {
    Random random = new Random(8);
    int compared = 0;
    for (int n = 0; n < COLUMNS; n++) {
      ColumnStatistics s = of(column(random));
      Optional<SuggestedFormat> suggested = SuggestedFormat.ofInput(s);
      if (s.isConstant() || suggested.isEmpty()) {
        continue;
      }
      Interval limits = suggested.get().format().range();
      NiceNumbers.Range range = NiceNumbers.around(s.min(), s.max(), limits);
      double lo = Double.parseDouble(NiceNumbers.text(range.lo()));
      double hi = Double.parseDouble(NiceNumbers.text(range.hi()));
      assertThat(new Interval(lo, hi).contains(new Interval(s.min(), s.max()))).isTrue();
      assertThat(limits.contains(new Interval(lo, hi))).isTrue();
      // Each end moves by less than a step, which is at most a twentieth; 4 ULP for the quotient.
      assertThat((hi - lo) / (s.max() - s.min())).isLessThan(1.1 + 4 * Math.ulp(1.1));
      compared++;
    }
    assertThat(compared).isGreaterThan(COLUMNS / 2);
  }

  @Test
  void stepsAreHeldExactly() {
    assertThat(input(0, 1).format()).hasToString("ufixed<1,1>");
    assertThat(input(0, 255, 17).format()).hasToString("ufixed<8,8>");
    assertThat(input(0, -256, 17).format()).hasToString("fixed<9,9>");
    assertThat(input(800, 20000, 1250).format()).hasToString("ufixed<14,15>");
    assertThat(input(0.25, 0.125).format()).hasToString("ufixed<2,-1>");
    assertThat(input(0x1p40, 0x3p40).format()).hasToString("ufixed<2,42>");
  }

  @Test
  void fewDecimalsNeedFewBits() {
    SuggestedFormat wide = input(0.1, 70.3, 33.4, 91.7);
    assertThat(wide.reason()).isEqualTo(SuggestedFormat.Reason.SPREAD);
    assertThat(wide.format()).hasToString("ufixed<10,7>");
    SuggestedFormat narrow = input(0.1, 2.2, 5.7, 9.5, 12.2);
    assertThat(narrow.reason()).isEqualTo(SuggestedFormat.Reason.DECIMALS);
    assertThat(narrow.format()).hasToString("ufixed<8,4>");
  }

  @Test
  void spreadsThatNoFormatHolds() {
    assertThat(SuggestedFormat.ofInput(of(1e15, 1e15 + 1, 1e15 + 2))).isEmpty();
    assertThat(SuggestedFormat.ofInput(of(1e305, 3e305))).isEmpty();
    assertThat(SuggestedFormat.ofInput(of(5e-320, 1e-320))).isEmpty();
    assertThat(SuggestedFormat.ofInput(of(1e-290, -3e-290))).isPresent();
  }

  @Test
  void niceNumbersAreOneTwoAndFive() {
    assertThat(NiceNumbers.atMost(new BigDecimal("0.0999"))).isEqualByComparingTo("0.05");
    assertThat(NiceNumbers.atMost(new BigDecimal("4999"))).isEqualByComparingTo("2000");
    assertThat(NiceNumbers.atMost(new BigDecimal("1e-12"))).isEqualByComparingTo("1e-12");
    Interval all = new Interval(-1e300, 1e300);
    assertThat(NiceNumbers.around(4.26, 269.08, all)).hasToString("[0, 270]");
    assertThat(NiceNumbers.around(-3.14045, 3.14133, all)).hasToString("[-3.2, 3.2]");
    assertThat(NiceNumbers.around(0, 255, new Interval(0, 255))).hasToString("[0, 255]");
    assertThat(NiceNumbers.around(1.03e-12, 9.1e-12, all)).hasToString("[1e-12, 9.2e-12]");
    assertThat(NiceNumbers.around(-2.53e12, 1e12, all)).hasToString("[-2.6e12, 1e12]");
  }

  @Test
  void theToleranceIsAtLeastTwoLastBits() {
    Random random = new Random(9);
    int compared = 0;
    for (int n = 0; n < COLUMNS; n++) {
      ColumnStatistics s = of(column(random));
      Optional<SuggestedFormat> output = SuggestedFormat.ofOutput(s);
      if (!s.isConstant() && output.isPresent()) {
        BigDecimal tolerance = StarterText.tolerance(output.get());
        assertThat(tolerance.doubleValue()).isGreaterThanOrEqualTo(2 * output.get().format().lsb());
        assertThat(NiceNumbers.atMost(tolerance)).isEqualByComparingTo(tolerance);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(COLUMNS / 2);
  }
}
