package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Finds the building block that, joined to a subtree, would explain most of what a shape leaves
 * unexplained.
 *
 * <p>To first order, a change d of the subtree's value v changes the prediction f by J d, where J
 * is the derivative of f by v. The best d = alpha + beta b, or v (alpha + beta b), over all blocks
 * b is linear least squares on the residual: one projection per block, far cheaper than a
 * candidate.
 */
final class GuidedGraft {
  /** Relative change for the derivative: near the square root of the rounding error of a double. */
  private static final double STEP = 1e-6;

  /** Share of the blocks that one graft looks at, so that it does not always find the same. */
  private static final double LOOK_AT = 0.5;

  /**
   * Blocks whose projections one graft makes, about; of more of them, as many inputs have, it takes
   * random runs. A projection is short, but of many thousands they would take as long as hundreds
   * of candidates.
   */
  private static final int ABOUT_BLOCKS = 1024;

  /** Neighbours, which are cheaper to project together. */
  private static final int RUN = 32;

  private static final double DEGENERATE = 1e-12;

  /** Coefficient and product, term and sum, and what joins the block. */
  private static final int JOINING_NODES = 5;

  private static final OptionalDouble NO_TERM = OptionalDouble.empty();

  private final Screen screen;
  private final TypedBlocks blocks;
  private final BlockProjections projections;
  private final double[][] basis;
  private final double[] residual;
  private final double[] derivative;
  private final double[] product;
  private final double[] rootWeight;
  private final Tape trial;

  /**
   * Makes the grafter of one island and epoch.
   *
   * @param screen the sample of the blocks; its state is overwritten
   * @param sampled blocks to choose from
   * @param longest longest tape
   */
  GuidedGraft(Screen screen, SampledBlocks sampled, int longest) {
    this.screen = screen;
    blocks = sampled.blocks();
    int rows = screen.rows();
    projections = new BlockProjections(sampled.byRow(), blocks.size());
    basis = new double[3][rows];
    residual = new double[rows];
    derivative = new double[rows];
    product = new double[rows];
    rootWeight = new double[rows];
    for (int r = 0; r < rows; r++) {
      rootWeight[r] = Math.sqrt(screen.weight()[r]);
    }
    trial = new Tape(longest);
  }

  /**
   * Writes the shape with the best block joined to a random subtree.
   *
   * @param shape not changed
   * @param child overwritten when the result is true; its new constants are first guesses
   * @param random the stream
   * @return whether there is such a block and the result fits the child's capacity
   */
  boolean graft(Tape shape, Tape child, RandomGenerator random) {
    if (screen.hasTables(shape)
        || blocks.isEmpty()
        || shape.length() + 2 > trial.capacity()
        || !screen.evaluate(shape)) {
      return false;
    }
    double slope = screen.isLogarithmic() ? 1 : screen.slope(Scaling.AFFINE);
    if (slope == 0) {
      return false;
    }
    int at = random.nextInt(shape.length());
    int start = shape.subtreeStart(at);
    boolean factor = random.nextBoolean();
    boolean hasTerm = random.nextBoolean();
    boolean[] fitting =
        blocks.fitting(block -> {
          if (!hasRoom(shape, block, child)) {
            return false;
          }
          // What a fit makes of the term is no longer 0.
          join(shape, at, block, 1, factor, hasTerm ? OptionalDouble.of(1) : NO_TERM, child);
          return screen.worker().admitsAsWell(child, shape);
        });
    if (!differentiate(shape, start, at, factor) || !project()) {
      return false;
    }
    Best best = new Best();
    double share = share(fitting);
    for (int kind = 0; kind < fitting.length; kind++) {
      int end = blocks.start(kind + 1);
      int run = share == 1 ? blocks.size() : RUN;
      for (int from = blocks.start(kind); fitting[kind] && from < end; from += run) {
        if (share == 1 || random.nextDouble() < share) {
          int to = Math.min(end, from + run);
          projections.project(derivative, basis, residual, from, to);
          best.look(shape, from, to, child, random);
        }
      }
    }
    if (best.block < 0 || !Double.isFinite(best.coefficient)) {
      return false;
    }
    OptionalDouble term = hasTerm ? OptionalDouble.of(0) : NO_TERM;
    join(shape, at, blocks.get(best.block), best.coefficient / slope, factor, term, child);
    return true;
  }

  /** {@return the share of the runs of fitting blocks that are looked at} */
  private double share(boolean[] fitting) {
    int count = 0;
    for (int kind = 0; kind < fitting.length; kind++) {
      count += fitting[kind] ? blocks.start(kind + 1) - blocks.start(kind) : 0;
    }
    return Math.min(1, (double) ABOUT_BLOCKS / count);
  }

  /** The block that explains most, of those looked at. */
  private final class Best {
    private int block = -1;
    private double gain;
    private double coefficient;

    /** Looks at some of the blocks from one on, whose projections are there. */
    void look(Tape shape, int from, int to, Tape child, RandomGenerator random) {
      for (int i = from; i < to; i++) {
        if (random.nextDouble() >= LOOK_AT || !hasRoom(shape, blocks.get(i), child)) {
          continue;
        }
        double squares = projections.squares(i);
        double left = squares;
        for (int axis = 0; axis < basis.length; axis++) {
          double along = projections.along(axis, i);
          left -= along * along;
        }
        if (left > DEGENERATE * squares) {
          double explained = projections.explained(i);
          if (explained * explained / left > gain) {
            block = i;
            gain = explained * explained / left;
            coefficient = explained / left;
          }
        }
      }
    }
  }

  private static boolean hasRoom(Tape shape, Tape block, Tape child) {
    return shape.length() + block.length() + JOINING_NODES <= child.capacity();
  }

  /** Makes the child the shape with a block joined to a subtree. */
  private static void join(
      Tape shape,
      int at,
      Tape block,
      double coefficient,
      boolean isFactor,
      OptionalDouble term,
      Tape child) {
    child.clear();
    child.addAll(shape, 0, at + 1);
    child.addAll(block, 0, block.length());
    child.addConstant(coefficient);
    child.addOperator(Operator.MULTIPLY);
    if (isFactor || term.isPresent()) {
      child.addConstant(isFactor ? 1 : term.getAsDouble());
      child.addOperator(Operator.ADD);
    }
    child.addOperator(isFactor ? Operator.MULTIPLY : Operator.ADD);
    child.addAll(shape, at + 1, shape.length());
  }

  /** The derivative by the logarithm of the subtree's value, or by the value. */
  private boolean differentiate(Tape shape, int start, int at, boolean logarithmic) {
    double[] base = screen.prediction();
    System.arraycopy(base, 0, basis[1], 0, base.length);
    trial.clear();
    trial.addAll(shape, 0, at + 1);
    trial.addConstant(1 + STEP);
    trial.addOperator(Operator.MULTIPLY);
    trial.addAll(shape, at + 1, shape.length());
    if (!screen.fittedValues(trial, derivative)) {
      return false;
    }
    for (int r = 0; r < derivative.length; r++) {
      derivative[r] = (derivative[r] - base[r]) / STEP;
    }
    if (!logarithmic) {
      trial.clear();
      trial.addAll(shape, start, at + 1);
      if (!screen.values(trial, product)) {
        return false;
      }
      for (int r = 0; r < derivative.length; r++) {
        derivative[r] /= product[r];
      }
    }
    // In weighted least squares every row counts by the root of its weight.
    for (int r = 0; r < derivative.length; r++) {
      derivative[r] = rootWeight[r] == 0 ? 0 : rootWeight[r] * derivative[r];
    }
    return Double.isFinite(dot(derivative, derivative));
  }

  /** Orthonormal axes of what the fit can already do, and the residual across them. */
  private boolean project() {
    System.arraycopy(rootWeight, 0, basis[0], 0, rootWeight.length);
    for (int r = 0; r < residual.length; r++) {
      basis[1][r] *= rootWeight[r];
      residual[r] = rootWeight[r] * screen.target()[r];
    }
    System.arraycopy(derivative, 0, basis[2], 0, derivative.length);
    if (screen.isLogarithmic()) {
      // The slope of a formula is the offset of its logarithm, whose own slope is 1.
      for (int r = 0; r < residual.length; r++) {
        residual[r] -= basis[1][r];
      }
      Arrays.fill(basis[1], 0);
    }
    for (int k = 0; k < basis.length; k++) {
      double before = dot(basis[k], basis[k]);
      for (int j = 0; j < k; j++) {
        subtract(basis[k], basis[j]);
      }
      double after = dot(basis[k], basis[k]);
      if (!(after > DEGENERATE * before)) {
        if (k == 0 || (k == 1 && !screen.isLogarithmic())) {
          return false;
        }
        Arrays.fill(basis[k], 0);
        continue;
      }
      double norm = 1 / Math.sqrt(after);
      for (int r = 0; r < basis[k].length; r++) {
        basis[k][r] *= norm;
      }
      subtract(residual, basis[k]);
    }
    return true;
  }

  private static void subtract(double[] from, double[] axis) {
    double along = dot(from, axis);
    for (int r = 0; r < from.length; r++) {
      from[r] -= along * axis[r];
    }
  }

  /** Four partial sums in a written order, so that the additions overlap. */
  private static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int r = 0;
    for (; r + 3 < a.length; r += 4) {
      s0 += a[r] * b[r];
      s1 += a[r + 1] * b[r + 1];
      s2 += a[r + 2] * b[r + 2];
      s3 += a[r + 3] * b[r + 3];
    }
    for (; r < a.length; r++) {
      s0 += a[r] * b[r];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
