package io.formgate.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.formgate.expression.FormulaPrinter;
import io.formgate.search.FrontEntry;
import io.formgate.search.SearchProgress;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run does, as a JSON object on a line of its own for each event, for programs. */
final class EventStream {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintStream out;

  EventStream(PrintStream out) {
    this.out = out;
  }

  /**
   * A formula of the front.
   *
   * @param cycles of its circuit
   * @param pathPs path through it
   * @param lut look-up tables
   * @param dsp multiplier blocks
   * @param loss on the data
   * @param hardwareLoss of the circuit on the data, or null
   * @param formula with all digits
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Formula(
      int cycles,
      int pathPs,
      int lut,
      int dsp,
      double loss,
      @Nullable Double hardwareLoss,
      String formula) {}

  /**
   * An event.
   *
   * @param event {@code epoch}, {@code circuit} or {@code done}
   * @param output that is searched, or null
   * @param epoch epochs done, or null
   * @param epochs in all, or null
   * @param evaluations so far, or null
   * @param front so far, or null
   * @param circuit of the front, with its verdict, or null
   * @param folder of the run, or null
   * @param report what {@code report.json} holds, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Event(
      String event,
      @Nullable String output,
      @Nullable Integer epoch,
      @Nullable Integer epochs,
      @Nullable Long evaluations,
      @Nullable List<Formula> front,
      @Nullable VerifiedCircuit circuit,
      @Nullable String folder,
      @Nullable CircuitFacts report) {}

  /** Prints where a search stands. */
  void epoch(String output, List<String> inputs, SearchProgress p) {
    print(
        new Event(
            "epoch",
            output,
            p.epoch(),
            p.epochs(),
            p.evaluations(),
            p.front().stream().map(e -> formula(e, inputs)).toList(),
            null,
            null,
            null));
  }

  private static Formula formula(FrontEntry e, List<String> inputs) {
    return new Formula(
        e.latencyCycles(),
        e.pathPs(),
        e.resources().lut(),
        e.resources().dsp(),
        e.loss(),
        e.hardwareLoss().isPresent() ? e.hardwareLoss().getAsDouble() : null,
        FormulaPrinter.print(e.formula().toExpr(inputs)));
  }

  /** Prints what became of a circuit of the front. */
  void circuit(FrontProof.Entry entry) {
    print(
        new Event(
            "circuit",
            entry.output(),
            null,
            null,
            null,
            null,
            VerifiedCircuit.of(entry),
            null,
            null));
  }

  /** Prints what came of the run; of one that built nothing there is no report. */
  void done(String folder, @Nullable CircuitFacts report) {
    print(new Event("done", null, null, null, null, null, null, folder, report));
  }

  private void print(Event event) {
    try {
      out.println(MAPPER.writeValueAsString(event));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event cannot be written as JSON", e);
    }
  }
}
