package io.formgate.cli;

import io.formgate.constraints.Compliance;
import io.formgate.constraints.Parameter;
import io.formgate.constraints.Spec;
import io.formgate.constraints.Threshold;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Softmax;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a circuit does on the data set of its spec, and how its formulas keep what the spec demands.
 *
 * @param outputs by output
 * @param classes how well the largest score tells the classes; null without classes
 * @param metrics how good it is, on the rows to fit and on those kept apart
 * @param passing how many rows each threshold lets pass
 * @param parameters values of the parameters that the formulas use
 * @param demands what is demanded of each output
 * @param chosen the formulas that were built, and by which rule
 */
record SpecFit(
    List<OutputFit> outputs,
    @Nullable ClassFit classes,
    List<HardwareMetric> metrics,
    List<Passing> passing,
    List<Fitted> parameters,
    List<Demand> demands,
    List<Chosen> chosen) {
  SpecFit {
    chosen = List.copyOf(chosen);
    parameters = List.copyOf(parameters);
    metrics = List.copyOf(metrics);
    passing = List.copyOf(passing);
    outputs = List.copyOf(outputs);
    demands = List.copyOf(demands);
  }

  /**
   * How an output does on the data set: on all rows taken, those kept apart among them, each
   * counted once whatever its weight.
   *
   * @param output its name
   * @param error against the formula at the quantised inputs
   * @param relativeRms root mean square of circuit minus target, over that of the target
   * @param formulaRelativeRms the same for the real-valued formula at the raw inputs
   * @param worst largest distance of circuit and target
   * @param leastTarget smallest target
   * @param largestTarget largest target
   */
  record OutputFit(
      String output,
      ErrorStatistics error,
      double relativeRms,
      double formulaRelativeRms,
      double worst,
      double leastTarget,
      double largestTarget) {}

  /**
   * How often the largest score is that of the row's class.
   *
   * @param accuracy of the circuit
   * @param formulaAccuracy of the real-valued formulas
   * @param crossEntropy mean cross-entropy of the softmax of the circuit's scores
   * @param formulaCrossEntropy of the formulas' scores
   */
  record ClassFit(
      double accuracy, double formulaAccuracy, double crossEntropy, double formulaCrossEntropy) {}

  /**
   * How many rows a threshold lets pass.
   *
   * @param port name of its bit
   * @param atLeast the threshold
   * @param asked what the spec asks for, empty where it gives the number
   * @param rows rows of which a share was asked for; all where none was
   * @param passed of these, those that pass
   * @param others all other rows
   * @param othersPassed of these, those that pass
   */
  record Passing(
      String port,
      double atLeast,
      String asked,
      long rows,
      long passed,
      long others,
      long othersPassed) {}

  /**
   * A parameter that was fitted.
   *
   * @param output the output whose form names it
   * @param name its name
   * @param value its value
   * @param unit its unit as the spec writes it
   * @param isAtBound whether the value is an end of its range
   */
  record Fitted(String output, String name, double value, String unit, boolean isAtBound) {}

  /**
   * A demand on an output.
   *
   * @param output its name
   * @param finding how it is kept
   */
  record Demand(String output, Compliance.Finding finding) {}

  /**
   * The formula of an output that was built.
   *
   * @param output its name
   * @param rule that the spec asks for
   * @param chosenBy the rules that choose this formula; without the rule of the spec, a joint
   *     circuit within the budget needed a smaller one
   * @param isAsked whether somebody asked for this formula, or for all, so that no rule chose it
   */
  record Chosen(String output, String rule, List<String> chosenBy, boolean isAsked) {}

  /**
   * {@return how a pick does}
   *
   * @param spec the spec
   * @param searches of the outputs
   * @param fronts of the outputs
   * @param pick one formula for each
   * @param data all rows taken
   * @param vectors the same rows as raw values of the input ports
   */
  static SpecFit measure(
      Spec spec,
      List<OutputSearch> searches,
      List<List<FrontRow>> fronts,
      JointPick pick,
      TrainingData data,
      List<long[]> vectors) {
    CompiledCircuit circuit = pick.circuit();
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.quantized().everyValue());
    List<QuantizerRequest.OutputPort> ports = circuit.request().outputs();
    double[][] hardware = new double[ports.size()][vectors.size()];
    List<long[]> results = new ArrayList<>();
    for (int row = 0; row < vectors.size(); row++) {
      long[] raw = interpreter.evaluate(vectors.get(row));
      results.add(raw);
      for (int k = 0; k < ports.size(); k++) {
        hardware[k][row] = ports.get(k).format().toReal(raw[k]);
      }
    }
    List<OutputFit> fits = new ArrayList<>();
    List<Demand> demands = new ArrayList<>();
    List<Fitted> parameters = new ArrayList<>();
    double[][] real = new double[ports.size()][vectors.size()];
    for (int k = 0; k < ports.size(); k++) {
      FrontRow row = pick.rows().get(k);
      String name = ports.get(k).name();
      Tape tape = row.entry().formula();
      RowBlocks all = new RowBlocks(data.columns(), spec.inputNames(), name);
      new BatchEvaluator(all, tape.length()).evaluate(tape, real[k]);
      fits.add(fit(circuit, k, hardware[k], real[k], data.columns().column(name), vectors));
      searches.get(k).findings(row).forEach(f -> demands.add(new Demand(name, f)));
      parameters.addAll(fitted(spec, name, searches.get(k).parameters(row)));
    }
    List<String> names = spec.outputNames();
    ClassFit classes =
        spec.classes().isEmpty()
            ? null
            : new ClassFit(
                data.accuracy(hardware, names),
                data.accuracy(real, names),
                crossEntropy(spec, data, hardware),
                crossEntropy(spec, data, real));
    HardwareMetric.Values values =
        new HardwareMetric.Values(
            List.of(hardware),
            List.of(real),
            bits(spec, circuit, results),
            thresholds(spec, circuit));
    return new SpecFit(
        fits,
        classes,
        HardwareMetric.measure(spec, searches, data, values),
        passing(spec, data, circuit, results),
        parameters,
        demands,
        chosen(spec, fronts, pick));
  }

  /** Thresholds are the last heads, and heads the last outputs. */
  private static List<boolean[]> bits(Spec spec, CompiledCircuit circuit, List<long[]> results) {
    int count = spec.thresholds().size();
    int first = circuit.request().outputs().size() + circuit.request().heads().size() - count;
    List<boolean[]> bits = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      boolean[] ofRows = new boolean[results.size()];
      for (int row = 0; row < ofRows.length; row++) {
        ofRows[row] = results.get(row)[first + t] == 1;
      }
      bits.add(ofRows);
    }
    return bits;
  }

  private static List<Double> thresholds(Spec spec, CompiledCircuit circuit) {
    List<Head> heads = circuit.request().heads();
    return heads.subList(heads.size() - spec.thresholds().size(), heads.size()).stream()
        .map(head ->
            switch (head) {
              case Head.Threshold(_, _, double atLeast) -> atLeast;
              case Head.Argmax _ ->
                  throw new IllegalStateException("thresholds are the last heads");
            })
        .toList();
  }

  /** Of all rows taken, each counted once, as the accuracy is. */
  private static double crossEntropy(Spec spec, TrainingData data, double[][] scores) {
    int[] truth = JointClasses.truth(spec, data);
    double[] ones = new double[truth.length];
    Arrays.fill(ones, 1);
    return Softmax.crossEntropy(
        scores, truth, ones, IntStream.range(0, truth.length).boxed().toList());
  }

  private static List<Chosen> chosen(Spec spec, List<List<FrontRow>> fronts, JointPick pick) {
    List<Chosen> chosen = new ArrayList<>();
    for (int k = 0; k < fronts.size(); k++) {
      String rules =
          FrontRow.rulesOf(
              pick.rows().get(k),
              fronts.get(k),
              spec.hardware().budget(),
              spec.complexity().mode(),
              pick.lossOf(k));
      chosen.add(
          new Chosen(
              spec.outputNames().get(k),
              spec.selection().word(),
              rules.isEmpty() ? List.of() : List.of(rules.split(" ")),
              pick.isAsked()));
    }
    return chosen;
  }

  private static List<Passing> passing(
      Spec spec, TrainingData data, CompiledCircuit circuit, List<long[]> results) {
    List<Head> heads = circuit.request().heads();
    int first = heads.size() - spec.thresholds().size();
    List<Passing> passing = new ArrayList<>();
    for (int i = 0; i < spec.thresholds().size(); i++) {
      Threshold t = spec.thresholds().get(i);
      int bit = circuit.request().outputs().size() + first + i;
      BitSet passes = new BitSet();
      for (int row = 0; row < results.size(); row++) {
        passes.set(row, results.get(row)[bit] == 1);
      }
      BitSet rows = new BitSet();
      String asked =
          switch (t.point()) {
            case Threshold.At _ -> {
              rows.set(0, results.size());
              yield "";
            }
            case Threshold.Passing p -> {
              data.thresholdRows().get(i).forEach(rows::set);
              yield (p.isAtLeast() ? "at least " : "at most ")
                  + Numbers.percent(p.share())
                  + " of "
                  + FormulaPrinter.print(p.rows().formula());
            }
          };
      if (!(heads.get(first + i) instanceof Head.Threshold(String port, _, double atLeast))) {
        throw new IllegalStateException("thresholds are the last heads");
      }
      BitSet both = (BitSet) passes.clone();
      both.and(rows);
      passing.add(
          new Passing(
              port,
              atLeast,
              asked,
              rows.cardinality(),
              both.cardinality(),
              results.size() - rows.cardinality(),
              passes.cardinality() - both.cardinality()));
    }
    return passing;
  }

  private static List<Fitted> fitted(Spec spec, String output, List<Double> values) {
    List<Fitted> fitted = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Parameter p = spec.parameters().get(i);
      double value = values.get(i);
      if (spec.formOf(output).orElseThrow().body().variables().contains(p.name())) {
        fitted.add(
            new Fitted(
                output,
                p.name(),
                value,
                p.unit().text(),
                value == p.range().lo() || value == p.range().hi()));
      }
    }
    return fitted;
  }

  private static OutputFit fit(
      CompiledCircuit circuit,
      int output,
      double[] hardware,
      double[] real,
      double[] target,
      List<long[]> vectors) {
    double worst = 0;
    for (int row = 0; row < target.length; row++) {
      worst = Math.max(worst, Math.abs(hardware[row] - target[row]));
    }
    return new OutputFit(
        circuit.request().outputs().get(output).name(),
        ErrorStatistics.measure(circuit, output, vectors.iterator()),
        relativeRms(hardware, target),
        relativeRms(real, target),
        worst,
        Arrays.stream(target).min().orElseThrow(),
        Arrays.stream(target).max().orElseThrow());
  }

  private static double relativeRms(double[] values, double[] target) {
    double squares = 0;
    double targetSquares = 0;
    for (int row = 0; row < target.length; row++) {
      squares += (values[row] - target[row]) * (values[row] - target[row]);
      targetSquares += target[row] * target[row];
    }
    return DataRows.relative(Math.sqrt(squares), Math.sqrt(targetSquares));
  }
}
