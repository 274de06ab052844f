package io.formgate.sim.synthesis;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import java.util.List;

/**
 * A row of a device's table, measured as a circuit of one operation.
 *
 * <p>The family is closed: each row of the table is one of these.
 */
public enum OperatorCircuit {
  /** Sum whose result has the width. */
  ADD,
  /** Difference whose result has the width. */
  SUBTRACT,
  /** Change of sign whose result has the width. */
  NEGATE,
  /** Absolute value of an operand of the width. */
  ABSOLUTE,
  /** Rounding to nearest of an operand of the width. */
  INCREMENT,
  /** The smaller of two operands of the width. */
  MINIMUM,
  /** One of two operands of the width. */
  SELECT,
  /** Saturation that looks at so many bits. */
  ONES,
  /** A table of one turn of a sine with so many index bits. */
  LOOKUP,
  /** Product of two signed operands of the width. */
  MULTIPLY;

  /** Bits of an entry of the table that is measured. */
  static final int TABLE_VALUE_BITS = 12;

  /** Width that is left after the saturation that is measured, of wide values less. */
  private static final int SATURATED_BITS = 8;

  /** A saturation to one signed bit is that bit's wire. */
  private static final int LEAST_SATURATED_BITS = 2;

  /** The largest square product of the families with multiplier blocks. */
  private static final int SQUARE_MULTIPLIER_BITS = 18;

  /** Index bits beyond which no device makes look-up tables. */
  private static final int WIDEST_TABLE_BITS = 11;

  /** {@return the name of the row} */
  public String row() {
    return switch (this) {
      case ADD -> "add";
      case SUBTRACT -> "subtract";
      case NEGATE -> "negate";
      case ABSOLUTE -> "absolute";
      case INCREMENT -> "increment";
      case MINIMUM -> "minimum";
      case SELECT -> "select";
      case ONES -> "ones";
      case LOOKUP -> "lookup";
      case MULTIPLY -> "multiply";
    };
  }

  /** {@return whether a carry runs from the lowest bit of the result to the highest} */
  public boolean ripples() {
    return switch (this) {
      case ADD, SUBTRACT, NEGATE, ABSOLUTE, INCREMENT -> true;
      case MINIMUM, SELECT, ONES, LOOKUP, MULTIPLY -> false;
    };
  }

  /** {@return the narrowest width that has a circuit} */
  public int narrowest() {
    return switch (this) {
      case ADD, SUBTRACT, NEGATE, ABSOLUTE, INCREMENT, LOOKUP -> 4;
      case MINIMUM, SELECT, ONES, MULTIPLY -> 2;
    };
  }

  /** {@return the widest that has a circuit} */
  public int widest() {
    return switch (this) {
      case ADD, SUBTRACT, NEGATE, ABSOLUTE, INCREMENT, MINIMUM, SELECT ->
          FixedFormat.MAX_WIDTH_BITS;
      case ONES -> FixedFormat.MAX_WIDTH_BITS + 1 - LEAST_SATURATED_BITS;
      case LOOKUP -> WIDEST_TABLE_BITS;
      case MULTIPLY -> FixedFormat.MAX_WIDTH_BITS / 2;
    };
  }

  /** {@return whether datapaths have the operation at all widths} */
  boolean isOfAnyWidth() {
    return switch (this) {
      case ADD, SUBTRACT, NEGATE, ABSOLUTE, INCREMENT, MINIMUM, SELECT, ONES -> true;
      case LOOKUP, MULTIPLY -> false;
    };
  }

  /** {@return whether there is a circuit of a width} */
  boolean hasCircuit(int widthBits) {
    return widthBits >= narrowest() && widthBits <= widest();
  }

  /**
   * {@return the widths to measure, the widest circuit in place of those beyond it where datapaths
   * have them}
   *
   * @param family the family
   * @param widths by rising width
   */
  public List<Integer> widths(Family family, List<Integer> widths) {
    return widths.stream()
        .map(w -> isOfAnyWidth() ? Math.min(w, widest()) : w)
        .filter(w -> hasCircuit(w) && isBuiltOn(family, w))
        .distinct()
        .toList();
  }

  /**
   * {@return the width that is left after the saturation that is measured}
   *
   * @param widthBits bits that it looks at
   */
  static int saturatedBits(int widthBits) {
    return Math.min(SATURATED_BITS, FixedFormat.MAX_WIDTH_BITS + 1 - widthBits);
  }

  /**
   * {@return whether a family builds the operation as such}
   *
   * @param family the family
   * @param widthBits the width
   */
  public boolean isBuiltOn(Family family, int widthBits) {
    int multiplierBits =
        switch (family) {
          case ICE40 -> 0;
          case ECP5, XCUP, XC7 -> SQUARE_MULTIPLIER_BITS;
        };
    return this != MULTIPLY || widthBits <= multiplierBits;
  }

  /**
   * {@return the circuit}
   *
   * @param widthBits not above {@link #widest} and not below {@link #narrowest}
   */
  public Datapath datapath(int widthBits) {
    if (!hasCircuit(widthBits)) {
      throw new IllegalArgumentException("no circuit of " + row() + " at " + widthBits + " bits");
    }
    return this == LOOKUP ? table(widthBits) : DatapathText.parse(text(widthBits)).verify();
  }

  private String text(int w) {
    long half = 1L << (w - 1);
    long quarter = half / 2;
    String narrow = signed(w - 1);
    String whole = signed(w);
    return switch (this) {
          case ADD ->
              header(narrow, narrow)
                  + "r = add a b : fixed<%d,%d> in %d .. %d\n".formatted(w, w, -half, half - 2);
          case SUBTRACT ->
              header(narrow, narrow)
                  + "r = subtract a b : fixed<%d,%d> in %d .. %d\n"
                      .formatted(w, w, 1 - half, half - 1);
          case NEGATE ->
              header(narrow)
                  + "r = negate a : fixed<%d,%d> in %d .. %d\n"
                      .formatted(w, w, 1 - quarter, quarter);
          case ABSOLUTE ->
              header(whole) + "r = absolute a : ufixed<%d,%d> in 0 .. %d\n".formatted(w, w, half);
          case INCREMENT ->
              header(whole)
                  + "r = round nearest a : fixed<%d,%d> in %d .. %d\n"
                      .formatted(w - 1, w + 1, -(half >> 2), half >> 2);
          case MINIMUM -> header(whole, whole) + "r = minimum a b : " + whole + "\n";
          case SELECT ->
              header(whole, whole)
                  + "c = input : ufixed<1,1> in 0 .. 1\nr = select c a b : "
                  + whole
                  + "\n";
          case ONES -> {
            int kept = saturatedBits(w);
            yield header(signed(kept + w - 1)) + "r = saturate a : " + signed(kept) + "\n";
          }
          case MULTIPLY ->
              header(whole, whole)
                  + "r = multiply a b : fixed<%d,%d> in %d .. %d\n"
                      .formatted(2 * w, 2 * w, -half * (half - 1), half * half);
          case LOOKUP -> throw new IllegalStateException("a table is not made from text");
        }
        + "output y = r\n";
  }

  private String header(String... formats) {
    StringBuilder out = new StringBuilder("datapath measured_").append(row()).append('\n');
    for (int i = 0; i < formats.length; i++) {
      out.append((char) ('a' + i)).append(" = input : ").append(formats[i]).append('\n');
    }
    return out.toString();
  }

  private static String signed(int width) {
    long half = 1L << (width - 1);
    return "fixed<%d,%d> in %d .. %d".formatted(width, width, -half, half - 1);
  }

  private static Datapath table(int indexBits) {
    FixedFormat index = new FixedFormat(false, indexBits, indexBits);
    FixedFormat value = new FixedFormat(true, TABLE_VALUE_BITS, TABLE_VALUE_BITS);
    long[] entries = new long[1 << indexBits];
    for (int i = 0; i < entries.length; i++) {
      double turn = (i + 0.5) / entries.length;
      entries[i] = Math.round((value.rawMax() - 0.5) * StrictMath.sin(2 * Math.PI * turn));
    }
    FunctionTable sine = new FunctionTable("sine", index, value, entries);
    return new Datapath(
            "measured_lookup",
            List.of(sine),
            List.of(
                new Node("a", new Operation.Input(), index, index.rawMin(), index.rawMax()),
                new Node("r", new Operation.Lookup(0, 0), value, sine.rawLo(), sine.rawHi())),
            List.of(new Datapath.Output("y", 1)))
        .verify();
  }
}
