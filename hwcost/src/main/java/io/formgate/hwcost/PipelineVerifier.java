package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.OperationCost.Variant;
import java.util.Arrays;
import java.util.List;

/**
 * Checks a pipeline apart from what made it: the arrival of every single bit is computed again,
 * where the scheduler only keeps a line above them.
 */
final class PipelineVerifier {
  /** Times of bits are sums of at most a few thousand fractions of a ps, exact to 2^-40 each. */
  private static final double ROUNDING_PS = 1e-6;

  private final Pipeline pipeline;
  private final Datapath datapath;
  private final double[][] bits;

  private PipelineVerifier(Pipeline pipeline) {
    this.pipeline = pipeline;
    datapath = pipeline.datapath();
    bits = new double[datapath.nodes().size()][];
  }

  static void verify(Pipeline pipeline) {
    pipeline.datapath().verify();
    PipelineVerifier v = new PipelineVerifier(pipeline);
    for (int i = 0; i < v.bits.length; i++) {
      v.node(i);
    }
    v.outputs();
    v.registers();
  }

  private void node(int i) {
    Pipeline.Slot slot = pipeline.slots().get(i);
    double start = 0;
    for (int operand : datapath.node(i).operation().operands()) {
      if (!pipeline.isConstant(operand)) {
        int available = pipeline.slots().get(operand).availableStage();
        check(available <= slot.stage(), i, "uses " + name(operand) + " before it is there");
      }
      start = Math.max(start, latest(at(operand, slot.stage())));
    }
    Variant variant = pipeline.variant(i);
    int width = datapath.node(i).format().widthBits();
    double usable = pipeline.usablePs() + ROUNDING_PS;
    if (variant.ranks() == 0) {
      bits[i] = computed(i, variant);
    } else {
      check(start + variant.setupPs() <= usable, i, "does not fit in its stage");
      check(
          variant.innerPeriodPs() <= pipeline.clockPeriodPs(),
          i,
          "is slower inside than the clock");
      bits[i] = new double[width];
      Arrays.fill(bits[i], variant.clockToOutPs());
    }
    check(latest(bits[i]) <= usable, i, "does not fit in its stage");
    check(start <= slot.startPs() + ROUNDING_PS, i, "starts later than the schedule says");
    Arrival line = slot.ready();
    for (int b = 0; b < width; b++) {
      double allowed =
          width == 1
              ? line.highPs()
              : line.lowPs() + (double) (line.highPs() - line.lowPs()) * b / (width - 1);
      check(bits[i][b] <= allowed + ROUNDING_PS, i, "is ready later than the schedule says");
    }
    check(line.highPs() <= usable, i, "does not fit in its stage");
  }

  /** {@return the times of a node's bits in a stage; those in registers are there at its edge} */
  private double[] at(int node, int stage) {
    boolean here = pipeline.slots().get(node).availableStage() == stage;
    return here && !pipeline.isConstant(node) ? bits[node] : new double[bits[node].length];
  }

  private double[] computed(int i, Variant variant) {
    Node node = datapath.node(i);
    int width = node.format().widthBits();
    int stage = pipeline.slots().get(i).stage();
    double delay = variant.setupPs();
    double all = delay + variant.ripplePs();
    return switch (node.operation()) {
      case Operation.Input(), Operation.Literal(_) -> new double[width];
      case Operation.Add(int a, int b) -> carried(width, variant, at(a, stage), at(b, stage));
      case Operation.Subtract(int a, int b) -> carried(width, variant, at(a, stage), at(b, stage));
      case Operation.Negate(int a) -> carried(width, variant, at(a, stage));
      case Operation.Absolute(int a) -> {
        double[] flat = new double[width];
        Arrays.fill(flat, latest(at(a, stage)));
        yield carried(width, variant, flat);
      }
      case Operation.Round(int a, Operation.Rounding mode) -> {
        double[] from = at(a, stage);
        int dropped = datapath.node(a).format().fractionBits() - node.format().fractionBits();
        double[] rounded =
            switch (mode) {
              case FLOOR -> from;
              case NEAREST -> carried(from.length, variant, from);
            };
        yield shifted(rounded, dropped, width);
      }
      case Operation.Align(int a) -> {
        int shift = node.format().fractionBits() - datapath.node(a).format().fractionBits();
        yield shifted(at(a, stage), -shift, width);
      }
      case Operation.Bits(int a, int lowBit) -> shifted(at(a, stage), lowBit, width);
      case Operation.Reinterpret(int a) -> at(a, stage);
      case Operation.Concat(int high, int low) -> {
        double[] lower = at(low, stage);
        double[] joined = Arrays.copyOf(lower, width);
        System.arraycopy(at(high, stage), 0, joined, lower.length, width - lower.length);
        yield joined;
      }
      case Operation.Select(int c, int a, int b) -> {
        double[] chosen = new double[width];
        double condition = latest(at(c, stage));
        for (int bit = 0; bit < width; bit++) {
          double data = Math.max(bit(at(a, stage), bit), bit(at(b, stage), bit));
          chosen[bit] =
              FusedChoice.is(datapath, i)
                  ? Math.max(condition + all, data)
                  : Math.max(condition, data) + all;
        }
        yield chosen;
      }
      case Operation.Minimum(int a, int b) -> whole(width, all, at(a, stage), at(b, stage));
      case Operation.Maximum(int a, int b) -> whole(width, all, at(a, stage), at(b, stage));
      case Operation.Multiply(int a, int b) -> whole(width, all, at(a, stage), at(b, stage));
      case Operation.Saturate(int a) -> whole(width, all, at(a, stage));
      case Operation.Any(int a) -> whole(width, all, at(a, stage));
      case Operation.Lookup(_, int a) -> whole(width, all, at(a, stage));
    };
  }

  /** Every bit waits for every bit. */
  private static double[] whole(int width, double delay, double[]... operands) {
    double[] result = new double[width];
    for (double[] operand : operands) {
      double arrival = latest(operand) + delay;
      for (int b = 0; b < width; b++) {
        result[b] = Math.max(result[b], arrival);
      }
    }
    return result;
  }

  /** Every bit waits for its own operands and for the carry from below. */
  private static double[] carried(int width, Variant variant, double[]... operands) {
    double step = width == 1 ? 0 : (double) variant.ripplePs() / (width - 1);
    double[] result = new double[width];
    for (int b = 0; b < width; b++) {
      double own = 0;
      for (double[] operand : operands) {
        own = Math.max(own, bit(operand, b));
      }
      result[b] = own + variant.setupPs();
      if (b > 0) {
        result[b] = Math.max(result[b], result[b - 1] + step);
      }
    }
    if (width == 1) {
      result[0] += variant.ripplePs();
    }
    return result;
  }

  /** A value beyond its width repeats its highest bit. */
  private static double bit(double[] value, int bit) {
    return value[Math.min(bit, value.length - 1)];
  }

  private static double[] shifted(double[] value, int lowBit, int width) {
    double[] result = new double[width];
    for (int b = 0; b < width; b++) {
      result[b] = b + lowBit < 0 ? 0 : bit(value, b + lowBit);
    }
    return result;
  }

  private static double latest(double[] value) {
    return Arrays.stream(value).max().orElse(0);
  }

  private void outputs() {
    int last = pipeline.latencyCycles() - (pipeline.options().outputRegisters() ? 1 : 0);
    for (Datapath.Output output : datapath.outputs()) {
      int available = pipeline.slots().get(output.node()).availableStage();
      check(available <= last, output.node(), "is an output after the last stage");
    }
    pipeline
        .options()
        .maxLatencyCycles()
        .ifPresent(most -> {
          if (pipeline.latencyCycles() > most) {
            throw new IllegalStateException(
                "pipeline " + datapath.name() + " takes more than " + most + " cycles");
          }
        });
  }

  /**
   * Counts the registers rank by rank: a value crosses one if it is made before and used behind.
   */
  private void registers() {
    int[] lastUse = new int[bits.length];
    for (int user = 0; user < bits.length; user++) {
      for (int operand : datapath.node(user).operation().operands()) {
        lastUse[operand] = Math.max(lastUse[operand], pipeline.slots().get(user).stage());
      }
    }
    List<Datapath.Output> outputs = datapath.outputs();
    outputs.forEach(o -> lastUse[o.node()] = pipeline.latencyCycles());
    int count = 0;
    for (int rank = 1; rank <= pipeline.latencyCycles(); rank++) {
      count++;
      for (int i = 0; i < bits.length; i++) {
        Pipeline.Slot slot = pipeline.slots().get(i);
        boolean port = datapath.node(i).operation() instanceof Operation.Input;
        int made = port ? slot.stage() : slot.availableStage();
        int used = Math.max(lastUse[i], port ? slot.availableStage() : 0);
        if (!pipeline.isConstant(i) && made < rank && used >= rank) {
          count += bits[i].length;
        }
      }
    }
    count += control();
    if (count != pipeline.registerBits()) {
      throw new IllegalStateException(
          "pipeline "
              + datapath.name()
              + ": counts "
              + pipeline.registerBits()
              + " register bits, but its ranks have "
              + count);
    }
  }

  /** Valid bits behind the latency, until the next vector may come, and what counts the turns. */
  private int control() {
    int count = 0;
    for (int rank = pipeline.latencyCycles() + 1; rank < pipeline.initiationInterval(); rank++) {
      count++;
    }
    for (SharedMultiplier m : pipeline.sharing().multipliers()) {
      for (int turns = 1; turns < m.products().size(); turns *= 2) {
        count++;
      }
    }
    return count;
  }

  private String name(int node) {
    return datapath.node(node).name();
  }

  private void check(boolean holds, int node, String what) {
    if (!holds) {
      throw new IllegalStateException(
          "pipeline " + datapath.name() + ": node " + name(node) + " " + what);
    }
  }
}
