package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.QuantizerRequest.OutputPort;
import io.formgate.datapath.TableLimits;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Stages of a candidate's operations, by the rules of {@link Scheduler}: as many in one period as
 * fit, sums in the order in which their terms arrive, products of as many blocks as their widths
 * need.
 */
final class CandidateSchedule {
  private final CandidateGraph g;
  private final OutputPort output;
  private final ScheduleOptions options;
  private final CandidateStages stages;
  private final CandidateSums sums;
  private final CandidateProducts products;
  private final CandidateRoots roots;

  private final FunctionCosts functions;
  private final List<CandidateCodes> encoders = new ArrayList<>();

  private int latencyCycles;
  private int readyPs;

  CandidateSchedule(
      CandidateGraph graph, OutputPort output, DeviceModel device, ScheduleOptions options) {
    g = graph;
    this.output = output;
    this.options = options;
    stages = new CandidateStages(device, options.clockPeriodPs());
    sums = new CandidateSums(graph, stages);
    functions = new FunctionCosts(device, options.clockPeriodPs());
    products = new CandidateProducts(device, stages, functions);
    roots = new CandidateRoots(stages, functions, products);
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
    stages.clear();
    encoders.clear();
    sums.nest();
    CandidateVertex[] needed = g.needed();
    int count = g.neededCount();
    for (int i = 0; i < count; i++) {
      CandidateVertex v = needed[i];
      v.start();
      if (v.role != null) {
        stages.open();
        make(v);
        if (!v.sum) {
          hold(v, stages.beganIn(v));
        }
      } else if (v.constant) {
        v.shape(v.number, v.number, v.fraction);
      } else if (options.inputRegisters()) {
        v.stage = 1;
        stages.register(v.width);
      }
    }
    port(g.root());
    for (int i = 0; i < count; i++) {
      CandidateVertex v = needed[i];
      if (!v.constant && !v.innerSum) {
        stages.registerWait(v);
      }
    }
    sums.registerPartialSums();
  }

  /** The operands of a vertex wait for its first operation. */
  private static void hold(CandidateVertex v, int began) {
    int operands = v.operands();
    for (int k = 0; k < operands; k++) {
      v.operand(k).held(began);
    }
  }

  private void port(CandidateVertex root) {
    stages.open();
    FixedFormat format = output.format();
    CandidateValue v = root;
    if (root.fraction > format.fractionBits()) {
      v = sums.partialSum(root.least, root.most, format.fractionBits());
      v.at(root);
      if (CandidateLengths.isPortNearest(output)) {
        stages.carried(v, root.width);
      }
    }
    boolean fits = v.least >= format.range().lo() && v.most < format.range().hi() + format.lsb();
    if (!fits) {
      stages.saturate(v, Math.max(1, v.width - format.widthBits() + 1), format.widthBits());
    }
    latencyCycles = v.stage + (options.outputRegisters() ? 1 : 0);
    readyPs = options.outputRegisters() ? 0 : v.high;
    root.held(stages.beganIn(v));
    stages.register(latencyCycles + (options.outputRegisters() ? format.widthBits() : 0));
  }

  private void make(CandidateVertex v) {
    if (v.table) {
      table(v);
      return;
    }
    CandidateCodes pair = v.pair();
    if (pair != null) {
      pair.schedule(v, stages, functions, encoders);
      return;
    }
    CandidateVertex x = v.a;
    CandidateVertex y = v.b;
    CandidateWords.find(v);
    if (v.innerSum) {
      return;
    }
    switch (v.role()) {
      case ADD, SUBTRACT, NEGATE -> sums.sum(v);
      case MULTIPLY, SQUARE -> products.multiply(v, x, y);
      case ABSOLUTE -> {
        v.join(x);
        v.low = v.high;
        if (x.least < 0) {
          stages.carried(v, v.width);
        }
      }
      case MINIMUM, MAXIMUM -> {
        v.join(x);
        v.join(y);
        stages.compared(v, Math.max(x.aligned(v.fraction), y.aligned(v.fraction)));
      }
      case SQUARE_ROOT -> roots.squareRoot(v, x);
      case DIVIDE -> roots.quotient(v, x, y);
      case FLOOR -> v.join(x);
      case LESS -> {
        v.join(x);
        v.join(y);
        boolean withZero = y.constant && y.number == 0;
        if (!withZero) {
          int common = Math.max(x.fraction, y.fraction);
          stages.carried(v, CandidateGraph.widthBits(x.least - y.most, x.most - y.least, common));
        }
        v.low = v.high;
      }
      case CHOICE -> {
        v.join(x);
        v.join(y);
        v.join(v.c);
        boolean wires = v.b.constant && v.c.constant;
        if (!wires) {
          stages.chosen(v, v.width);
        }
      }
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          throw new IllegalStateException("a function is no table");
    }
  }

  private void table(CandidateVertex v) {
    CandidateVertex x = v.index();
    int f = v.indexFraction;
    v.join(x);
    int bits = CandidateGraph.widthBits(x.least, x.most, f);
    if (bits > TableLimits.MAX_INDEX_BITS) {
      int kept = Math.min(TableLimits.MAX_INDEX_BITS, CandidateGraph.widthBits(x.lo, x.hi, f));
      stages.saturate(v, bits - kept + 1, kept);
      bits = kept;
    }
    v.shape(v.lo, v.hi, v.fraction);
    stages.flat(v, functions.of(bits, v.width));
  }
}
