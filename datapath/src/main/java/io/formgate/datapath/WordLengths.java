package io.formgate.datapath;

/**
 * Fraction bits to which vertices are rounded, those of the indices of tables, and bits of
 * mantissas.
 */
final class WordLengths {
  private final int[] fractionBits;
  private final int[] indexFractionBits;

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
  }

  int fractionBits(int vertex) {
    return fractionBits[vertex];
  }

  int indexFractionBits(int vertex) {
    return indexFractionBits[vertex];
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
    WordLengths copy = new WordLengths(fractionBits, indexFractionBits);
    copy.indexFractionBits[vertex] = mantissaBits;
    return copy;
  }

  /** {@return a copy with one bit less for the value of a vertex} */
  WordLengths narrower(int vertex) {
    WordLengths copy = new WordLengths(fractionBits, indexFractionBits);
    copy.fractionBits[vertex]--;
    return copy;
  }

  /** {@return a copy with one bit less for the index of a table} */
  WordLengths narrowerIndex(int vertex) {
    WordLengths copy = new WordLengths(fractionBits, indexFractionBits);
    copy.indexFractionBits[vertex]--;
    return copy;
  }
}
