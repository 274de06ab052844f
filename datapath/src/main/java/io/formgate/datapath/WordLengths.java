package io.formgate.datapath;

import java.util.Arrays;

/**
 * Fraction bits to which vertices are rounded, those of the indices of tables, those to which sums
 * and products round their operands, and bits of mantissas.
 */
final class WordLengths {
  /** Fraction bits of operands that are not rounded. */
  static final int WHOLE = 1 << 20;

  private final int[] fractionBits;
  private final int[] indexFractionBits;
  private final int[] operandFractionBits;

  /**
   * Makes word lengths.
   *
   * @param fractionBits for each vertex; sums and selections ignore theirs
   * @param indexFractionBits for each vertex; only those of tables matter, and of normalized roots
   *     and quotients, where it is the bits of the mantissa
   */
  WordLengths(int[] fractionBits, int[] indexFractionBits) {
    this.fractionBits = fractionBits.clone();
    this.indexFractionBits = indexFractionBits.clone();
    operandFractionBits = new int[fractionBits.length];
    Arrays.fill(operandFractionBits, WHOLE);
  }

  private WordLengths(WordLengths other) {
    fractionBits = other.fractionBits.clone();
    indexFractionBits = other.indexFractionBits.clone();
    operandFractionBits = other.operandFractionBits.clone();
  }

  int fractionBits(int vertex) {
    return fractionBits[vertex];
  }

  int indexFractionBits(int vertex) {
    return indexFractionBits[vertex];
  }

  /** {@return the most fraction bits that a sum or product leaves its operands} */
  int operandFractionBits(int vertex) {
    return operandFractionBits[vertex];
  }

  /**
   * {@return a copy in which a vertex rounds to other fraction bits}
   *
   * @param vertex one that rounds
   * @param bits its fraction bits
   */
  WordLengths withFraction(int vertex, int bits) {
    WordLengths copy = new WordLengths(this);
    copy.fractionBits[vertex] = bits;
    return copy;
  }

  /**
   * {@return a copy in which a table has another index}
   *
   * @param vertex a table
   * @param bits fraction bits of its index
   */
  WordLengths withIndex(int vertex, int bits) {
    WordLengths copy = new WordLengths(this);
    copy.indexFractionBits[vertex] = bits;
    return copy;
  }

  /**
   * {@return a copy in which a sum or product rounds its operands}
   *
   * @param vertex a sum or product
   * @param bits the most fraction bits of its operands
   */
  WordLengths withOperands(int vertex, int bits) {
    WordLengths copy = new WordLengths(this);
    copy.operandFractionBits[vertex] = bits;
    return copy;
  }

  /** {@return the bits of the mantissa of a root or quotient that is normalized} */
  int mantissaBits(int vertex) {
    return indexFractionBits[vertex];
  }

  /**
   * {@return a copy with fewer bits for the mantissa of a vertex}
   *
   * @param vertex a root or quotient that is normalized
   * @param mantissaBits its bits
   */
  WordLengths withMantissa(int vertex, int mantissaBits) {
    return withIndex(vertex, mantissaBits);
  }

  /** {@return a copy that is changed in place} */
  Editable editable() {
    return new Editable(this);
  }

  /** Word lengths that are changed in place. */
  static final class Editable {
    private final WordLengths own;

    private Editable(WordLengths other) {
      own = new WordLengths(other);
    }

    /** {@return the word lengths as they are now} */
    WordLengths copy() {
      return new WordLengths(own);
    }

    int fractionBits(int vertex) {
      return own.fractionBits[vertex];
    }

    int indexFractionBits(int vertex) {
      return own.indexFractionBits[vertex];
    }

    int mantissaBits(int vertex) {
      return own.mantissaBits(vertex);
    }

    int operandFractionBits(int vertex) {
      return own.operandFractionBits[vertex];
    }

    void setFraction(int vertex, int bits) {
      own.fractionBits[vertex] = bits;
    }

    void setIndex(int vertex, int bits) {
      own.indexFractionBits[vertex] = bits;
    }
  }
}
