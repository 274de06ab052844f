package io.formgate.search;

import io.formgate.constraints.TableSettings;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.PairTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds what the tables of two values of a search may be of, and the codes of both.
 *
 * <p>A code is an interval of a value that begins at one of at most 64 places at equal distances, a
 * power of two, so that an encoder sees six bits. The places are those of the largest share of the
 * target's variance between the pairs of codes: those of one value are found exactly while those of
 * the other stay (Fisher, On grouping for maximum homogeneity, JASA 53, 1958), in turns.
 */
final class PairBases {
  /** Rows that pairs are compared on. */
  private static final int MOST_ROWS = 4_000;

  /** Bits of a value that tell apart the places over the data. */
  private static final int VIEW_BITS = 6;

  /** Bits of a value that tell apart the places over its declared range. */
  private static final int DECLARED_BITS = 8;

  private static final int TURNS = 3;

  private final TableSettings settings;
  private final double[] target;
  private final double[] weight;
  private final double typicalDifference;
  private final double mean;
  private final double variance;

  /** A value that a table may be of, on the rows, where it varies, and on the declared ranges. */
  static final class View {
    private final Expr argument;
    private final double[] values;
    private final Interval declared;

    View(Expr argument, double[] values, Interval declared) {
      this.argument = argument;
      this.values = values;
      this.declared = declared;
    }
  }

  /** The places of a view, and between which of them each row is. */
  private static final class Places {
    private final Expr argument;
    private final double start;
    private final double step;
    private final int count;
    private final int[] of;

    Places(View view, double start, double step, int count) {
      argument = view.argument;
      this.start = start;
      this.step = step;
      this.count = count;
      double[] values = sampled(view.values, stride(view.values.length));
      of = Arrays.stream(values).mapToInt(v -> (int) (Math.floor(v / step) - start)).toArray();
    }
  }

  /** A pair of views with their codes, and what it explains beyond each of the two. */
  private record Pair(PairBasis basis, double gain) {}

  private PairBases(
      TableSettings settings, double[] target, double[] weight, double typicalDifference) {
    this.settings = settings;
    this.typicalDifference = typicalDifference;
    int stride = stride(target.length);
    this.target = sampled(target, stride);
    this.weight = sampled(weight, stride);
    double weights = 0;
    double sum = 0;
    for (int i = 0; i < this.target.length; i++) {
      weights += this.weight[i];
      sum += this.weight[i] * this.target[i];
    }
    mean = sum / weights;
    double squares = 0;
    for (int i = 0; i < this.target.length; i++) {
      double d = this.target[i] - mean;
      squares += this.weight[i] * d * d;
    }
    variance = squares;
  }

  private static int stride(int rows) {
    return Math.max(1, rows / MOST_ROWS);
  }

  private static double[] sampled(double[] values, int stride) {
    double[] some = new double[Math.ceilDiv(values.length, stride)];
    for (int i = 0; i < some.length; i++) {
      some[i] = values[i * stride];
    }
    return some;
  }

  /**
   * {@return the pairs that explain most beyond each of their two values by itself, at most as many
   * as the settings ask for}
   *
   * @param views the values
   * @param settings of the tables
   * @param target of the rows
   * @param weight of the rows
   * @param typicalDifference of two entries
   */
  static List<PairBasis> of(
      List<View> views,
      TableSettings settings,
      double[] target,
      double[] weight,
      double typicalDifference) {
    return new PairBases(settings, target, weight, typicalDifference).found(views);
  }

  private List<PairBasis> found(List<View> views) {
    if (!(variance > 0) || !Double.isFinite(variance)) {
      return List.of();
    }
    List<Places> places = views.stream().flatMap(v -> places(v).stream()).toList();
    double[] alone = new double[places.size()];
    int[] one = new int[target.length];
    for (int i = 0; i < alone.length; i++) {
      int[] cuts = cuts(places.get(i), one, 1);
      alone[i] = explained(codes(places.get(i), cuts), cuts.length + 1, one, 1);
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < alone.length; i++) {
      for (int j = i + 1; j < alone.length; j++) {
        pair(places.get(i), places.get(j), Math.max(alone[i], alone[j])).ifPresent(pairs::add);
      }
    }
    return pairs.stream()
        .sorted(Comparator.comparingDouble((Pair p) -> -p.gain()))
        .limit(settings.pairs())
        .map(Pair::basis)
        .toList();
  }

  /** Empty where the places would not be exact. */
  private static Optional<Places> places(View view) {
    double least = Arrays.stream(view.values).min().orElseThrow();
    double most = Arrays.stream(view.values).max().orElseThrow();
    double step = Math.scalb(1.0, Math.getExponent(most - least) - VIEW_BITS);
    while (bits(least, most, step) > VIEW_BITS
        || bits(view.declared.lo(), view.declared.hi(), step) > DECLARED_BITS) {
      step *= 2;
    }
    double start = Math.floor(least / step);
    if (!(step >= Double.MIN_NORMAL) || Math.abs(start) >= 1L << 40) {
      return Optional.empty();
    }
    int count = (int) (Math.floor(most / step) - start) + 1;
    return Optional.of(new Places(view, start, step, count));
  }

  private static int bits(double least, double most, double step) {
    double first = Math.floor(least / step);
    double last = Math.floor(most / step);
    return Math.max(Math.abs(first), Math.abs(last)) < 1L << 52
        ? FixedFormat.bitsFor((long) first, (long) last)
        : FixedFormat.MAX_WIDTH_BITS;
  }

  private Optional<Pair> pair(Places x, Places y, double alone) {
    int[] one = new int[target.length];
    Optional<Pair> best = Optional.empty();
    // Where a value matters only together with the other one, the other has to begin.
    for (boolean firstBegins : new boolean[] {true, false}) {
      int[] ofX = cuts(x, one, 1);
      int[] ofY = cuts(y, one, 1);
      for (int turn = 0; turn < TURNS; turn++) {
        if (firstBegins || turn > 0) {
          ofY = cuts(y, codes(x, ofX), ofX.length + 1);
        }
        ofX = cuts(x, codes(y, ofY), ofY.length + 1);
      }
      if (ofX.length == 0 || ofY.length == 0) {
        continue;
      }
      double gain = explained(codes(x, ofX), ofX.length + 1, codes(y, ofY), ofY.length + 1) - alone;
      if (gain > best.map(Pair::gain).orElse(0.0)) {
        PairBasis basis =
            new PairBasis(
                encoder(x, ofX), encoder(y, ofY), typicalDifference, settings.smoothness());
        best = Optional.of(new Pair(basis, gain));
      }
    }
    return best;
  }

  private static PairTable.Encoder encoder(Places places, int[] cuts) {
    return new PairTable.Encoder(
        places.argument,
        Arrays.stream(cuts).mapToObj(c -> (places.start + c) * places.step).toList());
  }

  private static int[] codes(Places places, int[] cuts) {
    int[] codeOf = new int[places.count];
    int code = 0;
    for (int p = 0; p < codeOf.length; p++) {
      code += code < cuts.length && cuts[code] == p ? 1 : 0;
      codeOf[p] = code;
    }
    return Arrays.stream(places.of).map(p -> codeOf[p]).toArray();
  }

  /**
   * {@return the places from which on the codes are, but for the first one: of all ways to choose
   * them the one between whose codes, within each code of the other value, lies most of the
   * variance}
   */
  private int[] cuts(Places places, int[] other, int otherCodes) {
    int n = places.count;
    // Sums over the rows before each place.
    double[][] sums = new double[n + 1][otherCodes];
    double[][] weights = new double[n + 1][otherCodes];
    for (int i = 0; i < target.length; i++) {
      int p = places.of[i] + 1;
      sums[p][other[i]] += weight[i] * (target[i] - mean);
      weights[p][other[i]] += weight[i];
    }
    int filled = 0;
    for (int p = 1; p <= n; p++) {
      filled += Arrays.stream(weights[p]).sum() > 0 ? 1 : 0;
      for (int c = 0; c < otherCodes; c++) {
        sums[p][c] += sums[p - 1][c];
        weights[p][c] += weights[p - 1][c];
      }
    }
    int codes = Math.min(settings.codes(), filled);
    double[][] best = new double[codes + 1][n + 1];
    int[][] from = new int[codes + 1][n + 1];
    for (double[] row : best) {
      Arrays.fill(row, Double.NEGATIVE_INFINITY);
    }
    best[0][0] = 0;
    for (int k = 1; k <= codes; k++) {
      for (int end = 1; end <= n; end++) {
        for (int begin = 0; begin < end; begin++) {
          double sum = best[k - 1][begin];
          double gain =
              sum == Double.NEGATIVE_INFINITY ? sum : sum + between(sums, weights, begin, end);
          if (gain > best[k][end]) {
            best[k][end] = gain;
            from[k][end] = begin;
          }
        }
      }
    }
    int[] cuts = new int[codes - 1];
    int end = n;
    for (int k = codes; k > 1; k--) {
      end = from[k][end];
      cuts[k - 2] = end;
    }
    return cuts;
  }

  /** A code that no row has is none. */
  private static double between(double[][] sums, double[][] weights, int begin, int end) {
    double gain = 0;
    boolean isFilled = false;
    for (int c = 0; c < sums[0].length; c++) {
      double w = weights[end][c] - weights[begin][c];
      if (w > 0) {
        double s = sums[end][c] - sums[begin][c];
        gain += s * s / w;
        isFilled = true;
      }
    }
    return isFilled ? gain : Double.NEGATIVE_INFINITY;
  }

  /**
   * {@return the share of the target's variance between pairs of codes, less what as many codes
   * explain by chance (Theil's adjusted coefficient of determination)}
   */
  private double explained(int[] first, int firstCodes, int[] second, int secondCodes) {
    int entries = firstCodes * secondCodes;
    if (target.length <= entries) {
      return 0;
    }
    double[] sums = new double[entries];
    double[] weights = new double[entries];
    for (int i = 0; i < target.length; i++) {
      int at = first[i] * secondCodes + second[i];
      sums[at] += weight[i] * (target[i] - mean);
      weights[at] += weight[i];
    }
    double between = 0;
    for (int e = 0; e < entries; e++) {
      between += weights[e] > 0 ? sums[e] * sums[e] / weights[e] : 0;
    }
    double unexplained = 1 - between / variance;
    return 1 - unexplained * (target.length - 1) / (target.length - entries);
  }
}
