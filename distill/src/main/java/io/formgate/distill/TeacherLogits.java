package io.formgate.distill;

import io.formgate.constraints.TeacherValues;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The logits that a teacher's values stand for: numbers of which a softmax makes probabilities. */
public final class TeacherLogits {
  /** Of 32-bit floats a softmax leaves a sum that is off by a few of their last bits. */
  private static final double SUM_SLACK = 1e-3;

  /** Smaller probabilities than a 32-bit float tells from 0 in 1 - p all count the same. */
  private static final double LEAST_PROBABILITY = 0x1p-24;

  private TeacherLogits() {}

  /**
   * {@return what values are, as they look}: probabilities where all lie from 0 to 1 and those of
   * each row, if there are several, sum to 1
   *
   * @param tables {@code [row][component]}, of any number of sets of rows
   */
  public static TeacherValues meaning(List<double[][]> tables) {
    boolean isProbabilities =
        tables.stream()
            .flatMap(Stream::of)
            .allMatch(row ->
                Arrays.stream(row).allMatch(v -> v >= 0 && v <= 1 + SUM_SLACK)
                    && (row.length == 1 || Math.abs(Arrays.stream(row).sum() - 1) <= SUM_SLACK));
    return isProbabilities ? TeacherValues.PROBABILITIES : TeacherValues.LOGITS;
  }

  /**
   * {@return the logits, {@code [row][class]}} A single value speaks for the first of two classes.
   *
   * @param values {@code [row][component]}
   * @param meaning what they are
   */
  public static double[][] of(double[][] values, TeacherValues meaning) {
    return Arrays.stream(values).map(row -> of(row, meaning)).toArray(double[][]::new);
  }

  private static double[] of(double[] row, TeacherValues meaning) {
    return switch (meaning) {
      case LOGITS -> row.length == 1 ? new double[] {row[0], 0} : row;
      case PROBABILITIES ->
          row.length == 1
              ? new double[] {log(row[0]), log(1 - row[0])}
              : Arrays.stream(row).map(TeacherLogits::log).toArray();
    };
  }

  private static double log(double probability) {
    return StrictMath.log(Math.max(probability, LEAST_PROBABILITY));
  }
}
