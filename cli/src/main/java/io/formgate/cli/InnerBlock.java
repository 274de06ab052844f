package io.formgate.cli;

import io.formgate.constraints.InputDeclaration;
import io.formgate.constraints.Loss;
import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.constraints.Teacher;
import io.formgate.constraints.UnitExpression;
import io.formgate.distill.ForwardSelection;
import io.formgate.distill.OnnxTeacher;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Dataset;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.DeviceModel;
import io.formgate.search.FrontEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Formulas f of some components of an inner tensor, in which the formulas of the classes are then
 * searched: g after f.
 *
 * <p>Of the components those are taken from which a linear function makes most of the logits, one
 * after the other. Each is searched by itself; of its front the smallest formula is taken whose
 * loss is near the least. What g sees is what these formulas give, not what the network does, so
 * that it mends what they lack.
 *
 * @param names of the values of f, none that of an input
 * @param formulas f, of the inputs
 * @param values of f on the rows to fit
 * @param outer the spec of g: its inputs are the values of f
 */
record InnerBlock(List<String> names, List<Expr> formulas, Dataset values, Spec outer) {
  /** Most components that are distilled. */
  static final int MOST = 6;

  private static final int BITS = 16;
  private static final double NEAR = 1.1;

  /** A component is followed to so many parts of its spread. */
  private static final double FINE = 64;

  InnerBlock {
    names = List.copyOf(names);
    formulas = List.copyOf(formulas);
  }

  /** {@return the values of f on the rows to fit, {@code [component][row]}} */
  double[][] columns() {
    return names.stream().map(values::column).toArray(double[][]::new);
  }

  /** {@return a formula of the values of f as one of the inputs} */
  Expr composed(Expr g) {
    return Expansion.substitute(g, names, formulas);
  }

  /**
   * {@return the formulas of an inner tensor}
   *
   * @param terminal shows the searches
   * @param spec with a network, and without what names its inputs otherwise
   * @param tensor the inner tensor
   * @param rows to fit
   * @param stride of the rows that are searched on
   * @param device costs
   * @param iterations epochs of each search
   * @param seed of the searches
   * @param threads of the searches
   * @throws DiagnosticException if the spec demands of formulas what two of them cannot keep, there
   *     is no such tensor, nothing of it varies with the logits, or no formula of a component can
   *     be built or has a value in every row
   */
  static InnerBlock of(
      Terminal terminal,
      Spec spec,
      String tensor,
      TaughtRows rows,
      int stride,
      DeviceModel device,
      int iterations,
      long seed,
      int threads) {
    Teacher teacher = spec.teacher().orElseThrow(InnerBlock::withoutNetwork);
    requirePlain(spec);
    double[][] inputs = rows.columns();
    double[][] inner =
        new OnnxTeacher(
                DistillData.model(teacher.file(), teacher.span()),
                teacher.span(),
                Optional.of(tensor))
            .run(spec.inputColumns(), inputs);
    List<Integer> chosen = components(tensor, inner, rows.logits());
    List<String> names = new ArrayList<>();
    List<Expr> formulas = new ArrayList<>();
    for (int component : chosen) {
      String name = free("h" + component, spec);
      double[] target = Arrays.stream(inner).mapToDouble(row -> row[component]).toArray();
      names.add(name);
      formulas.add(
          formula(terminal, spec, name, inputs, target, stride, device, iterations, seed, threads));
    }
    List<String> allNames = spec.inputNames();
    double[][] values = new double[names.size()][];
    List<InputDeclaration> ports = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      values[i] = evaluated(formulas.get(i), allNames, inputs);
      FixedFormat format = format(names.get(i), values[i]);
      ports.add(
          new InputDeclaration(
              names.get(i),
              teacher.span(),
              UnitExpression.ONE,
              format,
              new Interval(format.range().lo(), format.range().hi())));
    }
    return new InnerBlock(
        names, formulas, new Dataset(names, values), spec.between(ports, spec.outputs()));
  }

  private static DiagnosticException withoutNetwork() {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.TEACHER_INNER,
            "there is no network whose inner tensor --through could name",
            "add a teacher to the spec, or leave out --through"));
  }

  /**
   * {@return the components to distil, at least one}
   *
   * @param tensor its name
   * @param inner its values, {@code [row][component]}
   * @param logits of the classes, {@code [row][class]}
   * @throws DiagnosticException if no component says anything of the logits
   */
  static List<Integer> components(String tensor, double[][] inner, double[][] logits) {
    List<Integer> chosen = ForwardSelection.most(inner, logits, MOST);
    if (chosen.isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.TEACHER_INNER,
              "no component of the tensor '"
                  + tensor
                  + "' says anything of the network's outputs: in all rows to fit, it or they are"
                  + " the same",
              "name a tensor between inputs and outputs that depends on the inputs, or leave out"
                  + " --through"));
    }
    return chosen;
  }

  private static void requirePlain(Spec spec) {
    if (!spec.forms().isEmpty() || !spec.guesses().isEmpty() || !spec.constraints().isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.TEACHER_INNER,
              "forms, guesses and constraints speak of whole formulas, and --through composes each"
                  + " of two",
              "leave them out, or --through"));
    }
  }

  /** An input of the spec may have the name. */
  private static String free(String name, Spec spec) {
    String free = name;
    while (spec.inputNames().contains(free) || spec.outputNames().contains(free)) {
      free += "h";
    }
    return free;
  }

  private static double[] evaluated(Expr formula, List<String> names, double[][] columns) {
    List<String> all = new ArrayList<>(names);
    all.add("#target");
    double[][] data = Arrays.copyOf(columns, columns.length + 1);
    data[columns.length] = new double[columns[0].length];
    RowBlocks rows = new RowBlocks(new Dataset(all, data), names, "#target");
    Tape tape = Tape.of(formula, names);
    double[] values = new double[rows.rows()];
    new BatchEvaluator(rows, tape.length()).evaluate(tape, values);
    return values;
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  /**
   * {@return a signed word that holds all values}; values below all normal numbers of a network, 0
   * among them, need no finer word than those near 1
   *
   * @param name of the values, for messages
   * @param values of a component or its formula
   * @throws DiagnosticException if a value is not finite
   */
  static FixedFormat format(String name, double[] values) {
    double largest = largest(values);
    if (!Double.isFinite(largest)) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.TEACHER_INNER,
              "the formula found for the component '" + name + "' has no value in some row",
              "leave out operators that are not defined everywhere, or search longer"));
    }
    return new FixedFormat(
        true, BITS, 2 + Math.getExponent(largest < Float.MIN_NORMAL ? 1 : largest));
  }

  private static Expr formula(
      Terminal terminal,
      Spec spec,
      String name,
      double[][] inputs,
      double[] target,
      int stride,
      DeviceModel device,
      int iterations,
      long seed,
      int threads) {
    OutputDeclaration first = spec.output();
    double tolerance = Math.max(largest(target) / FINE, Double.MIN_NORMAL);
    OutputDeclaration output =
        new OutputDeclaration(
            name,
            first.span(),
            UnitExpression.ONE,
            format(name, target),
            true,
            new Tolerance(0, tolerance),
            OutputDeclaration.Promise.PROVED);
    Spec inner =
        spec.between(spec.inputs(), List.of(output)).searching(spec.operators(), Loss.MEAN_SQUARED);
    int[] picked = IntStream.range(0, target.length).filter(r -> r % stride == 0).toArray();
    double[][] columns = new double[inputs.length + 1][];
    for (int i = 0; i < inputs.length; i++) {
      double[] column = inputs[i];
      columns[i] = Arrays.stream(picked).mapToDouble(r -> column[r]).toArray();
    }
    columns[inputs.length] = Arrays.stream(picked).mapToDouble(r -> target[r]).toArray();
    List<String> names = new ArrayList<>(spec.inputNames());
    names.add(name);
    Double[] weights = new Double[picked.length];
    Arrays.fill(weights, 1.0);
    TrainingData data =
        new TrainingData(
            new Dataset(names, columns),
            List.of(weights),
            IntStream.range(0, picked.length).boxed().toList(),
            List.of(),
            List.of(),
            picked.length,
            0,
            0,
            List.of());
    OutputSearch search =
        new OutputSearch(terminal, inner, output, device, data, iterations, seed, Optional.empty());
    List<FrontRow> front =
        search.build(search.run(threads), name).stream().filter(FrontRow::stands).toList();
    FrontRow chosen = chosen(front).orElseThrow(() -> unbuilt(name));
    terminal.line(
        "          "
            + name
            + ": "
            + front.size()
            + " formulas on the front, taken is one of RMS "
            + Numbers.digits(100 * chosen.relativeRms(), 3)
            + " %");
    return chosen.formula();
  }

  private static Optional<FrontRow> chosen(List<FrontRow> front) {
    double least =
        front.stream().map(FrontRow::entry).mapToDouble(FrontEntry::loss).min().orElse(0);
    return front.stream()
        .filter(row -> row.entry().loss() <= NEAR * least)
        .min(Comparator.comparingDouble(row -> row.entry().area()));
  }

  private static DiagnosticException unbuilt(String name) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.TEACHER_INNER,
            "no formula found for the component '" + name + "' can be built",
            "allow more, slow the clock, or search longer"));
  }
}
