package io.formgate.hwcost;

import io.formgate.datapath.QuantizerRequest.OutputPort;
import io.formgate.datapath.Role;
import io.formgate.datapath.TableLimits;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Tolerance;

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

  /** The quantizer takes the error of an index up to a power of two. */
  private static final double INDEX_ERROR = 1.4;

  /** Cells of a table whose function is steepest at the lowest. */
  private static final int STEEP_CELLS = 4096;

  private final CandidateGraph g;
  private final OutputPort output;

  /** What an error of 1 of the vertex adds to the error of its domain. */
  private final double[] weight;

  /** The root whose argument the vertex is part of, or the graph's root. */
  private final int[] domain;

  private final double[] domainError;
  private final double[] domainValue;
  private final double[] slope;
  private final int[] asked;
  private final int[] askedIndex;
  private final int[] finest;

  /** Fraction bits that the vertex has. */
  final int[] fraction;

  /** Fraction bits of a table's index. */
  final int[] indexFraction;

  private final double[] error;
  private final double[] indexError;

  /** Whether nothing but sums and products lies between the vertex and the output. */
  private final boolean[] isLinear;

  private final Choice[] choices;
  private final int[] chosen;
  private double tried;
  private int triedFraction;

  CandidateLengths(CandidateGraph graph, OutputPort output) {
    g = graph;
    this.output = output;
    int n = graph.a.length;
    weight = new double[n];
    domain = new int[n];
    domainError = new double[n];
    domainValue = new double[n];
    slope = new double[n];
    asked = new int[n];
    askedIndex = new int[n];
    finest = new int[n];
    fraction = new int[n];
    indexFraction = new int[n];
    error = new double[n];
    indexError = new double[n];
    isLinear = new boolean[n];
    choices = new Choice[2 * n];
    chosen = new int[2 * n];
  }

  /** Gives the vertices of the graph their fraction bits. */
  void share() {
    double tolerance = tolerance();
    weigh();
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
    }
    for (int v = 0; v < g.size(); v++) {
      if (g.needed[v]) {
        place(v);
      }
    }
  }

  private double tolerance() {
    Tolerance t = output.tolerance();
    double largest = Math.min(g.magnitude(g.root()), output.format().range().magnitude());
    double corner = t.relative() > 0 ? t.absolute() / t.relative() : Double.POSITIVE_INFINITY;
    return t.at(Math.min(corner, largest));
  }

  private void weigh() {
    int root = g.root();
    for (int v = 0; v < g.size(); v++) {
      weight[v] = 0;
      domain[v] = root;
    }
    weight[root] = 1;
    for (int v = root; v >= g.ports; v--) {
      if (!g.needed[v] || g.isConstant(v)) {
        continue;
      }
      double w = weight[v];
      int d = domain[v];
      int x = g.a[v];
      int y = g.arity[v] > 1 ? g.b[v] : x;
      if (g.isTable(v)) {
        finest[v] = finestIndex(g.index[v]);
        slope[v] = slopeAt(v, g.index[v]);
        add(g.index[v], d, INDEX_ERROR * w * slope[v]);
        continue;
      }
      switch (g.role(v)) {
        case ADD, SUBTRACT, MINIMUM, MAXIMUM -> {
          add(x, d, w);
          add(y, d, w);
        }
        case NEGATE, ABSOLUTE -> add(x, d, w);
        case MULTIPLY -> {
          add(x, d, w * g.magnitude(y));
          add(y, d, w * g.magnitude(x));
        }
        case SQUARE -> add(x, d, 2 * w * g.magnitude(x));
        case SQUARE_ROOT -> add(x, v, 1);
        case DIVIDE -> {
          double least = Math.max(Math.min(Math.abs(g.lo[y]), Math.abs(g.hi[y])), 1e-9);
          add(x, d, w / least);
          add(y, d, w * g.magnitude(x) / (least * least));
        }
        case CHOICE -> {
          add(g.b[v], d, w);
          add(g.c[v], d, w);
        }
        case LESS, FLOOR, FUNCTION, JUMPING_FUNCTION, COMPOSITE -> {}
      }
    }
  }

  private void add(int v, int d, double w) {
    weight[v] += w;
    domain[v] = d;
  }

  /** {@return how much a part of a table moves at most where its index moves by 1, roughly} */
  private double slopeAt(int v, int index) {
    if (v == index) {
      return 1;
    }
    if (v < g.ports || g.isConstant(v)) {
      return 0;
    }
    int x = g.a[v];
    int y = g.arity[v] > 1 ? g.b[v] : x;
    return switch (g.role(v)) {
      case ADD, SUBTRACT -> slopeAt(x, index) + slopeAt(y, index);
      case MINIMUM, MAXIMUM -> Math.max(slopeAt(x, index), slopeAt(y, index));
      case NEGATE, ABSOLUTE, FLOOR, LESS -> slopeAt(x, index);
      case MULTIPLY -> g.magnitude(y) * slopeAt(x, index) + g.magnitude(x) * slopeAt(y, index);
      case SQUARE -> 2 * g.magnitude(x) * slopeAt(x, index);
      case SQUARE_ROOT -> {
        double steepest = Math.max(Math.max(0, g.lo[x]), (g.hi[x] - g.lo[x]) / STEEP_CELLS);
        yield steepest > 0 ? slopeAt(x, index) / (2 * Math.sqrt(steepest)) : 0;
      }
      case DIVIDE -> {
        double least = Math.max(Math.min(Math.abs(g.lo[y]), Math.abs(g.hi[y])), 1e-9);
        yield slopeAt(x, index) / least + g.magnitude(x) * slopeAt(y, index) / (least * least);
      }
      case CHOICE -> Math.max(slopeAt(g.b[v], index), slopeAt(g.c[v], index));
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          g.slope[v] * (slopeAt(x, index) + (y == x ? 0 : slopeAt(y, index)));
    };
  }

  /** {@return the error of the output with as many fraction bits everywhere} */
  private double uniform(int f) {
    for (int v = 0; v <= g.root(); v++) {
      domainError[v] = 0;
    }
    for (int v = 0; v <= g.root(); v++) {
      if (!g.needed[v]) {
        continue;
      }
      asked[v] = f;
      isLinear[v] = v == g.root() || (domain[v] == g.root() && !isRoot(g.root()));
      if (g.isTable(v)) {
        askedIndex[v] = finest[v];
      }
      place(v);
      double own = weight[v] * (error[v] + indexError[v]);
      if (isRoot(v)) {
        domainValue[v] = rooted(v, domainError[v]);
        own += weight[v] * domainValue[v];
      }
      if (v == g.root()) {
        return domain[v] == v && isRoot(v) ? own + portError() : domainError[v] + own + portError();
      }
      domainError[domain[v]] += own;
    }
    throw new IllegalStateException("the root of a graph is not needed");
  }

  /** {@return whether a vertex is a square root that is computed digit by digit} */
  private boolean isRoot(int v) {
    return g.role[v] == Role.SQUARE_ROOT && !g.isTable(v);
  }

  private double rooted(int v, double d) {
    double least = g.lo[g.a[v]];
    return least > 0 ? Math.min(Math.sqrt(d), d / Math.sqrt(least)) : Math.sqrt(d);
  }

  private double portError() {
    if (fraction[g.root()] <= output.format().fractionBits()) {
      return 0;
    }
    return output.format().lsb() / (isPortNearest(output) ? 2 : 1);
  }

  /** {@return whether the output is rounded to nearest, as the quantizer decides} */
  static boolean isPortNearest(OutputPort output) {
    return output.tolerance().absolute() < 2 * output.format().lsb();
  }

  private int finestIndex(int i) {
    int f =
        Math.min(MAX_FRACTION_BITS, TableLimits.MAX_TABLE_BITS - Math.getExponent(g.magnitude(i)));
    while (f > MIN_FRACTION_BITS
        && CandidateGraph.widthBits(g.lo[i], g.hi[i], f) > TableLimits.MAX_TABLE_BITS) {
      f--;
    }
    return f;
  }

  private boolean isRounded(int v) {
    if (g.isTable(v) || g.isConstant(v)) {
      return true;
    }
    return g.isOperator(v)
        && switch (g.role(v)) {
          case MULTIPLY, SQUARE, SQUARE_ROOT, DIVIDE -> true;
          case ADD,
              SUBTRACT,
              NEGATE,
              ABSOLUTE,
              MINIMUM,
              MAXIMUM,
              FLOOR,
              LESS,
              CHOICE,
              FUNCTION,
              JUMPING_FUNCTION,
              COMPOSITE ->
              false;
        };
  }

  /** Fraction bits and own error of a vertex from what it asks for and those of its operands. */
  private void place(int v) {
    indexError[v] = 0;
    if (v < g.ports) {
      fraction[v] = g.formats[v].fractionBits();
      error[v] = 0;
      return;
    }
    if (g.isConstant(v)) {
      placeConstant(v);
      return;
    }
    double lsb = CandidateGraph.powerOfTwo(-asked[v]);
    if (g.isTable(v)) {
      int i = g.index[v];
      fraction[v] = asked[v];
      indexFraction[v] = Math.min(askedIndex[v], fraction[i]);
      double grain = g.exact[i] ? CandidateGraph.powerOfTwo(-fraction[i]) : 0;
      error[v] = lsb / 2;
      indexError[v] = slope[v] * (CandidateGraph.powerOfTwo(-indexFraction[v]) - grain) / 2;
      return;
    }
    int x = g.a[v];
    int y = g.arity[v] > 1 ? g.b[v] : x;
    switch (g.role(v)) {
      case MULTIPLY, SQUARE -> {
        int whole = fraction[x] + fraction[y];
        fraction[v] = Math.min(whole, asked[v]);
        error[v] = whole > fraction[v] ? lsb : 0;
      }
      case SQUARE_ROOT, DIVIDE -> {
        fraction[v] = asked[v];
        error[v] = lsb;
      }
      case FLOOR -> {
        fraction[v] = Math.min(fraction[x], 0);
        error[v] = 0;
      }
      case LESS -> {
        fraction[v] = 0;
        error[v] = 0;
      }
      case CHOICE -> {
        fraction[v] = Math.max(fraction[g.b[v]], fraction[g.c[v]]);
        error[v] = 0;
      }
      case ADD,
          SUBTRACT,
          NEGATE,
          ABSOLUTE,
          MINIMUM,
          MAXIMUM,
          FUNCTION,
          JUMPING_FUNCTION,
          COMPOSITE -> {
        fraction[v] = Math.max(fraction[x], fraction[y]);
        error[v] = 0;
      }
    }
  }

  private void placeConstant(int v) {
    double value = g.number[v];
    int used = Math.min(asked[v], FixedFormat.MAX_WIDTH_BITS - 3 - Math.getExponent(value));
    long raw = Math.round(value * CandidateGraph.powerOfTwo(used));
    error[v] = Math.abs(value - raw * CandidateGraph.powerOfTwo(-used));
    fraction[v] = raw == 0 ? 0 : used - Long.numberOfTrailingZeros(raw);
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
    int open = 0;
    for (int v = 0; v <= g.root(); v++) {
      if (!g.needed[v]) {
        continue;
      }
      if (g.isTable(v)) {
        choices[open] = Choice.INDEX;
        chosen[open++] = v;
        askedIndex[v] = Math.min(askedIndex[v], fraction[g.index[v]]);
      }
      if (isRounded(v)) {
        choices[open] =
            g.isConstant(v)
                ? Choice.CONSTANT
                : g.isTable(v) || g.role[v] == Role.SQUARE_ROOT || g.role[v] == Role.DIVIDE
                    ? Choice.LAST_BIT
                    : Choice.PRODUCT;
        chosen[open++] = v;
      }
    }
    double total = start;
    while (open > 0) {
      int left = 0;
      for (int i = 0; i < open; i++) {
        int v = chosen[i];
        Choice choice = choices[i];
        double own = weight[v] * change(v, choice);
        double more = isLinear[v] ? own : raised(v, own, false);
        boolean least = (choice == Choice.INDEX ? askedIndex[v] : asked[v]) <= MIN_FRACTION_BITS;
        if (least || total + more > tolerance) {
          undo(v, choice);
        } else {
          total += isLinear[v] ? own : keep(v, own);
          accept(v, choice);
          choices[left] = choice;
          chosen[left++] = v;
        }
      }
      open = left;
    }
  }

  /** Takes a bit away. Returns what the error of the vertex grows by. */
  private double change(int v, Choice choice) {
    return switch (choice) {
      case LAST_BIT -> {
        asked[v]--;
        yield error[v];
      }
      case PRODUCT -> {
        asked[v]--;
        int whole = fraction[g.a[v]] + fraction[g.arity[v] > 1 ? g.b[v] : g.a[v]];
        tried = whole > asked[v] ? CandidateGraph.powerOfTwo(-asked[v]) : 0;
        yield tried - error[v];
      }
      case CONSTANT -> {
        asked[v]--;
        double before = error[v];
        triedFraction = fraction[v];
        placeConstant(v);
        tried = error[v];
        error[v] = before;
        yield tried - before;
      }
      case INDEX -> {
        int i = g.index[v];
        triedFraction = askedIndex[v];
        askedIndex[v] = Math.min(askedIndex[v], fraction[i]) - 1;
        tried = cells(v, askedIndex[v]);
        yield tried - indexError[v];
      }
    };
  }

  private void undo(int v, Choice choice) {
    switch (choice) {
      case LAST_BIT, PRODUCT -> asked[v]++;
      case CONSTANT -> {
        asked[v]++;
        fraction[v] = triedFraction;
      }
      case INDEX -> askedIndex[v] = triedFraction;
    }
  }

  private void accept(int v, Choice choice) {
    switch (choice) {
      case LAST_BIT -> {
        error[v] *= 2;
        fraction[v] = asked[v];
      }
      case PRODUCT -> {
        error[v] = tried;
        if (tried > 0) {
          fraction[v] = asked[v];
        }
      }
      case CONSTANT -> error[v] = tried;
      case INDEX -> indexError[v] = tried;
    }
  }

  private double cells(int v, int fractionBits) {
    int i = g.index[v];
    double grain = g.exact[i] ? CandidateGraph.powerOfTwo(-fraction[i]) : 0;
    return slope[v] * Math.max(0, CandidateGraph.powerOfTwo(-fractionBits) - grain) / 2;
  }

  private double keep(int v, double own) {
    return raised(v, own, true);
  }

  /** A change within a domain passes every root above it. */
  private double raised(int v, double own, boolean kept) {
    double more = own;
    int at = v;
    while (true) {
      int d = domain[at];
      boolean through = d != at && isRoot(d);
      if (kept && d != at) {
        domainError[d] += more;
      }
      if (!through) {
        return more;
      }
      double after = rooted(d, Math.max(0, domainError[d] + (kept ? 0 : more)));
      more = weight[d] * (after - domainValue[d]);
      if (kept) {
        domainValue[d] = after;
      }
      if (d == g.root()) {
        return more;
      }
      at = d;
    }
  }
}
