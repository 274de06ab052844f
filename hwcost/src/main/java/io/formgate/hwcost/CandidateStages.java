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

  CandidateStages(DeviceModel device, int clockPeriodPs) {
    this.clockPeriodPs = clockPeriodPs;
    usablePs = device.usablePs(clockPeriodPs);
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
  int beganIn(CandidateValue v) {
    return began < 0 ? v.stage : began;
  }

  /** Counts bits of registers. */
  void register(int bits) {
    ff += bits;
  }

  /** Counts the registers of a value that waits for the last operation that needs it. */
  void registerWait(CandidateValue value) {
    ff += value.width * Math.max(0, value.lastUse - value.stage);
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
  private void begin(CandidateValue s) {
    if (began < 0) {
      began = s.stage;
    }
  }

  /** An adder: a carry passes from the lowest bit to the highest. */
  void carried(CandidateValue s, int widthBits) {
    count(add, widthBits);
    int setup = add.setupPs[widthBits];
    int ripple = add.ripplePs[widthBits];
    int ends = Math.max(s.high + setup, s.low + setup + ripple);
    if (ends > usablePs) {
      s.nextStage();
      ends = setup + ripple;
    }
    begin(s);
    s.low += setup;
    s.high = ends;
  }

  /** One of two values, by a bit. */
  void chosen(CandidateValue s, int widthBits) {
    count(select, widthBits);
    together(s, select.setupPs[widthBits] + select.ripplePs[widthBits]);
  }

  /** Whether any of some bits is 1, which takes as long as looking at them. */
  void any(CandidateValue s, int widthBits) {
    count(ones, widthBits);
    together(s, anyPs(widthBits));
  }

  /** {@return the delay of looking at some bits} */
  int anyPs(int widthBits) {
    int w = Math.max(1, widthBits);
    return ones.setupPs[w] + ones.ripplePs[w];
  }

  /** {@return the delay of a choice} */
  int choicePs() {
    return select.setupPs[1] + select.ripplePs[1];
  }

  /** {@return the delay of a digit of a root or quotient: a difference and a choice} */
  int digitPs(int widthBits) {
    int w = Math.max(1, Math.min(WIDTHS - 1, widthBits));
    return add.setupPs[w] + add.ripplePs[w] + choicePs();
  }

  /** {@return the delay of an adder} */
  int adderPs(int widthBits) {
    return add.setupPs[widthBits] + add.ripplePs[widthBits];
  }

  /** {@return the look-up tables of an adder} */
  int adderLuts(int widthBits) {
    return add.lut[widthBits];
  }

  /** The smaller or the larger of two values. */
  void compared(CandidateValue s, int widthBits) {
    count(minimum, widthBits);
    together(s, minimum.setupPs[widthBits] + minimum.ripplePs[widthBits]);
  }

  private void together(CandidateValue s, int delayPs) {
    if (s.high + delayPs > usablePs) {
      s.nextStage();
    }
    begin(s);
    s.high += delayPs;
    s.low = s.high;
  }

  /** All bits wait for the last one of the operands. */
  void flat(CandidateValue s, OperationCost cost) {
    count(cost);
    Variant best = cost.first();
    int bestStage = Integer.MAX_VALUE;
    int bestHigh = Integer.MAX_VALUE;
    int bestStart = s.stage;
    List<Variant> variants = cost.variants();
    for (int i = 0; i < variants.size(); i++) {
      Variant v = variants.get(i);
      int ends = s.high + v.setupPs() + v.ripplePs();
      int at = s.stage;
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
      s.nextStage();
      bestStage = s.stage;
      bestStart = s.stage;
      bestHigh = best.setupPs() + best.ripplePs();
    }
    if (began < 0) {
      began = bestStart;
    }
    s.stage = bestStage;
    s.low = bestHigh;
    s.high = bestHigh;
  }

  /** The bits above the kept ones say whether the value is out of range. */
  void saturate(CandidateValue s, int droppedBits, int keptBits) {
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
