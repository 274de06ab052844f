package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.constraints.Threshold;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.ScheduleOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The circuit of one formula for each output of a spec, with the decisions that it asks for. */
final class SpecCircuit {
  private static final int MOST_ROUNDS = 4;

  private final Spec spec;
  private final String name;
  private final DeviceModel device;
  private final TrainingData data;
  private final List<OutputSearch> searches;

  /**
   * Makes a compiler of a spec's circuits.
   *
   * @param spec the spec
   * @param name of the module
   * @param device costs
   * @param data the rows that choose thresholds
   * @param searches of the outputs, which know their losses
   */
  SpecCircuit(
      Spec spec, String name, DeviceModel device, TrainingData data, List<OutputSearch> searches) {
    this.spec = spec;
    this.name = name;
    this.device = device;
    this.data = data;
    this.searches = searches;
  }

  /** {@return whether a spec asks for decisions} */
  static boolean hasHeads(Spec spec) {
    return spec.classes().isPresent() || !spec.thresholds().isEmpty();
  }

  /**
   * {@return the circuit of formulas} Thresholds are chosen by the values that the circuit computes
   * for the rows, first the one without them. With them another circuit may be better, whose values
   * differ within the bounds; then they are chosen again.
   *
   * @param formulas one for each output
   * @throws DiagnosticException if it cannot be built, or no threshold lets so few rows pass
   */
  CompiledCircuit of(List<Expr> formulas) {
    CompiledCircuit circuit = compile(formulas, heads(List.of()));
    boolean isChosen =
        spec.thresholds().stream().anyMatch(t -> t.point() instanceof Threshold.Passing);
    for (int round = 0; isChosen && round < MOST_ROUNDS; round++) {
      List<Head> heads = heads(values(circuit));
      if (heads.equals(circuit.request().heads())) {
        return circuit;
      }
      circuit = compile(formulas, heads);
    }
    return circuit;
  }

  private CompiledCircuit compile(List<Expr> formulas, List<Head> heads) {
    QuantizerRequest plain = SpecPorts.request(spec, name, spec.outputs(), formulas);
    boolean showsScores = spec.classes().map(Classes::showsScores).orElse(true);
    ScheduleOptions schedule = SpecPorts.schedule(spec);
    QuantizerRequest request = plain.withHeads(heads, showsScores);
    List<SnapNotes.Figure> figures = List.of(new SnapNotes.Figure("loss", c -> losses(c, request)));
    CompiledCircuit circuit =
        SpecPorts.onData(spec, spec.outputs(), data.columns())
            .map(goal -> MeasuredGoal.compile(request, goal, figures, device, schedule))
            .orElseGet(() ->
                spec.snapsConstants()
                    ? CompiledCircuit.snapped(request, figures, device, schedule)
                    : CompiledCircuit.compile(request, device, schedule));
    return circuit.noting(InputResolution.notes(request));
  }

  /** {@return the loss of each output on the rows to fit} */
  private List<Double> losses(QuantizedCircuit circuit, QuantizerRequest request) {
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < searches.size(); i++) {
      losses.add(searches.get(i).hardwareLoss(circuit, request.inputs(), i));
    }
    return losses;
  }

  /** {@return raw values by row, and by output} */
  private List<long[]> values(CompiledCircuit circuit) {
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.quantized().everyValue());
    return DataRows.quantized(data.columns(), circuit.request().inputs()).stream()
        .map(interpreter::evaluate)
        .toList();
  }

  /**
   * {@return the decisions}
   *
   * @param values raw values by row and output, empty while no threshold is chosen
   */
  private List<Head> heads(List<long[]> values) {
    List<Head> heads = new ArrayList<>();
    List<String> outputs = spec.outputNames();
    spec.classes()
        .ifPresent(classes ->
            heads.add(
                new Head.Argmax(
                    Classes.PORT, classes.names().stream().map(outputs::indexOf).toList())));
    for (int i = 0; i < spec.thresholds().size(); i++) {
      Threshold t = spec.thresholds().get(i);
      int output = outputs.indexOf(t.output());
      switch (t.point()) {
        case Threshold.At(double value) ->
            heads.add(new Head.Threshold(Threshold.port(t.output()), output, value));
        case Threshold.Passing passing -> {
          if (!values.isEmpty()) {
            long[] raws =
                data.thresholdRows().get(i).stream()
                    .mapToLong(row -> values.get(row)[output])
                    .toArray();
            double value = chosen(spec.outputs().get(output), passing, raws);
            heads.add(new Head.Threshold(Threshold.port(t.output()), output, value));
          }
        }
      }
    }
    return heads;
  }

  private static double chosen(OutputDeclaration output, Threshold.Passing passing, long[] raws) {
    OptionalLong raw = WorkingPoint.of(passing, raws, output.format());
    return output
        .format()
        .toReal(
            raw.orElseThrow(() ->
                new DiagnosticException(
                    Diagnostic.at(
                        DiagnosticCode.QUANTIZE_THRESHOLD,
                        passing.rows().span(),
                        "no threshold of '"
                            + output.name()
                            + "' lets so few rows pass: more of them have the largest value of "
                            + output.format(),
                        "give '" + output.name() + "' more integer bits, or let more rows pass"))));
  }
}
