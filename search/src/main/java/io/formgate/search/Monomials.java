package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.List;

/**
 * Products of powers of the inputs that dimensional analysis points to, where constants carry no
 * units: the dimensionless ones (Buckingham, Physical Review 4, 1914) and those of the output's
 * unit. Under a function like {@code exp} a product is admissible only when it is complete, so no
 * step by step way leads to it.
 */
final class Monomials {
  private static final int LARGEST_EXPONENT = 4;

  /** Sum of the magnitudes of the exponents. */
  private static final int LARGEST_DEGREE = 7;

  private static final int MOST_TRIED = 200_000;

  /** Kept of the lowest degrees. */
  private static final int MOST = 200;

  private final Worker worker;
  private final int inputs;
  private final int lowest;
  private final long dimensionless;
  private final List<Tape> found = new ArrayList<>();
  private int tried;

  private Monomials(Worker worker) {
    this.worker = worker;
    inputs = worker.data().inputs();
    lowest = worker.options().operators().contains(Operator.DIVIDE) ? -LARGEST_EXPONENT : 0;
    Tape one = new Tape(1);
    one.addConstant(1);
    dimensionless = worker.kind(one);
  }

  /**
   * {@return the products, those of few factors first; none where units leave everything open}
   *
   * @param worker scratch memory
   */
  static List<Tape> of(Worker worker) {
    Monomials monomials = new Monomials(worker);
    if (!monomials.unitsMatter() || !worker.options().operators().contains(Operator.MULTIPLY)) {
      return List.of();
    }
    for (int degree = 2; degree <= LARGEST_DEGREE; degree++) {
      monomials.choose(new int[monomials.inputs], 0, degree);
    }
    return monomials.found;
  }

  private boolean unitsMatter() {
    for (int column : worker.template().columns()) {
      Tape leaf = new Tape(1);
      leaf.addVariable(column);
      if (column < inputs && worker.kind(leaf) != dimensionless) {
        return true;
      }
    }
    return false;
  }

  /** Tries all exponents from a column on whose magnitudes have the sum. */
  private void choose(int[] exponents, int column, int degree) {
    if (tried >= MOST_TRIED || found.size() >= MOST) {
      return;
    }
    if (column == inputs) {
      if (degree == 0) {
        tried++;
        offer(exponents);
      }
      return;
    }
    boolean isOpen = worker.template().columns().contains(column);
    int most = isOpen ? Math.min(degree, LARGEST_EXPONENT) : 0;
    for (int e = most; e >= Math.max(-most, lowest); e--) {
      exponents[column] = e;
      choose(exponents, column + 1, degree - Math.abs(e));
    }
    exponents[column] = 0;
  }

  private void offer(int[] exponents) {
    Tape product = product(exponents);
    if (product.length() <= worker.options().maxSize()
        && (worker.kind(product) == dimensionless || worker.isAdmissible(product))) {
      found.add(product);
    }
  }

  private Tape product(int[] exponents) {
    Tape out = new Tape(2 * LARGEST_DEGREE + 3);
    boolean isEmpty = !factors(exponents, 1, out);
    Tape below = new Tape(2 * LARGEST_DEGREE + 3);
    if (factors(exponents, -1, below)) {
      if (isEmpty) {
        out.addConstant(1);
      }
      out.addAll(below, 0, below.length());
      out.addOperator(Operator.DIVIDE);
    }
    return out;
  }

  /** Appends the powers of one sign; false if there are none. */
  private boolean factors(int[] exponents, int sign, Tape out) {
    boolean isFirst = true;
    for (int column = 0; column < inputs; column++) {
      int e = sign * exponents[column];
      if (e <= 0) {
        continue;
      }
      power(column, e, out);
      if (!isFirst) {
        out.addOperator(Operator.MULTIPLY);
      }
      isFirst = false;
    }
    return !isFirst;
  }

  private void power(int column, int exponent, Tape out) {
    boolean hasSquare = worker.options().operators().contains(Operator.SQUARE);
    int squares = hasSquare ? exponent / 2 : 0;
    int singles = exponent - 2 * squares;
    out.addVariable(column);
    if (squares > 0) {
      out.addOperator(Operator.SQUARE);
    }
    for (int k = 1; k < squares; k++) {
      // The second square is that of the first.
      out.addOperator(Operator.SQUARE);
    }
    for (int k = squares > 0 ? 0 : 1; k < singles; k++) {
      out.addVariable(column);
      out.addOperator(Operator.MULTIPLY);
    }
  }
}
