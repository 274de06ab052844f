package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import io.formgate.search.BackwardValues.Join;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Puts in the place of a subtree, or joins to it as a term or a factor, the sum of two building
 * blocks, or of a building block and what was there, that comes nearest to what it would have to
 * be; or a function of such a sum ({@link Wrapping}).
 *
 * <p>What it would have to be are {@link BackwardValues}, which are fitted by each of these sums,
 * by linear least squares with the weights that errors have there. So a sum under a function is
 * found at once, of which one term alone is no better than what was there before. A term that
 * explains next to nothing is left out.
 */
final class InverseGraft {
  /** Blocks of a trial: to look through them costs about as much as ten candidates. */
  private static final int MOST_BLOCKS = 200;

  private static final int SWEEPS = 3;

  private static final OptionalDouble NONE = OptionalDouble.empty();

  private static final double ROOT_PROBABILITY = 0.25;

  /** Share of grafts that keep the subtree, as a factor and as a term. */
  private static final double FACTOR = 0.2;

  private static final double TERM = 0.05;

  private static final double DEGENERATE = 1e-9;

  /** Share of the squares that rounding makes of nothing. */
  private static final double ROUNDING = 1e-10;

  /**
   * Share of what is left that the best of two hundred terms without meaning gains on 256 rows: the
   * largest of as many squares of normal numbers is about eight.
   */
  private static final double MEANINGLESS = 0.03;

  /** Two coefficients and an offset with their operators, and what joins the sum. */
  private static final int JOINING_NODES = 10;

  private final Screen screen;
  private final TypedBlocks blocks;
  private final double[][] values;
  private final boolean canJoin;
  private final List<List<Wrapping>> chains;
  private final BackwardValues backward;

  /**
   * Makes the grafter of one island and epoch.
   *
   * @param screen the sample of the blocks; its state is overwritten
   * @param sampled blocks to choose from
   * @param operators of the search
   * @param longest longest tape
   */
  InverseGraft(Screen screen, SampledBlocks sampled, List<Operator> operators, int longest) {
    this.screen = screen;
    blocks = sampled.blocks();
    values = sampled.values();
    canJoin = operators.contains(Operator.ADD) && operators.contains(Operator.MULTIPLY);
    chains = Wrapping.chains(operators);
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
    Place place = new Place(shape, at, join(random), functions(random));
    if (!backward.find(shape, at, place.join, place.functions, random)) {
      return false;
    }
    Terms terms = new Terms(place, random.nextBoolean(), random);
    Sum best = terms.best(child, random);
    if (best == null) {
      return false;
    }
    return place.fill(best, terms.hasOffset ? OptionalDouble.of(terms.offset(best)) : NONE, child);
  }

  private static Join join(RandomGenerator random) {
    double x = random.nextDouble();
    return x < FACTOR ? Join.MULTIPLY : x < FACTOR + TERM ? Join.ADD : Join.REPLACE;
  }

  /** The functions that the sum stands under, the outermost first. */
  private List<Wrapping> functions(RandomGenerator random) {
    return chains.isEmpty() || random.nextBoolean()
        ? List.of()
        : chains.get(random.nextInt(chains.size()));
  }

  /** Where a sum goes: the subtree of a shape, and what the sum stands under there. */
  private final class Place {
    private final Tape shape;
    private final int at;
    private final Join join;
    private final List<Wrapping> functions;
    private final Tape present;

    Place(Tape shape, int at, Join join, List<Wrapping> functions) {
      this.shape = shape;
      this.at = at;
      this.join = join;
      this.functions = functions;
      int start = shape.subtreeStart(at);
      present = new Tape(at + 1 - start);
      present.addAll(shape, start, at + 1);
    }

    /** {@return whether a sum of the kind of the blocks may stand there} */
    boolean admits(@Nullable Tape first, Tape second, boolean hasOffset, Tape child) {
      return fill(
              first == null ? present : first,
              second,
              1,
              1,
              hasOffset ? OptionalDouble.of(1) : NONE,
              child)
          && screen.worker().admitsAsWell(child, shape);
    }

    /** Makes the child the shape with a sum; false if there is no room. */
    boolean fill(Sum sum, OptionalDouble offset, Tape child) {
      return fill(
          sum.first == null ? null : sum.first.block < 0 ? present : blocks.get(sum.first.block),
          blocks.get(sum.second.block),
          sum.a,
          sum.b,
          offset,
          child);
    }

    private boolean fill(
        @Nullable Tape first, Tape second, double a, double b, OptionalDouble offset, Tape child) {
      int nodes = second.length() + (first == null ? 0 : first.length());
      if (shape.length() + nodes + 2 * functions.size() + JOINING_NODES > child.capacity()) {
        return false;
      }
      child.clear();
      child.addAll(shape, 0, join == Join.REPLACE ? shape.subtreeStart(at) : at + 1);
      functions.forEach(function -> function.before(child));
      if (first != null) {
        child.addAll(first, 0, first.length());
      }
      child.addAll(second, 0, second.length());
      child.addConstant(first == null ? b : b / a);
      child.addOperator(Operator.MULTIPLY);
      if (first != null) {
        child.addOperator(Operator.ADD);
        child.addConstant(a);
        child.addOperator(Operator.MULTIPLY);
      }
      if (offset.isPresent()) {
        child.addConstant(offset.getAsDouble());
        child.addOperator(Operator.ADD);
      }
      functions.reversed().forEach(function -> function.behind(child));
      switch (join) {
        case REPLACE -> {}
        case ADD -> child.addOperator(Operator.ADD);
        case MULTIPLY -> child.addOperator(Operator.MULTIPLY);
      }
      child.addAll(shape, at + 1, shape.length());
      return true;
    }
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

  /** The sum a first + b second, and how much of the squares it explains; first may be missing. */
  private record Sum(@Nullable Term first, Term second, double a, double b, double gain) {}

  /** The terms of a trial: some blocks, with or without an offset beside them. */
  private final class Terms {
    private final Place place;
    private final boolean hasOffset;
    private final double[] aim;
    private final double aimSquares;

    private final boolean[] chosen = new boolean[blocks.size()];

    Terms(Place place, boolean hasOffset, RandomGenerator random) {
      this.place = place;
      this.hasOffset = hasOffset;
      aim = weighted(backward.wanted());
      aimSquares = dot(aim, aim);
      double share = Math.min(0.75, (double) MOST_BLOCKS / blocks.size());
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = random.nextDouble() < share;
      }
    }

    /** {@return the chosen blocks that fit beside what is there, or beside each other} */
    private List<Term> some(boolean besidePresent, Tape child) {
      boolean[] fitting =
          blocks.fitting(
              block -> place.admits(besidePresent ? null : block, block, hasOffset, child));
      List<Term> some = new ArrayList<>();
      for (int i = 0; i < chosen.length; i++) {
        if (chosen[i] && blocks.fits(i, fitting)) {
          some.add(term(i, values[i]));
        }
      }
      return some;
    }

    private Term term(int block, double[] v) {
      return new Term(block, weighted(v), aim);
    }

    /**
     * {@return a good sum, null if there is none}: half of them of what is there and its best
     * partner; the others from a random block on, the best partner of the last looked for in turn
     */
    private @Nullable Sum best(Tape child, RandomGenerator random) {
      boolean besidePresent = random.nextBoolean();
      List<Term> some = some(besidePresent, child);
      if (some.isEmpty()) {
        return null;
      }
      if (besidePresent) {
        Sum sum = withPartner(term(-1, backward.present()), null, some);
        return sum == null ? null : withoutIdleTerm(sum);
      }
      Sum best = withPartner(some.get(random.nextInt(some.size())), null, some);
      for (int sweep = 1; sweep < SWEEPS && best != null; sweep++) {
        Sum next = withPartner(best.second, best, some);
        if (best.equals(next)) {
          break;
        }
        best = next;
      }
      return best == null ? null : withoutIdleTerm(best);
    }

    /** {@return the sum without the term that the other one can do without, if there is one} */
    private Sum withoutIdleTerm(Sum sum) {
      Term first = Objects.requireNonNull(sum.first);
      Term kept = first.block < 0 || alone(sum.second) >= alone(first) ? sum.second : first;
      double left = aimSquares - sum.gain;
      double idle = Math.max(ROUNDING * aimSquares, MEANINGLESS * left);
      return sum.gain - alone(kept) <= idle
          ? new Sum(null, kept, 0, kept.explained / kept.squares, alone(kept))
          : sum;
    }

    /** {@return what a term explains by itself} */
    private double alone(Term term) {
      return term.explained * term.explained / term.squares;
    }

    /**
     * {@return the best sum of a term and another one, or the one that is there if none is better}
     */
    private @Nullable Sum withPartner(Term first, @Nullable Sum former, List<Term> some) {
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
      double rest = mean(backward.wanted()) - sum.b * mean(values[sum.second.block]);
      if (sum.first == null) {
        return rest;
      }
      double[] first = sum.first.block < 0 ? backward.present() : values[sum.first.block];
      return rest - sum.a * mean(first);
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
