package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FixedFormatTest {
  private static FixedFormat format(String text) {
    return FixedFormat.parse(text).orElseThrow();
  }

  @Test
  void formatsAreReadAndWritten() {
    assertThat(format("fixed<16,6>")).isEqualTo(new FixedFormat(true, 16, 6));
    assertThat(format(" ufixed< 8 , -3 > ")).isEqualTo(new FixedFormat(false, 8, -3));
    for (String good : List.of("fixed<16,6>", "ufixed<62,1000>", "fixed<1,-1000>")) {
      assertThat(format(good)).hasToString(good);
    }
    for (String bad :
        List.of(
            "",
            "fixed",
            "fixed<16>",
            "fixed<0,0>",
            "fixed<63,1>",
            "fixed<8,1001>",
            "Fixed<8,3>",
            "fixed<8,3>x",
            "fixed<8.0,3>",
            "fixed<-8,3>",
            "fixed<99999999999,3>",
            "sfixed<8,3>")) {
      assertThat(FixedFormat.parse(bad)).as(bad).isEmpty();
    }
    assertThatThrownBy(() -> new FixedFormat(true, 63, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rangesFollowTheWidth() {
    FixedFormat signed = format("fixed<8,3>");
    assertThat(signed.rawMin()).isEqualTo(-128);
    assertThat(signed.rawMax()).isEqualTo(127);
    assertThat(signed.fractionBits()).isEqualTo(5);
    assertThat(signed.lsb()).isEqualTo(1 / 32.0);
    assertThat(signed.range()).isEqualTo(new Interval(-4, 127 / 32.0));
    FixedFormat unsigned = format("ufixed<3,5>");
    assertThat(unsigned.range()).isEqualTo(new Interval(0, 28));
    assertThat(unsigned.holds(7)).isTrue();
    assertThat(unsigned.holds(8)).isFalse();
    assertThat(unsigned.holds(-1)).isFalse();
    assertThat(Tolerance.oneUlp(unsigned).at(100)).isEqualTo(4);
  }

  @Test
  void nearestRawIsNearest() {
    FixedFormat whole = format("fixed<60,60>");
    assertThat(whole.nearestRaw(0.5)).isEqualTo(1);
    assertThat(whole.nearestRaw(-0.5)).isZero();
    assertThat(whole.nearestRaw(-1.5)).isEqualTo(-1);
    assertThat(whole.nearestRaw(Math.nextDown(0.5))).isZero();
    assertThat(whole.nearestRaw(Math.nextDown(-0.5))).isEqualTo(-1);
    assertThat(whole.nearestRaw(0x1.0000000000001p52)).isEqualTo((1L << 52) + 1);
    assertThat(whole.nearestRaw(-Double.MIN_VALUE)).isZero();
    FixedFormat small = format("fixed<8,3>");
    assertThat(small.nearestRaw(1e300)).isEqualTo(127);
    assertThat(small.nearestRaw(-1e300)).isEqualTo(-128);
    assertThat(format("ufixed<8,3>").nearestRaw(-0.2)).isZero();
    assertThat(format("fixed<62,2>").nearestRaw(2)).isEqualTo((1L << 61) - 1);
    Random random = new Random(15);
    for (int i = 0; i < 20_000; i++) {
      FixedFormat f =
          new FixedFormat(random.nextBoolean(), 1 + random.nextInt(62), random.nextInt(40) - 20);
      double value = random.nextGaussian() * Math.scalb(1.0, random.nextInt(50) - 25);
      BigDecimal scaled =
          new BigDecimal(value).multiply(new BigDecimal(2).pow(Math.max(0, f.fractionBits())));
      scaled =
          f.fractionBits() < 0 ? scaled.divide(new BigDecimal(2).pow(-f.fractionBits())) : scaled;
      BigDecimal nearest = scaled.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR);
      BigDecimal expected =
          nearest.max(BigDecimal.valueOf(f.rawMin())).min(BigDecimal.valueOf(f.rawMax()));
      assertThat(f.nearestRaw(value)).as("%s of %s", f, value).isEqualTo(expected.longValueExact());
    }
  }

  @Test
  void bitsAndDecimalsAreExact() {
    Random random = new Random(16);
    for (int i = 0; i < 20_000; i++) {
      FixedFormat f =
          new FixedFormat(random.nextBoolean(), 1 + random.nextInt(62), random.nextInt(200) - 100);
      long raw = f.fromBits(random.nextLong());
      assertThat(f.holds(raw)).as("%s", f).isTrue();
      long bits = f.toBits(raw);
      assertThat(bits).isBetween(0L, (1L << f.widthBits()) - 1);
      assertThat(f.fromBits(bits)).isEqualTo(raw);
      BigDecimal weight = new BigDecimal(f.lsb());
      assertThat(new BigDecimal(f.toDecimal(raw)))
          .isEqualByComparingTo(weight.multiply(BigDecimal.valueOf(raw)));
      if (f.widthBits() <= 53) {
        assertThat(f.toReal(raw)).isEqualTo(Double.parseDouble(f.toDecimal(raw)));
        assertThat(f.nearestRaw(f.toReal(raw))).isEqualTo(raw);
      }
    }
    assertThat(format("fixed<8,3>").toDecimal(-1)).isEqualTo("-0.03125");
    assertThat(format("ufixed<8,12>").toDecimal(3)).isEqualTo("48");
    assertThat(format("ufixed<8,12>").toDecimal(0)).isEqualTo("0");
  }

  @Test
  void holdingIsTheNarrowest() {
    assertThat(FixedFormat.holding(0, 0, 3)).isEqualTo(new FixedFormat(false, 1, -2));
    assertThat(FixedFormat.holding(-128, 127, 5)).isEqualTo(format("fixed<8,3>"));
    assertThat(FixedFormat.holding(-1, 0, 0)).isEqualTo(format("fixed<1,1>"));
    assertThat(FixedFormat.bitsFor(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(64);
    Random random = new Random(17);
    for (int i = 0; i < 5_000; i++) {
      long a = random.nextLong() >> (3 + random.nextInt(60));
      long b = random.nextLong() >> (3 + random.nextInt(60));
      FixedFormat f = FixedFormat.holding(Math.min(a, b), Math.max(a, b), 4);
      assertThat(f.holds(a) && f.holds(b)).isTrue();
      assertThat(f.signed()).isEqualTo(Math.min(a, b) < 0);
      assertThat(f.fractionBits()).isEqualTo(4);
      if (f.widthBits() > 1) {
        FixedFormat narrower = new FixedFormat(f.signed(), f.widthBits() - 1, 0);
        assertThat(narrower.holds(a) && narrower.holds(b)).isFalse();
      }
    }
  }

  @Test
  void tolerancesTakeTheLarger() {
    Tolerance t = new Tolerance(0.01, 0.5);
    assertThat(t.at(10)).isEqualTo(0.5);
    assertThat(t.at(-1000)).isEqualTo(10);
    for (double[] bad : new double[][] {{0, 0}, {-1, 1}, {Double.NaN, 1}, {1, 1.0 / 0}}) {
      assertThatThrownBy(() -> new Tolerance(bad[0], bad[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
