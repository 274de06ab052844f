package io.formgate.datapath;

import io.formgate.datapath.Approximations.Rated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds multipartite tables that keep an error, the smallest first.
 *
 * <p>The slope of a group's table is the middle of the slopes of the blocks that share it; then
 * every entry of the first table is the one for which the largest error of its block is least. What
 * comes out is held against the function at every address.
 */
final class MultipartiteFit {
  /** Tables beside the first one. */
  private static final int MAX_OFFSETS = 3;

  private static final int MAX_GUARD_BITS = 3;

  /**
   * How the index is cut.
   *
   * @param lowerBits that the first table does not look at
   * @param upperBits of the address of the first offset's table
   * @param offsets number of tables beside the first
   * @param guardBits of the entries
   * @param size estimate of look-up tables
   */
  private record Cut(int lowerBits, int upperBits, int offsets, int guardBits, double size) {

    /** Bits of the groups, the highest first, as even as can be. */
    int groupBits(int offset) {
      return lowerBits / offsets + (offset < lowerBits % offsets ? 1 : 0);
    }

    /** A group lower down moves the result less, so that coarser slopes do. */
    int upperBits(int offset) {
      int above = 0;
      for (int i = 0; i < offset; i++) {
        above += groupBits(i);
      }
      return Math.max(0, upperBits - above);
    }
  }

  private final Samples samples;
  private final int fractionBits;
  private final double allowed;
  private final int lutInputs;
  private final double valueRange;

  /** Part of the largest rounding error that some address of a table comes near to. */
  private static final double USUAL_ROUNDING = 0.6;

  /** Slopes of the blocks, for each number of lower bits. */
  private final double[][] slopes;

  /** How far blocks are from straight lines, for each number of lower bits. */
  private final double[][] bends;

  /** The middles of slopes, for each number of lower and of upper bits. */
  private final double[][][] middles;

  /** An address at which the last table that was given up was too far off. */
  private int farOff;

  private MultipartiteFit(Samples samples, int fractionBits, double allowed, int lutInputs) {
    this.samples = samples;
    this.fractionBits = fractionBits;
    this.allowed = allowed;
    this.lutInputs = lutInputs;
    slopes = new double[samples.indexBits()][];
    bends = new double[samples.indexBits()][];
    middles = new double[samples.indexBits()][samples.indexBits() + 1][];
    double lo = Double.POSITIVE_INFINITY;
    double hi = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < samples.size(); a++) {
      if (samples.isUsed(a)) {
        lo = Math.min(lo, samples.lo(a));
        hi = Math.max(hi, samples.hi(a));
      }
    }
    valueRange = hi - lo;
  }

  /**
   * {@return the smallest tables that keep an error, by an estimate of their size}
   *
   * @param samples the function
   * @param fractionBits of the result
   * @param allowed largest distance from the function
   * @param lutInputs inputs of a look-up table, for the order in which shapes are tried
   * @param count of the tables that are wanted
   */
  static List<Rated> of(
      Samples samples, int fractionBits, double allowed, int lutInputs, int count) {
    MultipartiteFit fit = new MultipartiteFit(samples, fractionBits, allowed, lutInputs);
    List<Rated> found = new ArrayList<>();
    for (Cut cut : fit.cuts()) {
      fit.tables(cut).ifPresent(found::add);
      if (found.size() == count) {
        break;
      }
    }
    return found;
  }

  private List<Cut> cuts() {
    int width = samples.indexBits();
    List<Cut> cuts = new ArrayList<>();
    for (int lower = 2; lower < width; lower++) {
      for (int upper = 0; upper <= width - lower; upper++) {
        double least = leastError(lower, upper);
        if (least > allowed) {
          continue;
        }
        for (int offsets = 1; offsets <= MAX_OFFSETS && 2 * (offsets - 1) <= lower; offsets++) {
          for (int guard = 0; guard <= MAX_GUARD_BITS; guard++) {
            if (least + USUAL_ROUNDING * rounding(offsets, guard) > allowed) {
              continue;
            }
            Cut cut = new Cut(lower, upper, offsets, guard, 0);
            cuts.add(new Cut(lower, upper, offsets, guard, size(cut)));
          }
        }
      }
    }
    cuts.sort(
        Comparator.comparingDouble(Cut::size)
            .thenComparingInt(Cut::offsets)
            .thenComparingInt(Cut::lowerBits)
            .thenComparingInt(Cut::upperBits)
            .thenComparingInt(Cut::guardBits));
    return cuts;
  }

  private double size(Cut cut) {
    int width = samples.indexBits();
    int valueBits = bitsOf(valueRange) + fractionBits + cut.guardBits();
    double size = luts(width - cut.lowerBits(), valueBits);
    double steepest = 0;
    for (double slope : slopes(cut.lowerBits())) {
      steepest = Double.isNaN(slope) ? steepest : Math.max(steepest, Math.abs(slope));
    }
    int low = cut.lowerBits();
    for (int i = 0; i < cut.offsets(); i++) {
      int group = cut.groupBits(i);
      low -= group;
      double moves = steepest * ((1 << group) << low);
      int bits = Math.max(1, bitsOf(moves) + fractionBits + cut.guardBits());
      size += luts(cut.upperBits(i) + group, bits) + valueBits;
    }
    return size;
  }

  private double luts(int indexBits, int valueBits) {
    return Math.max(1, valueBits) * Math.scalb(1.0, Math.max(0, indexBits - lutInputs));
  }

  private static int bitsOf(double range) {
    return range > 0 ? Math.getExponent(range) + 1 : 0;
  }

  /** {@return slope of every block per address, not a number where it has fewer than two} */
  private double[] slopes(int lowerBits) {
    double[] known = slopes[lowerBits];
    if (known != null) {
      return known;
    }
    double[] made = new double[samples.size() >> lowerBits];
    for (int block = 0; block < made.length; block++) {
      int first = block << lowerBits;
      int last = first + (1 << lowerBits) - 1;
      while (first < last && !samples.isUsed(first)) {
        first++;
      }
      while (last > first && !samples.isUsed(last)) {
        last--;
      }
      made[block] =
          first < last
              ? (samples.middle(last) - samples.middle(first)) / (last - first)
              : Double.NaN;
    }
    slopes[lowerBits] = made;
    return made;
  }

  /** The middle of the slopes of the blocks that share an entry. */
  private double[] shared(int lowerBits, int upperBits) {
    double[] known = middles[lowerBits][upperBits];
    if (known != null) {
      return known;
    }
    double[] blocks = slopes(lowerBits);
    double[] made = new double[1 << upperBits];
    int each = blocks.length >> upperBits;
    for (int region = 0; region < made.length; region++) {
      double lo = Double.POSITIVE_INFINITY;
      double hi = Double.NEGATIVE_INFINITY;
      for (int i = region * each; i < (region + 1) * each; i++) {
        if (!Double.isNaN(blocks[i])) {
          lo = Math.min(lo, blocks[i]);
          hi = Math.max(hi, blocks[i]);
        }
      }
      made[region] = lo <= hi ? lo + (hi - lo) / 2 : 0;
    }
    middles[lowerBits][upperBits] = made;
    return made;
  }

  /** {@return half of what remains of every block without a straight line through its ends} */
  private double[] bends(int lowerBits) {
    double[] known = bends[lowerBits];
    if (known != null) {
      return known;
    }
    double[] lines = slopes(lowerBits);
    double[] made = new double[lines.length];
    for (int block = 0; block < made.length; block++) {
      double lo = Double.POSITIVE_INFINITY;
      double hi = Double.NEGATIVE_INFINITY;
      double slope = Double.isNaN(lines[block]) ? 0 : lines[block];
      for (int a = block << lowerBits; a < (block + 1) << lowerBits; a++) {
        if (samples.isUsed(a)) {
          double rest = samples.middle(a) - slope * (a - (block << lowerBits));
          lo = Math.min(lo, rest);
          hi = Math.max(hi, rest);
        }
      }
      made[block] = Math.max(0, (hi - lo) / 2);
    }
    bends[lowerBits] = made;
    return made;
  }

  /**
   * {@return less than the error of any table with such a cut}
   *
   * <p>A line through the ends leaves a bend; where blocks share a slope that is not theirs, the
   * ends are off by the difference, of which the bend may take its part away.
   */
  private double leastError(int lowerBits, int upperBits) {
    double[] blocks = slopes(lowerBits);
    double[] common = shared(lowerBits, upperBits);
    double[] rest = bends(lowerBits);
    int each = blocks.length >> upperBits;
    double half = ((1 << lowerBits) - 1) / 2.0;
    double least = 0;
    for (int i = 0; i < blocks.length; i++) {
      double ends = Math.abs(blocks[i] - common[i / each]) * half;
      if (!Double.isNaN(ends)) {
        least = Math.max(least, Math.max(rest[i] / 2, ends - rest[i]));
      }
    }
    return least;
  }

  /** {@return the most that rounding of entries and of the sum makes} */
  private double rounding(int offsets, int guardBits) {
    double entry = Math.scalb(0.5, -fractionBits - guardBits);
    double result = Math.scalb(0.5, -fractionBits) - entry;
    return (offsets + 1) * entry + (guardBits == 0 ? 0 : result);
  }

  private Optional<Rated> tables(Cut cut) {
    int width = samples.indexBits();
    double scale = Math.scalb(1.0, fractionBits + cut.guardBits());
    if (allowed * scale < 0.5) {
      return Optional.empty();
    }
    Block block = new Block(cut, scale);
    // Where one table is too far off, the next one often is as well.
    if (!block.isNear(farOff >> cut.lowerBits())) {
      return Optional.empty();
    }
    long[] initial = new long[1 << (width - cut.lowerBits())];
    Arrays.fill(initial, Long.MIN_VALUE);
    for (int i = 0; i < initial.length; i++) {
      if (!block.isNear(i)) {
        farOff = i << cut.lowerBits();
        return Optional.empty();
      }
      if (block.isUsed()) {
        // The guard bits that are dropped take half a last bit in the mean.
        initial[i] = (long) Math.rint(block.middle() + ((1 << cut.guardBits()) - 1) / 2.0);
      }
    }
    fillUnused(initial);
    MultipartiteTable table =
        new MultipartiteTable(
            samples.index(),
            fractionBits,
            cut.guardBits(),
            cut.lowerBits(),
            initial,
            offsets(cut, scale));
    double error = samples.largestError(table);
    return error <= allowed ? Optional.of(new Rated(table, error)) : Optional.empty();
  }

  private List<MultipartiteTable.Offset> offsets(Cut cut, double scale) {
    List<MultipartiteTable.Offset> offsets = new ArrayList<>();
    int low = cut.lowerBits();
    for (int i = 0; i < cut.offsets(); i++) {
      int group = cut.groupBits(i);
      low -= group;
      double[] common = shared(cut.lowerBits(), cut.upperBits(i));
      long[] entries = new long[common.length << group];
      for (int region = 0; region < common.length; region++) {
        for (int at = 0; at < 1 << group; at++) {
          entries[(region << group) + at] = entry(common[region], at, group, low, scale);
        }
      }
      offsets.add(new MultipartiteTable.Offset(cut.upperBits(i), low, group, entries));
    }
    return offsets;
  }

  /** What a group of lower bits adds by a slope. */
  private static long entry(double slope, int group, int groupBits, int lowBit, double scale) {
    double away = group - ((1 << groupBits) - 1) / 2.0;
    return (long) Math.rint(slope * away * (1 << lowBit) * scale);
  }

  /** What the first table has to be on one block of addresses after the other. */
  private final class Block {
    private final Cut cut;
    private final double scale;
    private double lo;
    private double hi;

    /** For each address of a block, what the offsets add. */
    private final long[] added;

    Block(Cut cut, double scale) {
      this.cut = cut;
      this.scale = scale;
      added = new long[1 << cut.lowerBits()];
    }

    /** Looks at a block; false if no entry is near enough to the function. */
    boolean isNear(int block) {
      add(block);
      lo = Double.POSITIVE_INFINITY;
      hi = Double.NEGATIVE_INFINITY;
      double most = allowed * scale;
      int first = block << cut.lowerBits();
      for (int i = 0; i < added.length; i++) {
        int a = first + i;
        if (samples.isUsed(a)) {
          lo = Math.min(lo, samples.lo(a) * scale - added[i]);
          hi = Math.max(hi, samples.hi(a) * scale - added[i]);
          if ((hi - lo) / 2 > most) {
            return false;
          }
        }
      }
      return true;
    }

    private void add(int block) {
      Arrays.fill(added, 0);
      int low = cut.lowerBits();
      for (int i = 0; i < cut.offsets(); i++) {
        int group = cut.groupBits(i);
        low -= group;
        int upper = cut.upperBits(i);
        int region = block >> (samples.indexBits() - cut.lowerBits() - upper);
        double slope = shared(cut.lowerBits(), upper)[region];
        for (int at = 0; at < 1 << group; at++) {
          long entry = entry(slope, at, group, low, scale);
          // The bits above and below the group count on.
          for (int above = at << low; above < added.length; above += 1 << (low + group)) {
            for (int address = above; address < above + (1 << low); address++) {
              added[address] += entry;
            }
          }
        }
      }
    }

    boolean isUsed() {
      return lo <= hi;
    }

    double middle() {
      return lo + (hi - lo) / 2;
    }
  }

  /** Entries that no value of the declared range reads are those of a neighbour. */
  static void fillUnused(long[] entries) {
    long last = Arrays.stream(entries).filter(e -> e != Long.MIN_VALUE).findFirst().orElse(0);
    for (int i = 0; i < entries.length; i++) {
      if (entries[i] == Long.MIN_VALUE) {
        entries[i] = last;
      }
      last = entries[i];
    }
  }
}
