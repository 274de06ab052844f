package io.formgate.datapath;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * What a node of a datapath computes. Operands are indices of earlier nodes; results are raw
 * integers in the format of the node. No operation overflows: the format of a node holds every
 * result that its operands' ranges allow, except where saturation or selection of bits is the
 * meaning. The page {@code docs/datapath-semantics.md} defines each.
 */
public sealed interface Operation {

  /** An input port; the node's name is the port's. */
  record Input() implements Operation {}

  /**
   * A fixed number.
   *
   * @param raw raw value in the node's format
   */
  record Literal(long raw) implements Operation {}

  /**
   * Sum; both operands and the result have the same fraction bits.
   *
   * @param a first operand
   * @param b second operand
   */
  record Add(int a, int b) implements Operation {}

  /**
   * Difference; both operands and the result have the same fraction bits.
   *
   * @param a minuend
   * @param b subtrahend
   */
  record Subtract(int a, int b) implements Operation {}

  /**
   * Product; the fraction bits of the result are the sum of the operands'.
   *
   * @param a first operand
   * @param b second operand
   */
  record Multiply(int a, int b) implements Operation {}

  /**
   * The operand with the other sign; the same fraction bits.
   *
   * @param a operand
   */
  record Negate(int a) implements Operation {}

  /**
   * Absolute value; the same fraction bits.
   *
   * @param a operand
   */
  record Absolute(int a) implements Operation {}

  /**
   * The smaller operand; the same fraction bits.
   *
   * @param a first operand
   * @param b second operand
   */
  record Minimum(int a, int b) implements Operation {}

  /**
   * The larger operand; the same fraction bits.
   *
   * @param a first operand
   * @param b second operand
   */
  record Maximum(int a, int b) implements Operation {}

  /**
   * One of two operands of the same fraction bits.
   *
   * @param condition a node of one unsigned bit
   * @param ifSet chosen when the bit is 1
   * @param ifClear chosen when the bit is 0
   */
  record Select(int condition, int ifSet, int ifClear) implements Operation {}

  /**
   * The same value with more fraction bits: the raw value shifted left.
   *
   * @param a operand
   */
  record Align(int a) implements Operation {}

  /**
   * The value with fewer fraction bits.
   *
   * @param a operand
   * @param mode what happens to the bits that are dropped
   */
  record Round(int a, Rounding mode) implements Operation {}

  /**
   * The value, moved to the nearest one that the node's format holds; the same fraction bits.
   *
   * @param a operand
   */
  record Saturate(int a) implements Operation {}

  /**
   * An entry of a table; the address is the operand's bits as an unsigned number.
   *
   * @param table index into the datapath's tables
   * @param a operand, in the table's index format
   */
  record Lookup(int table, int a) implements Operation {}

  /**
   * Some adjacent bits of the operand, as an unsigned number as wide as the node's format.
   *
   * @param a operand
   * @param lowBit position of the lowest bit taken, counted from 0
   */
  record Bits(int a, int lowBit) implements Operation {}

  /**
   * The bits of one unsigned operand followed by those of another.
   *
   * @param high operand that gives the upper bits
   * @param low operand that gives the lower bits
   */
  record Concat(int high, int low) implements Operation {}

  /**
   * One unsigned bit: 1 if any bit of the operand is 1, else 0.
   *
   * @param a operand
   */
  record Any(int a) implements Operation {}

  /**
   * The same bits read in the node's format, which has the operand's width.
   *
   * @param a operand
   */
  record Reinterpret(int a) implements Operation {}

  /** What {@link Round} does to the bits that it drops. */
  enum Rounding {
    /** Drop them: towards minus infinity. */
    FLOOR,
    /** Add half of the new last bit, then drop them: to nearest, ties upwards. */
    NEAREST
  }

  /** {@return the operands, in the order of the record's components} */
  default List<Integer> operands() {
    return switch (this) {
      case Input(), Literal(_) -> List.of();
      case Negate(int a) -> List.of(a);
      case Absolute(int a) -> List.of(a);
      case Align(int a) -> List.of(a);
      case Round(int a, _) -> List.of(a);
      case Saturate(int a) -> List.of(a);
      case Lookup(_, int a) -> List.of(a);
      case Bits(int a, _) -> List.of(a);
      case Any(int a) -> List.of(a);
      case Reinterpret(int a) -> List.of(a);
      case Add(int a, int b) -> List.of(a, b);
      case Subtract(int a, int b) -> List.of(a, b);
      case Multiply(int a, int b) -> List.of(a, b);
      case Minimum(int a, int b) -> List.of(a, b);
      case Maximum(int a, int b) -> List.of(a, b);
      case Concat(int a, int b) -> List.of(a, b);
      case Select(int c, int a, int b) -> List.of(c, a, b);
    };
  }

  /**
   * {@return the same operation on other operands}
   *
   * @param index the new index of an operand, for its old one
   */
  default Operation mapped(IntUnaryOperator index) {
    return switch (this) {
      case Input(), Literal(_) -> this;
      case Add(int a, int b) -> new Add(index.applyAsInt(a), index.applyAsInt(b));
      case Subtract(int a, int b) -> new Subtract(index.applyAsInt(a), index.applyAsInt(b));
      case Multiply(int a, int b) -> new Multiply(index.applyAsInt(a), index.applyAsInt(b));
      case Minimum(int a, int b) -> new Minimum(index.applyAsInt(a), index.applyAsInt(b));
      case Maximum(int a, int b) -> new Maximum(index.applyAsInt(a), index.applyAsInt(b));
      case Concat(int a, int b) -> new Concat(index.applyAsInt(a), index.applyAsInt(b));
      case Negate(int a) -> new Negate(index.applyAsInt(a));
      case Absolute(int a) -> new Absolute(index.applyAsInt(a));
      case Align(int a) -> new Align(index.applyAsInt(a));
      case Saturate(int a) -> new Saturate(index.applyAsInt(a));
      case Any(int a) -> new Any(index.applyAsInt(a));
      case Reinterpret(int a) -> new Reinterpret(index.applyAsInt(a));
      case Round(int a, Rounding mode) -> new Round(index.applyAsInt(a), mode);
      case Lookup(int table, int a) -> new Lookup(table, index.applyAsInt(a));
      case Bits(int a, int lowBit) -> new Bits(index.applyAsInt(a), lowBit);
      case Select(int c, int a, int b) ->
          new Select(index.applyAsInt(c), index.applyAsInt(a), index.applyAsInt(b));
    };
  }

  /** {@return the name that the text form, cost tables and documentation use} */
  default String keyword() {
    return switch (this) {
      case Input _ -> "input";
      case Literal _ -> "literal";
      case Add _ -> "add";
      case Subtract _ -> "subtract";
      case Multiply _ -> "multiply";
      case Negate _ -> "negate";
      case Absolute _ -> "absolute";
      case Minimum _ -> "minimum";
      case Maximum _ -> "maximum";
      case Select _ -> "select";
      case Align _ -> "align";
      case Round _ -> "round";
      case Saturate _ -> "saturate";
      case Lookup _ -> "lookup";
      case Bits _ -> "bits";
      case Concat _ -> "concat";
      case Any _ -> "any";
      case Reinterpret _ -> "reinterpret";
    };
  }
}
