package io.formgate.cli;

import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Dataset;
import io.formgate.expression.DatasetReader;
import io.formgate.expression.RowSelection;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.MeasuredCompiler;
import io.formgate.hwcost.OnData;
import io.formgate.hwcost.ScheduleOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a circuit has to keep on the rows of a file, as measured.
 *
 * @param file the rows
 * @param keepsTolerances whether the tolerances are kept on every row
 * @param agreement share of the rows with the same largest formula, if one is asked for
 */
record MeasuredGoal(Path file, boolean keepsTolerances, OptionalDouble agreement) {

  /**
   * {@return what the arguments ask for, empty if nothing is measured}
   *
   * @param file rows, or null
   * @param isOnData whether the tolerance is to be kept on them
   * @param agreement share as written, or null
   * @param isUniform whether every value has one format, so that rows may be measured and nothing
   *     kept on them
   * @throws io.formgate.expression.DiagnosticException if they do not go together
   */
  static Optional<MeasuredGoal> of(
      @Nullable Path file, boolean isOnData, @Nullable String agreement, boolean isUniform) {
    if (file == null && !isOnData && agreement == null) {
      return Optional.empty();
    }
    if (file == null) {
      throw Arguments.usage(
          "a tolerance 'on data' and an --agreement are measured on rows",
          "name their file with --data");
    }
    boolean isEither = isOnData != (agreement != null);
    boolean isNeither = !isOnData && agreement == null;
    if (!isEither && !(isUniform && isNeither)) {
      throw Arguments.usage(
          "--data is for either a --tolerance 'on data' or an --agreement",
          "write for example --tolerance '0.0156 on data' or --agreement '96.6 %'");
    }
    return Optional.of(
        new MeasuredGoal(
            file,
            isOnData,
            agreement == null ? OptionalDouble.empty() : OptionalDouble.of(share(agreement))));
  }

  private static double share(String text) {
    String number = text.strip();
    boolean isPercent = number.endsWith("%");
    try {
      double value =
          Double.parseDouble(isPercent ? number.substring(0, number.length() - 1) : number);
      double share = isPercent ? value / 100 : value;
      if (share > 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // The message below says what is wanted.
    }
    throw Arguments.usage(
        "--agreement '" + text + "' is no share of rows", "write it as '96.6 %' or 0.966");
  }

  /**
   * {@return the circuit of formulas that is best of those that keep this on the rows of the file}
   *
   * @param request formulas
   * @param columns what the file calls inputs that have another name there, by their names
   * @param snaps whether numbers may be moved to cheaper neighbours
   * @param device costs
   * @param options clock and ports
   */
  CompiledCircuit compile(
      QuantizerRequest request,
      Map<String, String> columns,
      boolean snaps,
      DeviceModel device,
      ScheduleOptions options) {
    SourceText text = new SourceText("--data", file.toString());
    SourceSpan span = text.span(0, text.text().length());
    List<DatasetReader.Wanted> wanted =
        request.inputs().stream()
            .map(QuantizerRequest.InputPort::name)
            .map(name ->
                new DatasetReader.Wanted(
                    name, columns.getOrDefault(name, name), span, List.of(), false))
            .toList();
    Dataset rows = DatasetReader.read(file, span, wanted, RowSelection.ALL).data();
    Set<Integer> outputs =
        keepsTolerances
            ? IntStream.range(0, request.outputs().size()).boxed().collect(Collectors.toSet())
            : Set.of();
    return compile(
        request,
        new OnData(DataRows.quantized(rows, request.inputs()), outputs, agreement, snaps),
        List.of(),
        device,
        options);
  }

  /**
   * {@return the circuit of formulas that is best of those that keep a goal; its request has the
   * tolerances that are proved of it, and a note says what was measured}
   *
   * @param request formulas
   * @param goal what is kept on which rows
   * @param figures what is told of numbers that are moved besides the errors on the rows
   * @param device costs
   * @param options clock and ports
   */
  static CompiledCircuit compile(
      QuantizerRequest request,
      OnData goal,
      List<SnapNotes.Figure> figures,
      DeviceModel device,
      ScheduleOptions options) {
    MeasuredCompiler.Measured measured = MeasuredCompiler.compile(request, goal, device, options);
    QuantizedCircuit circuit = measured.circuit().withNote(note(measured, request));
    if (goal.snapsConstants()) {
      List<SnapNotes.Figure> all =
          new ArrayList<>(
              List.of(
                  new SnapNotes.Figure(
                      "worst on the rows",
                      c -> MeasuredCompiler.worst(request, goal, c, device, options))));
      all.addAll(figures);
      circuit = CompiledCircuit.noting(circuit, SnapNotes.of(measured.moves(), request, all));
    }
    return CompiledCircuit.of(measured.request(), circuit, device, options);
  }

  private static String note(MeasuredCompiler.Measured measured, QuantizerRequest request) {
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < measured.worst().size(); i++) {
      errors.add(
          Numbers.digits(measured.worst().get(i), 4) + " of " + request.outputs().get(i).name());
    }
    String rows = "measured on " + Numbers.count(measured.rows()) + " rows";
    String outside =
        measured.outside() == 0
            ? ""
            : ", of which "
                + Numbers.count(measured.outside())
                + " have an input outside of its range, moved into it";
    String classes =
        measured.worst().size() < 2
            ? ""
            : "; the largest is that of the formulas on " + Numbers.percent(measured.agreement());
    return rows + outside + ": errors of at most " + String.join(", ", errors) + classes;
  }
}
