package io.formgate.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How the best loss of a search fell.
 *
 * @param falls at least one, in time
 */
record LossTrace(List<Fall> falls) {
  /**
   * A lower loss.
   *
   * @param seconds since the process started
   * @param loss mean squared error on the rows for validation
   */
  record Fall(double seconds, double loss) {
    private static Fall parse(String text) {
      int colon = text.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("a time and a loss have a colon between: " + text);
      }
      return new Fall(
          Double.parseDouble(text.substring(0, colon)),
          Double.parseDouble(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
      return seconds + ":" + loss;
    }
  }

  /** Copies the list. */
  LossTrace {
    falls = List.copyOf(falls);
    if (falls.isEmpty()) {
      throw new IllegalArgumentException("a search without a loss");
    }
  }

  /** {@return the trace of a text, such as {@code 0.5:2.0 3.25:0.125}} */
  static LossTrace parse(String text) {
    return new LossTrace(Arrays.stream(text.split(" ", -1)).map(Fall::parse).toList());
  }

  /** {@return the lowest loss} */
  double lowest() {
    return falls.getLast().loss();
  }

  /** {@return the seconds until a loss was reached, if it was} */
  OptionalDouble secondsTo(double target) {
    return falls.stream()
        .filter(fall -> fall.loss() <= target)
        .mapToDouble(Fall::seconds)
        .findFirst();
  }

  @Override
  public String toString() {
    return falls.stream().map(Fall::toString).collect(Collectors.joining(" "));
  }
}
