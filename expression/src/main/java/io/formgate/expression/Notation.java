package io.formgate.expression;

/** How an operator is written in a formula. */
public enum Notation {
  /** Infix, binding like {@code or}; two arguments. */
  LOGIC_OR(2),
  /** Infix, binding like {@code and}; two arguments. */
  LOGIC_AND(2),
  /** A word before its argument, binding looser than comparisons. */
  LOGIC_NOT(1),
  /** Infix, binding looser than sums and not chained; two arguments. */
  COMPARISON(2),
  /** Infix, binding like {@code +}; two arguments. */
  SUM(2),
  /** Infix, binding like {@code *}; two arguments. */
  PRODUCT(2),
  /** A minus before its argument. */
  PREFIX_MINUS(1),
  /** Infix {@code ^}, grouping from the right; two arguments. */
  POWER(2),
  /** A call with one argument. */
  CALL(1),
  /** A call with two arguments. */
  CALL2(2),
  /** A call with three arguments. */
  CALL3(3);

  private final int arity;

  Notation(int arity) {
    this.arity = arity;
  }

  /** {@return the number of arguments} */
  int arity() {
    return arity;
  }

  /** {@return whether the operator is written as a call} */
  public boolean isCall() {
    return switch (this) {
      case CALL, CALL2, CALL3 -> true;
      case LOGIC_OR, LOGIC_AND, LOGIC_NOT, COMPARISON, SUM, PRODUCT, PREFIX_MINUS, POWER -> false;
    };
  }
}
