package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A function with symmetries, computed on a part of its index: a sine on a quarter of its turn.
 *
 * <p>Where a symmetry changes the sign, the inner result v stands for v + 1/2 last bits, so that
 * the other sign is every bit turned over, -1 - v, and needs no carry; the result has one bit more,
 * which is always 1.
 */
final class FoldedFunction implements Approximation {
  /** Symmetries that are looked for: the signs and the quarters of a turn. */
  private static final int MAX_FOLDS = 3;

  /** Part of the allowed error by which the two sides of a symmetry may differ. */
  private static final double MISMATCH = 0.25;

  /**
   * What the top bit of an index does to a function.
   *
   * @param mirrors whether the other bits are turned over where it is 1
   * @param negates whether the sign changes where it is 1
   */
  record Fold(boolean mirrors, boolean negates) {
    private static final List<Fold> ALL =
        List.of(
            new Fold(false, false),
            new Fold(false, true),
            new Fold(true, false),
            new Fold(true, true));

    int other(int rest, int mask) {
      return mirrors ? ~rest & mask : rest;
    }

    double signed(double value) {
      return negates ? -value : value;
    }
  }

  private final FixedFormat index;
  private final List<Fold> folds;
  private final Approximation inner;

  private FoldedFunction(FixedFormat index, List<Fold> folds, Approximation inner) {
    this.index = index;
    this.folds = folds;
    this.inner = inner;
  }

  /**
   * A function without its symmetries.
   *
   * @param folds of the highest bits, the highest first
   * @param samples what is left, half a last bit less if a sign changes
   * @param fractionBits of the inner result
   */
  record Part(List<Fold> folds, Samples samples, int fractionBits) {

    /**
     * {@return the whole function}
     *
     * @param index its index
     * @param inner computes the part
     */
    FoldedFunction with(FixedFormat index, Approximation inner) {
      return new FoldedFunction(index, folds, inner);
    }
  }

  /**
   * {@return the part of a function that its symmetries leave, empty if it has none}
   *
   * @param samples the function
   * @param fractionBits of the result
   * @param allowed largest distance from the function
   */
  static Optional<Part> part(Samples samples, int fractionBits, double allowed) {
    List<Fold> folds = new ArrayList<>();
    Samples rest = samples;
    while (folds.size() < MAX_FOLDS && rest.indexBits() > 1) {
      Samples whole = rest;
      Optional<Fold> fold =
          Fold.ALL.stream().filter(f -> holds(whole, f, MISMATCH * allowed)).findFirst();
      if (fold.isEmpty()) {
        break;
      }
      folds.add(fold.get());
      rest = folded(whole, fold.get());
    }
    if (folds.isEmpty()) {
      return Optional.empty();
    }
    if (folds.stream().noneMatch(Fold::negates)) {
      return Optional.of(new Part(folds, rest, fractionBits));
    }
    int innerBits = fractionBits - 1;
    return Optional.of(new Part(folds, rest.moved(-Math.scalb(0.5, -innerBits)), innerBits));
  }

  private static boolean holds(Samples s, Fold fold, double tolerance) {
    int half = s.size() / 2;
    boolean compared = false;
    for (int rest = 0; rest < half; rest++) {
      int other = half + fold.other(rest, half - 1);
      if (s.isUsed(rest) && s.isUsed(other)) {
        compared = true;
        if (Math.abs(s.middle(rest) - fold.signed(s.middle(other))) > tolerance) {
          return false;
        }
      }
    }
    return compared;
  }

  private static Samples folded(Samples s, Fold fold) {
    int half = s.size() / 2;
    double[] lo = Arrays.copyOf(s.lows(), half);
    double[] hi = Arrays.copyOf(s.highs(), half);
    for (int rest = 0; rest < half; rest++) {
      int other = half + fold.other(rest, half - 1);
      if (s.isUsed(other)) {
        double a = fold.signed(s.lo(other));
        double b = fold.signed(s.hi(other));
        lo[rest] = Math.min(lo[rest], Math.min(a, b));
        hi[rest] = Math.max(hi[rest], Math.max(a, b));
      }
    }
    int bits = s.indexBits() - 1;
    return new Samples(new FixedFormat(false, bits, bits), lo, hi);
  }

  private boolean negates() {
    return folds.stream().anyMatch(Fold::negates);
  }

  @Override
  public FixedFormat index() {
    return index;
  }

  @Override
  public int fractionBits() {
    return inner.fractionBits() + (negates() ? 1 : 0);
  }

  @Override
  public long value(int address) {
    int bits = index.widthBits();
    int rest = address;
    boolean negative = false;
    for (Fold fold : folds) {
      bits--;
      boolean top = rest >>> bits != 0;
      rest &= (1 << bits) - 1;
      if (top) {
        rest = fold.other(rest, (1 << bits) - 1);
        negative ^= fold.negates();
      }
    }
    long value = inner.value(rest);
    return negates() ? 2 * (negative ? -1 - value : value) + 1 : value;
  }

  @Override
  public int build(DatapathBuilder b, int indexNode, String name) {
    int bits = index.widthBits();
    int rest = b.bits(indexNode, 0, bits);
    int negative = -1;
    for (Fold fold : folds) {
      bits--;
      int top = b.bits(rest, bits, 1);
      int lower = b.bits(rest, 0, bits);
      if (fold.mirrors()) {
        int turned = b.lowBits(b.inverted(lower), new FixedFormat(false, bits, bits));
        lower = b.zeroExtended(b.select(top, turned, lower), bits);
      }
      if (fold.negates()) {
        negative = negative < 0 ? top : exclusiveOr(b, negative, top);
      }
      rest = lower;
    }
    int value = inner.build(b, rest, name);
    if (negative < 0) {
      return value;
    }
    int aligned = b.align(value, inner.fractionBits());
    int whole = b.reinterpretFraction(aligned, 0);
    int signed = b.select(negative, b.inverted(whole), whole);
    int joined = b.concat(b.reinterpret(signed, false, 0), b.literal(1, 0));
    return b.reinterpret(joined, b.format(signed).signed(), inner.fractionBits() + 1);
  }

  private static int exclusiveOr(DatapathBuilder b, int one, int other) {
    int turned = b.select(other, b.literal(0, 0), b.literal(1, 0));
    return b.select(one, turned, other);
  }

  @Override
  public String toString() {
    return inner + " on a part of 1/" + (1 << folds.size());
  }
}
