package io.formgate.datapath;

import io.formgate.expression.Interval;

/** How errors of operands become those of results; {@code docs/datapath-semantics.md} says why. */
final class ErrorRules {
  private ErrorRules() {}

  /** The error of an operation on operands with errors, and of the way in which it is computed. */
  static ErrorBound then(ErrorBound operands, ErrorBound own) {
    return new ErrorBound(
        own.absolute() + operands.absolute() * (1 + own.relative()),
        own.relative() + operands.relative() * (1 + own.relative()));
  }

  /** Terms of one sign keep the larger relative error; else it counts as an absolute one. */
  static ErrorBound sum(ErrorBound a, Interval ra, ErrorBound b, Interval rb) {
    boolean sameSign = (ra.lo() >= 0 && rb.lo() >= 0) || (ra.hi() <= 0 && rb.hi() <= 0);
    return sameSign
        ? new ErrorBound(a.absolute() + b.absolute(), Math.max(a.relative(), b.relative()))
        : new ErrorBound(a.at(ra.magnitude()) + b.at(rb.magnitude()), 0);
  }

  /** A choice that may be wrong is off by as much as the branches are apart. */
  static ErrorBound choice(boolean exact, ErrorBound a, Interval ra, ErrorBound b, Interval rb) {
    if (exact) {
      return new ErrorBound(
          Math.max(a.absolute(), b.absolute()), Math.max(a.relative(), b.relative()));
    }
    double apart = Math.max(ra.hi() - rb.lo(), rb.hi() - ra.lo());
    return new ErrorBound(apart + Math.max(a.at(ra.magnitude()), b.at(rb.magnitude())), 0);
  }

  static ErrorBound product(ErrorBound a, Interval ra, ErrorBound b, Interval rb) {
    return new ErrorBound(
        ra.magnitude() * b.absolute() * (1 + a.relative())
            + rb.magnitude() * a.absolute() * (1 + b.relative())
            + a.absolute() * b.absolute(),
        a.relative() + b.relative() + a.relative() * b.relative());
  }

  /** For u >= 0: |sqrt(u + d) - sqrt(u)| is at most sqrt(|d|), and |d| / sqrt(u). */
  static ErrorBound squareRoot(ErrorBound a, Interval ra) {
    if (a.relative() >= 1) {
      return new ErrorBound(Double.POSITIVE_INFINITY, 0);
    }
    double lowest = Math.max(0, ra.lo()) * (1 - a.relative());
    double byRoot = Math.sqrt(a.absolute());
    double bySlope = lowest > 0 ? a.absolute() / Math.sqrt(lowest) : Double.POSITIVE_INFINITY;
    return new ErrorBound(Math.min(byRoot, bySlope), 1 - Math.sqrt(1 - a.relative()));
  }

  static ErrorBound quotient(ErrorBound a, Interval ra, ErrorBound b, Interval rb) {
    double smallest = rb.mignitude();
    double left = smallest * (1 - b.relative()) - b.absolute();
    if (!(left > 0)) {
      return new ErrorBound(Double.POSITIVE_INFINITY, 0);
    }
    double largest = ra.magnitude() / smallest;
    double scale = smallest / left;
    return new ErrorBound(
        a.absolute() / left + largest * b.absolute() / left, (a.relative() + b.relative()) * scale);
  }
}
