package io.formgate.cli;

import io.formgate.constraints.PortRegisters;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.Pipeline;
import java.util.ArrayList;
import java.util.List;

/** The command that emits a circuit again, for a shell. */
final class EmitLine {
  private EmitLine() {}

  /**
   * {@return the command, or none for a circuit of several formulas, which stand in a file}
   *
   * @param circuit the circuit
   * @param units of the ports; those of a formula that was searched are unknown to {@code emit},
   *     because its constants may carry some
   */
  static List<String> of(CompiledCircuit circuit, Units units) {
    QuantizerRequest request = circuit.request();
    if (request.outputs().size() != 1) {
      return List.of();
    }
    QuantizerRequest.OutputPort output = request.outputs().getFirst();
    Pipeline pipeline = circuit.pipeline();
    List<String> lines = new ArrayList<>();
    lines.add("./formgate emit " + quoted(FormulaPrinter.print(output.formula())));
    for (QuantizerRequest.InputPort port : request.inputs()) {
      lines.add(
          "--input "
              + quoted(
                  port.name()
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
                .orElseGet(() -> " --tolerance " + quoted(tolerance(output.tolerance()))));
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
            + pipeline.device().name()
            + " --clock "
            + pipeline.clockPeriodPs()
            + "ps"
            + (registers == PortRegisters.NONE ? "" : " --registers " + registers.word())
            + (interval == 1 ? "" : " --ii " + interval));
    // The folder that the name gives holds the run of which this is another candidate.
    lines.add("--name " + request.name() + " --out runs/" + request.name() + "-emitted");
    return List.of(String.join(" \\\n  ", lines));
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
