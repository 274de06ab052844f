package io.formgate.hwcost;

import io.formgate.datapath.Area;

/** Areas in numbered slots, so that adding them up allocates nothing. */
final class AreaSlots {
  private final int[] lut;
  private final int[] carry;
  private final int[] dsp;
  private final int[] bram;
  private final int[] ff;

  AreaSlots(int slots) {
    lut = new int[slots];
    carry = new int[slots];
    dsp = new int[slots];
    bram = new int[slots];
    ff = new int[slots];
  }

  void clear(int slot) {
    lut[slot] = 0;
    carry[slot] = 0;
    dsp[slot] = 0;
    bram[slot] = 0;
    ff[slot] = 0;
  }

  void copy(int slot, AreaSlots from, int fromSlot) {
    lut[slot] = from.lut[fromSlot];
    carry[slot] = from.carry[fromSlot];
    dsp[slot] = from.dsp[fromSlot];
    bram[slot] = from.bram[fromSlot];
    ff[slot] = from.ff[fromSlot];
  }

  void add(int slot, int otherSlot) {
    lut[slot] += lut[otherSlot];
    carry[slot] += carry[otherSlot];
    dsp[slot] += dsp[otherSlot];
    bram[slot] += bram[otherSlot];
    ff[slot] += ff[otherSlot];
  }

  void add(int slot, Area area, int registerBits) {
    lut[slot] += area.lut();
    carry[slot] += area.carry();
    dsp[slot] += area.dsp();
    bram[slot] += area.bram();
    ff[slot] += area.ff() + registerBits;
  }

  Area get(int slot) {
    return new Area(lut[slot], ff[slot], dsp[slot], carry[slot], bram[slot]);
  }
}
