package io.formgate.constraints;

/** The base units of the SI, in which every dimension is written. */
public enum BaseUnit {
  /** Length. */
  METRE("m"),
  /** Mass. */
  KILOGRAM("kg"),
  /** Time. */
  SECOND("s"),
  /** Electric current. */
  AMPERE("A"),
  /** Temperature. */
  KELVIN("K"),
  /** Amount of substance. */
  MOLE("mol"),
  /** Luminous intensity. */
  CANDELA("cd");

  private final String symbol;

  BaseUnit(String symbol) {
    this.symbol = symbol;
  }

  /** {@return the UCUM code} */
  public String symbol() {
    return symbol;
  }
}
