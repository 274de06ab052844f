package io.formgate.codegen;

import io.formgate.hwcost.Pipeline;
import java.util.ArrayList;
import java.util.List;

/**
 * The module that makes a circuit of fixed latency wait: a buffer of results, and a count of the
 * vectors that are on their way.
 *
 * <p>A vector is accepted only while there is room for its result, wherever it is; so no result is
 * ever lost, although the circuit itself cannot stop. The alternative, one clock enable on all
 * registers of the circuit, would need no buffer but change the circuit that was scheduled and
 * proved, with a net to every register that arrives late. Here nothing inside the circuit changes,
 * and both handshakes begin at registers: no path leads from the sink's ready to the source's.
 */
final class StreamBuffer {
  /** Cycles that a result spends in the buffer when the sink waits for it. */
  static final int LATENCY_CYCLES = 1;

  private static final String BODY =
      """
        reg COUNTheld;    // vectors that are accepted and whose results are not yet taken
        reg COUNTstored;  // those of them whose results are here
        reg INDEXwrite_index;
        reg INDEXread_index;
        reg WORDresults [0:LAST_PLACE];
        wire taken = valid_out & ready_out;

        assign ready_in = (held != FULL) & ~reset;
        assign accepted = valid_in & ready_in;
        assign valid_out = (stored != NONE) & ~reset;
        assign result_out = results[read_index];

        always @(posedge clock) begin
          if (result_valid)
            results[write_index] <= result;
          if (reset) begin
            held <= NONE;
            stored <= NONE;
            write_index <= FIRST;
            read_index <= FIRST;
          end
          else begin
            if (accepted != taken)
              held <= accepted ? held + ONE_MORE : held - ONE_MORE;
            if (result_valid != taken)
              stored <= result_valid ? stored + ONE_MORE : stored - ONE_MORE;
            if (result_valid)
              write_index <= write_index == LAST ? FIRST : write_index + NEXT;
            if (taken)
              read_index <= read_index == LAST ? FIRST : read_index + NEXT;
          end
        end
      endmodule
      """;

  private StreamBuffer() {}

  /** {@return the name of the module} */
  static String name(Pipeline pipeline) {
    return pipeline.datapath().name() + "_stream_buffer";
  }

  /**
   * {@return vectors that can be between acceptance and hand-over}
   *
   * <p>A vector that is never held up counts from the cycle after its acceptance to the one in
   * which its result is handed over, latency + 1 cycles in all; the cycle after that is the first
   * that sees it gone. With fewer places a sink that is always ready would not get a result in
   * every cycle, or as often as the circuit takes a vector.
   */
  static int depth(Pipeline pipeline) {
    return (pipeline.latencyCycles() + LATENCY_CYCLES) / pipeline.initiationInterval() + 1;
  }

  /** {@return the ports of the module} */
  private static ModuleInterface module(Pipeline pipeline, int resultBits) {
    List<ModuleInterface.Port> ports =
        new ArrayList<>(
            ModuleInterface.clockAndReset("clock", "reset", "synchronous, active high"));
    ports.add(bit("valid_in", true, "the source offers a vector"));
    ports.add(bit("ready_in", false, "it is accepted in this cycle"));
    ports.add(bit("accepted", false, "to the circuit's valid_in"));
    ports.add(bit("result_valid", true, "from the circuit's valid_out"));
    ports.add(word("result", true, resultBits, "from the circuit"));
    ports.add(bit("valid_out", false, "a result is offered"));
    ports.add(bit("ready_out", true, "the sink takes it in this cycle"));
    ports.add(word("result_out", false, resultBits, "the result"));
    return new ModuleInterface(name(pipeline), ports);
  }

  private static ModuleInterface.Port bit(String name, boolean isInput, String meaning) {
    return new ModuleInterface.Port(name, isInput, ModuleInterface.Role.HANDSHAKE, 1, meaning);
  }

  private static ModuleInterface.Port word(String name, boolean isInput, int bits, String meaning) {
    return new ModuleInterface.Port(name, isInput, ModuleInterface.Role.DATA, bits, meaning);
  }

  /**
   * {@return the text of the module}
   *
   * @param pipeline the circuit whose results are kept
   * @param resultBits bits of a result
   */
  static String text(Pipeline pipeline, int resultBits) {
    int depth = depth(pipeline);
    int interval = pipeline.initiationInterval();
    int indexBits = Math.max(1, bitsFor(depth - 1));
    int countBits = bitsFor(depth);
    return """
    // Keeps results until they are taken, in the order of their vectors. A vector is accepted only while there is
    // room for its result, those counted that are still in the circuit. %d places are enough for a result in every
    // %s at the circuit's latency of %d. Nothing is handed over in a cycle with reset.
    """
            .formatted(
                depth, interval == 1 ? "cycle" : interval + " cycles", pipeline.latencyCycles())
        + SystemVerilogText.head(module(pipeline, resultBits))
        + spaced(interval)
            .replace("COUNT", SystemVerilogText.vector(countBits))
            .replace("INDEX", SystemVerilogText.vector(indexBits))
            .replace("WORD", SystemVerilogText.vector(resultBits))
            .replace("LAST_PLACE", Integer.toString(depth - 1))
            .replace("FULL", countBits + "'d" + depth)
            .replace("LAST", indexBits + "'d" + (depth - 1))
            .replace("NONE", countBits + "'d0")
            .replace("FIRST", indexBits + "'d0")
            .replace("ONE_MORE", countBits + "'d1")
            .replace("NEXT", indexBits + "'d1");
  }

  /** A circuit that does not take a vector in every cycle is offered none for some cycles. */
  private static String spaced(int interval) {
    if (interval == 1) {
      return BODY;
    }
    String ready = "  assign ready_in = (held != FULL) & ~reset";
    String reset = "    if (reset) begin\n";
    String lately =
        switch (interval) {
          case 2 -> "accepted";
          case 3 -> "{lately[0], accepted}";
          default -> "{lately[" + (interval - 3) + ":0], accepted}";
        };
    return BODY.replace(
            ready,
            "  reg "
                + SystemVerilogText.vector(interval - 1)
                + "lately;  // in which of the cycles before a vector was accepted: the next one has to"
                + " keep apart\n"
                + ready
                + " & ~|lately")
        .replace(
            reset, "    lately <= reset ? " + (interval - 1) + "'d0 : " + lately + ";\n" + reset);
  }

  private static int bitsFor(int largest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(largest);
  }
}
