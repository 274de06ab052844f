package io.formgate.cli;

import io.formgate.constraints.Loss;
import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.distill.FitRows;
import io.formgate.distill.JointChoice;
import io.formgate.distill.JointRefit;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Dataset;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import io.formgate.hwcost.DeviceModel;
import io.formgate.search.SpecProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Formulas for the classes of a teacher.
 *
 * <p>The search fits each class by itself, by least squares, to the teacher's logits relative to
 * the largest; of two classes the difference of the two is the only formula. What lies far below
 * the largest counts the same, because it does not decide. Then {@link JointChoice} takes one
 * formula of each front, and {@link JointRefit} fits the constants of each choice together.
 */
final class ClosedForms {
  /** Operators of a spec that names none: those whose circuits have neither DSPs nor memories. */
  private static final EnumSet<Operator> OPERATORS =
      EnumSet.of(
          Operator.ADD,
          Operator.SUBTRACT,
          Operator.MULTIPLY,
          Operator.SQUARE,
          Operator.ABS,
          Operator.MIN,
          Operator.MAX,
          Operator.RELU);

  /** Logits further below the largest count as so much below; e^-5 is less than one percent. */
  private static final double FAR = 5;

  /** Rows of the search; more tell formulas of some constants hardly better apart. */
  private static final int SEARCH_ROWS = 4000;

  private static final int REFIT_STEPS = 30;

  private final Terminal terminal;
  private final Spec spec;
  private final String name;
  private final DistillData data;
  private final DeviceModel device;
  private final double sharpness;
  private final Optional<String> through;
  private Optional<InnerBlock> inner = Optional.empty();

  /**
   * Takes what is asked for.
   *
   * @param terminal shows the searches
   * @param asked the spec
   * @param name of the module
   * @param data rows with what the teacher says of them
   * @param device costs
   * @param sharpness what logits are multiplied by where constants are fitted together
   * @param through an inner tensor of the network, whose formulas those of the classes are of
   */
  ClosedForms(
      Terminal terminal,
      Spec asked,
      String name,
      DistillData data,
      DeviceModel device,
      double sharpness,
      Optional<String> through) {
    this.through = through;
    this.terminal = terminal;
    this.spec =
        asked.searching(asked.hasOperators() ? asked.operators() : OPERATORS, Loss.MEAN_SQUARED);
    this.name = name;
    this.data = data;
    this.device = device;
    this.sharpness = sharpness;
  }

  /** {@return the spec of what is searched: of inputs, or of the formulas of an inner tensor} */
  private Spec searched() {
    return inner.map(InnerBlock::outer).orElse(spec);
  }

  /** {@return the values of its inputs on the rows to fit} */
  private double[][] columns() {
    return inner.map(InnerBlock::columns).orElseGet(() -> data.fit().columns());
  }

  private boolean isBinary() {
    return spec.outputs().size() == 2;
  }

  private int stride() {
    return Math.max(1, Math.ceilDiv(data.fit().rows(), SEARCH_ROWS));
  }

  private int[] every(int stride) {
    return IntStream.range(0, data.fit().rows()).filter(r -> r % stride == 0).toArray();
  }

  /** The targets of each class in rows of a stride. */
  private TrainingData targets(int stride) {
    TaughtRows fit = data.fit();
    double[][] logits = fit.logits();
    double[][] columns = columns();
    int[] rows = every(stride);
    int classes = spec.outputs().size();
    double[][] all = new double[columns.length + classes][rows.length];
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < columns.length; i++) {
        all[i][row] = columns[i][rows[row]];
      }
      double[] l = logits[rows[row]];
      double largest = Arrays.stream(l).max().orElseThrow();
      for (int k = 0; k < classes; k++) {
        all[columns.length + k][row] =
            isBinary()
                ? k == 0 ? Math.clamp(l[0] - l[1], -FAR, FAR) : 0
                : Math.max(l[k] - largest, -FAR);
      }
    }
    List<String> names = new ArrayList<>(searched().inputNames());
    names.addAll(spec.outputNames());
    Double[] weights = new Double[rows.length];
    Arrays.fill(weights, 1.0);
    return new TrainingData(
        new Dataset(names, all),
        List.of(weights),
        IntStream.range(0, rows.length).boxed().toList(),
        List.of(),
        thresholdRows(),
        rows.length,
        0,
        0,
        List.of());
  }

  /** Thresholds count rows of the data that were not drawn. */
  private List<List<Integer>> thresholdRows() {
    return spec.thresholds().isEmpty() ? List.of() : List.of(data.thresholdRows());
  }

  /**
   * {@return the fronts of the classes}
   *
   * @param iterations epochs of each search
   * @param seed of the searches
   * @param threads of the searches
   */
  List<List<FrontRow>> search(int iterations, long seed, int threads) {
    SpecProblem.requireSearchable(spec);
    int stride = stride();
    inner =
        through.map(tensor ->
            InnerBlock.of(
                terminal, spec, tensor, data.fit(), stride, device, iterations, seed, threads));
    TrainingData rows = targets(stride);
    List<List<FrontRow>> fronts = new ArrayList<>();
    for (OutputDeclaration output : isBinary() ? spec.outputs().subList(0, 1) : spec.outputs()) {
      OutputSearch search =
          new OutputSearch(
              terminal, searched(), output, device, rows, iterations, seed, Optional.empty());
      List<FrontRow> front =
          search.build(search.run(threads), name).stream().filter(FrontRow::stands).toList();
      fronts.add(front);
      terminal.line("          " + output.name() + ": " + front.size() + " formulas on the front");
    }
    return fronts;
  }

  /**
   * {@return circuits of one formula for each class}
   *
   * @param fronts of the classes
   */
  List<ClosedCircuit> circuits(List<List<FrontRow>> fronts) {
    double[][] columns = columns();
    List<List<JointChoice.Option>> options = new ArrayList<>();
    TrainingData rows = targets(1);
    for (int k = 0; k < spec.outputs().size(); k++) {
      List<JointChoice.Option> own = new ArrayList<>();
      double[] target = rows.columns().column(spec.outputs().get(k).name());
      own.add(option(rows, Expr.constant(Arrays.stream(target).average().orElse(0)), 0));
      if (k < fronts.size()) {
        for (FrontRow row : fronts.get(k)) {
          own.add(option(rows, row.formula(), row.size()));
        }
      }
      options.add(own);
    }
    double[] probabilities = FitRows.probabilities(data.fit().logits(), sharpness);
    int[] few = every(stride());
    double[][] fewColumns =
        Arrays.stream(columns)
            .map(column -> Arrays.stream(few).mapToDouble(r -> column[r]).toArray())
            .toArray(double[][]::new);
    double[] fewProbabilities =
        FitRows.probabilities(
            Arrays.stream(few).mapToObj(r -> data.fit().logits()[r]).toArray(double[][]::new),
            sharpness);
    List<ClosedCircuit> circuits = new ArrayList<>();
    for (List<Integer> choice : JointChoice.path(options, data.fit().teacherClasses())) {
      List<Expr> formulas =
          IntStream.range(0, choice.size())
              .mapToObj(k -> options.get(k).get(choice.get(k)).formula())
              .toList();
      List<Expr> fitted =
          JointRefit.fit(formulas, searched().inputNames(), columns, probabilities, REFIT_STEPS);
      List<Expr> rounded =
          JointRefit.onGrids(fitted, searched().inputNames(), fewColumns, fewProbabilities);
      for (List<Expr> formulasOfClasses : new LinkedHashSet<>(List.of(fitted, rounded))) {
        circuit(formulasOfClasses.stream().map(this::composed).toList()).ifPresent(circuits::add);
      }
    }
    if (circuits.isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.BUDGET_UNMET,
              "no formulas of the classes can be built together",
              "widen the tolerance or the format of the classes, or slow the clock"));
    }
    return circuits;
  }

  private Expr composed(Expr formula) {
    return inner.map(f -> f.composed(formula)).orElse(formula);
  }

  private JointChoice.Option option(TrainingData rows, Expr formula, double area) {
    List<String> inputs = searched().inputNames();
    RowBlocks blocks = rows.trainingRows(inputs, spec.outputs().getFirst().name());
    Tape tape = Tape.of(formula, inputs);
    double[] values = new double[blocks.rows()];
    new BatchEvaluator(blocks, tape.length()).evaluate(tape, values);
    return new JointChoice.Option(formula, Arrays.stream(values).boxed().toList(), area);
  }

  /** Empty where a refitted formula cannot be built in the declared ranges. */
  private Optional<ClosedCircuit> circuit(List<Expr> formulas) {
    CompiledCircuit circuit;
    CompiledCircuit scores;
    try {
      circuit = new SpecCircuit(spec, name, device, ownRows(), List.of()).of(formulas);
      scores =
          CompiledCircuit.compile(
              SpecPorts.request(spec, name, spec.outputs(), formulas),
              device,
              SpecPorts.schedule(spec));
    } catch (DiagnosticException refused) {
      return Optional.empty();
    }
    ClosedCircuit unrated =
        new ClosedCircuit(
            circuit,
            scores.pipeline(),
            new DatapathInterpreter(circuit.quantized().everyValue()),
            0);
    TaughtRows fit = data.fit();
    double[][] found =
        IntStream.range(0, fit.rows())
            .mapToObj(row -> unrated.scores(fit.vector(row)))
            .toArray(double[][]::new);
    return Optional.of(
        new ClosedCircuit(
            circuit, scores.pipeline(), unrated.model(), Classifier.quality(found, fit)));
  }

  /** The rows that are not drawn, of which a threshold counts some. */
  private TrainingData ownRows() {
    TaughtRows own = data.own();
    return new TrainingData(
        new Dataset(spec.inputNames(), own.columns()),
        List.of(),
        List.of(),
        List.of(),
        thresholdRows(),
        own.rows(),
        0,
        0,
        List.of());
  }
}
