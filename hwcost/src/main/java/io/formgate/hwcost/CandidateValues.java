package io.formgate.hwcost;

import io.formgate.expression.FixedFormat;

/**
 * Values of a candidate's circuit: their ranges for any bits of the inputs, their word lengths, and
 * the stage in which they are there. Partial sums have slots above those of the vertices.
 */
final class CandidateValues {
  private final CandidateGraph g;

  /** Stage in which the value is there, and when its lowest and its highest bit are. */
  final int[] stage;

  final int[] low;
  final int[] high;

  /** Values for any bits of the inputs. */
  final double[] least;

  final double[] most;
  final int[] fraction;
  final int[] width;

  /** The last stage in which an operation needs the value. */
  final int[] lastUse;

  private int slots;

  CandidateValues(CandidateGraph graph) {
    g = graph;
    int n = 2 * graph.a.length;
    stage = new int[n];
    low = new int[n];
    high = new int[n];
    least = new double[n];
    most = new double[n];
    fraction = new int[n];
    width = new int[n];
    lastUse = new int[n];
  }

  /** Forgets the partial sums of the graph before. */
  void clear() {
    slots = g.size();
  }

  /** {@return the vertices and the partial sums} */
  int slots() {
    return slots;
  }

  /** Starts a vertex before all operations. */
  void start(int v) {
    stage[v] = 0;
    low[v] = 0;
    high[v] = 0;
    lastUse[v] = 0;
  }

  /** A value with its formats, there at once. */
  int slot(double lo, double hi, int fractionBits) {
    int s = slots++;
    shape(s, lo, hi, fractionBits);
    start(s);
    return s;
  }

  void shape(int s, double lo, double hi, int fractionBits) {
    least[s] = lo;
    most[s] = hi;
    fraction[s] = fractionBits;
    width[s] = CandidateGraph.widthBits(lo, hi, fractionBits);
  }

  /** Says that an operation of a stage needs the value. */
  void held(int s, int untilStage) {
    lastUse[s] = Math.max(lastUse[s], untilStage);
  }

  /** Puts a value where the later of two operands is, bit by bit. */
  void at(int s, int x, int y) {
    stage[s] = stage[x];
    low[s] = low[x];
    high[s] = high[x];
    join(s, y);
  }

  /** Lets a value wait for an operand. */
  void join(int s, int y) {
    if (stage[y] > stage[s]) {
      stage[s] = stage[y];
      low[s] = low[y];
      high[s] = high[y];
    } else if (stage[y] == stage[s]) {
      low[s] = Math.max(low[s], low[y]);
      high[s] = Math.max(high[s], high[y]);
    }
  }

  /** Lets a value wait for two operands. */
  void use(int v, int x, int y) {
    join(v, x);
    join(v, y);
  }

  /** Puts a value at the start of the next stage. */
  void nextStage(int s) {
    stage[s]++;
    low[s] = 0;
    high[s] = 0;
  }

  /** Bits of a value when its fraction has some more. */
  int aligned(int x, int fractionBits) {
    return Math.min(FixedFormat.MAX_WIDTH_BITS, width[x] + Math.max(0, fractionBits - fraction[x]));
  }

  /** Gives a vertex the values of its operation for any bits of the inputs. */
  void bits(int v, int x, int y, int f) {
    double p = least[x];
    double q = most[x];
    double r = least[y];
    double s = most[y];
    switch (g.role(v)) {
      case ADD -> shape(v, p + r, q + s, f);
      case SUBTRACT -> shape(v, p - s, q - r, f);
      case NEGATE -> shape(v, -q, -p, f);
      case ABSOLUTE -> {
        double size = Math.max(Math.abs(p), Math.abs(q));
        shape(v, p <= 0 && q >= 0 ? 0 : Math.min(Math.abs(p), Math.abs(q)), size, f);
      }
      case SQUARE -> {
        double size = Math.max(Math.abs(p), Math.abs(q));
        double small = p <= 0 && q >= 0 ? 0 : Math.min(Math.abs(p), Math.abs(q));
        shape(v, small * small, size * size, f);
      }
      case MULTIPLY ->
          shape(
              v,
              Math.min(Math.min(p * r, p * s), Math.min(q * r, q * s)),
              Math.max(Math.max(p * r, p * s), Math.max(q * r, q * s)),
              f);
      case MINIMUM -> shape(v, Math.min(p, r), Math.min(q, s), f);
      case MAXIMUM -> shape(v, Math.max(p, r), Math.max(q, s), f);
      case SQUARE_ROOT -> shape(v, 0, Math.sqrt(Math.max(0, q)), f);
      case DIVIDE -> shape(v, p < 0 || r < 0 ? -g.magnitude(v) : 0, g.magnitude(v), f);
      case FLOOR -> shape(v, Math.floor(p), Math.floor(q), f);
      case LESS -> shape(v, 0, 1, 0);
      case CHOICE -> {
        int z = g.c[v];
        shape(v, Math.min(r, least[z]), Math.max(s, most[z]), f);
      }
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          throw new IllegalStateException("a function is no table");
    }
  }
}
