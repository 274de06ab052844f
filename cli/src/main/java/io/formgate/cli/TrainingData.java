package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.constraints.LevelColumn;
import io.formgate.constraints.LeveledSpec;
import io.formgate.constraints.Levels;
import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.RowFormula;
import io.formgate.constraints.Spec;
import io.formgate.constraints.Threshold;
import io.formgate.expression.Dataset;
import io.formgate.expression.DatasetReader;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.RowSelection;
import io.formgate.expression.SourceSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows that a spec takes of its data set, with weights, and split into training and validation.
 *
 * @param columns inputs and targets of all rows taken; the target of a class is 1 in its rows and
 *     -1 in all others
 * @param weights of the rows
 * @param training indices of the rows to fit
 * @param validation indices of the rows kept apart, possibly none
 * @param thresholdRows for each threshold of the spec the rows of which a share is to pass; none
 *     where it is a number
 * @param rowsInFile rows of the file
 * @param rowsFiltered rows left out by the condition
 * @param rowsMissing rows left out because they lack a value
 * @param levels of the columns that parameters depend on, whose columns hold codes
 */
record TrainingData(
    Dataset columns,
    List<Double> weights,
    List<Integer> training,
    List<Integer> validation,
    List<List<Integer>> thresholdRows,
    long rowsInFile,
    long rowsFiltered,
    long rowsMissing,
    List<Levels> levels) {

  /** Share of rows outside the declared ranges from which the ranges are taken for a mistake. */
  private static final double MISTAKEN_SHARE = 0.1;

  /**
   * {@return the rows of a spec}
   *
   * @throws DiagnosticException with every mistake found in the data
   */
  static TrainingData read(Spec spec) {
    Map<String, DatasetReader.Wanted> levels = LevelCodes.wanted(spec);
    DatasetReader.Reading reading =
        DatasetReader.read(
            spec.dataFile(),
            spec.dataSpan(),
            wanted(spec, levels),
            new RowSelection(
                spec.where().map(w -> new RowSelection.Filter(w.formula(), w.span())),
                spec.missingDrop()));
    return of(
        spec,
        reading.data(),
        levels,
        reading.rowsInFile(),
        reading.rowsFiltered(),
        reading.rowsMissing());
  }

  /**
   * {@return all rows of a data set that a program has}
   *
   * @throws DiagnosticException with every mistake found in the data
   */
  static TrainingData of(Spec spec, Dataset data) {
    return of(spec, data, Map.of(), data.rows(), 0, 0);
  }

  private static TrainingData of(
      Spec spec,
      Dataset file,
      Map<String, DatasetReader.Wanted> wantedLevels,
      long rowsInFile,
      long rowsFiltered,
      long rowsMissing) {
    refuseMistakenRanges(spec, file);
    List<Integer> training = new ArrayList<>();
    List<Integer> validation = new ArrayList<>();
    for (int row = 0; row < file.rows(); row++) {
      (spec.split().isValidation(row) ? validation : training).add(row);
    }
    if (training.isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.DATA_EMPTY,
              spec.dataSpan(),
              "the split leaves none of the " + file.rows() + " rows to fit",
              "keep a smaller share apart, or give another seed"));
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    file.names().forEach(name -> columns.put(name, file.column(name)));
    List<Levels> levels = LevelCodes.of(spec, columns, wantedLevels, training);
    Dataset read =
        new Dataset(List.copyOf(columns.keySet()), columns.values().toArray(double[][]::new));
    List<Double> weights = weights(spec, read);
    checkWeight(spec, weights, training, "to fit");
    checkWeight(spec, weights, validation, "kept apart for validation");
    Dataset targets = targets(spec, read);
    TargetsBeyond.refuse(spec, targets);
    return new TrainingData(
        targets,
        weights,
        training,
        validation,
        spec.thresholds().stream().map(t -> thresholdRows(t, read)).toList(),
        rowsInFile,
        rowsFiltered,
        rowsMissing,
        levels);
  }

  /** {@return a spec with a parameter for each level that these rows have} */
  Spec leveled(Spec spec) {
    return LeveledSpec.of(spec, levels);
  }

  private static void refuseMistakenRanges(Spec spec, Dataset read) {
    long outside = DataRows.outsideRanges(read, SpecPorts.inputs(spec));
    if (outside > MISTAKEN_SHARE * read.rows()) {
      MistakenRange worst = MistakenRange.worst(spec, read);
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.DATA_OUT_OF_RANGE,
              spec.dataSpan(),
              Numbers.count(outside)
                  + " of "
                  + Numbers.count(read.rows())
                  + " rows lie outside the declared input ranges, most for "
                  + worst.words(),
              worst.otherUnit().map(hint -> hint + " Else ").orElse("")
                  + "declare ranges that hold the data, in the data's units"));
    }
  }

  /** Every column that a statement names, once. */
  private static List<DatasetReader.Wanted> wanted(
      Spec spec, Map<String, DatasetReader.Wanted> levels) {
    Map<String, DatasetReader.Wanted> wanted = new LinkedHashMap<>(levels);
    spec.inputs().forEach(i -> want(spec, wanted, i.name(), i.span()));
    Optional<Classes> classes = spec.classes();
    if (classes.isPresent()) {
      SpecColumns.classes(spec, classes.get()).ifPresent(w -> wanted.put(w.name(), w));
    } else {
      spec.outputs().forEach(o -> want(spec, wanted, o.name(), o.span()));
    }
    Stream.concat(
            Stream.of(spec.where(), spec.weight()).flatMap(Optional::stream),
            spec.thresholds().stream().map(TrainingData::rowsOf).flatMap(Optional::stream))
        .forEach(f -> f.formula().variables().forEach(name -> want(spec, wanted, name, f.span())));
    return List.copyOf(wanted.values());
  }

  private static Optional<RowFormula> rowsOf(Threshold threshold) {
    return switch (threshold.point()) {
      case Threshold.At _ -> Optional.empty();
      case Threshold.Passing passing -> Optional.of(passing.rows());
    };
  }

  private static List<Integer> thresholdRows(Threshold threshold, Dataset read) {
    Optional<RowFormula> formula = rowsOf(threshold);
    if (formula.isEmpty()) {
      return List.of();
    }
    List<Integer> rows = new ArrayList<>();
    Map<String, Double> at = new HashMap<>();
    for (int row = 0; row < read.rows(); row++) {
      for (String name : formula.get().formula().variables()) {
        at.put(name, read.column(name)[row]);
      }
      if (ReferenceEvaluator.evaluate(formula.get().formula(), at) > 0) {
        rows.add(row);
      }
    }
    if (rows.isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.DATA_EMPTY,
              formula.get().span(),
              "of the " + read.rows() + " rows taken none is one of those that are to pass",
              "the formula has to be above 0 for some rows"));
    }
    return rows;
  }

  private static void want(
      Spec spec, Map<String, DatasetReader.Wanted> wanted, String name, SourceSpan span) {
    wanted.putIfAbsent(name, SpecColumns.wanted(spec, name, span, List.of()));
  }

  private static List<Double> weights(Spec spec, Dataset read) {
    Double[] weights = new Double[read.rows()];
    Arrays.fill(weights, 1.0);
    if (spec.weight().isEmpty()) {
      return List.of(weights);
    }
    RowFormula formula = spec.weight().get();
    Map<String, Double> at = new HashMap<>();
    for (int row = 0; row < weights.length; row++) {
      for (String name : formula.formula().variables()) {
        at.put(name, read.column(name)[row]);
      }
      double weight = ReferenceEvaluator.evaluate(formula.formula(), at);
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new DiagnosticException(
            Diagnostic.at(
                DiagnosticCode.DATA_WEIGHT,
                formula.span(),
                "the weight of row " + (row + 1) + " of those taken is " + weight,
                "a weight is 0 or more; max(w, 0) and 'where' help"));
      }
      weights[row] = weight;
    }
    return List.of(weights);
  }

  /** Of rows that are there some weigh something, because losses are weighted means. */
  private static void checkWeight(
      Spec spec, List<Double> weights, List<Integer> rows, String purpose) {
    if (spec.weight().isPresent()
        && !rows.isEmpty()
        && rows.stream().allMatch(row -> weights.get(row) == 0)) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.DATA_WEIGHT,
              spec.weight().get().span(),
              "the weight is 0 on all rows " + purpose,
              "give some of them a weight above 0"));
    }
  }

  private static Dataset targets(Spec spec, Dataset read) {
    List<String> names = new ArrayList<>(spec.inputNames());
    spec.levelColumns().stream()
        .map(LevelColumn::name)
        .filter(name -> !names.contains(name))
        .forEach(names::add);
    List<double[]> columns = new ArrayList<>();
    names.forEach(name -> columns.add(read.column(name)));
    spec.classes().ifPresent(classes -> requireRowsOfAll(spec, classes, read));
    boolean isTold = spec.classes().isEmpty() || spec.classes().get().column().isPresent();
    for (OutputDeclaration output : isTold ? spec.outputs() : List.<OutputDeclaration>of()) {
      names.add(output.name());
      columns.add(
          spec.classes()
              .map(c ->
                  score(read.column(c.column().orElseThrow()), c.names().indexOf(output.name())))
              .orElseGet(() -> read.column(output.name())));
    }
    return new Dataset(names, columns.toArray(double[][]::new));
  }

  private static void requireRowsOfAll(Spec spec, Classes classes, Dataset read) {
    if (classes.column().isEmpty()) {
      return;
    }
    int[] found =
        Arrays.stream(read.column(classes.column().get())).mapToInt(k -> (int) k).toArray();
    DistillData.requireAll(spec, classes, found, "is of the class");
  }

  private static double[] score(double[] classes, int index) {
    return Arrays.stream(classes).map(k -> k == index ? 1 : -1).toArray();
  }

  /** {@return the rows to fit an output to} */
  RowBlocks trainingRows(List<String> inputs, String output) {
    return rows(inputs, output, training);
  }

  /** {@return the rows kept apart, empty if there are none} */
  Optional<RowBlocks> validationRows(List<String> inputs, String output) {
    return validation.isEmpty() ? Optional.empty() : Optional.of(rows(inputs, output, validation));
  }

  /** {@return some of the rows, with an output as their target} */
  RowBlocks rows(List<String> inputs, String output, List<Integer> chosen) {
    double[] w = weights.stream().mapToDouble(Double::doubleValue).toArray();
    return new RowBlocks(columns, inputs, output, w)
        .select(chosen.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * {@return the share of rows whose largest score is that of their class}
   *
   * @param scores {@code [class][row]}
   * @param targets names of the target columns, in the order of the scores
   */
  double accuracy(double[][] scores, List<String> targets) {
    int right = 0;
    for (int row = 0; row < columns.rows(); row++) {
      int r = row;
      int best = 0;
      for (int k = 1; k < scores.length; k++) {
        best = scores[k][row] > scores[best][row] ? k : best;
      }
      int truth =
          IntStream.range(0, targets.size())
              .filter(k -> columns.column(targets.get(k))[r] > 0)
              .findFirst()
              .orElse(-1);
      right += best == truth ? 1 : 0;
    }
    return (double) right / columns.rows();
  }

  /** {@return one line about the rows} */
  String describe(Spec spec) {
    StringBuilder out = new StringBuilder(Numbers.count(columns.rows()) + " rows");
    if (columns.rows() != rowsInFile) {
      out.append(" of ").append(Numbers.count(rowsInFile));
    }
    out.append(" of ").append(spec.dataFile());
    if (rowsFiltered > 0) {
      out.append("; ").append(Numbers.count(rowsFiltered)).append(" not taken by the condition");
    }
    if (rowsMissing > 0) {
      out.append("; ").append(Numbers.count(rowsMissing)).append(" lack a value");
    }
    if (!validation.isEmpty()) {
      out.append("; ")
          .append(Numbers.count(validation.size()))
          .append(" kept apart for validation");
    }
    return out.toString();
  }
}
