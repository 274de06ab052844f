package io.formgate.hwcost;

/** How steep the functions of a candidate are. */
final class CandidateSlopes {
  /** Cells of a table whose function is steepest at the lowest. */
  private static final int STEEP_CELLS = 4096;

  private CandidateSlopes() {}

  /** {@return how much a part of a table moves at most where its index moves by 1, roughly} */
  static double at(CandidateVertex v, CandidateVertex index) {
    if (v == index) {
      return 1;
    }
    if (v.role == null) {
      return 0;
    }
    CandidateVertex x = v.a;
    CandidateVertex y = v.b;
    return switch (v.role) {
      case ADD, SUBTRACT -> at(x, index) + at(y, index);
      case MINIMUM, MAXIMUM -> Math.max(at(x, index), at(y, index));
      case NEGATE, ABSOLUTE, FLOOR, LESS -> at(x, index);
      case MULTIPLY -> y.magnitude() * at(x, index) + x.magnitude() * at(y, index);
      case SQUARE -> 2 * x.magnitude() * at(x, index);
      case SQUARE_ROOT -> {
        double steepest = Math.max(Math.max(0, x.lo), (x.hi - x.lo) / STEEP_CELLS);
        yield steepest > 0 ? at(x, index) / (2 * Math.sqrt(steepest)) : 0;
      }
      case DIVIDE -> {
        double least = Math.max(Math.min(Math.abs(y.lo), Math.abs(y.hi)), 1e-9);
        yield at(x, index) / least + x.magnitude() * at(y, index) / (least * least);
      }
      case CHOICE -> Math.max(at(v.b, index), at(v.c, index));
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          v.slope * (at(x, index) + (y == x ? 0 : at(y, index)));
    };
  }
}
