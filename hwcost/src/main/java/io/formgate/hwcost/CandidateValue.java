package io.formgate.hwcost;

import io.formgate.expression.FixedFormat;

/**
 * A value in the circuit of a candidate, a vertex of its graph or a partial sum: its numbers for
 * any bits of the inputs, its word, and when it is there.
 */
class CandidateValue {
  /** Values for any bits of the inputs. */
  double least;

  double most;

  int fraction;
  int width;

  /** Stage in which the value is there. */
  int stage;

  /** When its lowest bit is there, in ps from the start of the stage. */
  int low;

  /** When its highest bit is there. */
  int high;

  /** The last stage in which an operation needs the value. */
  int lastUse;

  /** {@return whether this is a number that the circuit holds} */
  boolean isConstant() {
    return false;
  }

  /** Starts before all operations. */
  final void start() {
    stage = 0;
    low = 0;
    high = 0;
    lastUse = 0;
  }

  final void shape(double lo, double hi, int fractionBits) {
    least = lo;
    most = hi;
    fraction = fractionBits;
    width = CandidateGraph.widthBits(lo, hi, fractionBits);
  }

  /** Says that an operation of a stage needs the value. */
  final void held(int untilStage) {
    lastUse = Math.max(lastUse, untilStage);
  }

  /** Stands where another value is. */
  final void at(CandidateValue x) {
    stage = x.stage;
    low = x.low;
    high = x.high;
  }

  /** Waits for an operand, bit by bit. */
  final void join(CandidateValue y) {
    if (y.stage > stage) {
      at(y);
    } else if (y.stage == stage) {
      low = Math.max(low, y.low);
      high = Math.max(high, y.high);
    }
  }

  /** Stands at the start of the next stage. */
  final void nextStage() {
    stage++;
    low = 0;
    high = 0;
  }

  /** {@return the bits when the fraction has some more} */
  final int aligned(int fractionBits) {
    return Math.min(FixedFormat.MAX_WIDTH_BITS, width + Math.max(0, fractionBits - fraction));
  }
}
