package io.formgate.datapath;

/**
 * A bound on how far a computed value is from the real one v: {@code absolute + relative x |v|}.
 *
 * @param absolute in the value's unit, 0 or more
 * @param relative a ratio, 0 or more
 */
public record ErrorBound(double absolute, double relative) {
  /** No error. */
  public static final ErrorBound EXACT = new ErrorBound(0, 0);

  /** Nothing is proved. */
  public static final ErrorBound UNKNOWN = new ErrorBound(Double.POSITIVE_INFINITY, 0);

  /** {@return whether anything is proved} */
  public boolean isKnown() {
    return Double.isFinite(absolute + relative);
  }

  /**
   * {@return the bound at a magnitude of the real value}
   *
   * @param magnitude |v|
   */
  public double at(double magnitude) {
    return absolute + relative * magnitude;
  }

  ErrorBound plusAbsolute(double error) {
    return new ErrorBound(absolute + error, relative);
  }
}
