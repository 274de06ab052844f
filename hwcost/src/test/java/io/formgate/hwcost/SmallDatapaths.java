package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.datapath.Reachable;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random datapaths of a few nodes over whole numbers, made as text. */
final class SmallDatapaths {
  private record Value(String name, long lo, long hi) {}

  private static final long MOST = 1L << 16;

  private final Random random;
  private final List<Value> values = new ArrayList<>();
  private final StringBuilder text = new StringBuilder("datapath small\n");
  private final List<String> unused = new ArrayList<>();

  private SmallDatapaths(Random random) {
    this.random = random;
  }

  /**
   * {@return a verified datapath whose outputs are the values that nothing uses, and some others}
   *
   * @param random source of all choices
   * @param computed nodes that are neither ports nor constants
   */
  static Datapath of(Random random, int computed) {
    return new SmallDatapaths(random).make(computed);
  }

  private Datapath make(int computed) {
    int inputs = 1 + random.nextInt(3);
    for (int i = 0; i < inputs; i++) {
      int width = 1 + random.nextInt(12);
      add(new Value("x" + i, 0, (1L << width) - 1), "input");
    }
    if (random.nextInt(3) == 0) {
      add(new Value("k", 5, 5), "literal 5");
    }
    for (int made = 0; made < computed; ) {
      made += attempt("n" + made) ? 1 : 0;
    }
    int ports = 0;
    for (Value v : values) {
      if (v.name().startsWith("n") && (unused.contains(v.name()) || random.nextInt(8) == 0)) {
        text.append("output y").append(ports++).append(" = ").append(v.name()).append('\n');
      }
    }
    return Reachable.of(DatapathText.parse(text.toString())).verify();
  }

  private Value any() {
    // The latest values more often, so that circuits become deep.
    int last = values.size() - 1;
    return values.get(
        random.nextBoolean()
            ? last - random.nextInt(Math.min(2, last + 1))
            : random.nextInt(values.size()));
  }

  private boolean attempt(String name) {
    Value a = any();
    Value b = any();
    String one = " " + a.name();
    String two = one + " " + b.name();
    long high = Math.max(Math.abs(a.lo()), Math.abs(a.hi()));
    return switch (random.nextInt(10)) {
      case 0, 1 -> accept(new Value(name, a.lo() + b.lo(), a.hi() + b.hi()), "add" + two, a, b);
      case 2 -> accept(new Value(name, a.lo() - b.hi(), a.hi() - b.lo()), "subtract" + two, a, b);
      case 3, 4 -> {
        long[] products = {a.lo() * b.lo(), a.lo() * b.hi(), a.hi() * b.lo(), a.hi() * b.hi()};
        Arrays.sort(products);
        yield accept(new Value(name, products[0], products[3]), "multiply" + two, a, b);
      }
      case 5 -> accept(new Value(name, -a.hi(), -a.lo()), "negate" + one, a, a);
      case 6 ->
          accept(
              new Value(name, Math.max(a.lo(), b.lo()), Math.max(a.hi(), b.hi())),
              "maximum" + two,
              a,
              b);
      case 7 ->
          a.lo() < 0 && a.hi() > 0 && accept(new Value(name, 0, high), "absolute" + one, a, a);
      default -> {
        int width = format(a).widthBits();
        int kept = 1 + random.nextInt(width);
        int low = random.nextInt(width - kept + 1);
        yield accept(new Value(name, 0, (1L << kept) - 1), "bits " + low + one, a, a);
      }
    };
  }

  private boolean accept(Value v, String operation, Value a, Value b) {
    if (v.lo() < -MOST || v.hi() > MOST || v.lo() == v.hi()) {
      return false;
    }
    add(v, operation);
    unused.remove(a.name());
    unused.remove(b.name());
    return true;
  }

  private void add(Value v, String operation) {
    values.add(v);
    if (v.name().startsWith("n")) {
      unused.add(v.name());
    }
    text.append(
        "%s = %s : %s in %d .. %d\n".formatted(v.name(), operation, format(v), v.lo(), v.hi()));
  }

  private static FixedFormat format(Value v) {
    boolean signed = v.lo() < 0;
    int width = 1;
    while (!new FixedFormat(signed, width, width).holds(v.lo())
        || !new FixedFormat(signed, width, width).holds(v.hi())) {
      width++;
    }
    return new FixedFormat(signed, width, width);
  }
}
