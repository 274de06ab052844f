package io.formgate.datapath;

/** Fraction bits to which vertices are rounded, and those of the indices of tables. */
final class WordLengths {
  private final int[] fractionBits;
  private final int[] indexFractionBits;

  /**
   * Makes word lengths.
   *
   * @param fractionBits for each vertex; sums and selections ignore theirs
   * @param indexFractionBits for each vertex; only those of tables matter
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
