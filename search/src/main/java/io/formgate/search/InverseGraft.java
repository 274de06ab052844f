package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Puts in the place of a subtree the sum of two building blocks, or of a building block and what
 * was there, that comes nearest to what the subtree would have to be; or a function of such a sum.
 *
 * <p>From the target the functions above the subtree are inverted, one after the other, with the
 * values that the rest of the shape has. What comes out is fitted by each of these sums, by linear
 * least squares with the weights that errors have there. So a sum under a function is found at
 * once, of which one term alone is no better than what was there before.
 */
final class InverseGraft {
  /** Blocks of a trial: to look through them costs about as much as ten candidates. */
  private static final int MOST_BLOCKS = 200;

  private static final int SWEEPS = 3;

  private static final double ROOT_PROBABILITY = 0.25;

  /** What the sum may stand under; a quotient is one over the sum. */
  private static final List<Operator> FUNCTIONS =
      List.of(
          Operator.DIVIDE,
          Operator.LOG,
          Operator.EXP,
          Operator.SQRT,
          Operator.SQUARE,
          Operator.CUBE);

  private static final double DEGENERATE = 1e-9;

  /** Share of the rows that may have no inverse, as noise leaves some beyond a function's range. */
  private static final double MOST_LOST = 0.25;

  private final Screen screen;
  private final List<Tape> blocks;
  private final double[][] values;
  private final boolean canJoin;
  private final List<Operator> functions;
  private final double[] wanted;
  private final double[] slope;
  private final double[] other;
  private final Tape part;

  /**
   * Makes the grafter of one island and epoch.
   *
   * @param screen the sample; its state is overwritten
   * @param blocks to choose from
   * @param values of the blocks on the sample
   * @param operators of the search
   * @param longest longest tape
   */
  InverseGraft(
      Screen screen, List<Tape> blocks, double[][] values, List<Operator> operators, int longest) {
    this.screen = screen;
    this.blocks = blocks;
    this.values = values;
    canJoin = operators.contains(Operator.ADD) && operators.contains(Operator.MULTIPLY);
    functions = operators.stream().filter(FUNCTIONS::contains).toList();
    wanted = new double[screen.rows()];
    slope = new double[screen.rows()];
    other = new double[screen.rows()];
    part = new Tape(longest);
  }

  /**
   * A sum of blocks: offset + first * a + second * b. The subtree that was there stands behind the
   * blocks.
   */
  private record Sum(int first, int second, double a, double b, double offset, double gain) {}

  /**
   * Writes the shape with a random subtree replaced.
   *
   * @param shape not changed
   * @param child overwritten when the result is true; its new constants are first guesses
   * @param random the stream
   * @return whether there is such a sum and the result fits the child's capacity
   */
  boolean graft(Tape shape, Tape child, RandomGenerator random) {
    if (!canJoin || blocks.size() < 2 || !screen.evaluate(shape)) {
      return false;
    }
    int root = shape.length() - 1;
    int at = random.nextDouble() < ROOT_PROBABILITY ? root : random.nextInt(shape.length());
    @Nullable Operator function =
        functions.isEmpty() || random.nextBoolean()
            ? null
            : functions.get(random.nextInt(functions.size()));
    boolean isLogarithm = at == root ? function == Operator.LOG : isAt(shape, root, Operator.LOG);
    if (!setOut(isLogarithm, random)
        || !invertTo(shape, at)
        || !valuesOf(shape, at)
        || !(function == null || invert(function))
        || !keepFinite()) {
      return false;
    }
    Tape present = part.copy();
    Sum best = random.nextBoolean() ? bestPair(random) : bestBesidePresent(random);
    if (best == null) {
      return false;
    }
    int start = shape.subtreeStart(at);
    Tape first = best.first == blocks.size() ? present : blocks.get(best.first);
    Tape second = blocks.get(best.second);
    int length = shape.length() - (at + 1 - start) + first.length() + second.length() + 9;
    if (length > child.capacity()) {
      return false;
    }
    child.clear();
    child.addAll(shape, 0, start);
    if (function == Operator.DIVIDE) {
      child.addConstant(1);
    }
    child.addAll(first, 0, first.length());
    child.addAll(second, 0, second.length());
    child.addConstant(best.b / best.a);
    child.addOperator(Operator.MULTIPLY);
    child.addOperator(Operator.ADD);
    child.addConstant(best.a);
    child.addOperator(Operator.MULTIPLY);
    if (best.offset != 0) {
      child.addConstant(best.offset);
      child.addOperator(Operator.ADD);
    }
    if (function != null) {
      child.addOperator(function);
    }
    child.addAll(shape, at + 1, shape.length());
    return true;
  }

  /** Inverts a function of the sum; the subtree that is there says the sign of a root. */
  private boolean invert(Operator function) {
    boolean isQuotient = function == Operator.DIVIDE;
    for (int r = 0; r < wanted.length; r++) {
      double present = other[r];
      other[r] = isQuotient ? 1 : present;
      boolean isInverted = invert(function, !isQuotient, r);
      other[r] = present;
      if (!isInverted) {
        return false;
      }
    }
    return true;
  }

  /**
   * Begins at the root: the values that the shape would have to have, and the derivative of what is
   * fitted by them. Slope and offset are those of the shape, or there is no offset, or the slope of
   * a logarithm at the root is 1 or -1: those of a shape that is not yet right may be far off.
   */
  private boolean setOut(boolean isLogarithm, RandomGenerator random) {
    double[] target = screen.target();
    if (screen.isLogarithmic()) {
      double scale = StrictMath.log(Math.abs(screen.slope(Scaling.SLOPE)));
      double sign = Math.signum(screen.slope(Scaling.SLOPE));
      for (int r = 0; r < wanted.length; r++) {
        wanted[r] = sign * StrictMath.exp(target[r] - scale);
        slope[r] = 1 / wanted[r];
      }
      return true;
    }
    double a = screen.slope(Scaling.AFFINE);
    double b = screen.offset(Scaling.AFFINE);
    boolean isPlain = random.nextBoolean();
    if (isPlain && isLogarithm) {
      double whole = random.nextBoolean() ? 1 : -1;
      double mean = (Arrays.stream(target).sum() / target.length - b) / a;
      b = Arrays.stream(target).sum() / target.length - whole * mean;
      a = whole;
    } else if (isPlain) {
      a = screen.slope(Scaling.SLOPE);
      b = 0;
    }
    if (a == 0) {
      return false;
    }
    for (int r = 0; r < wanted.length; r++) {
      wanted[r] = (target[r] - b) / a;
      slope[r] = a;
    }
    return true;
  }

  private static boolean isAt(Tape shape, int position, Operator operator) {
    return shape.isOperator(position)
        && !shape.isCall(position)
        && shape.operatorAt(position) == operator;
  }

  /** Inverts the functions from the root down to a position. */
  private boolean invertTo(Tape shape, int at) {
    int root = shape.length() - 1;
    while (root != at) {
      if (shape.isCall(root)) {
        return false;
      }
      Operator operator = shape.operatorAt(root);
      int arity = operator.arity();
      int second = root - 1;
      int first = arity == 2 ? shape.subtreeStart(second) - 1 : second;
      boolean isFirst = arity == 1 || at <= first;
      if (arity > 2 || !valuesOf(shape, arity == 1 ? first : isFirst ? second : first)) {
        return false;
      }
      for (int r = 0; r < wanted.length; r++) {
        if (!invert(operator, isFirst, r)) {
          return false;
        }
      }
      root = isFirst ? first : second;
    }
    return true;
  }

  private boolean valuesOf(Tape shape, int root) {
    part.clear();
    part.addAll(shape, shape.subtreeStart(root), root + 1);
    return screen.values(part, other);
  }

  /**
   * Takes a row from an operator's value to that of its argument; {@link #other} is the other
   * argument, of one with one argument its present value, which says the sign.
   */
  private boolean invert(Operator operator, boolean isFirst, int r) {
    double t = wanted[r];
    double o = other[r];
    switch (operator) {
      case ADD -> wanted[r] = t - o;
      case SUBTRACT -> {
        wanted[r] = isFirst ? t + o : o - t;
        slope[r] *= isFirst ? 1 : -1;
      }
      case MULTIPLY -> {
        wanted[r] = t / o;
        slope[r] *= o;
      }
      case DIVIDE -> {
        wanted[r] = isFirst ? t * o : o / t;
        slope[r] *= isFirst ? 1 / o : -t * t / o;
      }
      case LOG -> {
        wanted[r] = StrictMath.exp(t);
        slope[r] /= wanted[r];
      }
      case EXP -> {
        wanted[r] = StrictMath.log(t);
        slope[r] *= t;
      }
      case SQRT -> {
        wanted[r] = t < 0 ? Double.NaN : t * t;
        slope[r] /= 2 * t;
      }
      case SQUARE -> {
        wanted[r] = Math.copySign(Math.sqrt(t), o);
        slope[r] *= 2 * wanted[r];
      }
      case CUBE -> {
        wanted[r] = StrictMath.cbrt(t);
        slope[r] *= 3 * wanted[r] * wanted[r];
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Leaves out the rows without an inverse, if they are few. */
  private boolean keepFinite() {
    int lost = 0;
    for (int r = 0; r < wanted.length; r++) {
      double squared = slope[r] * slope[r] * wanted[r] * wanted[r];
      if (!Double.isFinite(squared) || !Double.isFinite(slope[r] * slope[r])) {
        wanted[r] = 0;
        slope[r] = 0;
        lost++;
      }
    }
    return lost <= MOST_LOST * wanted.length;
  }

  /**
   * {@return a good sum of two of some blocks, null if there is none}: from a random block on, the
   * best partner of one is looked for in turn
   */
  private @Nullable Sum bestPair(RandomGenerator random) {
    boolean withOffset = random.nextBoolean();
    double[] aim = weighted(wanted, withOffset);
    List<Integer> chosen = new ArrayList<>();
    List<double[]> axes = new ArrayList<>();
    double share = Math.min(0.75, (double) MOST_BLOCKS / blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      if (random.nextDouble() < share) {
        chosen.add(i);
        axes.add(weighted(values[i], withOffset));
      }
    }
    if (axes.isEmpty()) {
      return null;
    }
    Sum best = null;
    int first = random.nextInt(axes.size());
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      Sum before = best;
      for (int i = 0; i < axes.size(); i++) {
        best = better(best, first, i, axes.get(first), axes.get(i), aim);
      }
      if (best == null || best.equals(before)) {
        break;
      }
      first = best.second;
    }
    if (best == null) {
      return null;
    }
    Sum found =
        new Sum(chosen.get(best.first), chosen.get(best.second), best.a, best.b, 0, best.gain);
    return withOffset ? withOffset(found) : found;
  }

  /** {@return the best sum of what is there and of a block, null if there is none} */
  private @Nullable Sum bestBesidePresent(RandomGenerator random) {
    boolean withOffset = random.nextBoolean();
    double[] aim = weighted(wanted, withOffset);
    double[] present = weighted(other, withOffset);
    Sum best = null;
    for (int i = 0; i < blocks.size(); i++) {
      if (random.nextBoolean()) {
        best = better(best, blocks.size(), i, present, weighted(values[i], withOffset), aim);
      }
    }
    return best == null || !withOffset ? best : withOffset(best);
  }

  private static @Nullable Sum better(
      @Nullable Sum best, int first, int second, double[] p, double[] q, double[] aim) {
    double pp = dot(p, p);
    double qq = dot(q, q);
    double pq = dot(p, q);
    double determinant = pp * qq - pq * pq;
    if (!(determinant > DEGENERATE * pp * qq)) {
      return best;
    }
    double pt = dot(p, aim);
    double qt = dot(q, aim);
    double a = (pt * qq - qt * pq) / determinant;
    double b = (qt * pp - pt * pq) / determinant;
    double gain = a * pt + b * qt;
    boolean isBetter =
        a != 0
            && Double.isFinite(b / a)
            && gain < Double.POSITIVE_INFINITY
            && (best == null || gain > best.gain);
    return isBetter ? new Sum(first, second, a, b, 0, gain) : best;
  }

  private Sum withOffset(Sum s) {
    double[] first = s.first == blocks.size() ? other : values[s.first];
    double offset = mean(wanted) - s.a * mean(first) - s.b * mean(values[s.second]);
    return new Sum(s.first, s.second, s.a, s.b, offset, s.gain);
  }

  /** The weights of rows are squares of slopes. */
  private double[] weighted(double[] v, boolean centred) {
    double centre = centred ? mean(v) : 0;
    double[] out = new double[v.length];
    for (int r = 0; r < v.length; r++) {
      out[r] = slope[r] == 0 ? 0 : slope[r] * (v[r] - centre);
    }
    return out;
  }

  private double mean(double[] v) {
    double sum = 0;
    double weights = 0;
    for (int r = 0; r < v.length; r++) {
      double w = slope[r] * slope[r];
      sum += w == 0 ? 0 : w * v[r];
      weights += w;
    }
    return sum / weights;
  }

  private static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    int r = 0;
    for (; r + 1 < a.length; r += 2) {
      s0 += a[r] * b[r];
      s1 += a[r + 1] * b[r + 1];
    }
    return r < a.length ? s0 + s1 + a[r] * b[r] : s0 + s1;
  }
}
