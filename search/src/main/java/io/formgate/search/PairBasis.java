package io.formgate.search;

import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import io.formgate.expression.PairTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A table of two values that a search may learn: the codes of each are known, and its entries are
 * fitted for every candidate.
 *
 * @param first codes of the first value
 * @param second codes of the second value
 * @param typicalDifference of two entries, before anything is fitted
 * @param smoothness weight of the squared second differences of the entries along each value, per
 *     row of an entry
 */
public record PairBasis(
    PairTable.Encoder first, PairTable.Encoder second, double typicalDifference, double smoothness)
    implements LearnedBasis {
  /**
   * Weight of the squared differences of neighbours, per row of an entry: an entry that no row has
   * is like its neighbours, and to others it makes no difference.
   */
  private static final double NEIGHBOURS = 1e-9;

  @Override
  public int constants() {
    return first.codes() * second.codes();
  }

  @Override
  public Expr formula(IntFunction<Expr> constant) {
    return PairTable.grid(first, second, constant);
  }

  @Override
  public double flat(int constant) {
    return 1;
  }

  @Override
  public double typical(int constant) {
    return 1 + typicalDifference / 2 * (constant % 2 == 0 ? 1 : -1);
  }

  @Override
  public Interval range(int constant) {
    return ConstantRule.ANY.range();
  }

  @Override
  public List<Roughness> roughness() {
    List<Roughness> all = new ArrayList<>();
    int m = first.codes();
    int n = second.codes();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = i * n + j;
        if (i + 1 < m) {
          all.add(difference(at, at + n));
        }
        if (j + 1 < n) {
          all.add(difference(at, at + 1));
        }
        if (smoothness > 0 && i + 2 < m) {
          all.add(bend(at, n));
        }
        if (smoothness > 0 && j + 2 < n) {
          all.add(bend(at, 1));
        }
      }
    }
    return all;
  }

  private Roughness difference(int from, int to) {
    return new Roughness(List.of(from, to), List.of(-1.0, 1.0), NEIGHBOURS / constants());
  }

  private Roughness bend(int at, int stride) {
    return new Roughness(
        List.of(at, at + stride, at + 2 * stride),
        List.of(1.0, -2.0, 1.0),
        smoothness / constants());
  }
}
