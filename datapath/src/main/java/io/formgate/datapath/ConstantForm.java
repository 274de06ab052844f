package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;

/** How a product with a constant is built. */
sealed interface ConstantForm {

  /** As a sum of shifted operands, one for each digit of the constant. */
  record Digits() implements ConstantForm {}

  /**
   * As a sum of tables, one for every so many bits of the operand, which hold the products of these
   * bits. Source: K. D. Chapman, "Fast integer multipliers fit in FPGAs", EDN, May 1994.
   *
   * @param chunkBits bits of the operand for each table
   */
  record Chunks(int chunkBits) implements ConstantForm {}

  /** In multiplier blocks. */
  record Block() implements ConstantForm {}

  /** Chooses a form for an operand's format and the raw value of a constant. */
  @FunctionalInterface
  interface Choice {
    /** {@return the form} */
    ConstantForm of(FixedFormat operand, long raw);
  }

  /**
   * {@return the forms that can be had}
   *
   * @param multiplier what the device builds products from
   */
  static List<ConstantForm> all(Multiplier multiplier) {
    List<ConstantForm> forms = new ArrayList<>();
    forms.add(new Digits());
    for (int bits = MIN_CHUNK_BITS; bits <= MAX_CHUNK_BITS; bits++) {
      forms.add(new Chunks(bits));
    }
    switch (multiplier) {
      case MultiplierBlock _ -> forms.add(new Block());
      case Multiplier.Adders() -> {}
    }
    return forms;
  }

  /** Narrower tables are no better than digits, wider ones larger than the sums they save. */
  int MIN_CHUNK_BITS = 4;

  /** See {@link #MIN_CHUNK_BITS}. */
  int MAX_CHUNK_BITS = 7;
}
