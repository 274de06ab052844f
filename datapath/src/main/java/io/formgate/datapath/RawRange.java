package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.List;

/**
 * The raw values that a node can take, from the ranges of its operands.
 *
 * @param lo smallest
 * @param hi largest
 */
public record RawRange(long lo, long hi) {

  /**
   * {@return every raw value that a node can take, in exact integer arithmetic}
   *
   * @throws ArithmeticException if a bound does not fit a long
   */
  static RawRange of(Datapath datapath, Node node) {
    return of(node.operation(), node.format(), datapath.nodes(), datapath.tables());
  }

  /**
   * {@return every raw value that an operation can give}
   *
   * @param operation on earlier nodes
   * @param format format of the result; arithmetic looks at its fraction bits alone
   * @param nodes the earlier nodes
   * @param tables the tables
   * @throws ArithmeticException if a bound does not fit a long
   */
  public static RawRange of(
      Operation operation, FixedFormat format, List<Node> nodes, List<FunctionTable> tables) {
    return of(operation, format, new Operands(nodes, tables));
  }

  /** Looks up the ranges and formats of operands. */
  private record Operands(List<Node> nodes, List<FunctionTable> tables) {
    Node node(int index) {
      return nodes.get(index);
    }

    RawRange range(int index) {
      return new RawRange(node(index).rawLo(), node(index).rawHi());
    }
  }

  private static RawRange of(Operation operation, FixedFormat format, Operands o) {
    return switch (operation) {
      case Operation.Input() -> whole(format);
      case Operation.Literal(long raw) -> new RawRange(raw, raw);
      case Operation.Add(int a, int b) -> o.range(a).add(o.range(b));
      case Operation.Subtract(int a, int b) -> o.range(a).subtract(o.range(b));
      case Operation.Multiply(int a, int b) ->
          a == b ? o.range(a).square() : o.range(a).multiply(o.range(b));
      case Operation.Negate(int a) -> o.range(a).negate();
      case Operation.Absolute(int a) -> o.range(a).absolute();
      case Operation.Minimum(int a, int b) ->
          new RawRange(
              Math.min(o.range(a).lo, o.range(b).lo), Math.min(o.range(a).hi, o.range(b).hi));
      case Operation.Maximum(int a, int b) ->
          new RawRange(
              Math.max(o.range(a).lo, o.range(b).lo), Math.max(o.range(a).hi, o.range(b).hi));
      case Operation.Select(int c, int a, int b) -> {
        RawRange condition = o.range(c);
        yield condition.lo == 1
            ? o.range(a)
            : condition.hi == 0 ? o.range(b) : o.range(a).union(o.range(b));
      }
      case Operation.Align(int a) ->
          o.range(a).shiftLeft(format.fractionBits() - o.node(a).format().fractionBits());
      case Operation.Round(int a, Operation.Rounding mode) ->
          o.range(a).round(o.node(a).format().fractionBits() - format.fractionBits(), mode);
      case Operation.Saturate(int a) -> o.range(a).clamp(format);
      case Operation.Lookup(int table, _) -> {
        FunctionTable t = o.tables().get(table);
        yield new RawRange(t.rawLo(), t.rawHi());
      }
      case Operation.Bits(int a, int lowBit) -> {
        RawRange r = o.range(a);
        if (r.lo == r.hi) {
          long bits = format.toBits(o.node(a).format().toBits(r.lo) >>> lowBit);
          yield new RawRange(bits, bits);
        }
        boolean top = lowBit + format.widthBits() >= FixedFormat.bitsFor(r.lo, r.hi);
        yield r.lo >= 0 && top ? new RawRange(r.lo >> lowBit, r.hi >> lowBit) : whole(format);
      }
      case Operation.Concat(int high, int low) -> {
        int width = o.node(low).format().widthBits();
        yield new RawRange(
            (o.range(high).lo << width) | o.range(low).lo,
            (o.range(high).hi << width) | o.range(low).hi);
      }
      case Operation.Any(int a) -> {
        RawRange r = o.range(a);
        yield new RawRange(r.lo > 0 || r.hi < 0 ? 1 : 0, r.lo == 0 && r.hi == 0 ? 0 : 1);
      }
      case Operation.Reinterpret(int a) -> reinterpreted(a, format, o);
    };
  }

  private static RawRange reinterpreted(int a, FixedFormat format, Operands o) {
    if (format.signed()
        && o.node(a).operation() instanceof Operation.Concat(int high, int low)
        && o.node(high).operation() instanceof Operation.Reinterpret(int upper)
        && o.node(upper).format().signed()) {
      // The bits of a signed value with more bits below it: its sign is that of the whole.
      int width = o.node(low).format().widthBits();
      return new RawRange(
          o.range(upper).lo << width | o.range(low).lo,
          o.range(upper).hi << width | o.range(low).hi);
    }
    return o.node(a).format().signed() == format.signed() || o.range(a).lo >= 0
        ? fitting(o.range(a), format)
        : whole(format);
  }

  private static RawRange fitting(RawRange range, FixedFormat format) {
    return format.holds(range.lo) && format.holds(range.hi) ? range : whole(format);
  }

  private static RawRange whole(FixedFormat format) {
    return new RawRange(format.rawMin(), format.rawMax());
  }

  RawRange add(RawRange o) {
    return new RawRange(Math.addExact(lo, o.lo), Math.addExact(hi, o.hi));
  }

  RawRange subtract(RawRange o) {
    return new RawRange(Math.subtractExact(lo, o.hi), Math.subtractExact(hi, o.lo));
  }

  RawRange multiply(RawRange o) {
    long a = Math.multiplyExact(lo, o.lo);
    long b = Math.multiplyExact(lo, o.hi);
    long c = Math.multiplyExact(hi, o.lo);
    long d = Math.multiplyExact(hi, o.hi);
    return new RawRange(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
  }

  RawRange square() {
    RawRange m = absolute();
    return new RawRange(Math.multiplyExact(m.lo, m.lo), Math.multiplyExact(m.hi, m.hi));
  }

  RawRange negate() {
    return new RawRange(-hi, -lo);
  }

  RawRange absolute() {
    long largest = Math.max(Math.abs(lo), Math.abs(hi));
    return new RawRange(lo <= 0 && hi >= 0 ? 0 : Math.min(Math.abs(lo), Math.abs(hi)), largest);
  }

  RawRange union(RawRange o) {
    return new RawRange(Math.min(lo, o.lo), Math.max(hi, o.hi));
  }

  RawRange shiftLeft(int bits) {
    long factor = 1L << bits;
    return new RawRange(Math.multiplyExact(lo, factor), Math.multiplyExact(hi, factor));
  }

  RawRange round(int dropped, Operation.Rounding mode) {
    return switch (mode) {
      case FLOOR -> new RawRange(lo >> dropped, hi >> dropped);
      case NEAREST -> {
        long half = 1L << (dropped - 1);
        yield new RawRange((lo + half) >> dropped, (hi + half) >> dropped);
      }
    };
  }

  RawRange clamp(FixedFormat format) {
    return new RawRange(
        Math.max(format.rawMin(), Math.min(format.rawMax(), lo)),
        Math.max(format.rawMin(), Math.min(format.rawMax(), hi)));
  }
}
