package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Puts in the place of a subtree the sum of two building blocks, or of a building block and what
 * was there, that comes nearest to what the subtree would have to be; or a function of such a sum.
 *
 * <p>What it would have to be are {@link BackwardValues}, which are fitted by each of these sums,
 * by linear least squares with the weights that errors have there. So a sum under a function is
 * found at once, of which one term alone is no better than what was there before.
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

  private final Screen screen;
  private final List<Tape> blocks;
  private final double[][] values;
  private final boolean canJoin;
  private final List<Operator> functions;
  private final BackwardValues backward;

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
    backward = new BackwardValues(screen, longest);
  }

  /**
   * Writes the shape with a random subtree replaced.
   *
   * @param shape not changed
   * @param child overwritten when the result is true; its new constants are first guesses
   * @param random the stream
   * @return whether there is such a sum and the result fits the child's capacity
   */
  boolean graft(Tape shape, Tape child, RandomGenerator random) {
    if (!canJoin || blocks.isEmpty() || !screen.evaluate(shape)) {
      return false;
    }
    int root = shape.length() - 1;
    int at = random.nextDouble() < ROOT_PROBABILITY ? root : random.nextInt(shape.length());
    @Nullable Operator function =
        functions.isEmpty() || random.nextBoolean()
            ? null
            : functions.get(random.nextInt(functions.size()));
    if (!backward.find(shape, at, function, random)) {
      return false;
    }
    Terms terms = new Terms(random);
    Sum best = terms.best(random);
    if (best == null) {
      return false;
    }
    int start = shape.subtreeStart(at);
    Tape first = new Tape(shape.length());
    first.addAll(shape, start, at + 1);
    if (best.first.block >= 0) {
      first = blocks.get(best.first.block);
    }
    Tape second = blocks.get(best.second.block);
    if (shape.length() - (at + 1 - start) + first.length() + second.length() + 9
        > child.capacity()) {
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
    if (terms.hasOffset) {
      child.addConstant(terms.offset(best));
      child.addOperator(Operator.ADD);
    }
    if (function != null) {
      child.addOperator(function);
    }
    child.addAll(shape, at + 1, shape.length());
    return true;
  }

  /** A term that a sum may have: a block, or -1 for what is there, with its weighted values. */
  private static final class Term {
    private final int block;
    private final double[] axis;
    private final double squares;
    private final double explained;

    Term(int block, double[] axis, double[] aim) {
      this.block = block;
      this.axis = axis;
      squares = dot(axis, axis);
      explained = dot(axis, aim);
    }
  }

  /** The sum a first + b second, and how much of the squares it explains. */
  private record Sum(Term first, Term second, double a, double b, double gain) {}

  /** The terms of a trial: some blocks, with or without an offset beside them. */
  private final class Terms {
    private final boolean hasOffset;
    private final double[] aim;
    private final List<Term> some = new ArrayList<>();

    Terms(RandomGenerator random) {
      hasOffset = random.nextBoolean();
      aim = weighted(backward.wanted());
      double share = Math.min(0.75, (double) MOST_BLOCKS / blocks.size());
      for (int i = 0; i < blocks.size(); i++) {
        if (random.nextDouble() < share) {
          some.add(term(i, values[i]));
        }
      }
    }

    private Term term(int block, double[] v) {
      return new Term(block, weighted(v), aim);
    }

    /**
     * {@return a good sum, null if there is none}: half of them of what is there and its best
     * partner; the others from a random block on, the best partner of the last looked for in turn
     */
    private @Nullable Sum best(RandomGenerator random) {
      if (some.isEmpty()) {
        return null;
      }
      if (random.nextBoolean()) {
        return withPartner(term(-1, backward.present()), null);
      }
      Sum best = withPartner(some.get(random.nextInt(some.size())), null);
      for (int sweep = 1; sweep < SWEEPS && best != null; sweep++) {
        Sum next = withPartner(best.second, best);
        if (best.equals(next)) {
          break;
        }
        best = next;
      }
      return best;
    }

    /**
     * {@return the best sum of a term and another one, or the one that is there if none is better}
     */
    private @Nullable Sum withPartner(Term first, @Nullable Sum former) {
      Sum best = former;
      for (Term second : some) {
        double both = dot(first.axis, second.axis);
        double product = first.squares * second.squares;
        double determinant = product - both * both;
        if (!(determinant > DEGENERATE * product)) {
          continue;
        }
        double a = (first.explained * second.squares - second.explained * both) / determinant;
        double b = (second.explained * first.squares - first.explained * both) / determinant;
        double gain = a * first.explained + b * second.explained;
        if (a != 0
            && Double.isFinite(b / a)
            && gain < Double.POSITIVE_INFINITY
            && (best == null || gain > best.gain)) {
          best = new Sum(first, second, a, b, gain);
        }
      }
      return best;
    }

    private double offset(Sum sum) {
      double[] first = sum.first.block < 0 ? backward.present() : values[sum.first.block];
      return mean(backward.wanted()) - sum.a * mean(first) - sum.b * mean(values[sum.second.block]);
    }

    /** Beside an offset it is the deviation from the mean that counts. */
    private double[] weighted(double[] v) {
      double[] slope = backward.slope();
      double centre = hasOffset ? mean(v) : 0;
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
        double weight = backward.slope()[r] * backward.slope()[r];
        sum += weight == 0 ? 0 : weight * v[r];
        weights += weight;
      }
      return sum / weights;
    }
  }

  /** Two partial sums in a written order, so that the additions overlap. */
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
