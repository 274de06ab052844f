package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds a datapath node by node: widths follow from ranges, equal nodes are shared, and wiring
 * that changes nothing is left out.
 *
 * <p>Methods take and return node indices. All throw {@link WidthException} when a value needs more
 * than {@link FixedFormat#MAX_WIDTH_BITS} bits.
 */
final class DatapathBuilder {
  /**
   * Most digits of a constant whose product is made of sums where there is a multiplier block and
   * the cheapest form is not looked for: while ways to compute a function are compared. No cost of
   * a device: circuits have the {@linkplain CheapestConstantForm form} that costs theirs least.
   */
  private static final int MAX_SHIFT_ADD_DIGITS = 3;

  private record Key(Operation operation, FixedFormat format) {}

  private final String name;
  private final Multiplier multiplier;
  private final ConstantForm.Choice constantForms;
  private final List<FunctionTable> tables = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Datapath.Output> outputs = new ArrayList<>();
  private final Map<Key, Integer> byKey = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> tableNames = new HashMap<>();

  /** Makes a builder for which few digits of a constant are sums, many a block if there is one. */
  DatapathBuilder(String name, Set<String> reservedNames, Multiplier multiplier) {
    this(name, reservedNames, multiplier, (_, raw) -> byDigits(multiplier, raw));
  }

  DatapathBuilder(
      String name,
      Set<String> reservedNames,
      Multiplier multiplier,
      ConstantForm.Choice constantForms) {
    this.name = name;
    this.multiplier = multiplier;
    this.constantForms = constantForms;
    names.addAll(reservedNames);
  }

  private static ConstantForm byDigits(Multiplier multiplier, long raw) {
    return switch (multiplier) {
      case MultiplierBlock _ when SignedDigits.of(raw).size() > MAX_SHIFT_ADD_DIGITS ->
          new ConstantForm.Block();
      case MultiplierBlock _, Multiplier.Adders _ -> new ConstantForm.Digits();
    };
  }

  /** {@return the datapath: the inputs, and what the outputs need} */
  Datapath build() {
    return build(outputs);
  }

  /** {@return the datapath: the inputs, and what some outputs need} */
  Datapath build(List<Datapath.Output> outputs) {
    return Reachable.of(new Datapath(name, tables, nodes, outputs)).verify();
  }

  Node node(int index) {
    return nodes.get(index);
  }

  FixedFormat format(int index) {
    return nodes.get(index).format();
  }

  int fractionBits(int index) {
    return format(index).fractionBits();
  }

  int input(String portName, FixedFormat format) {
    nodes.add(new Node(portName, new Operation.Input(), format, format.rawMin(), format.rawMax()));
    names.add(portName);
    return nodes.size() - 1;
  }

  void output(String portName, int node) {
    outputs.add(new Datapath.Output(portName, node));
  }

  int table(FunctionTable table) {
    int known = tables.indexOf(table);
    if (known >= 0) {
      return known;
    }
    tables.add(table);
    return tables.size() - 1;
  }

  /** {@return the name of a table that several nodes read, the same for the same hint} */
  String sharedTableName(String hint) {
    String known = tableNames.get(hint);
    if (known != null) {
      return known;
    }
    String name = uniqueName(hint);
    names.add(name);
    tableNames.put(hint, name);
    return name;
  }

  /** {@return a name that is not taken, made from a hint} */
  String uniqueName(String hint) {
    String candidate = hint;
    for (int i = 1; names.contains(candidate); i++) {
      candidate = hint + "_" + i;
    }
    return candidate;
  }

  int literal(long raw, int fractionBits) {
    return exact("constant", new Operation.Literal(raw), fractionBits);
  }

  int add(int a, int b) {
    int fraction = Math.max(fractionBits(a), fractionBits(b));
    return exact("sum", new Operation.Add(align(a, fraction), align(b, fraction)), fraction);
  }

  int subtract(int a, int b) {
    int fraction = Math.max(fractionBits(a), fractionBits(b));
    return exact(
        "difference", new Operation.Subtract(align(a, fraction), align(b, fraction)), fraction);
  }

  int minimum(int a, int b) {
    int fraction = Math.max(fractionBits(a), fractionBits(b));
    return exact("least", new Operation.Minimum(align(a, fraction), align(b, fraction)), fraction);
  }

  int maximum(int a, int b) {
    int fraction = Math.max(fractionBits(a), fractionBits(b));
    return exact(
        "largest", new Operation.Maximum(align(a, fraction), align(b, fraction)), fraction);
  }

  int select(int condition, int ifSet, int ifClear) {
    int fraction = Math.max(fractionBits(ifSet), fractionBits(ifClear));
    return exact(
        "choice",
        new Operation.Select(condition, align(ifSet, fraction), align(ifClear, fraction)),
        fraction);
  }

  /** {@return one unsigned bit, set where a is below b: the sign of their difference} */
  int less(int a, int b) {
    boolean withZero = node(b).operation() instanceof Operation.Literal(long raw) && raw == 0;
    int difference = withZero ? a : subtract(a, b);
    return format(difference).signed() ? sign(difference) : literal(0, 0);
  }

  /** {@return the top bit of a signed value, 1 where it is negative} */
  int sign(int a) {
    if (node(a).rawLo() >= 0 || node(a).rawHi() < 0) {
      return literal(node(a).rawLo() >= 0 ? 0 : 1, 0);
    }
    return bits(a, format(a).widthBits() - 1, 1);
  }

  int negate(int a) {
    return exact("negated", new Operation.Negate(a), fractionBits(a));
  }

  int absolute(int a) {
    return node(a).rawLo() >= 0
        ? a
        : exact("magnitude", new Operation.Absolute(a), fractionBits(a));
  }

  /** {@return the product: exact, in the narrowest format that the ranges of its operands allow} */
  int multiply(int a, int b) {
    if (node(a).operation() instanceof Operation.Literal(long raw)) {
      return multiplyByConstant(b, a, raw);
    }
    if (node(b).operation() instanceof Operation.Literal(long raw)) {
      return multiplyByConstant(a, b, raw);
    }
    return switch (multiplier) {
      case MultiplierBlock block -> BlockProduct.of(this, block, a, b);
      case Multiplier.Adders() -> AdderProduct.of(this, a, b);
    };
  }

  private int multiplyByConstant(int a, int constant, long raw) {
    List<SignedDigits.Digit> digits = SignedDigits.of(raw);
    int fraction = fractionBits(a) + fractionBits(constant);
    if (digits.size() < 2) {
      return reinterpretFraction(shiftAdd(a, digits), fraction);
    }
    return switch (constantForms.of(format(a), raw)) {
      case ConstantForm.Digits() -> reinterpretFraction(shiftAdd(a, digits), fraction);
      case ConstantForm.Chunks(int bits) ->
          reinterpretFraction(ChunkProduct.of(this, a, raw, bits), fraction);
      case ConstantForm.Block() ->
          switch (multiplier) {
            case MultiplierBlock block -> BlockProduct.of(this, block, a, constant);
            case Multiplier.Adders() ->
                throw new IllegalStateException("a product in a block that there is not");
          };
    };
  }

  /** The operand times an integer, with the operand's fraction bits. */
  private int shiftAdd(int a, List<SignedDigits.Digit> digits) {
    int base = fractionBits(a);
    if (digits.isEmpty()) {
      return literal(0, base);
    }
    int integer = reinterpretFraction(a, 0);
    int lowest = digits.getLast().shift();
    int sum =
        ShiftedSum.of(
            this,
            digits.reversed().stream()
                .map(d -> new ShiftedSum.Term(integer, d.shift() - lowest, d.negative()))
                .toList());
    return align(reinterpretFraction(sum, base - lowest), base);
  }

  /**
   * {@return a node with the operation of a product, in the format that the ranges allow}
   *
   * @param a an operand
   * @param b the other operand
   */
  int product(int a, int b) {
    return exact("product", productOf(a, b), fractionBits(a) + fractionBits(b));
  }

  private static Operation.Multiply productOf(int a, int b) {
    return new Operation.Multiply(Math.min(a, b), Math.max(a, b));
  }

  /** {@return the format of the node that {@link #product} makes} */
  FixedFormat productFormat(int a, int b) {
    return narrowest(productOf(a, b), fractionBits(a) + fractionBits(b));
  }

  int reinterpretFraction(int a, int fractionBits) {
    return reinterpret(a, format(a).signed(), fractionBits);
  }

  int align(int a, int fractionBits) {
    int shift = fractionBits - fractionBits(a);
    if (shift == 0) {
      return a;
    }
    if (shift < 0) {
      throw new IllegalArgumentException("align drops " + -shift + " bits");
    }
    if (shift > FixedFormat.MAX_WIDTH_BITS) {
      throw new WidthException("operands are " + shift + " binary places apart");
    }
    if (node(a).operation() instanceof Operation.Literal(long raw)) {
      if (Math.abs(raw) >= 1L << (62 - shift)) {
        throw new WidthException("a constant needs more than 62 bits");
      }
      return literal(raw << shift, fractionBits);
    }
    return exact("aligned", new Operation.Align(a), fractionBits);
  }

  int round(int a, int fractionBits, Operation.Rounding mode) {
    int dropped = fractionBits(a) - fractionBits;
    if (dropped <= 0) {
      return a;
    }
    if (dropped > 62) {
      throw new WidthException("rounding drops " + dropped + " bits");
    }
    return exact("rounded", new Operation.Round(a, mode), fractionBits);
  }

  /** Fits a value into a format that has its fraction bits. */
  int saturate(int a, FixedFormat format) {
    return add("saturated", new Operation.Saturate(a), format);
  }

  int lookup(FunctionTable table, int index) {
    return add(
        table.name() + "_value", new Operation.Lookup(table(table), index), table.valueFormat());
  }

  int bits(int a, int lowBit, int widthBits) {
    if (lowBit == 0 && widthBits == format(a).widthBits() && !format(a).signed()) {
      return reinterpret(a, false, 0);
    }
    return add("bits", new Operation.Bits(a, lowBit), new FixedFormat(false, widthBits, widthBits));
  }

  /** {@return so many bits below a position, with zeros below them where there are not enough} */
  int bitsBelow(int a, int position, int count) {
    int taken = Math.min(position, count);
    if (taken == 0) {
      return zeroExtended(literal(0, 0), count);
    }
    int bits = bits(a, position - taken, taken);
    return taken == count ? bits : concat(bits, zeroExtended(literal(0, 0), count - taken));
  }

  /** {@return one unsigned bit: whether any bit of a value is 1} */
  int any(int a) {
    FixedFormat f = format(a);
    return f.widthBits() == 1
        ? reinterpret(a, false, 0)
        : add("any", new Operation.Any(a), new FixedFormat(false, 1, 1));
  }

  /** {@return the raw value with zero bits below it} */
  int shiftedLeft(int a, int bits) {
    return reinterpretFraction(align(a, fractionBits(a) + bits), fractionBits(a));
  }

  /** {@return a value that is not negative, as a whole number with zero bits in front} */
  int zeroExtended(int a, int widthBits) {
    int value = reinterpret(a, false, 0);
    while (format(value).widthBits() < widthBits) {
      value = concat(literal(0, 0), value);
    }
    return value;
  }

  /**
   * {@return the value of a format that has the same low bits; wires}
   *
   * @param a a node; its fraction bits are ignored
   * @param format if it is wider than the node, the bits above are those of the node's sign
   */
  int lowBits(int a, FixedFormat format) {
    int width = format.widthBits();
    if (this.format(a).widthBits() < width) {
      FixedFormat extended =
          new FixedFormat(this.format(a).signed(), width, width - format.fractionBits());
      int wide = saturate(reinterpretFraction(a, format.fractionBits()), extended);
      return reinterpret(wide, format.signed(), format.fractionBits());
    }
    int kept = this.format(a).widthBits() == width ? a : bits(a, 0, width);
    return reinterpret(kept, format.signed(), format.fractionBits());
  }

  /** {@return -1 - a, which is every bit of a whole number turned over: no carries} */
  int inverted(int a) {
    return subtract(literal(-1, 0), a);
  }

  int concat(int high, int low) {
    int width = format(high).widthBits() + format(low).widthBits();
    return add("joined", new Operation.Concat(high, low), unsignedInteger(width));
  }

  int reinterpret(int a, boolean signed, int fractionBits) {
    FixedFormat f = format(a);
    if (f.signed() == signed && f.fractionBits() == fractionBits) {
      return a;
    }
    FixedFormat target = new FixedFormat(signed, f.widthBits(), f.widthBits() - fractionBits);
    return node(a).operation() instanceof Operation.Literal(long raw)
        ? add("constant", new Operation.Literal(target.fromBits(f.toBits(raw))), target)
        : add("scaled", new Operation.Reinterpret(a), target);
  }

  private static FixedFormat unsignedInteger(int widthBits) {
    if (widthBits > FixedFormat.MAX_WIDTH_BITS) {
      throw new WidthException("a value needs " + widthBits + " bits");
    }
    return new FixedFormat(false, widthBits, widthBits);
  }

  /** Adds an operation whose format is the narrowest that holds its range. */
  private int exact(String hint, Operation operation, int fractionBits) {
    return add(hint, operation, narrowest(operation, fractionBits));
  }

  private FixedFormat narrowest(Operation operation, int fractionBits) {
    FixedFormat shape = new FixedFormat(true, 62, 62 - fractionBits);
    RawRange range;
    try {
      range =
          operation instanceof Operation.Literal(long raw)
              ? new RawRange(raw, raw)
              : RawRange.of(operation, shape, nodes, tables);
    } catch (ArithmeticException e) {
      throw new WidthException("a value needs more than 63 bits");
    }
    int width = FixedFormat.bitsFor(range.lo(), range.hi());
    if (width > FixedFormat.MAX_WIDTH_BITS) {
      throw new WidthException("a value needs " + width + " bits");
    }
    return FixedFormat.holding(range.lo(), range.hi(), fractionBits);
  }

  private int add(String hint, Operation operation, FixedFormat format) {
    Key key = new Key(operation, format);
    Integer known = byKey.get(key);
    if (known != null) {
      return known;
    }
    RawRange range = RawRange.of(operation, format, nodes, tables);
    if (range.lo() == range.hi() && !(operation instanceof Operation.Literal)) {
      return add("constant", new Operation.Literal(range.lo()), format);
    }
    String unique = uniqueName(hint + (nodes.size() + 1));
    names.add(unique);
    nodes.add(new Node(unique, operation, format, range.lo(), range.hi()));
    byKey.put(key, nodes.size() - 1);
    return nodes.size() - 1;
  }
}
