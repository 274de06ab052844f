package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.FixedFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Products without multiplier blocks equal exact products in every bit. */
class AdderProductTest {
  private static DatapathBuilder builder() {
    return new DatapathBuilder("circuit", Set.of(), new Multiplier.Adders());
  }

  private static FixedFormat format(boolean signed, int widthBits) {
    return new FixedFormat(signed, widthBits, 3);
  }

  private static Datapath product(FixedFormat formatX, FixedFormat formatY) {
    DatapathBuilder b = builder();
    int x = b.input("x", formatX);
    int y = b.input("y", formatY);
    int p = b.multiply(x, y);
    assertThat(b.format(p)).isEqualTo(b.productFormat(x, y));
    b.output("p", p);
    return withoutMultiply(b.build());
  }

  private static Datapath square(FixedFormat format) {
    DatapathBuilder b = builder();
    int x = b.input("x", format);
    int p = b.multiply(x, x);
    assertThat(b.format(p)).isEqualTo(b.productFormat(x, x));
    b.output("p", p);
    return withoutMultiply(b.build());
  }

  private static Datapath withoutMultiply(Datapath d) {
    assertThat(d.nodes()).noneMatch(n -> n.operation() instanceof Operation.Multiply);
    return d;
  }

  @Test
  void everyProductOfSmallOperandsIsExact() {
    int compared = 0;
    for (int shape = 0; shape < 4 * 36; shape++) {
      FixedFormat x = format(shape % 2 == 0, shape / 4 % 6 + 1);
      FixedFormat y = format(shape / 2 % 2 == 0, shape / 24 + 1);
      DatapathInterpreter interpreter = new DatapathInterpreter(product(x, y));
      for (long a = x.rawMin(); a <= x.rawMax(); a++) {
        for (long c = y.rawMin(); c <= y.rawMax(); c++) {
          if (interpreter.evaluate(a, c)[0] != a * c) {
            throw new AssertionError(x + " " + a + " times " + y + " " + c);
          }
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(4 * 126 * 126);
  }

  @Test
  void productsOfWideOperandsAreExact() {
    Random random = new Random(11);
    int compared = 0;
    for (int circuit = 0; circuit < 200; circuit++) {
      int widthX = circuit == 0 ? 30 : 1 + random.nextInt(circuit % 4 == 0 ? 40 : 18);
      int widthY = circuit == 0 ? 20 : 1 + random.nextInt(Math.min(18, 61 - widthX));
      FixedFormat x = format(random.nextBoolean(), widthX);
      FixedFormat y = format(random.nextBoolean(), widthY);
      DatapathInterpreter interpreter = new DatapathInterpreter(product(x, y));
      for (int n = 0; n < 100; n++) {
        long a = sample(random, x, n);
        long c = sample(random, y, n / 3);
        assertThat(interpreter.evaluate(a, c)[0]).as("%s %s, %s %s", x, a, y, c).isEqualTo(a * c);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(200 * 100);
  }

  private static long sample(Random random, FixedFormat format, int n) {
    return switch (n % 3) {
      case 0 -> format.rawMin();
      case 1 -> format.rawMax();
      case 2 -> format.fromBits(random.nextLong());
      default -> throw new IllegalStateException("a remainder of 3");
    };
  }

  @Test
  void squaresAreExact() {
    Random random = new Random(12);
    int compared = 0;
    for (int width = 1; width <= 30; width++) {
      for (boolean signed : new boolean[] {false, true}) {
        FixedFormat format = format(signed, width);
        DatapathInterpreter interpreter = new DatapathInterpreter(square(format));
        for (long n = 0; n < 1L << Math.min(width, 10); n++) {
          long a = width <= 10 ? format.rawMin() + n : sample(random, format, (int) n);
          assertThat(interpreter.evaluate(a)[0]).as("%s %s", format, a).isEqualTo(a * a);
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(2 * (2046 + 20 * 1024));
  }

  @Test
  void productsWithConstantsAreExact() {
    Random random = new Random(13);
    int compared = 0;
    for (int circuit = 0; circuit < 600; circuit++) {
      FixedFormat format = format(random.nextBoolean(), 1 + random.nextInt(20));
      long constant = circuit < 300 ? circuit - 150 : random.nextInt() >> random.nextInt(20);
      DatapathBuilder b = builder();
      int x = b.input("x", format);
      b.output("p", b.multiply(x, b.literal(constant, 5)));
      DatapathInterpreter interpreter = new DatapathInterpreter(withoutMultiply(b.build()));
      for (int n = 0; n < 30; n++) {
        long a = sample(random, format, n);
        assertThat(interpreter.evaluate(a)[0])
            .as("%s %s, %s", format, a, constant)
            .isEqualTo(a * constant);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(600 * 30);
  }

  /** Adders in a row at most: the tree of the rows, and the triple or the ones before it. */
  @Test
  void theDepthIsLogarithmic() {
    for (int width = 4; width <= 30; width++) {
      int levels = 33 - Integer.numberOfLeadingZeros((width + 1) / 2 - 1);
      assertThat(addersInARow(product(format(true, width), format(true, width))))
          .as("%s bits", width)
          .isLessThanOrEqualTo(levels);
    }
  }

  private static int addersInARow(Datapath d) {
    int[] depth = new int[d.nodes().size()];
    int most = 0;
    for (int i = 0; i < depth.length; i++) {
      Operation operation = d.node(i).operation();
      int before = operation.operands().stream().mapToInt(o -> depth[o]).max().orElse(0);
      depth[i] = before + (isAdder(d, operation) ? 1 : 0);
      most = Math.max(most, depth[i]);
    }
    return most;
  }

  /** A difference from -1 turns bits over. */
  private static boolean isAdder(Datapath d, Operation operation) {
    return operation instanceof Operation.Add
        || (operation instanceof Operation.Subtract(int a, int _)
            && !(d.node(a).operation() instanceof Operation.Literal(long raw) && raw == -1));
  }
}
