package io.formgate.distill;

import io.formgate.search.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gradient-boosted trees of a fixed depth, the teacher of a data set with classes and no network.
 *
 * <p>Logistic loss with second-order steps on binned inputs, one ensemble for each class against
 * the others (Friedman, "Greedy function approximation", 2001; Chen and Guestrin, "XGBoost", 2016).
 */
public final class BoostedTrees {
  private static final int ROUNDS = 300;
  private static final int DEPTH = 5;
  private static final double RATE = 0.05;
  private static final double SHARE_OF_ROWS = 0.7;
  private static final double RIDGE = 1;
  private static final double LEAST_CURVATURE = 3;
  private static final int BINS = 100;
  private static final int INNER = (1 << DEPTH) - 1;

  /** A tree: for each inner node an input or -1, and the last bin that goes to the left. */
  private static final class Tree {
    final int[] inputs;
    final int[] bins;
    final double[] leaves;

    Tree(int[] inputs, int[] bins, double[] leaves) {
      this.inputs = inputs.clone();
      this.bins = bins.clone();
      this.leaves = leaves.clone();
    }
  }

  private final double[][] edges;
  private final List<List<Tree>> ensembles = new ArrayList<>();
  private final int classes;

  private BoostedTrees(double[][] edges, int classes) {
    this.edges = edges;
    this.classes = classes;
  }

  /**
   * {@return trees that tell classes apart}
   *
   * @param columns {@code columns[input][row]}
   * @param labels class of every row, from 0
   * @param classes number of classes
   * @param random chooses the rows of each tree
   */
  public static BoostedTrees fit(
      double[][] columns, int[] labels, int classes, RandomSource random) {
    double[][] edges = Arrays.stream(columns).map(BoostedTrees::edges).toArray(double[][]::new);
    byte[][] bins = new byte[columns.length][labels.length];
    for (int i = 0; i < columns.length; i++) {
      for (int row = 0; row < labels.length; row++) {
        bins[i][row] = (byte) bin(edges[i], columns[i][row]);
      }
    }
    BoostedTrees trees = new BoostedTrees(edges, classes);
    for (int k = 0; k < (classes == 2 ? 1 : classes); k++) {
      trees.ensembles.add(ensemble(bins, labels, k, random.split(k)));
    }
    return trees;
  }

  /**
   * {@return a logit for each class}
   *
   * @param inputs values of a row
   */
  public double[] logits(double... inputs) {
    double[] logits = new double[classes];
    for (int k = 0; k < ensembles.size(); k++) {
      for (Tree tree : ensembles.get(k)) {
        int node = 0;
        for (int depth = 0; depth < DEPTH; depth++) {
          int input = tree.inputs[node];
          boolean right = input >= 0 && bin(edges[input], inputs[input]) > tree.bins[node];
          node = 2 * node + (right ? 2 : 1);
        }
        logits[k] += tree.leaves[node - INNER];
      }
    }
    return logits;
  }

  private static double[] edges(double[] column) {
    double[] sorted = column.clone();
    Arrays.sort(sorted);
    double[] edges = new double[BINS - 1];
    for (int i = 1; i < BINS; i++) {
      edges[i - 1] = sorted[(int) ((long) i * sorted.length / BINS)];
    }
    return Arrays.stream(edges).distinct().toArray();
  }

  /** {@return the number of edges below a value} */
  private static int bin(double[] edges, double value) {
    int lo = 0;
    int hi = edges.length;
    while (lo < hi) {
      int middle = (lo + hi) >>> 1;
      if (value > edges[middle]) {
        lo = middle + 1;
      } else {
        hi = middle;
      }
    }
    return lo;
  }

  private static List<Tree> ensemble(byte[][] bins, int[] labels, int k, RandomSource random) {
    int rows = labels.length;
    double[] scores = new double[rows];
    double[] g = new double[rows];
    double[] h = new double[rows];
    List<Tree> trees = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int row = 0; row < rows; row++) {
        double q = 1 / (1 + StrictMath.exp(-scores[row]));
        boolean taken = random.nextDouble() < SHARE_OF_ROWS;
        g[row] = taken ? q - (labels[row] == k ? 1 : 0) : 0;
        h[row] = taken ? q * (1 - q) : 0;
      }
      int[] nodes = new int[rows];
      Tree tree = tree(bins, g, h, nodes);
      for (int row = 0; row < rows; row++) {
        scores[row] += tree.leaves[nodes[row] - INNER];
      }
      trees.add(tree);
    }
    return trees;
  }

  /** Grows a tree and leaves the leaf of every row in {@code nodes}. */
  private static Tree tree(byte[][] bins, double[] g, double[] h, int[] nodes) {
    int[] inputs = new int[INNER];
    int[] last = new int[INNER];
    Arrays.fill(inputs, -1);
    for (int depth = 0; depth < DEPTH; depth++) {
      int first = (1 << depth) - 1;
      double[][][] sums = new double[1 << depth][bins.length][2 * BINS];
      for (int row = 0; row < nodes.length; row++) {
        if (h[row] > 0) {
          double[][] of = sums[nodes[row] - first];
          for (int i = 0; i < bins.length; i++) {
            of[i][2 * bins[i][row]] += g[row];
            of[i][2 * bins[i][row] + 1] += h[row];
          }
        }
      }
      for (int n = 0; n < sums.length; n++) {
        split(sums[n], first + n, inputs, last);
      }
      for (int row = 0; row < nodes.length; row++) {
        int n = nodes[row];
        boolean right = inputs[n] >= 0 && bins[inputs[n]][row] > last[n];
        nodes[row] = 2 * n + (right ? 2 : 1);
      }
    }
    double[] slopes = new double[INNER + 1];
    double[] curvatures = new double[INNER + 1];
    for (int row = 0; row < nodes.length; row++) {
      slopes[nodes[row] - INNER] += g[row];
      curvatures[nodes[row] - INNER] += h[row];
    }
    double[] leaves = new double[INNER + 1];
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      leaves[leaf] = -RATE * slopes[leaf] / (curvatures[leaf] + RIDGE);
    }
    return new Tree(inputs, last, leaves);
  }

  private static void split(double[][] sums, int node, int[] inputs, int[] last) {
    double best = 0;
    for (int i = 0; i < sums.length; i++) {
      double allG = 0;
      double allH = 0;
      for (int bin = 0; bin < BINS; bin++) {
        allG += sums[i][2 * bin];
        allH += sums[i][2 * bin + 1];
      }
      double g = 0;
      double h = 0;
      for (int bin = 0; bin < BINS - 1; bin++) {
        g += sums[i][2 * bin];
        h += sums[i][2 * bin + 1];
        if (h < LEAST_CURVATURE || allH - h < LEAST_CURVATURE) {
          continue;
        }
        double gain =
            g * g / (h + RIDGE)
                + (allG - g) * (allG - g) / (allH - h + RIDGE)
                - allG * allG / (allH + RIDGE);
        if (gain > best) {
          best = gain;
          inputs[node] = i;
          last[node] = bin;
        }
      }
    }
  }
}
