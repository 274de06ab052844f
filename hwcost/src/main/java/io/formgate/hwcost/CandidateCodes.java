package io.formgate.hwcost;

import io.formgate.datapath.Role;
import io.formgate.datapath.TableLimits;
import io.formgate.expression.PairTable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a choice of a candidate is as part of a learned table of two values: choices between numbers
 * by the codes of one value are a row of entries, and choices between rows by the codes of another
 * value are a table. A circuit has an encoder of each value and one table of both codes.
 */
final class CandidateCodes {
  /** Nothing but a number: one code of any value. */
  private static final CandidateCodes NUMBER = new CandidateCodes(null, 1, 0, 0, null);

  /** Fraction bits of a value of which it is not known how many it has. */
  private static final int UNKNOWN_GRID = 48;

  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** The value whose codes choose; null for one number. */
  private final @Nullable CandidateVertex by;

  private final int codes;

  /** Where the cuts are and in which order; equal for equal ones. */
  private final long cuts;

  /** Fraction bits of the finest cut. */
  private final int fraction;

  /** What one row of a table is, null for a row. */
  private final @Nullable CandidateCodes row;

  /** The code on its way to the table. */
  private final CandidateValue code = new CandidateValue();

  private CandidateCodes(
      @Nullable CandidateVertex by,
      int codes,
      long cuts,
      int fraction,
      @Nullable CandidateCodes row) {
    this.by = by;
    this.codes = codes;
    this.cuts = cuts;
    this.fraction = fraction;
    this.row = row;
  }

  /** {@return what a choice is; null if it is no part of a table} */
  static @Nullable CandidateCodes of(CandidateVertex choice) {
    CandidateVertex less = choice.a;
    CandidateCodes low = part(choice.b);
    CandidateCodes high = part(choice.c);
    boolean isCut = less.role == Role.LESS && less.b.constant && less.a.exact && !less.a.constant;
    if (!isCut || low == null || high == null) {
      return null;
    }
    CandidateVertex by = less.a;
    double cut = less.b.number;
    if (low.mayBeInRow(by) && high.mayBeInRow(by)) {
      return joined(by, cut, low, high, null);
    }
    CandidateCodes row = low.rowFor(by);
    CandidateCodes other = high.rowFor(by);
    return row != null && other != null && row.isLike(other)
        ? joined(by, cut, low == row ? NUMBER : low, high == other ? NUMBER : high, row)
        : null;
  }

  private boolean mayBeInRow(CandidateVertex value) {
    return row == null && (by == null || by == value);
  }

  /** {@return a row of the table that this is by a value, or a row of one code of it} */
  private @Nullable CandidateCodes rowFor(CandidateVertex value) {
    if (row != null) {
      return by == value ? row : null;
    }
    return by == null || by == value ? null : this;
  }

  private static @Nullable CandidateCodes part(CandidateVertex v) {
    return v.constant ? NUMBER : v.codes;
  }

  private boolean isLike(CandidateCodes other) {
    return by == other.by && codes == other.codes && cuts == other.cuts;
  }

  /** Text and quantizer halve the codes at each choice, so other ways of choosing are no table. */
  private static @Nullable CandidateCodes joined(
      CandidateVertex by,
      double cut,
      CandidateCodes low,
      CandidateCodes high,
      @Nullable CandidateCodes row) {
    int codes = low.codes + high.codes;
    if (codes > PairTable.MOST_CODES || low.codes != codes / 2) {
      return null;
    }
    int fraction = Math.max(Math.max(low.fraction, high.fraction), fractionBits(cut, by));
    long cuts = (low.cuts * 31 + Double.doubleToRawLongBits(cut)) * MIX + high.cuts;
    boolean isNarrow =
        CandidateGraph.widthBits(by.lo, by.hi, fraction) <= TableLimits.MAX_TABLE_BITS;
    return isNarrow ? new CandidateCodes(by, codes, cuts, fraction, row) : null;
  }

  /** {@return the fraction bits of a cut, moved up to the grid of what is cut if that is known} */
  private static int fractionBits(double cut, CandidateVertex by) {
    int bits = by.exactSum ? by.sumFraction : UNKNOWN_GRID;
    double raw = Math.ceil(cut * CandidateGraph.powerOfTwo(bits));
    return raw == 0 || !(Math.abs(raw) < Long.MAX_VALUE)
        ? 0
        : bits - Long.numberOfTrailingZeros((long) raw);
  }

  /** {@return whether there are two values} */
  boolean isTable() {
    return row != null;
  }

  /** {@return the value of a table whose codes choose the row} */
  CandidateVertex first() {
    return Objects.requireNonNull(by);
  }

  /** {@return the value of a table whose codes choose in the row} */
  CandidateVertex second() {
    return Objects.requireNonNull(Objects.requireNonNull(row).by);
  }

  /**
   * Puts the encoders and the table into their stages.
   *
   * @param v the table
   * @param encoders those that are there, each once; gets those that are not
   */
  void schedule(
      CandidateVertex v,
      CandidateStages stages,
      FunctionCosts functions,
      List<CandidateCodes> encoders) {
    CandidateCodes of = Objects.requireNonNull(row);
    v.join(encoded(stages, functions, encoders));
    v.join(of.encoded(stages, functions, encoders));
    v.shape(v.lo, v.hi, v.fraction);
    stages.flat(v, functions.of(bits(codes) + bits(of.codes), v.width));
  }

  private CandidateValue encoded(
      CandidateStages stages, FunctionCosts functions, List<CandidateCodes> encoders) {
    for (CandidateCodes known : encoders) {
      if (isLike(known)) {
        return known.code;
      }
    }
    CandidateVertex of = first();
    code.start();
    code.join(of);
    int width = CandidateGraph.widthBits(of.least, of.most, Math.min(fraction, of.fraction));
    code.width = bits(codes);
    stages.flat(code, functions.of(Math.min(TableLimits.MAX_TABLE_BITS, width), code.width));
    encoders.add(this);
    return code;
  }

  private static int bits(int codes) {
    return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(codes - 1));
  }
}
