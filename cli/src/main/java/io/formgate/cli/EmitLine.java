package io.formgate.cli;

import io.formgate.constraints.ColumnName;
import io.formgate.constraints.PortRegisters;
import io.formgate.constraints.StreamWrapper;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Least;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The command that emits a circuit again, for a shell. */
final class EmitLine {
  private static final String EMIT = "./formgate emit ";

  private EmitLine() {}

  /**
   * What a command has to say besides the circuit.
   *
   * @param units of the ports; none where {@code emit} would refuse the formula for them
   * @param wrapper what stands around the circuit
   * @param isSnapped whether numbers were moved to cheaper neighbours
   * @param goal what the formula keeps on rows, as measured; empty if its tolerance is proved
   */
  record Around(Units units, StreamWrapper wrapper, boolean isSnapped, Optional<MeasuredOn> goal) {}

  /**
   * A tolerance that is kept on rows.
   *
   * @param tolerance as it was asked for
   * @param file with the rows
   * @param isWhole whether it is kept on all rows of the file
   * @param columns what the file calls inputs that have another name there, by their names
   */
  record MeasuredOn(
      Tolerance tolerance, String file, boolean isWhole, Map<String, String> columns) {}

  /**
   * {@return the command, or none for a circuit of several formulas, which stand in a file}
   *
   * @param circuit the circuit
   * @param around what it does not know of itself
   */
  static List<String> of(CompiledCircuit circuit, Around around) {
    Units units = around.units();
    QuantizerRequest request = circuit.request();
    if (request.outputs().size() != 1) {
      return List.of();
    }
    QuantizerRequest.OutputPort output = request.outputs().getFirst();
    Pipeline pipeline = circuit.pipeline();
    List<String> lines = new ArrayList<>();
    lines.add(EMIT + quoted(FormulaPrinter.print(output.formula())));
    for (QuantizerRequest.InputPort port : request.inputs()) {
      lines.add(
          "--input "
              + quoted(
                  port.name()
                      + around.goal().map(g -> from(g.columns().get(port.name()))).orElse("")
                      + ":"
                      + port.format()
                      + unit(units, port.name())
                      + ":["
                      + Numbers.exact(port.range().lo())
                      + ","
                      + Numbers.exact(port.range().hi())
                      + "]"));
    }
    lines.add(
        "--output "
            + quoted(output.name() + ":" + output.format() + unit(units, output.name()))
            + request
                .everywhere()
                .map(u -> " --everywhere " + quoted(u.words()))
                .orElseGet(() ->
                    " --tolerance "
                        + quoted(
                            around
                                .goal()
                                .map(g -> tolerance(g.tolerance()) + " on data")
                                .orElseGet(() -> tolerance(output.tolerance())))));
    around.goal().ifPresent(g -> lines.add("--data " + quoted(g.file())));
    for (Head head : request.heads()) {
      if (head instanceof Head.Threshold(_, _, double atLeast)) {
        lines.add("--threshold " + quoted(output.name() + ":" + Numbers.exact(atLeast)));
      }
    }
    if (!request.heads().isEmpty() && request.showsScores()) {
      lines.add("--scores");
    }
    PortRegisters registers = circuit.registers();
    int interval = pipeline.options().initiationInterval();
    lines.add(
        "--device "
            + device(pipeline)
            + " --clock "
            + pipeline.clockPeriodPs()
            + "ps"
            + margin(pipeline)
            + (registers == PortRegisters.NONE ? "" : " --registers " + registers.word())
            + (interval == 1 ? "" : " --ii " + interval)
            + least(pipeline)
            + (around.wrapper() == StreamWrapper.NONE
                ? ""
                : " --wrapper " + around.wrapper().word())
            + (around.isSnapped() ? " --snap" : ""));
    // The folder that the name gives holds the run of which this is another candidate.
    lines.add("--name " + request.name() + " --out runs/" + request.name() + "-emitted");
    String command = String.join(" \\\n  ", lines);
    // The circuit may be another one where more rows have their say.
    return around.goal().isEmpty() || around.goal().get().isWhole()
        ? List.of(command)
        : List.of("# on all rows of the file; the run took some of them\n" + command);
  }

  /** The words for the column of an input that rows call otherwise. */
  private static String from(@Nullable String column) {
    return column == null ? "" : " from " + ColumnName.written(column);
  }

  private static String device(Pipeline pipeline) {
    String reference = pipeline.device().reference();
    return reference.matches("[\\w./-]+") ? reference : quoted(reference);
  }

  /** What is kept free of a period. */
  private static String margin(Pipeline pipeline) {
    double percent = pipeline.device().timing().keptFreePercent();
    return percent == 0 ? "" : " --margin " + Numbers.exact(percent);
  }

  /** Where fewest cycles are not what decides, and where a limit may have moved tables. */
  private static String least(Pipeline pipeline) {
    OptionalInt limit = pipeline.options().maxLatencyCycles();
    boolean isOther = pipeline.options().least() != Least.CYCLES;
    boolean isMoved = pipeline.datapath().tables().stream().anyMatch(FunctionTable::isLogic);
    return (isOther ? " --least " + pipeline.options().least().word() : "")
        + (limit.isPresent() && (isOther || isMoved) ? " --max-latency " + limit.getAsInt() : "");
  }

  /** {@return whether a command is such a one} */
  static boolean isOne(String command) {
    return command.contains(EMIT);
  }

  private static String unit(Units units, String port) {
    return units.of(port).equals("1") ? "" : ":" + units.of(port);
  }

  private static String tolerance(Tolerance t) {
    String relative = 100 * t.relative() + " %";
    if (t.relative() == 0) {
      return Double.toString(t.absolute());
    }
    return t.absolute() == 0 ? relative : "max(" + relative + ", " + t.absolute() + ")";
  }

  /**
   * {@return the command with the arguments that a user gave, but for those that say where it
   * writes}
   *
   * @param arguments of the command, its name first
   */
  static String asGiven(List<String> arguments) {
    List<String> words = new ArrayList<>(List.of("./formgate"));
    boolean isFolder = false;
    for (String argument : arguments) {
      boolean isOut = argument.equals("--out") || argument.startsWith("--out=");
      if (!isFolder && !isOut && !argument.equals("--force")) {
        words.add(argument.matches("[\\w./=:+-]+") ? argument : quoted(argument));
      }
      isFolder = argument.equals("--out");
    }
    return String.join(" ", words);
  }

  /** {@return a text as one word of a shell} */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
