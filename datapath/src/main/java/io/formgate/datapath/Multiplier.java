package io.formgate.datapath;

/** What a device builds products from. */
public sealed interface Multiplier permits MultiplierBlock, Multiplier.Adders {

  /** No block: a product is a sum of rows, each a multiple of one operand chosen by two bits. */
  record Adders() implements Multiplier {}
}
