package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.OperationCost;
import io.formgate.datapath.OperationCost.Variant;
import io.formgate.expression.FixedFormat;
import java.util.List;

/**
 * Puts operations into the stages of a candidate's values, as many in one period as fit, and counts
 * their area.
 */
final class CandidateStages {
  private static final int WIDTHS = FixedFormat.MAX_WIDTH_BITS + 1;

  private final int clockPeriodPs;
  private final int usablePs;
  private final CandidateValues values;
  private final int[] stage;
  private final int[] low;
  private final int[] high;

  private final Rows add;
  private final Rows minimum;
  private final Rows select;
  private final Rows ones;

  private int lut;
  private int carry;
  private int dsp;
  private int bram;
  private int ff;
  private int began;

  CandidateStages(CandidateValues values, DeviceModel device, int clockPeriodPs) {
    this.values = values;
    this.clockPeriodPs = clockPeriodPs;
    usablePs = device.usablePs(clockPeriodPs);
    stage = values.stage;
    low = values.low;
    high = values.high;
    add = new Rows(device, "add");
    minimum = new Rows(device, "minimum");
    select = new Rows(device, "select");
    ones = new Rows(device, "ones");
  }

  /** Counts from nothing. */
  void clear() {
    lut = 0;
    carry = 0;
    dsp = 0;
    bram = 0;
    ff = 0;
  }

  Area area() {
    return new Area(lut, ff, dsp, carry, bram);
  }

  /** Begins the operations of a vertex. */
  void open() {
    began = -1;
  }

  /** {@return the stage in which the first operation of the vertex began, or that of its value} */
  int beganIn(int v) {
    return began < 0 ? stage[v] : began;
  }

  /** Counts bits of registers. */
  void register(int bits) {
    ff += bits;
  }

  /** Counts an operation that works beside the one that is in a stage. */
  void count(OperationCost cost) {
    Area area = cost.area();
    lut += area.lut();
    carry += area.carry();
    dsp += area.dsp();
    bram += area.bram();
  }

  /** Counts an adder that works beside the one that is in a stage. */
  void countAdder(int widthBits) {
    count(add, widthBits);
  }

  /** Counts a choice that works beside the one that is in a stage. */
  void countSelect(int widthBits) {
    count(select, widthBits);
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
  void carried(int s, int widthBits) {
    count(add, widthBits);
    int setup = add.setupPs[widthBits];
    int ripple = add.ripplePs[widthBits];
    int ends = Math.max(high[s] + setup, low[s] + setup + ripple);
    if (ends > usablePs) {
      values.nextStage(s);
      ends = setup + ripple;
    }
    begin(s);
    low[s] += setup;
    high[s] = ends;
  }

  /** One of two values, by a bit. */
  void chosen(int s, int widthBits) {
    count(select, widthBits);
    together(s, select.setupPs[widthBits] + select.ripplePs[widthBits]);
  }

  /** The smaller or the larger of two values. */
  void compared(int s, int widthBits) {
    count(minimum, widthBits);
    together(s, minimum.setupPs[widthBits] + minimum.ripplePs[widthBits]);
  }

  private void together(int s, int delayPs) {
    if (high[s] + delayPs > usablePs) {
      values.nextStage(s);
    }
    begin(s);
    high[s] += delayPs;
    low[s] = high[s];
  }

  /** All bits wait for the last one of the operands. */
  void flat(int s, OperationCost cost) {
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
          ends <= usablePs && v.clockToOutPs() <= usablePs && v.innerPeriodPs() <= clockPeriodPs;
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
      values.nextStage(s);
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
  void saturate(int s, int droppedBits, int keptBits) {
    count(ones, droppedBits);
    count(select, keptBits);
    together(
        s,
        ones.setupPs[droppedBits]
            + ones.ripplePs[droppedBits]
            + select.setupPs[keptBits]
            + select.ripplePs[keptBits]);
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
