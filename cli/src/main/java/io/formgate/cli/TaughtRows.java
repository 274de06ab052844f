package io.formgate.cli;

import io.formgate.distill.ClassifierFigures;
import io.formgate.expression.FixedFormat;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rows with what a teacher says of them, as the input ports carry them. */
final class TaughtRows {
  private final List<FixedFormat> formats;
  private final int[][] raw;
  private final int[] labels;
  private final boolean isLabelled;
  private double[][] logits = {};

  /**
   * Makes rows that no teacher has seen yet.
   *
   * @param columns {@code columns[input][row]}
   * @param formats of the inputs
   * @param labels class of every row, from 0
   * @param isLabelled whether they are known; else the classes that the teacher gives take their
   *     place
   */
  TaughtRows(double[][] columns, List<FixedFormat> formats, int[] labels, boolean isLabelled) {
    this.isLabelled = isLabelled;
    this.formats = List.copyOf(formats);
    this.labels = labels.clone();
    raw = new int[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      FixedFormat format = formats.get(i);
      raw[i] = Arrays.stream(columns[i]).mapToInt(x -> (int) format.nearestRaw(x)).toArray();
    }
  }

  /** {@return these rows with a teacher's logits, {@code [row][class]}} */
  TaughtRows taught(double[][] byTeacher) {
    logits = byTeacher.clone();
    return this;
  }

  int rows() {
    return labels.length;
  }

  /** {@return raw values, {@code [input][row]}} */
  int[][] raw() {
    return raw.clone();
  }

  /** {@return the values that the ports carry, {@code [input][row]}} */
  double[][] columns() {
    double[][] columns = new double[raw.length][];
    for (int i = 0; i < raw.length; i++) {
      FixedFormat format = formats.get(i);
      columns[i] = Arrays.stream(raw[i]).mapToDouble(format::toReal).toArray();
    }
    return columns;
  }

  /** {@return the raw values of a row} */
  long[] vector(int row) {
    return IntStream.range(0, raw.length).mapToLong(i -> raw[i][row]).toArray();
  }

  /** {@return true classes; those that the teacher gives where no others are known} */
  int[] labels() {
    return isLabelled ? labels.clone() : teacherClasses();
  }

  double[][] logits() {
    return logits.clone();
  }

  /** {@return the classes that the teacher gives} */
  int[] teacherClasses() {
    return Arrays.stream(logits).mapToInt(ClassifierFigures::argmax).toArray();
  }
}
