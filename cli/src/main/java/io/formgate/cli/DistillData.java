package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.constraints.RowFormula;
import io.formgate.constraints.Spec;
import io.formgate.constraints.Teacher;
import io.formgate.constraints.TeacherValues;
import io.formgate.distill.BoostedTrees;
import io.formgate.distill.OnnxTeacher;
import io.formgate.distill.SmoothedBootstrap;
import io.formgate.distill.TeacherLogits;
import io.formgate.expression.Dataset;
import io.formgate.expression.DatasetReader;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.RowSelection;
import io.formgate.expression.SourceSpan;
import io.formgate.search.RandomSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a distillation, all seen by the teacher.
 *
 * @param fit what tables are fitted to: the rows that are not kept apart, and synthetic ones;
 *     beside trees, which know their own rows by heart, these alone
 * @param synthetic how many of the rows to fit are drawn
 * @param own the rows that are not kept apart, without synthetic ones
 * @param apart the rows kept apart, for figures alone; possibly none
 * @param test the rows of the test file, or null without one
 * @param thresholdRows rows of {@code own} that the spec's threshold counts
 * @param teacher a few words about the teacher
 */
record DistillData(
    TaughtRows fit,
    int synthetic,
    TaughtRows own,
    TaughtRows apart,
    @Nullable TaughtRows test,
    List<Integer> thresholdRows,
    String teacher) {
  /** Larger files are no networks for a trigger, and are not read. */
  private static final long MOST_TEACHER_BYTES = 256L << 20;

  private static final double SPREAD = 1;

  /**
   * {@return the rows of a spec}
   *
   * @param spec with classes
   * @param perRow synthetic rows for each row to fit
   * @param seed of trees and synthetic rows
   * @throws DiagnosticException with what is wrong of spec, data or teacher
   */
  static DistillData read(Spec spec, int perRow, long seed) {
    Classes classes =
        spec.classes()
            .orElseThrow(() ->
                new DiagnosticException(
                    Diagnostic.at(
                        DiagnosticCode.SPEC_INCOMPLETE,
                        spec.dataSpan(),
                        "distillation is of classifiers, and the spec has no 'classes' statement",
                        "add a line of the form: classes NAME, NAME from COLUMN as FORMAT")));
    Dataset read = dataset(spec, classes, spec.dataFile(), spec.dataSpan());
    IntPredicate isApart = apart(spec, read);
    int[] fitted = IntStream.range(0, read.rows()).filter(isApart.negate()).toArray();
    int[] kept = IntStream.range(0, read.rows()).filter(isApart).toArray();
    if (fitted.length == 0) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.DATA_EMPTY,
              spec.dataSpan(),
              "none of the " + read.rows() + " rows is left to fit",
              "keep fewer rows apart"));
    }
    TaughtRows own = rows(spec, classes, read, fitted);
    TaughtRows apartRows = rows(spec, classes, read, kept);
    @Nullable TaughtRows test =
        spec.teacher()
            .flatMap(t -> t.testFile().map(file -> dataset(spec, classes, file, t.span())))
            .map(d -> rows(spec, classes, d, IntStream.range(0, d.rows()).toArray()))
            .orElse(null);
    RandomSource random = new RandomSource(seed);
    Teaching teaching =
        spec.teacher()
            .map(t -> network(spec, t))
            .orElseGet(() -> trees(spec, classes, own, random.split(1)));
    TaughtRows fit = own;
    int synthetic = 0;
    if (perRow > 0) {
      double[][] drawn = SmoothedBootstrap.draw(own.columns(), perRow, SPREAD, random.split(2));
      // The rows themselves stay, except for trees, which know their labels by heart.
      boolean joins = spec.teacher().isPresent();
      synthetic = drawn[0].length;
      double[][] all = joins ? joined(own.columns(), drawn) : drawn;
      fit = new TaughtRows(all, formats(spec), new int[all[0].length], false);
    }
    List<TaughtRows> sets =
        Stream.of(fit, own, apartRows, test)
            .filter(rows -> rows != null && rows.rows() > 0)
            .distinct()
            .toList();
    String words = teaching.teach(sets);
    requireClasses(spec, classes, fit);
    return new DistillData(
        fit, synthetic, own, apartRows, test, thresholdRows(spec, read, fitted), words);
  }

  /** {@return how many rows tables are fitted to, and where they come from} */
  String rowsToFit() {
    int ofTheData = fit.rows() - synthetic;
    String drawn = Numbers.count(synthetic) + " synthetic";
    return synthetic == 0
        ? Numbers.count(ofTheData)
        : ofTheData == 0
            ? drawn + " (drawn around " + Numbers.count(own.rows()) + ")"
            : Numbers.count(ofTheData) + " of the data and " + drawn;
  }

  /** A teacher that is ready to be asked. */
  private interface Teaching {
    /** Gives rows its logits, and says who it is. */
    String teach(List<TaughtRows> sets);
  }

  /** {@return the bytes of a network} */
  static byte[] model(Path file, SourceSpan span) {
    byte[] model;
    try {
      if (Files.size(file) > MOST_TEACHER_BYTES) {
        throw new IOException("it is larger than 256 MiB");
      }
      model = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.FILE_UNREADABLE,
              span,
              "the teacher " + file + " cannot be read: " + e.getMessage(),
              "name an existing file; in a spec a relative name counts from the folder of the spec"));
    }
    return model;
  }

  private static Teaching network(Spec spec, Teacher teacher) {
    OnnxTeacher network =
        new OnnxTeacher(model(teacher.file(), teacher.span()), teacher.span(), teacher.tensor());
    return sets -> {
      List<double[][]> values =
          sets.stream().map(rows -> network.run(spec.inputColumns(), rows.columns())).toList();
      requireWidth(spec, teacher, values.getFirst()[0].length);
      TeacherValues meaning = teacher.values().orElseGet(() -> TeacherLogits.meaning(values));
      for (int i = 0; i < sets.size(); i++) {
        sets.get(i).taught(TeacherLogits.of(values.get(i), meaning));
      }
      return "the network "
          + teacher.fileText()
          + ", which gives "
          + meaning.word()
          + (values.getFirst()[0].length == 1 ? " of " + spec.output().name() : "");
    };
  }

  private static void requireWidth(Spec spec, Teacher teacher, int values) {
    int classes = spec.outputs().size();
    if (values == classes || (values == 1 && classes == 2)) {
      return;
    }
    throw new DiagnosticException(
        Diagnostic.at(
            DiagnosticCode.TEACHER_MISMATCH,
            teacher.span(),
            "the teacher gives " + values + " values for " + classes + " classes",
            "list the classes of the network in its order, or name a tensor of its logits"));
  }

  private static Teaching trees(Spec spec, Classes classes, TaughtRows own, RandomSource random) {
    requireLabels(spec, classes, own);
    BoostedTrees trees =
        BoostedTrees.fit(own.columns(), own.labels(), classes.names().size(), random);
    return sets -> {
      for (TaughtRows rows : sets) {
        double[][] columns = rows.columns();
        double[][] logits = new double[rows.rows()][];
        for (int row = 0; row < logits.length; row++) {
          int r = row;
          logits[row] = trees.logits(Arrays.stream(columns).mapToDouble(c -> c[r]).toArray());
        }
        rows.taught(logits);
      }
      return "boosted trees, fitted to the classes";
    };
  }

  private static void requireLabels(Spec spec, Classes classes, TaughtRows rows) {
    requireAll(spec, classes, rows.labels(), "has the class");
  }

  private static void requireClasses(Spec spec, Classes classes, TaughtRows rows) {
    requireAll(spec, classes, rows.teacherClasses(), "is to the teacher of the class");
  }

  /**
   * Refuses classes without rows.
   *
   * @param found the classes of the rows to fit
   * @param what no row is, in words before the name of the class
   */
  static void requireAll(Spec spec, Classes classes, int[] found, String what) {
    for (int k = 0; k < classes.names().size(); k++) {
      int wanted = k;
      if (Arrays.stream(found).noneMatch(c -> c == wanted)) {
        throw new DiagnosticException(
            Diagnostic.at(
                DiagnosticCode.DATA_CLASS,
                classes.span(),
                "no row to fit " + what + " " + classes.names().get(k),
                "give rows of every class, or leave the class out; " + spec.dataFile()));
      }
    }
  }

  private static double[][] joined(double[][] a, double[][] b) {
    double[][] all = new double[a.length][];
    for (int i = 0; i < a.length; i++) {
      all[i] = Arrays.copyOf(a[i], a[i].length + b[i].length);
      System.arraycopy(b[i], 0, all[i], a[i].length, b[i].length);
    }
    return all;
  }

  private static Dataset dataset(Spec spec, Classes classes, Path file, SourceSpan span) {
    Map<String, DatasetReader.Wanted> wanted = new LinkedHashMap<>();
    spec.inputs()
        .forEach(
            i -> wanted.put(i.name(), SpecColumns.wanted(spec, i.name(), i.span(), List.of())));
    SpecColumns.classes(spec, classes).ifPresent(w -> wanted.put(w.name(), w));
    boolean isData = file.equals(spec.dataFile());
    Optional<RowFormula> where = isData ? spec.where() : Optional.empty();
    if (isData) {
      Stream.of(spec.where(), spec.teacher().flatMap(Teacher::apart), counted(spec))
          .flatMap(Optional::stream)
          .forEach(f ->
              f.formula()
                  .variables()
                  .forEach(v ->
                      wanted.putIfAbsent(v, SpecColumns.wanted(spec, v, f.span(), List.of()))));
    }
    return DatasetReader.read(
            file,
            span,
            List.copyOf(wanted.values()),
            new RowSelection(
                where.map(w -> new RowSelection.Filter(w.formula(), w.span())), spec.missingDrop()))
        .data();
  }

  private static Optional<RowFormula> counted(Spec spec) {
    return TableThreshold.passing(spec).map(p -> p.rows());
  }

  private static IntPredicate apart(Spec spec, Dataset read) {
    return spec.teacher()
        .flatMap(Teacher::apart)
        .map(f -> holds(f, read))
        .orElse(row -> spec.split().isValidation(row));
  }

  private static IntPredicate holds(RowFormula f, Dataset read) {
    return row -> {
      Map<String, Double> at = new HashMap<>();
      f.formula().variables().forEach(v -> at.put(v, read.column(v)[row]));
      return ReferenceEvaluator.evaluate(f.formula(), at) > 0;
    };
  }

  private static List<Integer> thresholdRows(Spec spec, Dataset read, int[] fitted) {
    Optional<RowFormula> formula = counted(spec);
    if (formula.isEmpty()) {
      return List.of();
    }
    IntPredicate counts = holds(formula.get(), read);
    return IntStream.range(0, fitted.length).filter(i -> counts.test(fitted[i])).boxed().toList();
  }

  private static List<FixedFormat> formats(Spec spec) {
    return spec.inputs().stream().map(i -> i.format()).toList();
  }

  private static TaughtRows rows(Spec spec, Classes classes, Dataset read, int[] chosen) {
    double[][] columns =
        spec.inputs().stream()
            .map(i -> Arrays.stream(chosen).mapToDouble(r -> read.column(i.name())[r]).toArray())
            .toArray(double[][]::new);
    double[] labels = classes.column().map(read::column).orElseGet(() -> new double[read.rows()]);
    return new TaughtRows(
        columns,
        formats(spec),
        Arrays.stream(chosen).map(r -> (int) labels[r]).toArray(),
        classes.column().isPresent());
  }
}
