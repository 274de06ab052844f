package io.formgate.hwcost;

import io.formgate.datapath.Role;
import io.formgate.expression.Operator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A vertex of a candidate's graph: what it computes, and what is found out about it one step after
 * the other. {@link CandidateGraph} owns the vertices and uses them again for every candidate.
 */
final class CandidateVertex extends CandidateValue {
  /** What the fraction bits and the own error of a vertex follow from. */
  enum Placing {
    /** The format of the port. */
    INPUT,
    /** The number and the bits that are asked for. */
    CONSTANT,
    /** The bits that are asked for, and those of the index. */
    TABLE,
    /** The bits of the arguments, at most those that are asked for. */
    PRODUCT,
    /** The bits that are asked for: digits of a root or a quotient. */
    DIGITS,
    /** The most bits of two arguments, without an error. */
    WIDEST,
    /** The bits that are asked for, of numbers that codes choose from. */
    ENTRY,
    /** The most bits of what is chosen from. */
    CHOICE,
    /** No more than whole numbers. */
    FLOOR,
    /** One bit. */
    TRUTH
  }

  // The graph: CandidateGraph.

  /** Null for an input or a constant. */
  @Nullable Operator operator;

  /** Null for an input or a constant. */
  @Nullable Role role;

  /** Arguments; where the operator has fewer, the first one again. */
  CandidateVertex a = this;

  CandidateVertex b = this;
  CandidateVertex c = this;
  int arity;

  /** Whether this is a number. */
  boolean constant;

  /** The value of a constant. */
  double number;

  /** The newest vertex whose first argument this is. */
  @Nullable CandidateVertex firstUser;

  /** The vertex before with the same first argument; of a constant the constant before. */
  @Nullable CandidateVertex sibling;

  boolean needed;

  // Real values on the declared ranges: CandidateRanges.

  double lo;
  double hi;

  /** How much a function moves at most where its argument moves by 1. */
  double slope;

  // Tables: CandidateTables.

  /** Whether the datapath has the value without error. */
  boolean exact;

  /** Whether the value is 1 or 0. */
  boolean truth;

  /** The vertex that would index a table of this one, if one vertex stands for the arguments. */
  @Nullable CandidateVertex index;

  /** Whether this is a table of its index: a function is among what it is computed of. */
  boolean table;

  /** Whether a function is among what the vertex is computed of, so that it may be a table. */
  boolean holdsFunction;

  /** What a choice is as part of a learned table of two values, if it is one. */
  @Nullable CandidateCodes codes;

  /** Whether the vertex is a sum of inputs, with its exact values for any bits of them. */
  boolean exactSum;

  int sumFraction;
  double sumLo;
  double sumHi;

  // Word lengths: CandidateLengths.

  Placing placing = Placing.INPUT;

  /** What an error of 1 of the vertex adds to the error of its domain. */
  double weight;

  /** The root whose argument the vertex is part of, or the graph's root. */
  CandidateVertex domain = this;

  /** Whether this is a square root that is computed digit by digit. */
  boolean digitRoot;

  /** Square root of the least argument of a digit root, 0 if that is not above 0. */
  double leastRoot;

  double domainError;
  double domainValue;
  double triedError;
  double triedValue;

  /** How much a table moves at most where its index moves by 1, roughly. */
  double indexSlope;

  int asked;
  int askedIndex;
  int finestIndex;

  /** Fraction bits of a table's index. */
  int indexFraction;

  double error;
  double indexError;

  /** Most fraction bits of a constant's word. */
  int mostFraction;

  /** Whether nothing but sums and products lies between the vertex and the output. */
  boolean linear;

  // Sums: CandidateSums.

  /** Whether this is a sum, a difference or an opposite. */
  boolean sum;

  /** Whether this is a sum that only another sum needs. */
  boolean innerSum;

  int uses;

  @Override
  boolean isConstant() {
    return constant;
  }

  /** {@return the role of an operator} */
  Role role() {
    return Objects.requireNonNull(role);
  }

  /** {@return the index of a table} */
  CandidateVertex index() {
    return Objects.requireNonNull(index);
  }

  /** {@return the largest absolute value} */
  double magnitude() {
    return Math.max(Math.abs(lo), Math.abs(hi));
  }

  /** {@return the least absolute value} */
  double leastMagnitude() {
    return lo <= 0 && hi >= 0 ? 0 : Math.min(Math.abs(lo), Math.abs(hi));
  }

  /** {@return an argument of an operator} */
  CandidateVertex argument(int i) {
    return i == 0 ? a : i == 1 ? b : c;
  }

  /** {@return the codes of the vertex if it is a learned table of two values, else null} */
  @Nullable CandidateCodes pair() {
    return codes != null && codes.isTable() ? codes : null;
  }

  /** {@return how many vertices the vertex is computed of in the circuit} */
  int operands() {
    return table ? 1 : pair() != null ? 2 : arity;
  }

  /** {@return a vertex that the vertex is computed of in the circuit} */
  CandidateVertex operand(int i) {
    CandidateCodes pair = pair();
    if (pair != null) {
      return i == 0 ? pair.first() : pair.second();
    }
    return table ? index() : argument(i);
  }
}
