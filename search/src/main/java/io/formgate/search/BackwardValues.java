package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a shape would have to be, row by row, for the whole to be the target: from the
 * target the functions above the part are inverted, one after the other, with the values that the
 * rest of the shape has.
 *
 * <p>With the values go the derivatives of what is fitted by the part, there, times the roots of
 * the rows' weights: their squares are the weights that errors of the part have.
 */
final class BackwardValues {
  /** Share of the rows that may have no inverse, as noise leaves some beyond a function's range. */
  private static final double MOST_LOST = 0.25;

  /**
   * The way back through an operator to an argument.
   *
   * @param argument of the operator's value and the other argument; an operator with one argument
   *     has its present value in place of the other, which says the sign
   * @param slope the operator's derivative, of the argument and the other one
   */
  private record Inverse(DoubleBinaryOperator argument, DoubleBinaryOperator slope) {}

  /** To the first argument, or the only one. */
  private static final Map<Operator, Inverse> TO_FIRST =
      Map.of(
          Operator.ADD, new Inverse((t, o) -> t - o, (v, o) -> 1),
          Operator.SUBTRACT, new Inverse((t, o) -> t + o, (v, o) -> 1),
          Operator.MULTIPLY, new Inverse((t, o) -> t / o, (v, o) -> o),
          Operator.DIVIDE, new Inverse((t, o) -> t * o, (v, o) -> 1 / o),
          Operator.LOG, new Inverse((t, o) -> StrictMath.exp(t), (v, o) -> 1 / v),
          Operator.EXP, new Inverse((t, o) -> StrictMath.log(t), (v, o) -> StrictMath.exp(v)),
          Operator.SQRT,
              new Inverse((t, o) -> t < 0 ? Double.NaN : t * t, (v, o) -> 0.5 / Math.sqrt(v)),
          Operator.SQUARE, new Inverse((t, o) -> Math.copySign(Math.sqrt(t), o), (v, o) -> 2 * v),
          Operator.CUBE, new Inverse((t, o) -> StrictMath.cbrt(t), (v, o) -> 3 * v * v));

  private static final Map<Operator, Inverse> TO_SECOND =
      Map.of(
          Operator.ADD, new Inverse((t, o) -> t - o, (v, o) -> 1),
          Operator.SUBTRACT, new Inverse((t, o) -> o - t, (v, o) -> -1),
          Operator.MULTIPLY, new Inverse((t, o) -> t / o, (v, o) -> o),
          Operator.DIVIDE, new Inverse((t, o) -> o / t, (v, o) -> -o / v / v));

  /** How what is put in relates to the part that was there. */
  enum Join {
    /** It takes the part's place. */
    REPLACE,
    /** It is added. */
    ADD,
    /** It becomes a factor. */
    MULTIPLY
  }

  private final Screen screen;
  private final double[] wanted;
  private final double[] slope;
  private final double[] other;
  private final double[] present;
  private final Tape part;

  /**
   * Makes it for one island and epoch.
   *
   * @param screen the sample; it speaks of the shape when one is asked about
   * @param longest longest tape
   */
  BackwardValues(Screen screen, int longest) {
    this.screen = screen;
    wanted = new double[screen.rows()];
    slope = new double[screen.rows()];
    other = new double[screen.rows()];
    present = new double[screen.rows()];
    part = new Tape(longest);
  }

  /** {@return what the part would have to be, not to be written to} */
  double[] wanted() {
    return wanted;
  }

  /**
   * {@return derivatives by the part times the roots of the weights, 0 for rows that do not count;
   * not to be written to}
   */
  double[] slope() {
    return slope;
  }

  /** {@return the values that the part has, not to be written to} */
  double[] present() {
    return present;
  }

  /**
   * Goes from the target to a part of a shape.
   *
   * @param shape the screen has evaluated it
   * @param at root of the part
   * @param join how what is wanted meets the part
   * @param functions of what is wanted, the outermost first
   * @param random the stream
   * @return whether there is a way, and values on most rows of weight above 0
   */
  boolean find(Tape shape, int at, Join join, List<Wrapping> functions, RandomGenerator random) {
    int root = shape.length() - 1;
    boolean isReplaced = join == Join.REPLACE;
    boolean isLogarithm =
        at == root
            ? isReplaced && !functions.isEmpty() && functions.getFirst() == Wrapping.LOG
            : isAt(shape, root, Operator.LOG);
    if (!setOut(isLogarithm, random) || !invertTo(shape, at) || !valuesOf(shape, at, present)) {
      return false;
    }
    if (!isReplaced) {
      System.arraycopy(present, 0, other, 0, other.length);
      invert(TO_FIRST.get(join == Join.ADD ? Operator.ADD : Operator.MULTIPLY));
    }
    for (int k = 0; k < functions.size(); k++) {
      Wrapping function = functions.get(k);
      // Where nothing says the sign, of two roots it is the positive one.
      boolean isKnown = k == 0 && isReplaced;
      for (int r = 0; r < wanted.length; r++) {
        wanted[r] = function.argument(wanted[r], isKnown ? present[r] : 1);
        slope[r] *= function.slope(wanted[r]);
      }
    }
    return keepFinite();
  }

  /**
   * Begins at the root. Slope and offset are those of the shape, or there is no offset, or the
   * slope of a logarithm at the root is 1 or -1: those of a shape that is not yet right may be far
   * off.
   */
  private boolean setOut(boolean isLogarithm, RandomGenerator random) {
    double[] target = screen.target();
    double[] weight = screen.weight();
    if (screen.isLogarithmic()) {
      double scale = screen.slope(Scaling.SLOPE);
      double logScale = StrictMath.log(Math.abs(scale));
      for (int r = 0; r < wanted.length; r++) {
        wanted[r] = Math.signum(scale) * StrictMath.exp(target[r] - logScale);
        slope[r] = Math.sqrt(weight[r]) / wanted[r];
      }
      return true;
    }
    double a = screen.slope(Scaling.AFFINE);
    double b = screen.offset(Scaling.AFFINE);
    boolean isPlain = random.nextBoolean();
    if (isPlain && isLogarithm) {
      double mean =
          IntStream.range(0, target.length).mapToDouble(r -> weight[r] * target[r]).sum()
              / screen.totalWeight();
      double whole = random.nextBoolean() ? 1 : -1;
      b = mean - whole * (mean - b) / a;
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
      slope[r] = Math.sqrt(weight[r]) * a;
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
      if (shape.isCall(root) || shape.arityAt(root) > 2) {
        return false;
      }
      boolean isBinary = shape.arityAt(root) == 2;
      int second = root - 1;
      int first = isBinary ? shape.subtreeStart(second) - 1 : second;
      boolean isFirst = at <= first;
      Inverse inverse = (isFirst ? TO_FIRST : TO_SECOND).get(shape.operatorAt(root));
      if (inverse == null || !valuesOf(shape, isBinary && isFirst ? second : first, other)) {
        return false;
      }
      invert(inverse);
      root = isFirst ? first : second;
    }
    return true;
  }

  private boolean valuesOf(Tape shape, int root, double[] out) {
    part.clear();
    part.addAll(shape, shape.subtreeStart(root), root + 1);
    return screen.values(part, out);
  }

  private void invert(@Nullable Inverse inverse) {
    if (inverse == null) {
      throw new IllegalArgumentException("a function without an inverse");
    }
    for (int r = 0; r < wanted.length; r++) {
      wanted[r] = inverse.argument.applyAsDouble(wanted[r], other[r]);
      slope[r] *= inverse.slope.applyAsDouble(wanted[r], other[r]);
    }
  }

  /** Leaves out the rows of weight 0, and those without an inverse, if they are few. */
  private boolean keepFinite() {
    int counted = 0;
    int lost = 0;
    for (int r = 0; r < wanted.length; r++) {
      boolean counts = screen.weight()[r] != 0;
      double weight = slope[r] * slope[r];
      boolean isFinite = Double.isFinite(weight) && Double.isFinite(weight * wanted[r] * wanted[r]);
      if (!counts || !isFinite) {
        wanted[r] = 0;
        slope[r] = 0;
      }
      counted += counts ? 1 : 0;
      lost += counts && !isFinite ? 1 : 0;
    }
    return lost <= MOST_LOST * counted;
  }
}
