package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundedMultipleTest {

  /** For every operand, the sum of tables is within its bound of the product, and often not far. */
  @ParameterizedTest
  @CsvSource({
    "'fixed<12,4>', 0.15915494309189535, 10",
    "'fixed<13,2>', -2.7182818284590451, 6",
    "'ufixed<11,3>', 123.456, 0",
    "'fixed<16,6>', 0.3333333333333333, 12",
    "'fixed<10,14>', 0.0007, 3"
  })
  void theSumOfTablesIsWithinItsBound(String format, double factor, int fractionBits) {
    FixedFormat in = FixedFormat.parse(format).orElseThrow();
    int tables = RoundedMultiple.tables(in.widthBits());
    DatapathBuilder b = new DatapathBuilder("f", Set.of("x", "y"), new Multiplier.Adders());
    int x = b.input("x", in);
    b.output("y", RoundedMultiple.of(b, x, factor, fractionBits, tables, "t"));
    DatapathInterpreter interpreter = new DatapathInterpreter(b.build());
    double bound = RoundedMultiple.error(tables, fractionBits);
    double largest = 0;
    for (long raw = in.rawMin(); raw <= in.rawMax(); raw++) {
      double product = raw * in.lsb() * factor;
      double made = Math.scalb((double) interpreter.evaluate(raw)[0], -fractionBits);
      assertThat(made).isCloseTo(product, within(bound));
      largest = Math.max(largest, Math.abs(made - product));
    }
    assertThat(largest).isGreaterThan(bound / 4);
  }

  @Test
  void numbersOfFewDigitsAreSumsOfShiftedOperands() {
    assertThat(RoundedMultiple.suits(3)).isFalse();
    assertThat(RoundedMultiple.suits(-0.625)).isFalse();
    assertThat(RoundedMultiple.suits(0)).isFalse();
    assertThat(RoundedMultiple.suits(0.3)).isTrue();
  }

  @Test
  void aNumberThatIsTheResultOfOthersIsExactOrHasAnInterval() {
    assertThat(ExactNumbers.isExact(Operator.MULTIPLY, 0.5, 0.25)).isTrue();
    assertThat(ExactNumbers.isExact(Operator.MULTIPLY, 0.1, 0.3)).isFalse();
    assertThat(ExactNumbers.isExact(Operator.DIVIDE, 1, 3)).isFalse();
    assertThat(ExactNumbers.isExact(Operator.INVERSE, 4)).isTrue();
    assertThat(ExactNumbers.isExact(Operator.POWER, 3, 4)).isTrue();
    assertThat(ExactNumbers.isExact(Operator.SIN, 1)).isFalse();
    Interval tenth = ExactNumbers.enclosure(Operator.DIVIDE, Interval.of(1), Interval.of(10));
    assertThat(tenth.lo()).isLessThan(tenth.hi());
    assertThat(ExactNumbers.enclosure(Operator.ADD, Interval.of(1), Interval.of(10)))
        .isEqualTo(Interval.of(11));
  }
}
