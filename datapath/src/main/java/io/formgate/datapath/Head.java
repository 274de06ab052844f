package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.List;

/**
 * An output port that decides: integer arithmetic on the values of formulas as their ports show
 * them, rounded and moved into their formats.
 */
public sealed interface Head {
  /** {@return the name of the port} */
  String name();

  /** {@return the indices of the formulas that it reads} */
  List<Integer> formulas();

  /** {@return the bits of the port} */
  FixedFormat format();

  /**
   * The index of the largest score; of equal ones the lowest index.
   *
   * @param name of the port
   * @param formulas the scores, at least two; an index counts within this list, from 0
   */
  record Argmax(String name, List<Integer> formulas) implements Head {
    /** Copies the list. */
    public Argmax {
      formulas = List.copyOf(formulas);
      if (formulas.size() < 2) {
        throw new IllegalArgumentException("the largest of fewer than two scores");
      }
    }

    @Override
    public FixedFormat format() {
      int bits = FixedFormat.bitsFor(0, formulas.size() - 1);
      return new FixedFormat(false, bits, bits);
    }
  }

  /**
   * One bit, 1 where a formula is at least a number.
   *
   * @param name of the port
   * @param formula index of the formula
   * @param atLeast the number, within the range of the formula's format
   */
  record Threshold(String name, int formula, double atLeast) implements Head {
    @Override
    public List<Integer> formulas() {
      return List.of(formula);
    }

    @Override
    public FixedFormat format() {
      return new FixedFormat(false, 1, 1);
    }
  }
}
