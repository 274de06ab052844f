package io.formgate.codegen;

import chisel3.Bits;
import chisel3.Bool;
import chisel3.UInt;
import io.formgate.datapath.Node;
import io.formgate.expression.FixedFormat;

/**
 * A value that is moved into a format.
 *
 * <p>It fits if the bits above the kept ones are all zero, or all equal to the sign. Of these bits
 * only those are looked at that the value's range does not make equal to others, and on a side that
 * the range does not leave there is nothing to do: synthesis does not know of ranges.
 */
final class Saturation {
  private Saturation() {}

  /**
   * {@return the nearest value of a format}
   *
   * @param value a value
   * @param from its node
   * @param to the format
   */
  static Bits of(Bits value, Node from, FixedFormat to) {
    if (to.holds(from.rawLo()) && to.holds(from.rawHi())) {
      return PipelineModule.resized(value, to);
    }
    FixedFormat least = FixedFormat.holding(from.rawLo(), from.rawHi(), 0);
    Bits narrow = PipelineModule.resized(value, least);
    int kept = to.signed() ? to.widthBits() - 1 : to.widthBits();
    int magnitude = least.signed() ? least.widthBits() - 1 : least.widthBits();
    Bits inRange = PipelineModule.resized(narrow, to);
    Bits upper = inRange;
    if (from.rawHi() > to.rawMax()) {
      UInt above = Chisel.bits(narrow, magnitude - 1, kept);
      Bool over = Chisel.notEqual(above, Chisel.uint(0, magnitude - kept));
      upper = Chisel.mux(over, PipelineModule.literal(to.rawMax(), to), inRange);
    }
    if (!least.signed()) {
      return upper;
    }
    Bits lower = inRange;
    if (from.rawLo() < to.rawMin()) {
      lower = PipelineModule.literal(to.rawMin(), to);
      if (to.signed()) {
        UInt above = Chisel.bits(narrow, magnitude - 1, kept);
        long ones = (1L << (magnitude - kept)) - 1;
        Bool under = Chisel.notEqual(above, Chisel.uint(ones, magnitude - kept));
        lower = Chisel.mux(under, lower, inRange);
      }
    }
    return Chisel.mux(Chisel.bit(narrow, least.widthBits() - 1), lower, upper);
  }
}
