package io.formgate.cli;

import io.formgate.constraints.Spec;
import io.formgate.constraints.Threshold;
import io.formgate.distill.ClassifierFigures;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.RowBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How good the circuit is at what it is for, on some rows of the data set, beside the real-valued
 * formulas at the values as they are in the file. The circuit's values are those of the golden
 * model, which the circuit was shown to equal on all of these rows.
 *
 * @param on {@code fit}, the rows to fit, or {@code apart}, those kept apart for validation
 * @param rows their number
 * @param outputs by output
 * @param classes how well the classes are told; null without classes
 * @param bits how well each bit at a threshold tells what it is for
 */
record HardwareMetric(
    String on,
    int rows,
    List<OutputMetric> outputs,
    @Nullable ClassMetric classes,
    List<BitMetric> bits) {

  /**
   * An output.
   *
   * @param output its name
   * @param loss mean loss of the circuit, weighted, by the spec's loss
   * @param formulaLoss the same of the formula
   * @param r2 coefficient of determination of the circuit, weighted: 1 less the mean square of the
   *     error over the variance of the target; null for scores of classes and constant targets
   * @param formulaR2 the same of the formula
   */
  record OutputMetric(
      String output,
      double loss,
      double formulaLoss,
      @Nullable Double r2,
      @Nullable Double formulaR2) {}

  /**
   * The classes, each row counted once.
   *
   * @param accuracy share of rows whose largest score in the circuit is that of their class
   * @param formulaAccuracy the same of the formulas
   * @param areas of each class against the others
   */
  record ClassMetric(double accuracy, double formulaAccuracy, List<Area> areas) {}

  /**
   * A class against the others, by how far its score is above the largest of the others.
   *
   * @param name of the class
   * @param area under the ROC curve of the circuit; null if all rows are of the class, or none
   * @param formulaArea the same of the formulas
   */
  record Area(String name, @Nullable Double area, @Nullable Double formulaArea) {}

  /**
   * A bit at a threshold, each row counted once.
   *
   * @param port its name
   * @param truth which rows it shall tell
   * @param accuracy share of rows whose bit in the circuit is right
   * @param formulaAccuracy share of rows where the real formula is on the right side
   * @param area under the ROC curve of the value before the threshold; null if the bit shall be the
   *     same in all rows
   * @param formulaArea the same of the formula
   */
  record BitMetric(
      String port,
      String truth,
      double accuracy,
      double formulaAccuracy,
      @Nullable Double area,
      @Nullable Double formulaArea) {}

  HardwareMetric {
    outputs = List.copyOf(outputs);
    bits = List.copyOf(bits);
  }

  /**
   * What was computed for all rows taken.
   *
   * @param hardware values of the circuit, {@code [output][row]}
   * @param real values of the formulas, {@code [output][row]}
   * @param bits of the thresholds, {@code [threshold][row]}
   * @param atLeast the thresholds
   */
  record Values(
      List<double[]> hardware, List<double[]> real, List<boolean[]> bits, List<Double> atLeast) {}

  /** {@return the metrics on the rows to fit and, if there are any, on those kept apart} */
  static List<HardwareMetric> measure(
      Spec spec, List<OutputSearch> searches, TrainingData data, Values values) {
    List<HardwareMetric> metrics = new ArrayList<>();
    metrics.add(on("fit", data.training(), spec, searches, data, values));
    if (!data.validation().isEmpty()) {
      metrics.add(on("apart", data.validation(), spec, searches, data, values));
    }
    return metrics;
  }

  private static HardwareMetric on(
      String on,
      List<Integer> chosen,
      Spec spec,
      List<OutputSearch> searches,
      TrainingData data,
      Values values) {
    int[] rows = chosen.stream().mapToInt(Integer::intValue).toArray();
    List<String> names = spec.outputNames();
    List<OutputMetric> outputs = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      RowBlocks blocks = data.rows(spec.inputNames(), names.get(k), chosen);
      double[] hardware = at(values.hardware().get(k), rows);
      double[] real = at(values.real().get(k), rows);
      boolean isRegression = spec.classes().isEmpty();
      outputs.add(
          new OutputMetric(
              names.get(k),
              searches.get(k).loss(blocks, hardware),
              searches.get(k).loss(blocks, real),
              isRegression ? r2(hardware, blocks.targets(), blocks.weights()) : null,
              isRegression ? r2(real, blocks.targets(), blocks.weights()) : null));
    }
    return new HardwareMetric(
        on,
        rows.length,
        outputs,
        spec.classes().isEmpty() ? null : classes(names, rows, data, values),
        bits(spec, rows, data, values));
  }

  private static ClassMetric classes(
      List<String> names, int[] rows, TrainingData data, Values values) {
    double[][] hardware = scores(values.hardware(), rows);
    double[][] real = scores(values.real(), rows);
    int[] truth = new int[rows.length];
    for (int k = 0; k < names.size(); k++) {
      double[] target = data.columns().column(names.get(k));
      for (int i = 0; i < rows.length; i++) {
        truth[i] = target[rows[i]] > 0 ? k : truth[i];
      }
    }
    List<Area> areas = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      boolean[] is = TableFigures.isClass(truth, k);
      areas.add(
          new Area(
              names.get(k),
              area(TableFigures.lead(hardware, k), is),
              area(TableFigures.lead(real, k), is)));
    }
    return new ClassMetric(accuracy(hardware, truth), accuracy(real, truth), areas);
  }

  private static double accuracy(double[][] scores, int[] truth) {
    int[] found = Arrays.stream(scores).mapToInt(ClassifierFigures::argmax).toArray();
    return ClassifierFigures.agreement(found, truth);
  }

  private static List<BitMetric> bits(Spec spec, int[] rows, TrainingData data, Values values) {
    List<BitMetric> bits = new ArrayList<>();
    for (int t = 0; t < spec.thresholds().size(); t++) {
      Threshold threshold = spec.thresholds().get(t);
      int output = spec.outputNames().indexOf(threshold.output());
      double atLeast = values.atLeast().get(t);
      IntPredicate shallPass = truth(spec, threshold, t, data);
      boolean[] truth = new boolean[rows.length];
      int right = 0;
      int formulaRight = 0;
      for (int i = 0; i < rows.length; i++) {
        truth[i] = shallPass.test(rows[i]);
        right += values.bits().get(t)[rows[i]] == truth[i] ? 1 : 0;
        formulaRight += values.real().get(output)[rows[i]] >= atLeast == truth[i] ? 1 : 0;
      }
      bits.add(
          new BitMetric(
              Threshold.port(threshold.output()),
              text(spec, threshold),
              (double) right / rows.length,
              (double) formulaRight / rows.length,
              area(at(values.hardware().get(output), rows), truth),
              area(at(values.real().get(output), rows), truth)));
    }
    return bits;
  }

  /** What is asked to pass shall pass; where a share may pass at most, all others shall. */
  private static IntPredicate truth(Spec spec, Threshold threshold, int t, TrainingData data) {
    double[] target = data.columns().column(threshold.output());
    return switch (threshold.point()) {
      case Threshold.At(double value) ->
          spec.classes().isPresent() ? row -> target[row] > 0 : row -> target[row] >= value;
      case Threshold.Passing passing -> {
        var rows = data.thresholdRows().get(t).stream().collect(Collectors.toUnmodifiableSet());
        yield row -> rows.contains(row) == passing.isAtLeast();
      }
    };
  }

  private static String text(Spec spec, Threshold threshold) {
    return switch (threshold.point()) {
      case Threshold.At(double value) ->
          spec.classes().isPresent()
              ? "rows of class " + threshold.output()
              : threshold.output() + " of the data at least " + Numbers.digits(value, 6);
      case Threshold.Passing passing ->
          (passing.isAtLeast() ? "rows with " : "rows without ")
              + FormulaPrinter.print(passing.rows().formula());
    };
  }

  private static double[] at(double[] all, int[] rows) {
    return IntStream.of(rows).mapToDouble(row -> all[row]).toArray();
  }

  private static double[][] scores(List<double[]> byOutput, int[] rows) {
    return IntStream.of(rows)
        .mapToObj(row -> byOutput.stream().mapToDouble(o -> o[row]).toArray())
        .toArray(double[][]::new);
  }

  /** {@return the coefficient of determination; null if all targets are equal} */
  static @Nullable Double r2(double[] values, double[] target, double[] weights) {
    double total = 0;
    double mean = 0;
    for (int i = 0; i < target.length; i++) {
      total += weights[i];
      mean += weights[i] * target[i];
    }
    mean /= total;
    double errors = 0;
    double variance = 0;
    for (int i = 0; i < target.length; i++) {
      errors += weights[i] * (values[i] - target[i]) * (values[i] - target[i]);
      variance += weights[i] * (target[i] - mean) * (target[i] - mean);
    }
    return variance == 0 ? null : Double.valueOf(1 - errors / variance);
  }

  /** {@return the area under the ROC curve; null if all rows are of one kind} */
  static @Nullable Double area(double[] scores, boolean[] is) {
    double area = ClassifierFigures.areaUnderRoc(scores, is);
    return Double.isNaN(area) ? null : Double.valueOf(area);
  }

  /** {@return the metrics in words: what it is about, and the figures} */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (OutputMetric o : outputs) {
      lines.add(
          new Line(
              o.output(),
              "loss "
                  + Numbers.digits(o.loss(), 5)
                  + " (formula "
                  + Numbers.digits(o.formulaLoss(), 5)
                  + ")"
                  + pair(", R2 ", o.r2(), o.formulaR2())
                  + where()));
    }
    Optional.ofNullable(classes)
        .ifPresent(c -> {
          lines.add(
              new Line(
                  "class_index",
                  "accuracy "
                      + Numbers.percent(c.accuracy())
                      + " (formulas "
                      + Numbers.percent(c.formulaAccuracy())
                      + ")"
                      + where()));
          for (Area a : c.areas()) {
            if (a.area() != null) {
              lines.add(new Line(a.name(), pair("ROC AUC ", a.area(), a.formulaArea()) + where()));
            }
          }
        });
    for (BitMetric b : bits) {
      lines.add(
          new Line(
              b.port(),
              "accuracy "
                  + Numbers.percent(b.accuracy())
                  + " (formula "
                  + Numbers.percent(b.formulaAccuracy())
                  + ")"
                  + pair(", ROC AUC ", b.area(), b.formulaArea())
                  + where()
                  + "; right is 1 for "
                  + b.truth()));
    }
    return lines;
  }

  /**
   * A line about a part of a circuit.
   *
   * @param what output, class or bit
   * @param text the figures
   */
  record Line(String what, String text) {}

  private static String pair(String head, @Nullable Double circuit, @Nullable Double formula) {
    return circuit == null
        ? ""
        : head
            + Numbers.digits(circuit, 6)
            + (formula == null ? "" : " (formula " + Numbers.digits(formula, 6) + ")");
  }

  private String where() {
    return " on " + Numbers.count(rows) + " rows " + (on.equals("fit") ? "to fit" : "kept apart");
  }
}
