package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.FixedFormat;
import java.math.BigInteger;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DigitRecurrenceTest {
  private static final MultiplierBlock BLOCK = new MultiplierBlock(27, 18);

  private static DatapathBuilder builder() {
    return new DatapathBuilder("circuit", Set.of(), BLOCK);
  }

  private static FixedFormat unsigned(int width, int fractionBits) {
    return new FixedFormat(false, width, width - fractionBits);
  }

  @Test
  void squareRootsOfAllSmallOperands() {
    for (int width = 1; width <= 10; width++) {
      for (int fraction = -3; fraction <= 12; fraction += 3) {
        for (int rootFraction = -2; rootFraction <= 6; rootFraction++) {
          DatapathBuilder b = builder();
          int x = b.input("x", unsigned(width, fraction));
          int root = DigitRecurrence.squareRoot(b, x, rootFraction);
          b.output("y", root);
          assertThat(b.fractionBits(root)).isEqualTo(rootFraction);
          DatapathInterpreter interpreter = new DatapathInterpreter(b.build());
          for (long raw = 0; raw < 1L << width; raw++) {
            BigInteger radicand = BigInteger.valueOf(raw).shiftLeft(2 * rootFraction - fraction);
            assertThat(interpreter.evaluate(raw)[0])
                .as("root of %s, %s bits, %s -> %s", raw, width, fraction, rootFraction)
                .isEqualTo(radicand.sqrt().longValueExact());
          }
        }
      }
    }
  }

  @Test
  void quotientsOfAllSmallOperands() {
    for (int widthN = 1; widthN <= 7; widthN++) {
      for (int widthD = 1; widthD <= 6; widthD++) {
        DatapathBuilder b = builder();
        int n = b.input("n", unsigned(widthN, 0));
        int d = b.maximum(b.input("d", unsigned(widthD, 0)), b.literal(1, 0));
        b.output("q", DigitRecurrence.quotient(b, n, d, widthN));
        DatapathInterpreter interpreter = new DatapathInterpreter(b.build());
        for (long raw = 0; raw < 1L << widthN; raw++) {
          for (long divisor = 0; divisor < 1L << widthD; divisor++) {
            assertThat(interpreter.evaluate(raw, divisor)[0])
                .as("%s / %s", raw, divisor)
                .isEqualTo(raw / Math.max(1, divisor));
          }
        }
      }
    }
  }

  @Test
  void quotientsWhoseDivisorIsLargeNeedFewerDigits() {
    DatapathBuilder b = builder();
    int n = b.input("n", unsigned(9, 0));
    int d = b.maximum(b.input("d", unsigned(5, 0)), b.literal(20, 0));
    // 511 / 20 = 25 has five bits.
    b.output("q", DigitRecurrence.quotient(b, n, d, 5));
    DatapathInterpreter interpreter = new DatapathInterpreter(b.build());
    for (long raw = 0; raw < 512; raw++) {
      for (long divisor = 0; divisor < 32; divisor++) {
        assertThat(interpreter.evaluate(raw, divisor)[0]).isEqualTo(raw / Math.max(20, divisor));
      }
    }
  }

  /** Products cut into blocks are exact, signed or not, up to the widest value. */
  @Test
  void wideProductsAreExact() {
    SplittableRandom random = new SplittableRandom(5);
    int cut = 0;
    for (int circuit = 0; circuit < 300; circuit++) {
      DatapathBuilder b = builder();
      int widthX = random.nextInt(1, 60);
      int widthY = random.nextInt(1, 61 - widthX);
      int x = b.input("x", new FixedFormat(random.nextBoolean(), widthX, random.nextInt(-5, 20)));
      int y = b.input("y", new FixedFormat(random.nextBoolean(), widthY, random.nextInt(-5, 20)));
      int product = b.multiply(x, y);
      assertThat(b.fractionBits(product)).isEqualTo(b.fractionBits(x) + b.fractionBits(y));
      b.output("p", product);
      Datapath datapath = b.build();
      long products =
          datapath.nodes().stream()
              .filter(n -> n.operation() instanceof Operation.Multiply)
              .peek(n -> assertThat(fits(datapath, n)).as(n.toString()).isTrue())
              .count();
      cut += products > 1 ? 1 : 0;
      DatapathInterpreter interpreter = new DatapathInterpreter(datapath);
      FixedFormat fx = b.format(x);
      FixedFormat fy = b.format(y);
      for (int n = 0; n < 200; n++) {
        long rawX = n < 2 ? fx.rawMin() : random.nextLong(fx.rawMin(), fx.rawMax() + 1);
        long rawY = n % 3 == 0 ? fy.rawMin() : random.nextLong(fy.rawMin(), fy.rawMax() + 1);
        assertThat(interpreter.evaluate(rawX, rawY)[0]).isEqualTo(rawX * rawY);
      }
    }
    assertThat(cut).isGreaterThan(100);
  }

  private static boolean fits(Datapath datapath, Node node) {
    return node.operation() instanceof Operation.Multiply(int a, int b)
        && BLOCK.fits(signedWidth(datapath.node(a)), signedWidth(datapath.node(b)));
  }

  private static int signedWidth(Node node) {
    return node.format().widthBits() + (node.format().signed() ? 0 : 1);
  }

  @Test
  void squaresOfWideOperandsAreExact() {
    for (boolean signed : new boolean[] {false, true}) {
      DatapathBuilder b = builder();
      int x = b.input("x", new FixedFormat(signed, 30, 30));
      b.output("p", b.multiply(x, x));
      DatapathInterpreter interpreter = new DatapathInterpreter(b.build());
      FixedFormat format = b.format(x);
      SplittableRandom random = new SplittableRandom(9);
      for (int n = 0; n < 5_000; n++) {
        long raw = n == 0 ? format.rawMin() : random.nextLong(format.rawMin(), format.rawMax() + 1);
        assertThat(interpreter.evaluate(raw)[0]).isEqualTo(raw * raw);
      }
    }
  }
}
