package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Random datapaths with every operation, made as text: for the tests of this module and of those
 * above it. A node whose range or format the rules refuse is left out, so the verifier's rules
 * alone decide what is legal.
 */
public final class RandomDatapaths {
  private static final int MAX_WIDTH = 40;

  private final SplittableRandom random;
  private final List<String> names = new ArrayList<>();
  private final List<FixedFormat> formats = new ArrayList<>();
  private final StringBuilder tables = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  private final StringBuilder outputs = new StringBuilder();
  private final String name;
  private int tableCount;

  private RandomDatapaths(String name, long seed) {
    this.name = name;
    random = new SplittableRandom(seed);
  }

  /**
   * {@return a verified datapath in which every node is an output}
   *
   * @param name of the module
   * @param seed gives always the same datapath
   * @param nodes number of computed nodes
   */
  public static Datapath of(String name, long seed, int nodes) {
    return new RandomDatapaths(name, seed).make(nodes);
  }

  private Datapath make(int nodes) {
    int inputs = random.nextInt(2, 5);
    for (int i = 0; i < inputs; i++) {
      FixedFormat f = format(i == 0 ? random.nextInt(1, 3) : random.nextInt(1, 13));
      accept("i" + i, "input", f, f.rawMin(), f.rawMax());
    }
    accept("flag", "input", new FixedFormat(false, 1, 1), 0, 1);
    for (int made = 0; made < nodes; ) {
      made += tryNode("n" + made) ? 1 : 0;
    }
    return DatapathText.parse(text()).verify();
  }

  private String text() {
    return "datapath " + name + "\n" + tables + body + outputs;
  }

  private FixedFormat format(int width) {
    return new FixedFormat(random.nextBoolean(), width, random.nextInt(-2, width + 3));
  }

  private void accept(String node, String operation, FixedFormat f, long lo, long hi) {
    names.add(node);
    formats.add(f);
    body.append(line(node, operation, f, lo, hi));
    if (!operation.equals("input")) {
      outputs.append("output o").append(node).append(" = ").append(node).append('\n');
    }
  }

  private static String line(String node, String operation, FixedFormat f, long lo, long hi) {
    return node + " = " + operation + " : " + f + " in " + lo + " .. " + hi + "\n";
  }

  /** Tries one operation on random operands with a random, or the narrowest, format. */
  private boolean tryNode(String node) {
    int a = random.nextInt(names.size());
    int b = random.nextInt(names.size());
    FixedFormat fa = formats.get(a);
    int fraction = fa.fractionBits();
    String operands = " " + names.get(a) + " " + names.get(b);
    String one = " " + names.get(a);
    return switch (random.nextInt(18)) {
      case 0 -> arithmetic(node, "add" + operands, fraction);
      case 1 -> arithmetic(node, "subtract" + operands, fraction);
      case 2 -> arithmetic(node, "minimum" + operands, fraction);
      case 3 -> arithmetic(node, "maximum" + operands, fraction);
      case 4 -> arithmetic(node, "multiply" + operands, fraction + formats.get(b).fractionBits());
      case 5 -> arithmetic(node, "negate" + one, fraction);
      case 6 -> arithmetic(node, "absolute" + one, fraction);
      case 7 -> arithmetic(node, "select flag" + operands, fraction);
      case 8 -> arithmetic(node, "align" + one, fraction + random.nextInt(1, 6));
      case 9 -> arithmetic(node, round() + one, fraction - random.nextInt(1, fa.widthBits() + 4));
      // Makes fractions meet, so that sums of many operands are legal.
      case 10 -> arithmetic(node, "align" + one, Math.max(fraction + 1, 6));
      case 11 -> saturate(node, one, fraction);
      case 12 -> {
        int width = random.nextInt(1, fa.widthBits() + 1);
        int low = random.nextInt(0, fa.widthBits() - width + 1);
        yield whole(node, "bits " + low + one, new FixedFormat(false, width, width));
      }
      case 13 ->
          whole(
              node,
              "concat" + operands,
              new FixedFormat(
                  false,
                  Math.min(62, fa.widthBits() + formats.get(b).widthBits()),
                  random.nextInt(0, 8)));
      case 14 -> whole(node, "reinterpret" + one, format(fa.widthBits()));
      case 15 -> lookup(node, a);
      case 16 -> {
        FixedFormat f = format(random.nextInt(1, 9));
        long raw = random.nextLong(f.rawMin(), f.rawMax() + 1);
        yield attempt(node, "literal " + raw, f, raw, raw);
      }
      default -> whole(node, "any" + one, new FixedFormat(false, 1, 1));
    };
  }

  private String round() {
    return "round " + (random.nextBoolean() ? "floor" : "nearest");
  }

  private boolean saturate(String node, String operand, int fraction) {
    int width = random.nextInt(1, 14);
    return whole(
        node, "saturate" + operand, new FixedFormat(random.nextBoolean(), width, width - fraction));
  }

  private boolean lookup(String node, int index) {
    FixedFormat in = formats.get(index);
    if (in.widthBits() > 8) {
      return false;
    }
    FixedFormat out = format(random.nextInt(1, 20));
    StringBuilder table = new StringBuilder("table t" + tableCount + " " + in + " " + out);
    for (int i = 0; i < 1 << in.widthBits(); i++) {
      table.append(' ').append(random.nextLong(out.rawMin(), out.rawMax() + 1));
    }
    tables.append(table).append('\n');
    boolean made = whole(node, "lookup t" + tableCount + " " + names.get(index), out);
    tableCount++;
    return made;
  }

  /** A node that may take every value of its format. */
  private boolean whole(String node, String operation, FixedFormat format) {
    return attempt(node, operation, format, format.rawMin(), format.rawMax());
  }

  /** A node whose format is the narrowest, or somewhat wider, or signed without need. */
  private boolean arithmetic(String node, String operation, int fraction) {
    Optional<long[]> range = range(node, operation, fraction);
    if (range.isEmpty()) {
      return false;
    }
    long lo = range.get()[0];
    long hi = range.get()[1];
    boolean signed = lo < 0 || random.nextInt(4) == 0;
    int width = FixedFormat.bitsFor(signed ? Math.min(lo, -1) : lo, hi);
    width = Math.min(62, width + (random.nextInt(3) == 0 ? random.nextInt(4) : 0));
    return width <= MAX_WIDTH
        && attempt(node, operation, new FixedFormat(signed, width, width - fraction), lo, hi);
  }

  /** The verifier's message names the range that every possible result lies in. */
  private Optional<long[]> range(String node, String operation, int fraction) {
    FixedFormat wide = new FixedFormat(true, 62, 62 - fraction);
    for (long guess : new long[] {0, 1}) {
      try {
        parse(line(node, operation, wide, guess, guess));
        return Optional.of(new long[] {guess, guess});
      } catch (IllegalStateException | ArithmeticException e) {
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf("RawRange[lo=");
        if (at >= 0) {
          String[] ends = message.substring(at + 12, message.length() - 1).split(", hi=");
          return Optional.of(new long[] {Long.parseLong(ends[0]), Long.parseLong(ends[1])});
        }
      }
    }
    return Optional.empty();
  }

  private boolean attempt(String node, String operation, FixedFormat f, long lo, long hi) {
    try {
      parse(line(node, operation, f, lo, hi));
    } catch (IllegalStateException | ArithmeticException e) {
      return false;
    }
    accept(node, operation, f, lo, hi);
    return true;
  }

  private void parse(String line) {
    String node = line.substring(0, line.indexOf(' '));
    DatapathText.parse(
            String.format(
                Locale.ROOT,
                "datapath %s%n%s%s%s%soutput y = %s%n",
                name,
                tables,
                body,
                line,
                outputs,
                node))
        .verify();
  }
}
