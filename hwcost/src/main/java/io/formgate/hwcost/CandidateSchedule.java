package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.MultiplierBlock;
import io.formgate.datapath.OperationCost;
import io.formgate.datapath.OperationCost.Variant;
import io.formgate.datapath.QuantizerRequest.OutputPort;
import io.formgate.datapath.TableLimits;
import io.formgate.expression.FixedFormat;
import java.util.List;

/**
 * Stages of a candidate's operations, by the rules of {@link Scheduler}: as many in one period as
 * fit, sums in the order in which their terms arrive, products of as many blocks as their widths
 * need.
 */
final class CandidateSchedule {
  private static final int WIDTHS = FixedFormat.MAX_WIDTH_BITS + 1;

  /** Most digits of a constant whose product is a sum of shifted values. */
  private static final int SHIFTED_DIGITS = 3;

  private final CandidateGraph g;
  private final CandidateLengths lengths;
  private final OutputPort output;
  private final DeviceModel device;
  private final ScheduleOptions options;
  private final int usablePs;

  private final Rows add;
  private final Rows minimum;
  private final Rows select;
  private final Rows ones;
  private final OperationCost[][] tables;
  private final OperationCost[] products;

  /** Stage in which the value is there, and when its lowest and its highest bit are. */
  private final int[] stage;

  private final int[] low;
  private final int[] high;

  /** Values for any bits of the inputs. */
  private final double[] least;

  private final double[] most;
  private final int[] fraction;
  private final int[] width;
  private final int[] lastUse;
  private final int[] uses;
  private final boolean[] inner;

  private final int[] terms;
  private final boolean[] negative;
  private int termCount;
  private int slots;

  private int lut;
  private int carry;
  private int dsp;
  private int bram;
  private int ff;
  private int latencyCycles;
  private int began;
  private int readyPs;

  CandidateSchedule(
      CandidateGraph graph,
      CandidateLengths lengths,
      OutputPort output,
      DeviceModel device,
      ScheduleOptions options) {
    g = graph;
    this.lengths = lengths;
    this.output = output;
    this.device = device;
    this.options = options;
    usablePs = device.usablePs(options.clockPeriodPs());
    add = new Rows(device, "add");
    minimum = new Rows(device, "minimum");
    select = new Rows(device, "select");
    ones = new Rows(device, "ones");
    tables = new OperationCost[TableLimits.MAX_INDEX_BITS + 1][WIDTHS];
    for (int i = 1; i < tables.length; i++) {
      for (int w = 1; w < WIDTHS; w++) {
        tables[i][w] = device.lookup(i, w);
      }
    }
    products = products();
    // Partial sums have slots above those of the vertices.
    int n = 2 * graph.a.length;
    stage = new int[n];
    low = new int[n];
    high = new int[n];
    least = new double[n];
    most = new double[n];
    fraction = new int[n];
    width = new int[n];
    lastUse = new int[n];
    uses = new int[n];
    inner = new boolean[n];
    terms = new int[n];
    negative = new boolean[n];
  }

  private OperationCost[] products() {
    if (!(device.dsp().block() instanceof MultiplierBlock(int a, _))) {
      return new OperationCost[0];
    }
    OperationCost[] costs = new OperationCost[a + 1];
    for (int w = 1; w <= a; w++) {
      costs[w] = device.multiply(w, 1);
    }
    return costs;
  }

  int latencyCycles() {
    return latencyCycles;
  }

  /** {@return when the output is stable in its stage, in ps} */
  int readyPs() {
    return readyPs;
  }

  Area area() {
    return new Area(lut, ff, dsp, carry, bram);
  }

  /** Schedules the graph, whose word lengths are known. */
  void run() {
    lut = 0;
    carry = 0;
    dsp = 0;
    bram = 0;
    ff = 0;
    int root = g.root();
    slots = g.size();
    for (int v = 0; v <= root; v++) {
      uses[v] = 0;
      inner[v] = false;
    }
    for (int v = g.ports; v <= root; v++) {
      if (g.needed[v]) {
        for (int i = 0; i < g.operands(v); i++) {
          int x = g.operand(v, i);
          uses[x]++;
          inner[x] = isSum(v) && isSum(x);
        }
      }
    }
    for (int v = 0; v <= root; v++) {
      if (g.needed[v]) {
        inner[v] &= uses[v] == 1;
        began = -1;
        make(v);
        boolean summed = inner[v] || isSum(v);
        for (int i = 0; i < g.operands(v) && !summed && v >= g.ports; i++) {
          held(g.operand(v, i), began < 0 ? stage[v] : began);
        }
      }
    }
    port(root);
  }

  private boolean isSum(int v) {
    return g.isOperator(v)
        && !g.isTable(v)
        && switch (g.role(v)) {
          case ADD, SUBTRACT, NEGATE -> true;
          default -> false;
        };
  }

  private void port(int root) {
    began = -1;
    FixedFormat format = output.format();
    int v = root;
    if (fraction[v] > format.fractionBits()) {
      int from = width[v];
      v = slot(least[v], most[v], format.fractionBits());
      at(v, root, root);
      if (CandidateLengths.isPortNearest(output)) {
        carried(v, from);
      }
    }
    boolean fits = least[v] >= format.range().lo() && most[v] < format.range().hi() + format.lsb();
    if (!fits) {
      saturate(v, Math.max(1, width[v] - format.widthBits() + 1), format.widthBits());
    }
    latencyCycles = stage[v] + (options.outputRegisters() ? 1 : 0);
    readyPs = options.outputRegisters() ? 0 : high[v];
    held(root, began < 0 ? stage[v] : began);
    ff += latencyCycles + (options.outputRegisters() ? format.widthBits() : 0);
    for (int s = 0; s < slots; s++) {
      if (s >= g.size() || (g.needed[s] && !g.isConstant(s) && !inner[s])) {
        ff += width[s] * Math.max(0, lastUse[s] - stage[s]);
      }
    }
  }

  /** A value with its formats, there at once. */
  private int slot(double lo, double hi, int fractionBits) {
    int s = slots++;
    shape(s, lo, hi, fractionBits);
    stage[s] = 0;
    low[s] = 0;
    high[s] = 0;
    lastUse[s] = 0;
    return s;
  }

  private void shape(int s, double lo, double hi, int fractionBits) {
    least[s] = lo;
    most[s] = hi;
    fraction[s] = fractionBits;
    width[s] = CandidateGraph.widthBits(lo, hi, fractionBits);
  }

  private void held(int s, int untilStage) {
    lastUse[s] = Math.max(lastUse[s], untilStage);
  }

  /** Puts a value where the later of two operands is, bit by bit. */
  private void at(int s, int x, int y) {
    stage[s] = stage[x];
    low[s] = low[x];
    high[s] = high[x];
    join(s, y);
  }

  private void join(int s, int y) {
    if (stage[y] > stage[s]) {
      stage[s] = stage[y];
      low[s] = low[y];
      high[s] = high[y];
    } else if (stage[y] == stage[s]) {
      low[s] = Math.max(low[s], low[y]);
      high[s] = Math.max(high[s], high[y]);
    }
  }

  private void count(OperationCost cost) {
    Area area = cost.area();
    lut += area.lut();
    carry += area.carry();
    dsp += area.dsp();
    bram += area.bram();
  }

  private void nextStage(int s) {
    stage[s]++;
    low[s] = 0;
    high[s] = 0;
  }

  private void count(Rows rows, int widthBits) {
    lut += rows.lut[widthBits];
    carry += rows.carry[widthBits];
  }

  /** Remembers the stage in which the first operation of a vertex begins. */
  private void begin(int s) {
    if (began < 0) {
      began = stage[s];
    }
  }

  /** An adder: a carry passes from the lowest bit to the highest. */
  private void carried(int s, int widthBits) {
    count(add, widthBits);
    int setup = add.setupPs[widthBits];
    int ripple = add.ripplePs[widthBits];
    int ends = Math.max(high[s] + setup, low[s] + setup + ripple);
    if (ends > usablePs) {
      nextStage(s);
      ends = setup + ripple;
    }
    begin(s);
    low[s] += setup;
    high[s] = ends;
  }

  /** One of two values, by a bit. */
  private void chosen(int s, int widthBits) {
    count(select, widthBits);
    together(s, select.setupPs[widthBits] + select.ripplePs[widthBits]);
  }

  /** The smaller or the larger of two values. */
  private void compared(int s, int widthBits) {
    count(minimum, widthBits);
    together(s, minimum.setupPs[widthBits] + minimum.ripplePs[widthBits]);
  }

  private void together(int s, int delayPs) {
    if (high[s] + delayPs > usablePs) {
      nextStage(s);
    }
    begin(s);
    high[s] += delayPs;
    low[s] = high[s];
  }

  /** All bits wait for the last one of the operands. */
  private void flat(int s, OperationCost cost) {
    count(cost);
    Variant best = cost.first();
    int bestStage = Integer.MAX_VALUE;
    int bestHigh = Integer.MAX_VALUE;
    int bestStart = stage[s];
    List<Variant> variants = cost.variants();
    for (int i = 0; i < variants.size(); i++) {
      Variant v = variants.get(i);
      int ends = high[s] + v.setupPs() + v.ripplePs();
      int at = stage[s];
      if (ends > usablePs) {
        at++;
        ends = v.setupPs() + v.ripplePs();
      }
      boolean fits =
          ends <= usablePs
              && v.clockToOutPs() <= usablePs
              && v.innerPeriodPs() <= options.clockPeriodPs();
      int ready = v.ranks() == 0 ? ends : v.clockToOutPs();
      int start = at;
      at += v.ranks();
      if (fits && (at < bestStage || (at == bestStage && ready < bestHigh))) {
        best = v;
        bestStage = at;
        bestHigh = ready;
        bestStart = start;
      }
    }
    if (bestStage == Integer.MAX_VALUE) {
      // Fits in no stage: the circuit will be refused.
      nextStage(s);
      bestStage = stage[s];
      bestStart = stage[s];
      bestHigh = best.setupPs() + best.ripplePs();
    }
    if (began < 0) {
      began = bestStart;
    }
    stage[s] = bestStage;
    low[s] = bestHigh;
    high[s] = bestHigh;
  }

  /** The bits above the kept ones say whether the value is out of range. */
  private void saturate(int s, int droppedBits, int keptBits) {
    count(ones, droppedBits);
    count(select, keptBits);
    together(
        s,
        ones.setupPs[droppedBits]
            + ones.ripplePs[droppedBits]
            + select.setupPs[keptBits]
            + select.ripplePs[keptBits]);
  }

  private void make(int v) {
    lastUse[v] = 0;
    stage[v] = 0;
    low[v] = 0;
    high[v] = 0;
    int f = lengths.fraction[v];
    if (v < g.ports) {
      FixedFormat format = g.formats[v];
      shape(v, format.range().lo(), format.range().hi(), f);
      width[v] = format.widthBits();
      stage[v] = options.inputRegisters() ? 1 : 0;
      ff += options.inputRegisters() ? width[v] : 0;
      return;
    }
    if (g.isConstant(v)) {
      shape(v, g.number[v], g.number[v], f);
      return;
    }
    if (g.isTable(v)) {
      table(v);
      return;
    }
    int x = g.a[v];
    int y = g.arity[v] > 1 ? g.b[v] : x;
    bits(v, x, y, f);
    if (inner[v]) {
      return;
    }
    switch (g.role(v)) {
      case ADD, SUBTRACT, NEGATE -> sum(v);
      case MULTIPLY, SQUARE -> multiply(v, x, y);
      case ABSOLUTE -> {
        use(v, x, y);
        low[v] = high[v];
        if (least[x] < 0) {
          carried(v, width[v]);
        }
      }
      case MINIMUM, MAXIMUM -> {
        use(v, x, y);
        compared(v, Math.max(aligned(x, f), aligned(y, f)));
      }
      case SQUARE_ROOT -> squareRoot(v, x);
      case DIVIDE -> quotient(v, x, y);
      case FLOOR -> use(v, x, y);
      case LESS -> {
        use(v, x, y);
        boolean withZero = g.isConstant(y) && g.number[y] == 0;
        if (!withZero) {
          int common = Math.max(fraction[x], fraction[y]);
          carried(v, CandidateGraph.widthBits(least[x] - most[y], most[x] - least[y], common));
        }
        low[v] = high[v];
      }
      case CHOICE -> {
        use(v, x, y);
        use(v, g.c[v], g.c[v]);
        boolean wires = g.isConstant(g.b[v]) && g.isConstant(g.c[v]);
        if (!wires) {
          chosen(v, width[v]);
        }
      }
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          throw new IllegalStateException("a function is no table");
    }
  }

  /** Bits of a value when its fraction has some more. */
  private int aligned(int x, int fractionBits) {
    return Math.min(WIDTHS - 1, width[x] + Math.max(0, fractionBits - fraction[x]));
  }

  private void use(int v, int x, int y) {
    join(v, x);
    join(v, y);
  }

  /** Values of a vertex for any bits of the inputs. */
  private void bits(int v, int x, int y, int f) {
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

  private void table(int v) {
    int x = g.index[v];
    int f = lengths.indexFraction[v];
    use(v, x, x);
    int bits = CandidateGraph.widthBits(least[x], most[x], f);
    if (bits > TableLimits.MAX_INDEX_BITS) {
      int kept =
          Math.min(TableLimits.MAX_INDEX_BITS, CandidateGraph.widthBits(g.lo[x], g.hi[x], f));
      saturate(v, bits - kept + 1, kept);
      bits = kept;
    }
    shape(v, g.lo[v], g.hi[v], lengths.fraction[v]);
    flat(v, tables[bits][width[v]]);
  }

  /** Terms of a sum are combined as they arrive, constants once. */
  private void sum(int v) {
    termCount = 0;
    collect(v, false);
    double constant = 0;
    int constantBits = Integer.MIN_VALUE;
    boolean positive = false;
    int kept = 0;
    for (int i = 0; i < termCount; i++) {
      int t = terms[i];
      if (g.isConstant(t)) {
        constant += negative[i] ? -g.number[t] : g.number[t];
        constantBits = Math.max(constantBits, fraction[t]);
      } else {
        positive |= !negative[i];
        terms[kept] = t;
        negative[kept++] = negative[i];
      }
    }
    termCount = kept;
    if (constant != 0) {
      terms[termCount] = slot(constant, constant, constantBits);
      width[terms[termCount]] = 0;
      negative[termCount++] = false;
      positive = true;
    }
    if (!positive) {
      int i = earliest(-1);
      int t = terms[i];
      int s = slot(-most[t], -least[t], fraction[t]);
      at(s, t, t);
      carried(s, width[s]);
      held(t, stage[s]);
      terms[i] = s;
      negative[i] = false;
    }
    while (termCount > 1) {
      combine();
    }
    int last = terms[0];
    stage[v] = stage[last];
    low[v] = low[last];
    high[v] = high[last];
    if (last >= g.size()) {
      held(last, stage[last]);
      width[last] = 0;
    }
  }

  private void collect(int v, boolean minus) {
    int x = g.a[v];
    switch (g.role(v)) {
      case NEGATE -> term(x, !minus);
      case ADD -> {
        term(x, minus);
        term(g.b[v], minus);
      }
      case SUBTRACT -> {
        term(x, minus);
        term(g.b[v], !minus);
      }
      default -> throw new IllegalStateException("no sum");
    }
  }

  private void term(int x, boolean minus) {
    if (inner[x]) {
      collect(x, minus);
    } else {
      terms[termCount] = x;
      negative[termCount++] = minus;
    }
  }

  private int earliest(int but) {
    int best = -1;
    for (int i = 0; i < termCount; i++) {
      if (i == but) {
        continue;
      }
      int t = terms[i];
      int o = best < 0 ? -1 : terms[best];
      boolean sooner =
          best < 0
              || stage[t] < stage[o]
              || (stage[t] == stage[o]
                  && (high[t] < high[o] || (high[t] == high[o] && width[t] < width[o])));
      if (sooner) {
        best = i;
      }
    }
    return best;
  }

  private void combine() {
    int i = earliest(-1);
    int j = earliest(i);
    int x = terms[i];
    int y = terms[j];
    boolean same = negative[i] == negative[j];
    double lo = same ? least[x] + least[y] : Math.min(least[x] - most[y], least[y] - most[x]);
    double hi = same ? most[x] + most[y] : Math.max(most[x] - least[y], most[y] - least[x]);
    int s = slot(lo, hi, Math.max(fraction[x], fraction[y]));
    at(s, x, y);
    carried(s, width[s]);
    held(x, stage[s]);
    held(y, stage[s]);
    boolean minus = same && negative[i];
    int first = Math.min(i, j);
    int second = Math.max(i, j);
    terms[first] = s;
    negative[first] = minus;
    termCount--;
    terms[second] = terms[termCount];
    negative[second] = negative[termCount];
  }

  private void multiply(int v, int x, int y) {
    use(v, x, y);
    int constant = g.isConstant(x) ? x : g.isConstant(y) ? y : -1;
    if (constant >= 0) {
      int other = constant == x ? y : x;
      int digits = digits(g.number[constant], fraction[constant]);
      if (digits <= SHIFTED_DIGITS || products.length == 0) {
        shifted(v, digits, width[other] + width[constant], g.number[constant] < 0);
        return;
      }
    }
    int wide = signed(x);
    int narrow = signed(y);
    if (products.length == 0) {
      rows(v, Math.max(wide, narrow), Math.min(wide, narrow));
    } else {
      blocks(v, wide, narrow);
    }
  }

  private int signed(int x) {
    return width[x] + (least[x] < 0 ? 0 : 1);
  }

  /** Digits that are not 0 of a number in its canonical signed-digit form. */
  private static int digits(double value, int fractionBits) {
    long raw = Math.abs(Math.round(value * CandidateGraph.powerOfTwo(fractionBits)));
    return Long.bitCount(raw ^ (raw * 3));
  }

  private void shifted(int v, int digits, int bits, boolean minus) {
    low[v] = Math.min(low[v], high[v]);
    int w = Math.min(WIDTHS - 1, bits);
    for (int rest = digits; rest > 1; rest = (rest + 1) / 2) {
      carried(v, w);
    }
    if (digits == 1 && minus) {
      carried(v, w);
    }
  }

  private int cutParts;

  private void blocks(int v, int wide, int narrow) {
    cutParts = 0;
    MultiplierBlock block = (MultiplierBlock) device.dsp().block();
    cut(block, wide, narrow);
    OperationCost product = products[Math.min(products.length - 1, Math.max(wide, narrow))];
    flat(v, product);
    for (int i = 1; i < cutParts; i++) {
      count(product);
    }
    int w = Math.min(WIDTHS - 1, wide + narrow - block.widthB());
    for (int rest = cutParts; rest > 1; rest = (rest + 1) / 2) {
      int before = stage[v];
      carried(v, Math.max(1, w));
      ff += (stage[v] - before) * rest * w;
    }
  }

  private void cut(MultiplierBlock block, int x, int y) {
    if (block.fits(x, y)) {
      cutParts++;
      return;
    }
    int wide = Math.max(x, y);
    int other = Math.min(x, y);
    int room = other <= block.widthB() ? block.widthA() : block.widthB();
    int lowBits = Math.min(room - 1, wide - 1);
    cut(block, lowBits + 1, other);
    cut(block, wide - lowBits, other);
  }

  /** Products of adders: multiples by two bits each, added as a tree. */
  private void rows(int v, int wide, int narrow) {
    int rows = Math.max(1, narrow / 2);
    int w = Math.min(WIDTHS - 1, wide + 2);
    carried(v, w);
    chosen(v, w);
    for (int i = 1; i < rows; i++) {
      count(select, w);
    }
    int rest = rows + 1;
    while (rest > 1) {
      carried(v, w);
      for (int i = 1; i < rest / 2; i++) {
        count(add, w);
      }
      w = Math.min(WIDTHS - 1, w + 2);
      rest = (rest + 1) / 2;
    }
  }

  private void squareRoot(int v, int x) {
    use(v, x, x);
    if (least[x] < 0) {
      compared(v, width[x]);
    }
    int f = lengths.fraction[v];
    int radicandBits = CandidateGraph.widthBits(0, Math.max(0, most[x]), 2 * f);
    int digits = Math.max(1, (radicandBits + 1) / 2);
    for (int i = 1; i <= digits; i++) {
      int before = stage[v];
      low[v] = high[v];
      carried(v, Math.min(WIDTHS - 1, i == 1 ? 3 : i + 3));
      if (i < digits) {
        chosen(v, Math.min(WIDTHS - 1, i + 1));
      }
      // Remainder, digits found, and digits of the radicand to come.
      ff += (stage[v] - before) * (2 * i + 2 * (digits - i));
    }
  }

  private void quotient(int v, int x, int y) {
    use(v, x, y);
    int f = lengths.fraction[v];
    boolean signedX = least[x] < 0;
    boolean signedY = least[y] < 0;
    if (signedX || signedY) {
      carried(v, Math.max(width[x], width[y]));
    }
    double leastDivisor = Math.max(CandidateGraph.powerOfTwo(-fraction[y]), mignitude(y));
    boolean limited =
        Math.max(Math.abs(least[x]), Math.abs(most[x])) > g.magnitude(x) || least[y] < leastDivisor;
    if (limited && !g.isConstant(x)) {
      compared(v, Math.max(width[x], width[y]));
    } else if (limited) {
      compared(v, width[y]);
    }
    int digits = CandidateGraph.widthBits(0, g.magnitude(x) / leastDivisor, f);
    int widthN = CandidateGraph.widthBits(0, g.magnitude(x), f + fraction[y]);
    int widthD = width[y] - (signedY ? 1 : 0);
    int held = Math.max(0, widthN - digits);
    int divisorBits = CandidateGraph.widthBits(0, leastDivisor, fraction[y]);
    for (int j = 1; j <= digits; j++) {
      int trial = Math.min(widthD + 1, held + j);
      if (held + j < divisorBits) {
        continue;
      }
      int before = stage[v];
      low[v] = high[v];
      carried(v, Math.min(WIDTHS - 1, Math.max(trial, widthD) + 1));
      if (j < digits) {
        chosen(v, Math.min(WIDTHS - 1, trial));
      }
      ff += (stage[v] - before) * (2 * widthD + digits);
    }
    if (signedX || signedY) {
      carried(v, width[v]);
      chosen(v, width[v]);
    }
  }

  private double mignitude(int v) {
    return g.lo[v] <= 0 && g.hi[v] >= 0 ? 0 : Math.min(Math.abs(g.lo[v]), Math.abs(g.hi[v]));
  }

  /** Costs of an operation by width, as numbers. */
  private static final class Rows {
    private final int[] setupPs = new int[WIDTHS];
    private final int[] ripplePs = new int[WIDTHS];
    private final int[] lut = new int[WIDTHS];
    private final int[] carry = new int[WIDTHS];

    Rows(DeviceModel device, String operation) {
      for (int w = 1; w < WIDTHS; w++) {
        OperationCost cost = device.row(operation, w);
        setupPs[w] = cost.first().setupPs();
        ripplePs[w] = cost.first().ripplePs();
        lut[w] = cost.area().lut();
        carry[w] = cost.area().carry();
      }
    }
  }
}
