package io.formgate.hwcost;

import io.formgate.datapath.Role;

/** Values of a candidate's vertices for any bits of the inputs, and so the bits of their words. */
final class CandidateWords {
  private CandidateWords() {}

  /** Gives a vertex the values of its operation; its fraction bits are known. */
  static void find(CandidateVertex v) {
    double p = v.a.least;
    double q = v.a.most;
    double r = v.b.least;
    double s = v.b.most;
    int f = v.fraction;
    Role role = v.role();
    switch (role) {
      case ADD -> v.shape(p + r, q + s, f);
      case SUBTRACT -> v.shape(p - s, q - r, f);
      case NEGATE -> v.shape(-q, -p, f);
      case ABSOLUTE -> v.shape(smallest(p, q), Math.max(Math.abs(p), Math.abs(q)), f);
      case SQUARE -> {
        double size = Math.max(Math.abs(p), Math.abs(q));
        double small = smallest(p, q);
        v.shape(small * small, size * size, f);
      }
      case MULTIPLY ->
          v.shape(
              Math.min(Math.min(p * r, p * s), Math.min(q * r, q * s)),
              Math.max(Math.max(p * r, p * s), Math.max(q * r, q * s)),
              f);
      case MINIMUM -> v.shape(Math.min(p, r), Math.min(q, s), f);
      case MAXIMUM -> v.shape(Math.max(p, r), Math.max(q, s), f);
      case SQUARE_ROOT -> v.shape(0, Math.sqrt(Math.max(0, q)), f);
      case DIVIDE -> v.shape(p < 0 || r < 0 ? -v.magnitude() : 0, v.magnitude(), f);
      case FLOOR -> v.shape(Math.floor(p), Math.floor(q), f);
      case LESS -> v.shape(0, 1, 0);
      case CHOICE -> v.shape(Math.min(r, v.c.least), Math.max(s, v.c.most), f);
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          throw new IllegalStateException("a function is no table");
    }
  }

  private static double smallest(double p, double q) {
    return p <= 0 && q >= 0 ? 0 : Math.min(Math.abs(p), Math.abs(q));
  }
}
