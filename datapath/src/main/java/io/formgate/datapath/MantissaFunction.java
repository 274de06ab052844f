package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.Arrays;

/**
 * The square root or the reciprocal of a mantissa: the leading bits of a value, which are moved to
 * a fixed place. The result times a power of two is that of the whole value.
 */
enum MantissaFunction {
  /**
   * For the mantissa m of an even number p of bits, {@code sqrt(m) 2^(-p/2)}: at least 1/2 where
   * one of the two leading bits is 1, below that for the smallest values alone.
   */
  SQUARE_ROOT {
    @Override
    int indexBits(int mantissaBits) {
      return mantissaBits;
    }

    @Override
    double of(long mantissa, int mantissaBits) {
      return Math.sqrt(Math.scalb((double) mantissa, -mantissaBits));
    }

    @Override
    long firstNormalized(int mantissaBits) {
      return 1L << (mantissaBits - 2);
    }
  },

  /**
   * For the mantissa m of p bits, of which the first is 1 and not part of the index, {@code 2^(p -
   * 1) / m}: from 1 down to 1/2.
   */
  RECIPROCAL {
    @Override
    int indexBits(int mantissaBits) {
      return mantissaBits - 1;
    }

    @Override
    double of(long mantissa, int mantissaBits) {
      return Math.scalb(1.0, mantissaBits - 1) / mantissa;
    }

    @Override
    long firstNormalized(int mantissaBits) {
      return 1L << (mantissaBits - 1);
    }
  };

  /** Fewest bits of a mantissa. */
  static final int MIN_BITS = 4;

  /** Most bits of a mantissa. */
  static final int MAX_BITS = TableLimits.MAX_INDEX_BITS;

  /** The root of a small value is steep: only small tables hold it as well. */
  private static final int MAX_UNNORMALIZED_BITS = 10;

  /** {@return the bits of the table's index} */
  abstract int indexBits(int mantissaBits);

  /** {@return the value at a mantissa} */
  abstract double of(long mantissa, int mantissaBits);

  /** {@return the least mantissa of a value that is not small} */
  abstract long firstNormalized(int mantissaBits);

  /**
   * {@return the bits of the lowest part of an operand that is looked at as it stands, for a square
   * root; all of it where the table is small, else what tells 0 from a value with a leading 1}
   *
   * @param mantissaBits even
   */
  static int lowestWindowBits(int mantissaBits) {
    return mantissaBits <= MAX_UNNORMALIZED_BITS ? mantissaBits : 2;
  }

  /** {@return the fraction bits of the result: a cell is as wide as a bit or two of them} */
  static int fractionBits(int mantissaBits) {
    return mantissaBits + 1;
  }

  /**
   * {@return the function over the cells of the mantissa: a cell holds the values up to the next}
   */
  Samples samples(int mantissaBits) {
    int bits = indexBits(mantissaBits);
    double[] lo = new double[1 << bits];
    double[] hi = new double[1 << bits];
    Arrays.fill(lo, Double.POSITIVE_INFINITY);
    Arrays.fill(hi, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < lo.length; i++) {
      long mantissa = (bits < mantissaBits ? 1L << bits : 0) + i;
      if (mantissa > 0
          && mantissa < firstNormalized(mantissaBits)
          && mantissaBits > MAX_UNNORMALIZED_BITS) {
        continue;
      }
      double begin = of(mantissa, mantissaBits);
      // A mantissa that is not normalized has no bits below it, so that its cell is one value.
      double end =
          mantissa < firstNormalized(mantissaBits) ? begin : of(mantissa + 1, mantissaBits);
      lo[i] = Math.nextDown(Math.min(begin, end));
      hi[i] = Math.nextUp(Math.max(begin, end));
    }
    return new Samples(new FixedFormat(false, bits, bits), lo, hi);
  }

  /** {@return how far a table may be from the function: half a cell and one last bit} */
  double allowedError(int mantissaBits) {
    long first = firstNormalized(mantissaBits);
    double cell = Math.abs(of(first, mantissaBits) - of(first + 1, mantissaBits));
    return Math.nextUp(cell / 2 + Math.scalb(1.0, -fractionBits(mantissaBits)));
  }

  /** {@return the relative error of a result that is allowed, where a mantissa is normalized} */
  double relativeError(int mantissaBits) {
    return 2 * allowedError(mantissaBits);
  }
}
