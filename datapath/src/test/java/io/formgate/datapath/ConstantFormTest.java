package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.FixedFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConstantFormTest {
  private static final MultiplierBlock BLOCK = new MultiplierBlock(27, 18);

  static Stream<ConstantForm> forms() {
    return ConstantForm.all(BLOCK).stream();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFormIsTheProduct(ConstantForm form) {
    int compared = 0;
    for (FixedFormat x :
        new FixedFormat[] {
          new FixedFormat(true, 9, 4), new FixedFormat(false, 10, 3), new FixedFormat(true, 3, 7)
        }) {
      for (long factor : new long[] {3, -3, 23170, -9973, 1, -8, 1 << 12, 77777}) {
        DatapathBuilder b = new DatapathBuilder("product", Set.of("x", "y"), BLOCK, (_, _) -> form);
        int product = b.multiply(b.input("x", x), b.literal(factor, 5));
        b.output("y", product);
        int zeros = x.fractionBits() + 5 - b.fractionBits(product);
        DatapathInterpreter interpreter = new DatapathInterpreter(b.build());
        for (long raw = x.rawMin(); raw <= x.rawMax(); raw++) {
          if (interpreter.evaluate(raw)[0] << zeros != raw * factor) {
            throw new AssertionError(form + " of " + raw + " and " + factor);
          }
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(8 * (512 + 1024 + 8));
  }

  @Test
  void theCheapestFormIsTaken() {
    CheapestConstantForm cheapest =
        new CheapestConstantForm(new TargetCosts.Known().of(LutTarget.withBlocks()));
    FixedFormat x = new FixedFormat(true, 12, 4);
    assertThat(cheapest.of(x, 5)).isEqualTo(new ConstantForm.Digits());
    assertThat(cheapest.of(x, 23171)).isInstanceOf(ConstantForm.Chunks.class);
  }
}
