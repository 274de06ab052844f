package io.formgate.api;

import java.util.List;

/**
 * The formulas that nothing found beats in loss and path at once.
 *
 * @param formulas by rising cycles
 */
public record Front(List<FrontFormula> formulas) {
  /** Copies the list. */
  public Front {
    formulas = List.copyOf(formulas);
  }

  /**
   * {@return a formula}
   *
   * @param index from 0, the fewest cycles
   */
  public FrontFormula get(int index) {
    return formulas.get(index);
  }

  /** {@return how many there are} */
  public int size() {
    return formulas.size();
  }
}
