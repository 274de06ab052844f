package io.formgate.sim;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Random datapaths of sums and products of whole numbers with and without sign. */
final class RandomProducts {
  /** So wide that every product fits in a multiplier of any device. */
  private static final long MOST = 1L << 15;

  private final SplittableRandom random;
  private final List<Value> values = new ArrayList<>();
  private final StringBuilder text;
  private final Set<String> operations = new HashSet<>();
  private long used;

  private record Value(String name, long lo, long hi) {
    FixedFormat format() {
      int width = 1;
      while (!new FixedFormat(lo < 0, width, width).holds(lo)
          || !new FixedFormat(lo < 0, width, width).holds(hi)) {
        width++;
      }
      return new FixedFormat(lo < 0, width, width);
    }
  }

  private RandomProducts(String name, long seed) {
    random = new SplittableRandom(seed);
    text = new StringBuilder("datapath " + name + "\n");
  }

  /** {@return a datapath whose outputs are all values that nothing uses} */
  static Datapath of(String name, long seed, int products) {
    return new RandomProducts(name, seed).make(products);
  }

  private Datapath make(int products) {
    int inputs = random.nextInt(2, 5);
    for (int i = 0; i < inputs; i++) {
      long half = 1L << random.nextInt(2, 9);
      boolean isSigned = random.nextBoolean();
      add("input", isSigned ? -half : 0, isSigned ? half - 1 : 2 * half - 1);
    }
    for (int made = 0; made < products; ) {
      int one = any();
      int other = any();
      int i = Math.min(one, other);
      int j = Math.max(one, other);
      Value a = values.get(i);
      Value b = values.get(j);
      boolean isProduct = random.nextInt(3) > 0;
      long lo = a.lo + b.lo;
      long hi = a.hi + b.hi;
      if (isProduct) {
        lo = Math.min(Math.min(a.lo * b.lo, a.lo * b.hi), Math.min(a.hi * b.lo, a.hi * b.hi));
        hi = Math.max(Math.max(a.lo * b.lo, a.lo * b.hi), Math.max(a.hi * b.lo, a.hi * b.hi));
      }
      String operation = (isProduct ? "multiply " : "add ") + a.name + " " + b.name;
      if (lo >= -MOST && hi <= MOST && operations.add(operation)) {
        used |= 1L << i | 1L << j;
        add(operation, lo, hi);
        made += isProduct ? 1 : 0;
      } else if (operations.add("bits " + a.name)) {
        // Cuts a value, so that there are always some that are narrow enough.
        used |= 1L << i;
        int kept = Math.min(a.format().widthBits(), 7);
        add("bits 0 " + a.name, 0, (1L << kept) - 1);
      }
    }
    for (int i = 0; i < values.size(); i++) {
      if ((used >> i & 1) == 0 && !values.get(i).name.startsWith("x")) {
        text.append("output y%d = %s\n".formatted(i, values.get(i).name));
      }
    }
    return DatapathText.parse(text.toString()).verify();
  }

  /** The latest values more often, so that circuits become deep. */
  private int any() {
    int last = values.size() - 1;
    return random.nextBoolean()
        ? last - random.nextInt(Math.min(3, last + 1))
        : random.nextInt(last + 1);
  }

  private void add(String operation, long lo, long hi) {
    String name = (operation.equals("input") ? "x" : "v") + values.size();
    Value value = new Value(name, lo, hi);
    values.add(value);
    text.append("%s = %s : %s in %d .. %d\n".formatted(name, operation, value.format(), lo, hi));
  }
}
