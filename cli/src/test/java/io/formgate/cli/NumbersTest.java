package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void aLimitIsNeverRoundedDown() {
    assertThat(Numbers.digits(0.12439, 3)).isEqualTo("0.124");
    assertThat(Numbers.upwards(0.12439, 3)).isEqualTo("0.125");
    assertThat(Numbers.upwards(0.125, 3)).isEqualTo("0.125");
    assertThat(Numbers.upwards(0.000012341, 3)).isEqualTo("1.24e-05");
    assertThat(Numbers.upwards(0, 3)).isEqualTo("0");
  }
}
