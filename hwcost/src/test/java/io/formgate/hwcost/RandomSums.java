package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.RawRange;
import io.formgate.datapath.Reachable;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random datapaths that are mostly sums and products, with shifts, signs and sharing between. */
final class RandomSums {
  private static final int MAX_WIDTH = 50;

  private final SplittableRandom random;
  private final List<Node> nodes = new ArrayList<>();
  private final int maxProductWidth;

  private RandomSums(long seed, int maxProductWidth) {
    random = new SplittableRandom(seed);
    this.maxProductWidth = maxProductWidth;
  }

  /**
   * {@return a verified datapath, always the same for a seed}
   *
   * @param seed any
   * @param inputs number of input ports
   * @param inputBits most bits of an input
   * @param operations number of nodes that compute
   * @param maxProductWidth most bits of a factor
   */
  static Datapath of(long seed, int inputs, int inputBits, int operations, int maxProductWidth) {
    return new RandomSums(seed, maxProductWidth).make(inputs, inputBits, operations);
  }

  private Datapath make(int inputs, int inputBits, int operations) {
    for (int i = 0; i < inputs; i++) {
      int width = random.nextInt(1, inputBits + 1);
      FixedFormat f = new FixedFormat(random.nextBoolean(), width, random.nextInt(0, width + 2));
      nodes.add(new Node("x" + i, new Operation.Input(), f, f.rawMin(), f.rawMax()));
    }
    for (int made = 0; made < operations; ) {
      made += tryNode() ? 1 : 0;
    }
    List<Datapath.Output> outputs = new ArrayList<>();
    outputs.add(new Datapath.Output("y", nodes.size() - 1));
    if (random.nextBoolean()) {
      outputs.add(new Datapath.Output("z", random.nextInt(nodes.size())));
    }
    return Reachable.of(new Datapath("sums", List.of(), nodes, outputs)).verify();
  }

  /** Recent nodes are drawn more often, so that there are long chains. */
  private int operand() {
    int last = nodes.size() - 1;
    return random.nextBoolean() ? Math.max(0, last - random.nextInt(3)) : random.nextInt(last + 1);
  }

  private int fraction(int node) {
    return nodes.get(node).format().fractionBits();
  }

  private boolean tryNode() {
    int a = operand();
    int b = operand();
    int f = fraction(a);
    return switch (random.nextInt(11)) {
      case 0, 1, 2 -> sum(a, b, true);
      case 3, 4 -> sum(a, b, false);
      case 5 -> add(new Operation.Negate(a), f);
      case 6 -> add(new Operation.Align(a), f + random.nextInt(1, 4));
      case 7 -> {
        FixedFormat from = nodes.get(a).format();
        FixedFormat to =
            new FixedFormat(
                random.nextInt(3) > 0 ? from.signed() : random.nextBoolean(),
                from.widthBits(),
                from.widthBits() - random.nextInt(-1, 5));
        yield add(new Operation.Reinterpret(a), to);
      }
      case 8 -> {
        long raw = random.nextLong(-9, 10);
        FixedFormat format = FixedFormat.holding(raw, raw, random.nextInt(0, 4));
        yield add(new Operation.Literal(raw), format);
      }
      case 9 -> {
        boolean narrow =
            Math.max(nodes.get(a).format().widthBits(), nodes.get(b).format().widthBits())
                < maxProductWidth;
        yield narrow && add(new Operation.Multiply(a, b), f + fraction(b));
      }
      default -> add(new Operation.Absolute(a), f);
    };
  }

  private boolean sum(int a, int b, boolean plus) {
    int fraction = Math.max(fraction(a), fraction(b));
    int p = aligned(a, fraction);
    int q = aligned(b, fraction);
    return p >= 0
        && q >= 0
        && add(plus ? new Operation.Add(p, q) : new Operation.Subtract(p, q), fraction);
  }

  private int aligned(int a, int fraction) {
    if (fraction(a) == fraction) {
      return a;
    }
    return add(new Operation.Align(a), fraction) ? nodes.size() - 1 : -1;
  }

  private boolean add(Operation operation, int fraction) {
    FixedFormat shape = new FixedFormat(true, 62, 62 - fraction);
    RawRange range;
    try {
      range = RawRange.of(operation, shape, nodes, List.of());
    } catch (ArithmeticException e) {
      return false;
    }
    int spare = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
    int width = FixedFormat.bitsFor(range.lo(), range.hi()) + spare;
    return width <= MAX_WIDTH
        && add(operation, new FixedFormat(range.lo() < 0, width, width - fraction));
  }

  private boolean add(Operation operation, FixedFormat format) {
    RawRange range = RawRange.of(operation, format, nodes, List.of());
    nodes.add(new Node("n" + nodes.size(), operation, format, range.lo(), range.hi()));
    return true;
  }
}
