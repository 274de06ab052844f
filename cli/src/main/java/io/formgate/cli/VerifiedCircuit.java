package io.formgate.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.formgate.datapath.Area;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FormulaPrinter;
import io.formgate.hwcost.HardwareCost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A circuit of a front with its verdict, for programs: a line of {@code verified.csv} and an event
 * of {@code --json}.
 *
 * @param formula with all digits
 * @param cycles of its circuit
 * @param latencyNs the same in ns
 * @param lut look-up tables
 * @param dsp multiplier blocks
 * @param bram memory blocks of 36 kbit
 * @param ff registers
 * @param loss of the formula on the rows to fit
 * @param hardwareLoss of the circuit on them; null if it was not measured
 * @param verdict of the simulation
 * @param vectors that were compared
 * @param folder below {@code candidates/}
 * @param candidate its number on the front
 * @param formal what the solver says of it; null if it was not asked
 * @param problem what failed of the tools; null if nothing did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VerifiedCircuit(
    String formula,
    int cycles,
    double latencyNs,
    int lut,
    int dsp,
    double bram,
    int ff,
    double loss,
    @Nullable Double hardwareLoss,
    String verdict,
    long vectors,
    String folder,
    String candidate,
    @Nullable String formal,
    @Nullable String problem) {
  /** The first line of the table, behind the column of the output. */
  static final String CSV_HEADER =
      "Equation,cycles,latency_ns,lut,dsp,bram,ff,Loss,hardware_loss,verdict,vectors,folder,candidate,formal";

  static VerifiedCircuit of(FrontProof.Entry e) {
    CompiledCircuit c = e.circuit();
    Area a = c.area();
    DiagnosticException failure = e.failure();
    return new VerifiedCircuit(
        FormulaPrinter.print(e.row().formula()),
        c.pipeline().latencyCycles(),
        HardwareCost.of(c.pipeline()).latencyNs(),
        a.lut(),
        a.dsp(),
        c.brams(),
        a.ff(),
        e.row().loss(),
        e.row().hardwareLoss().isPresent()
            ? Double.valueOf(e.row().hardwareLoss().getAsDouble())
            : null,
        e.verdict().word(),
        e.vectors(),
        String.valueOf(e.folder().getFileName()),
        e.number(),
        e.formal().orElse(null),
        failure == null ? null : problem(failure.diagnostics()));
  }

  private static String problem(List<Diagnostic> diagnostics) {
    Diagnostic first = diagnostics.getFirst();
    return first.code().id() + ": " + first.message();
  }

  /** {@return the line of the table, behind the column of the output} */
  String csv() {
    return "\""
        + formula
        + "\","
        + cycles
        + ','
        + latencyNs
        + ','
        + lut
        + ','
        + dsp
        + ','
        + bram
        + ','
        + ff
        + ','
        + loss
        + ','
        + (hardwareLoss == null ? "" : hardwareLoss)
        + ','
        + verdict
        + ','
        + vectors
        + ','
        + folder
        + ','
        + candidate
        + ','
        + (formal == null ? "" : formal);
  }
}
