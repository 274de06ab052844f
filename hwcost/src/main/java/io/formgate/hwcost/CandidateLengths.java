package io.formgate.hwcost;

import io.formgate.datapath.QuantizerRequest.OutputPort;
import io.formgate.datapath.Role;
import io.formgate.datapath.TableLimits;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.CandidateVertex.Placing;

/**
 * Fraction bits of a candidate's values: the tolerance of the output is shared out as the quantizer
 * does, on errors that grow linearly from a value to the output, but for roots of values that reach
 * 0.
 *
 * <p>The quantizer bounds every error again for each bit that it takes away; here one number for
 * each value, found once, says what its error is to the output.
 */
final class CandidateLengths {
  private static final int MAX_FRACTION_BITS = 48;
  private static final int MIN_FRACTION_BITS = -48;
  private static final int SPARE_BITS = 3;

  /** Indices get wider by so much until the tolerance is kept. */
  private static final int INDEX_STEP_BITS = 2;

  /** The quantizer takes the error of an index up to a power of two. */
  private static final double INDEX_ERROR = 1.4;

  private final CandidateGraph g;
  private final OutputPort output;
  private final boolean isPortNearest;
  private final double outputMagnitude;

  /** The vertices that have an error of their own, or whose bits follow from others'. */
  private final CandidateVertex[] open;

  private int openCount;

  /** Most bits of an index. */
  private int indexBits;

  /** The digit roots. */
  private final CandidateVertex[] roots;

  private int rootCount;

  /** 0, or NaN if the weight of a vertex without an error is infinite. */
  private double unplaced;

  private final Choice[] choices;
  private final CandidateVertex[] chosen;
  private double triedError;
  private int tried;

  CandidateLengths(CandidateGraph graph, OutputPort output) {
    g = graph;
    this.output = output;
    isPortNearest = isPortNearest(output);
    outputMagnitude = output.format().range().magnitude();
    int n = graph.capacity();
    open = new CandidateVertex[n];
    roots = new CandidateVertex[n];
    choices = new Choice[2 * n];
    chosen = new CandidateVertex[2 * n];
  }

  /** Gives the vertices of the graph their fraction bits. */
  void share() {
    double tolerance = tolerance();
    indexBits = TableLimits.MAX_TABLE_BITS;
    weigh();
    while (indexBits < TableLimits.MAX_INDEX_BITS && uniform(MAX_FRACTION_BITS) > tolerance) {
      indexBits += INDEX_STEP_BITS;
      weigh();
    }
    int f = MAX_FRACTION_BITS;
    for (int least = 0; least < f; ) {
      int middle = (least + f) / 2;
      if (uniform(middle) <= tolerance) {
        f = middle;
      } else {
        least = middle + 1;
      }
    }
    double start = uniform(Math.min(MAX_FRACTION_BITS, f + SPARE_BITS));
    if (start <= tolerance) {
      narrow(start, tolerance);
      settle();
    }
  }

  private double tolerance() {
    Tolerance t = output.tolerance();
    double largest = Math.min(g.root().magnitude(), outputMagnitude);
    double corner = t.relative() > 0 ? t.absolute() / t.relative() : Double.POSITIVE_INFINITY;
    return t.at(Math.min(corner, largest));
  }

  private void weigh() {
    CandidateVertex root = g.root();
    CandidateVertex[] needed = g.needed();
    int count = g.neededCount();
    openCount = 0;
    rootCount = 0;
    unplaced = 0;
    for (int i = 0; i < count; i++) {
      CandidateVertex v = needed[i];
      v.weight = 0;
      v.domain = root;
      v.placing = placing(v);
      v.digitRoot = v.role == Role.SQUARE_ROOT && !v.table;
      v.indexError = 0;
      v.error = 0;
    }
    root.weight = 1;
    for (int i = count - 1; i >= 0; i--) {
      CandidateVertex v = needed[i];
      if (v.role != null) {
        weighArguments(v, v.role);
      }
    }
    for (int i = 0; i < count; i++) {
      CandidateVertex v = needed[i];
      v.linear = v == root || (v.domain == root && !root.digitRoot);
      switch (v.placing) {
        case INPUT -> unplaced += v.weight * 0;
        case FLOOR, TRUTH, WIDEST, CHOICE -> {
          unplaced += v.weight * 0;
          open[openCount++] = v;
        }
        case CONSTANT -> {
          v.mostFraction = FixedFormat.MAX_WIDTH_BITS - 3 - Math.getExponent(v.number);
          open[openCount++] = v;
        }
        case TABLE, ENTRY, PRODUCT, DIGITS -> open[openCount++] = v;
      }
      if (v.digitRoot) {
        v.leastRoot = v.a.lo > 0 ? Math.sqrt(v.a.lo) : 0;
        roots[rootCount++] = v;
      }
    }
  }

  private static Placing placing(CandidateVertex v) {
    if (v.role == null) {
      return v.constant ? Placing.CONSTANT : Placing.INPUT;
    }
    if (v.table) {
      return Placing.TABLE;
    }
    if (v.pair() != null) {
      return Placing.ENTRY;
    }
    return switch (v.role) {
      case MULTIPLY, SQUARE -> Placing.PRODUCT;
      case SQUARE_ROOT, DIVIDE -> Placing.DIGITS;
      case FLOOR -> Placing.FLOOR;
      case LESS -> Placing.TRUTH;
      case CHOICE -> Placing.CHOICE;
      case ADD,
          SUBTRACT,
          NEGATE,
          ABSOLUTE,
          MINIMUM,
          MAXIMUM,
          FUNCTION,
          JUMPING_FUNCTION,
          COMPOSITE ->
          Placing.WIDEST;
    };
  }

  private void weighArguments(CandidateVertex v, Role role) {
    double w = v.weight;
    CandidateVertex d = v.domain;
    CandidateVertex x = v.a;
    CandidateVertex y = v.b;
    if (v.table) {
      CandidateVertex index = v.index();
      v.finestIndex = finestIndex(index);
      v.indexSlope = CandidateSlopes.at(v, index);
      add(index, d, INDEX_ERROR * w * v.indexSlope);
      return;
    }
    if (v.pair() != null) {
      // The values that it is of are exact.
      return;
    }
    switch (role) {
      case ADD, SUBTRACT, MINIMUM, MAXIMUM -> {
        add(x, d, w);
        add(y, d, w);
      }
      case NEGATE, ABSOLUTE -> add(x, d, w);
      case MULTIPLY -> {
        add(x, d, w * y.magnitude());
        add(y, d, w * x.magnitude());
      }
      case SQUARE -> add(x, d, 2 * w * x.magnitude());
      case SQUARE_ROOT -> add(x, v, 1);
      case DIVIDE -> {
        double least = Math.max(Math.min(Math.abs(y.lo), Math.abs(y.hi)), 1e-9);
        add(x, d, w / least);
        add(y, d, w * x.magnitude() / (least * least));
      }
      case CHOICE -> {
        add(v.b, d, w);
        add(v.c, d, w);
      }
      case LESS, FLOOR, FUNCTION, JUMPING_FUNCTION, COMPOSITE -> {}
    }
  }

  private static void add(CandidateVertex v, CandidateVertex d, double w) {
    v.weight += w;
    v.domain = d;
  }

  /** {@return the error of the output with as many fraction bits everywhere} */
  private double uniform(int f) {
    CandidateVertex root = g.root();
    double lsb = CandidateGraph.powerOfTwo(-f);
    root.domainError = 0;
    for (int i = 0; i < rootCount; i++) {
      roots[i].domainError = 0;
    }
    double own = 0;
    for (int i = 0; i < openCount; i++) {
      CandidateVertex v = open[i];
      own = 0;
      switch (v.placing) {
        case PRODUCT -> {
          v.asked = f;
          int whole = v.a.fraction + v.b.fraction;
          boolean rounded = whole > f;
          v.fraction = rounded ? f : whole;
          v.error = rounded ? lsb : 0;
          own = v.weight * v.error;
        }
        case CONSTANT -> {
          v.asked = f;
          placeConstant(v);
          own = v.weight * v.error;
        }
        case TABLE -> {
          v.asked = f;
          v.askedIndex = v.finestIndex;
          CandidateVertex index = v.index();
          v.fraction = f;
          v.indexFraction = Math.min(v.askedIndex, index.fraction);
          double grain = index.exact ? CandidateGraph.powerOfTwo(-index.fraction) : 0;
          v.error = lsb / 2;
          v.indexError = v.indexSlope * (CandidateGraph.powerOfTwo(-v.indexFraction) - grain) / 2;
          own = v.weight * (v.error + v.indexError);
        }
        case ENTRY -> {
          v.asked = f;
          v.fraction = f;
          v.error = lsb / 2;
          own = v.weight * v.error;
        }
        case DIGITS -> {
          v.asked = f;
          v.fraction = f;
          v.error = lsb;
          own = v.weight * lsb;
          if (v.digitRoot) {
            v.domainValue = rooted(v, v.domainError);
            own += v.weight * v.domainValue;
          }
        }
        case WIDEST, CHOICE, FLOOR, TRUTH, INPUT -> follow(v);
      }
      if (v != root) {
        v.domain.domainError += own;
      }
    }
    return (root.digitRoot ? own : root.domainError + own) + portError() + unplaced;
  }

  /** Gives a vertex without an error of its own the bits that follow from its arguments'. */
  private static void follow(CandidateVertex v) {
    switch (v.placing) {
      case WIDEST -> v.fraction = Math.max(v.a.fraction, v.b.fraction);
      case CHOICE -> v.fraction = Math.max(v.b.fraction, v.c.fraction);
      case FLOOR -> v.fraction = Math.min(v.a.fraction, 0);
      case TRUTH -> v.fraction = 0;
      case INPUT, CONSTANT, TABLE, ENTRY, PRODUCT, DIGITS -> {}
    }
  }

  private static double rooted(CandidateVertex v, double d) {
    return v.leastRoot > 0 ? Math.min(Math.sqrt(d), d / v.leastRoot) : Math.sqrt(d);
  }

  private double portError() {
    if (g.root().fraction <= output.format().fractionBits()) {
      return 0;
    }
    return output.format().lsb() / (isPortNearest ? 2 : 1);
  }

  /** {@return whether the output is rounded to nearest, as the quantizer decides} */
  static boolean isPortNearest(OutputPort output) {
    return output.tolerance().absolute() < 2 * output.format().lsb();
  }

  private int finestIndex(CandidateVertex i) {
    int f = Math.min(MAX_FRACTION_BITS, indexBits - Math.getExponent(i.magnitude()));
    while (f > MIN_FRACTION_BITS && CandidateGraph.widthBits(i.lo, i.hi, f) > indexBits) {
      f--;
    }
    return f;
  }

  /** Fraction bits of all vertices from what they ask for at last. */
  private void settle() {
    for (int i = 0; i < openCount; i++) {
      CandidateVertex v = open[i];
      switch (v.placing) {
        case PRODUCT -> v.fraction = Math.min(v.a.fraction + v.b.fraction, v.asked);
        case TABLE -> v.indexFraction = Math.min(v.askedIndex, v.index().fraction);
        case WIDEST, CHOICE, FLOOR, TRUTH -> follow(v);
        case INPUT, CONSTANT, ENTRY, DIGITS -> {}
      }
    }
  }

  private static void placeConstant(CandidateVertex v) {
    double value = v.number;
    int used = Math.min(v.asked, v.mostFraction);
    long raw = Math.round(value * CandidateGraph.powerOfTwo(used));
    v.error = Math.abs(value - raw * CandidateGraph.powerOfTwo(-used));
    v.fraction = raw == 0 ? 0 : used - Long.numberOfTrailingZeros(raw);
  }

  /** What a choice of bits is about, and the error that it makes. */
  private enum Choice {
    /** Doubles with each bit. */
    LAST_BIT,
    /** Doubles with each bit below the exact ones. */
    PRODUCT,
    /** The distance of a number to its literal. */
    CONSTANT,
    /** Cells of a table. */
    INDEX
  }

  /** Takes bits away, vertex by vertex, while the error of the output stays below the tolerance. */
  private void narrow(double start, double tolerance) {
    int count = 0;
    for (int i = 0; i < openCount; i++) {
      CandidateVertex v = open[i];
      switch (v.placing) {
        case TABLE -> {
          v.askedIndex = Math.min(v.askedIndex, v.index().fraction);
          choices[count] = Choice.INDEX;
          chosen[count++] = v;
          choices[count] = Choice.LAST_BIT;
          chosen[count++] = v;
        }
        case CONSTANT -> {
          choices[count] = Choice.CONSTANT;
          chosen[count++] = v;
        }
        case ENTRY, DIGITS -> {
          choices[count] = Choice.LAST_BIT;
          chosen[count++] = v;
        }
        case PRODUCT -> {
          choices[count] = Choice.PRODUCT;
          chosen[count++] = v;
        }
        case INPUT, WIDEST, CHOICE, FLOOR, TRUTH -> {}
      }
    }
    double total = start;
    while (count > 0) {
      int left = 0;
      for (int i = 0; i < count; i++) {
        CandidateVertex v = chosen[i];
        Choice choice = choices[i];
        double own = v.weight * growth(v, choice);
        double more = v.linear ? own : raised(v, own);
        int asked = choice == Choice.INDEX ? tried : v.asked - 1;
        if (asked > MIN_FRACTION_BITS && !(total + more > tolerance)) {
          total += more;
          if (!v.linear) {
            keep(v);
          }
          take(v, choice);
          choices[left] = choice;
          chosen[left++] = v;
        }
      }
      count = left;
    }
  }

  /** {@return what the error of the vertex grows by if it loses a bit} */
  private double growth(CandidateVertex v, Choice choice) {
    return switch (choice) {
      case LAST_BIT -> v.error;
      case PRODUCT -> {
        int asked = v.asked - 1;
        boolean rounded = v.a.fraction + v.b.fraction > asked;
        triedError = rounded ? CandidateGraph.powerOfTwo(-asked) : 0;
        yield triedError - v.error;
      }
      case CONSTANT -> {
        int used = Math.min(v.asked - 1, v.mostFraction);
        long raw = Math.round(v.number * CandidateGraph.powerOfTwo(used));
        triedError = Math.abs(v.number - raw * CandidateGraph.powerOfTwo(-used));
        tried = raw == 0 ? 0 : used - Long.numberOfTrailingZeros(raw);
        yield triedError - v.error;
      }
      case INDEX -> {
        CandidateVertex index = v.index();
        tried = Math.min(v.askedIndex, index.fraction) - 1;
        double grain = index.exact ? CandidateGraph.powerOfTwo(-index.fraction) : 0;
        double cell = CandidateGraph.powerOfTwo(-tried);
        triedError = v.indexSlope * Math.max(0, cell - grain) / 2;
        yield triedError - v.indexError;
      }
    };
  }

  /** Takes the bit away whose error has just been found. */
  private void take(CandidateVertex v, Choice choice) {
    switch (choice) {
      case LAST_BIT -> {
        v.asked--;
        v.error *= 2;
        v.fraction = v.asked;
      }
      case PRODUCT -> {
        v.asked--;
        v.error = triedError;
        if (triedError > 0) {
          v.fraction = v.asked;
        }
      }
      case CONSTANT -> {
        v.asked--;
        v.error = triedError;
        v.fraction = tried;
      }
      case INDEX -> {
        v.askedIndex = tried;
        v.indexError = triedError;
      }
    }
  }

  /**
   * {@return what a change within a domain adds to the error of the output} It passes every root
   * above, and is remembered there until it is kept.
   */
  private double raised(CandidateVertex v, double own) {
    double more = own;
    CandidateVertex at = v;
    while (true) {
      CandidateVertex d = at.domain;
      if (d == at || !d.digitRoot) {
        return more;
      }
      d.triedError = d.domainError + more;
      d.triedValue = rooted(d, Math.max(0, d.triedError));
      more = d.weight * (d.triedValue - d.domainValue);
      if (d == g.root()) {
        return more;
      }
      at = d;
    }
  }

  private void keep(CandidateVertex v) {
    for (CandidateVertex at = v; at.domain != at && at.domain.digitRoot; at = at.domain) {
      at.domain.domainError = at.domain.triedError;
      at.domain.domainValue = at.domain.triedValue;
    }
  }
}
