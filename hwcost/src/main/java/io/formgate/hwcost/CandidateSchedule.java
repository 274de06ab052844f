package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.OperationCost;
import io.formgate.datapath.QuantizerRequest.OutputPort;
import io.formgate.datapath.TableLimits;
import io.formgate.expression.FixedFormat;

/**
 * Stages of a candidate's operations, by the rules of {@link Scheduler}: as many in one period as
 * fit, sums in the order in which their terms arrive, products of as many blocks as their widths
 * need.
 */
final class CandidateSchedule {
  private final CandidateGraph g;
  private final CandidateLengths lengths;
  private final OutputPort output;
  private final ScheduleOptions options;
  private final CandidateValues values;
  private final CandidateStages stages;
  private final CandidateSums sums;
  private final CandidateProducts products;
  private final CandidateRecurrences recurrences;
  private final int[] stage;
  private final int[] low;
  private final int[] high;
  private final double[] least;
  private final double[] most;
  private final int[] fraction;
  private final int[] width;

  /** Costs of a table by the bits of its index and of its words. */
  private final OperationCost[][] tables;

  private int latencyCycles;
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
    this.options = options;
    values = new CandidateValues(graph);
    stages = new CandidateStages(values, device, options.clockPeriodPs());
    sums = new CandidateSums(graph, values, stages);
    products = new CandidateProducts(graph, device, values, stages);
    recurrences = new CandidateRecurrences(graph, lengths, values, stages);
    stage = values.stage;
    low = values.low;
    high = values.high;
    least = values.least;
    most = values.most;
    fraction = values.fraction;
    width = values.width;
    tables = new OperationCost[TableLimits.MAX_TABLE_BITS + 1][FixedFormat.MAX_WIDTH_BITS + 1];
    for (int i = 1; i < tables.length; i++) {
      for (int w = 1; w < tables[i].length; w++) {
        tables[i][w] = device.lookup(i, w);
      }
    }
  }

  int latencyCycles() {
    return latencyCycles;
  }

  /** {@return when the output is stable in its stage, in ps} */
  int readyPs() {
    return readyPs;
  }

  Area area() {
    return stages.area();
  }

  /** Schedules the graph, whose word lengths are known. */
  void run() {
    values.clear();
    stages.clear();
    sums.nest();
    int root = g.root();
    for (int v = 0; v <= root; v++) {
      if (g.needed[v]) {
        stages.open();
        make(v);
        boolean summed = sums.isInner(v) || sums.isSum(v);
        for (int i = 0; i < g.operands(v) && !summed && v >= g.ports; i++) {
          values.held(g.operand(v, i), stages.beganIn(v));
        }
      }
    }
    port(root);
  }

  private void port(int root) {
    stages.open();
    FixedFormat format = output.format();
    int v = root;
    if (fraction[v] > format.fractionBits()) {
      int from = width[v];
      v = values.slot(least[v], most[v], format.fractionBits());
      values.at(v, root, root);
      if (CandidateLengths.isPortNearest(output)) {
        stages.carried(v, from);
      }
    }
    boolean fits = least[v] >= format.range().lo() && most[v] < format.range().hi() + format.lsb();
    if (!fits) {
      stages.saturate(v, Math.max(1, width[v] - format.widthBits() + 1), format.widthBits());
    }
    latencyCycles = stage[v] + (options.outputRegisters() ? 1 : 0);
    readyPs = options.outputRegisters() ? 0 : high[v];
    values.held(root, stages.beganIn(v));
    stages.register(latencyCycles + (options.outputRegisters() ? format.widthBits() : 0));
    for (int s = 0; s < values.slots(); s++) {
      if (s >= g.size() || (g.needed[s] && !g.isConstant(s) && !sums.isInner(s))) {
        stages.register(width[s] * Math.max(0, values.lastUse[s] - stage[s]));
      }
    }
  }

  private void make(int v) {
    values.start(v);
    int f = lengths.fraction[v];
    if (v < g.ports) {
      FixedFormat format = g.formats[v];
      values.shape(v, format.range().lo(), format.range().hi(), f);
      width[v] = format.widthBits();
      stage[v] = options.inputRegisters() ? 1 : 0;
      stages.register(options.inputRegisters() ? width[v] : 0);
      return;
    }
    if (g.isConstant(v)) {
      values.shape(v, g.number[v], g.number[v], f);
      return;
    }
    if (g.isTable(v)) {
      table(v);
      return;
    }
    int x = g.a[v];
    int y = g.arity[v] > 1 ? g.b[v] : x;
    values.bits(v, x, y, f);
    if (sums.isInner(v)) {
      return;
    }
    switch (g.role(v)) {
      case ADD, SUBTRACT, NEGATE -> sums.sum(v);
      case MULTIPLY, SQUARE -> products.multiply(v, x, y);
      case ABSOLUTE -> {
        values.use(v, x, y);
        low[v] = high[v];
        if (least[x] < 0) {
          stages.carried(v, width[v]);
        }
      }
      case MINIMUM, MAXIMUM -> {
        values.use(v, x, y);
        stages.compared(v, Math.max(values.aligned(x, f), values.aligned(y, f)));
      }
      case SQUARE_ROOT -> recurrences.squareRoot(v, x);
      case DIVIDE -> recurrences.quotient(v, x, y);
      case FLOOR -> values.use(v, x, y);
      case LESS -> {
        values.use(v, x, y);
        boolean withZero = g.isConstant(y) && g.number[y] == 0;
        if (!withZero) {
          int common = Math.max(fraction[x], fraction[y]);
          stages.carried(
              v, CandidateGraph.widthBits(least[x] - most[y], most[x] - least[y], common));
        }
        low[v] = high[v];
      }
      case CHOICE -> {
        values.use(v, x, y);
        values.use(v, g.c[v], g.c[v]);
        boolean wires = g.isConstant(g.b[v]) && g.isConstant(g.c[v]);
        if (!wires) {
          stages.chosen(v, width[v]);
        }
      }
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          throw new IllegalStateException("a function is no table");
    }
  }

  private void table(int v) {
    int x = g.index[v];
    int f = lengths.indexFraction[v];
    values.use(v, x, x);
    int bits = CandidateGraph.widthBits(least[x], most[x], f);
    if (bits > TableLimits.MAX_TABLE_BITS) {
      int kept =
          Math.min(TableLimits.MAX_TABLE_BITS, CandidateGraph.widthBits(g.lo[x], g.hi[x], f));
      stages.saturate(v, bits - kept + 1, kept);
      bits = kept;
    }
    values.shape(v, g.lo[v], g.hi[v], lengths.fraction[v]);
    stages.flat(v, tables[bits][width[v]]);
  }
}
