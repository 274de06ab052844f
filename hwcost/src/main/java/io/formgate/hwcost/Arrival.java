package io.formgate.hwcost;

/**
 * When the bits of a value are stable within a stage: the lowest at one time, the highest at
 * another, and no bit between them later than on the straight line.
 *
 * <p>Carries run from the lowest bit to the highest, so that an adder that follows another starts
 * before that one has ended.
 *
 * @param lowPs time of the lowest bit, in ps after the clock edge and the flip-flops
 * @param highPs time of the highest bit
 */
public record Arrival(int lowPs, int highPs) {
  /** Checks that the lowest bit is not the last. */
  public Arrival {
    if (lowPs > highPs) {
      throw new IllegalArgumentException("the lowest bit comes after the highest");
    }
  }

  /** Bits that come out of flip-flops. */
  public static final Arrival AT_EDGE = new Arrival(0, 0);

  /**
   * {@return bits that are all stable at once}
   *
   * @param ps when
   */
  public static Arrival flat(int ps) {
    return new Arrival(ps, ps);
  }

  /**
   * {@return an arrival that is at no bit earlier than two others}
   *
   * @param o another value of as many bits
   */
  Arrival later(Arrival o) {
    return new Arrival(Math.max(lowPs, o.lowPs), Math.max(highPs, o.highPs));
  }

  /**
   * {@return the time of a bit}
   *
   * @param bit its position
   * @param widthBits of the value
   */
  int at(int bit, int widthBits) {
    return widthBits == 1 ? highPs : onLine(lowPs, highPs, bit, widthBits - 1);
  }

  /**
   * {@return some adjacent bits of the value}
   *
   * @param lowBit position of the lowest
   * @param count how many
   * @param widthBits of the value
   */
  Arrival bits(int lowBit, int count, int widthBits) {
    return new Arrival(at(lowBit, widthBits), at(lowBit + count - 1, widthBits));
  }

  /**
   * {@return the value cut, or extended by its highest bit}
   *
   * @param widthBits of the value
   * @param toBits bits that are kept or reached
   */
  Arrival resized(int widthBits, int toBits) {
    if (toBits <= widthBits) {
      return bits(0, toBits, widthBits);
    }
    return widthBits == 1
        ? flat(highPs)
        : new Arrival(lowPs, onLine(lowPs, highPs, toBits - 1, widthBits - 1));
  }

  /**
   * {@return the bits of this value below those of another}
   *
   * @param widthBits of this value
   * @param high the other
   * @param highBits its width
   */
  Arrival below(int widthBits, Arrival high, int highBits) {
    int latest = Math.max(highPs, high.highPs);
    int first = at(0, widthBits);
    int steps = widthBits + highBits - 1;
    boolean lineHolds =
        latest == high.highPs
            && onLineDown(first, latest, widthBits - 1, steps) >= highPs
            && onLineDown(first, latest, widthBits, steps) >= high.at(0, highBits);
    return lineHolds ? new Arrival(first, latest) : flat(latest);
  }

  private static int onLine(int from, int to, int step, int steps) {
    return from + Math.ceilDiv((to - from) * step, steps);
  }

  private static int onLineDown(int from, int to, int step, int steps) {
    return from + Math.floorDiv((to - from) * step, steps);
  }
}
