package io.formgate.distill;

/** Solves damped normal equations. */
final class NewtonStep {
  /** Keeps the equations solvable where a constant has no influence. */
  private static final double RIDGE = 1e-12;

  private NewtonStep() {}

  /**
   * {@return x of (h + damping * diag(h) + ridge) x = g} By Cholesky's method; a pivot that is not
   * positive stands for an unknown without influence, which stays 0.
   *
   * @param h symmetric
   * @param g the right side
   * @param damping 0 or more
   */
  static double[] solve(double[][] h, double[] g, double damping) {
    int n = g.length;
    double[][] l = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = h[i][j] + (i == j ? damping * h[i][i] + RIDGE : 0);
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        if (i == j) {
          l[i][i] = sum > 0 && Double.isFinite(sum) ? Math.sqrt(sum) : 0;
        } else {
          l[i][j] = l[j][j] == 0 ? 0 : sum / l[j][j];
        }
      }
    }
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = g[i];
      for (int k = 0; k < i; k++) {
        sum -= l[i][k] * x[k];
      }
      x[i] = l[i][i] == 0 ? 0 : sum / l[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = x[i];
      for (int k = i + 1; k < n; k++) {
        sum -= l[k][i] * x[k];
      }
      x[i] = l[i][i] == 0 ? 0 : sum / l[i][i];
    }
    return x;
  }
}
