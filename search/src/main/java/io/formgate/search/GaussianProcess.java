package io.formgate.search;

import io.formgate.expression.RowBlocks;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.MaxIter;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * Takes noise off a target: the mean of a Gaussian process given the rows (Rasmussen and Williams,
 * Gaussian Processes for Machine Learning, 2006, algorithm 2.1). Its covariance is v exp(-d^2 / (2
 * l^2)) + c, with d the distance of standardised inputs, and noise n on each row; v, l, n and c are
 * those of the largest marginal likelihood. The process is exact on at most a thousand rows;
 * beyond, it is that of a thousand rows, and its mean is taken on all.
 */
public final class GaussianProcess {
  private static final int MOST_ROWS = 1000;

  /** Rows by which the four numbers are chosen: each look at them costs the cube of the rows. */
  private static final int LIKELIHOOD_ROWS = 250;

  private static final int MOST_STEPS = 150;

  /** A step of the simplex looks at most at this many points. */
  private static final int EVALUATIONS_PER_STEP = 10;

  /** Logarithms of v, l, n and c from which the simplex starts. */
  private static final double[][] STARTS = {{0, -1, -3, -3}, {0, 1, -3, -3}};

  private static final double SMALLEST_LOGARITHM = -14;
  private static final double LARGEST_LOGARITHM = 9;

  /** Cost of numbers beyond these bounds, or whose covariance has no factors; others cost less. */
  private static final double IMPOSSIBLE = 1e12;

  /** Added to the diagonal, so that equal rows do no harm. */
  private static final double NUGGET = 1e-10;

  private final double[][] inputs;
  private final double[] target;

  private GaussianProcess(double[][] inputs, double[] target) {
    this.inputs = inputs;
    this.target = target;
  }

  /**
   * {@return the rows with the process's mean as their target; the same object if the target is
   * constant, there are fewer than 4 of them, or no mean can be computed}
   *
   * @param data the rows; weights are kept, but have no part in it
   * @param random chooses rows
   */
  public static RowBlocks denoised(RowBlocks data, RandomSource random) {
    double[] targets = data.targets();
    double[] scaled = standardised(targets);
    if (data.rows() < 4 || Arrays.stream(scaled).allMatch(v -> v == 0)) {
      return data;
    }
    double[][] inputs = new double[data.inputs()][];
    for (int c = 0; c < inputs.length; c++) {
      inputs[c] = standardised(data.allColumns()[c]);
    }
    GaussianProcess all = new GaussianProcess(inputs, scaled);
    double[] numbers = all.chosen(random.split(1), LIKELIHOOD_ROWS).likeliest();
    double[] mean;
    try {
      mean = all.chosen(random.split(2), MOST_ROWS).mean(numbers, inputs);
    } catch (MathIllegalArgumentException notPositive) {
      return data;
    }
    double centre = Arrays.stream(targets).average().orElse(0);
    double spread = spread(targets, centre);
    double[] smooth = Arrays.stream(mean).map(m -> centre + spread * m).toArray();
    return Arrays.stream(smooth).allMatch(Double::isFinite) ? data.withTargets(smooth) : data;
  }

  private static double spread(double[] values, double centre) {
    double squares = 0;
    for (double value : values) {
      squares += (value - centre) * (value - centre);
    }
    return Math.sqrt(squares / values.length);
  }

  /** Zero mean and unit variance; zeros of a constant. */
  private static double[] standardised(double[] values) {
    double centre = Arrays.stream(values).average().orElse(0);
    double spread = spread(values, centre);
    boolean isUsable = spread > 0 && Double.isFinite(spread);
    return Arrays.stream(values).map(v -> isUsable ? (v - centre) / spread : 0).toArray();
  }

  /** {@return the process of some rows, one of each of equal stretches} */
  private GaussianProcess chosen(RandomSource random, int most) {
    int rows = target.length;
    if (rows <= most) {
      return this;
    }
    Set<Integer> taken = new HashSet<>();
    double[][] some = new double[inputs.length][most];
    double[] goal = new double[most];
    for (int i = 0; i < most; i++) {
      int from = (int) ((long) rows * i / most);
      int to = (int) ((long) rows * (i + 1) / most);
      int row = from + random.nextInt(to - from);
      taken.add(row);
      goal[i] = target[row];
      for (int c = 0; c < inputs.length; c++) {
        some[c][i] = inputs[c][row];
      }
    }
    if (taken.size() != most) {
      throw new IllegalStateException("stretches overlap");
    }
    return new GaussianProcess(some, goal);
  }

  /**
   * {@return the logarithms of v, l, n and c of the largest marginal likelihood that was seen; the
   * steps of the simplex are bounded, and may end before it has settled}
   */
  private double[] likeliest() {
    Least least = new Least();
    for (double[] start : STARTS) {
      try {
        new SimplexOptimizer(new SimpleValueChecker(1e-6, 1e-6))
            .optimize(
                new MaxEval(EVALUATIONS_PER_STEP * MOST_STEPS),
                new MaxIter(MOST_STEPS),
                new ObjectiveFunction(least::cost),
                GoalType.MINIMIZE,
                new InitialGuess(start),
                new NelderMeadSimplex(start.length));
      } catch (MathIllegalStateException stepsAreUsedUp) {
        // What was seen until then stands.
      }
    }
    return least.at;
  }

  /** The numbers of the least cost among those that were looked at. */
  private final class Least {
    private double[] at = STARTS[0];
    private double cost = Double.POSITIVE_INFINITY;

    double cost(double[] logarithms) {
      double found = GaussianProcess.this.cost(logarithms);
      if (found < cost) {
        cost = found;
        at = logarithms.clone();
      }
      return found;
    }
  }

  /** {@return the negative logarithm of the marginal likelihood, but for a constant} */
  private double cost(double[] logarithms) {
    for (double value : logarithms) {
      if (!(value >= SMALLEST_LOGARITHM && value <= LARGEST_LOGARITHM)) {
        return IMPOSSIBLE + Math.abs(value);
      }
    }
    try {
      CholeskyDecomposition factors = factors(logarithms);
      RealVector y = new ArrayRealVector(target, false);
      double half = 0;
      RealMatrix l = factors.getL();
      for (int i = 0; i < target.length; i++) {
        half += StrictMath.log(l.getEntry(i, i));
      }
      return y.dotProduct(factors.getSolver().solve(y)) / 2 + half;
    } catch (MathIllegalArgumentException notPositive) {
      return IMPOSSIBLE;
    }
  }

  private CholeskyDecomposition factors(double[] logarithms) {
    int n = target.length;
    double[][] k = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        k[i][j] = covariance(logarithms, inputs, i, j);
        k[j][i] = k[i][j];
      }
      k[i][i] += StrictMath.exp(logarithms[2]) + NUGGET;
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(k, false), 1e-9, 1e-14);
  }

  /** Of a row of some inputs with one of this process. */
  private double covariance(double[] logarithms, double[][] some, int row, int own) {
    double squares = 0;
    for (int c = 0; c < inputs.length; c++) {
      double d = some[c][row] - inputs[c][own];
      squares += d * d;
    }
    double length = StrictMath.exp(logarithms[1]);
    return StrictMath.exp(logarithms[0]) * StrictMath.exp(-squares / (2 * length * length))
        + StrictMath.exp(logarithms[3]);
  }

  /** {@return the mean of the process at the rows of some inputs} */
  private double[] mean(double[] logarithms, double[][] at) {
    RealVector weights = factors(logarithms).getSolver().solve(new ArrayRealVector(target, false));
    double[] mean = new double[at.length == 0 ? 0 : at[0].length];
    for (int row = 0; row < mean.length; row++) {
      double sum = 0;
      for (int own = 0; own < target.length; own++) {
        sum += covariance(logarithms, at, row, own) * weights.getEntry(own);
      }
      mean[row] = sum;
    }
    return mean;
  }
}
