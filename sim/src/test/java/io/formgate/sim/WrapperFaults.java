package io.formgate.sim;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A circuit for wrappers, and mistakes that somebody could make in them at two cycles. */
final class WrapperFaults {
  /**
   * Signed and unsigned ports, single bits, whole and broken bytes, names that wrappers use too.
   */
  private static final String CIRCUIT =
      """
      datapath wrapped
      core = input : fixed<8,8> in -128 .. 127
      buffer = input : ufixed<1,1> in 0 .. 1
      last = input : fixed<11,11> in -1024 .. 1023
      product = multiply core last : fixed<19,19> in -131072 .. 131072
      chosen = select buffer product last : fixed<19,19> in -131072 .. 131072
      low = bits 0 chosen : ufixed<8,8> in 0 .. 255
      output result = chosen
      output core_result = buffer
      output held = low
      """;

  private static final String BUFFERS =
      """
      accepts without room       | assign ready_in = (held != 3'd4) & ~reset | assign ready_in = ~reset
      accepts in reset           | (held != 3'd4) & ~reset            | (held != 3'd4)
      offers in reset            | (stored != 3'd0) & ~reset          | (stored != 3'd0)
      takes what it refused      | assign accepted = valid_in & ready_in | assign accepted = valid_in
      does not wait for the sink | taken = valid_out & ready_out      | taken = valid_out
      offers an empty buffer     | (stored != 3'd0) & ~reset          | (held != 3'd0) & ~reset
      counts one way only        | accepted ? held + 3'd1 : held - 3'd1 | held + 3'd1
      loses room                 | (accepted != taken)                | (accepted)
      wraps too early to write   | write_index == 2'd3 ? 2'd0         | write_index == 2'd2 ? 2'd0
      never moves on to read     | read_index + 2'd1                  | read_index
      keeps results over a reset | stored <= 3'd0                     | stored <= stored
      keeps its room over reset  | held <= 3'd0                       | held <= held
      has too few places         | held != 3'd4                       | held != 3'd3
      writes all the time        | if (result_valid)\\n        write  | if (1'b1)\\n        write
      """;

  private static final String AXI_STREAM =
      """
      TLAST comes too early      | result[28] = last[1]               | result[28] = last[0]       | TLAST
      no TLAST                   | m_axis_tlast = result_out[28]      | m_axis_tlast = 1'b0        | TLAST
      no sign extension          | {5{result_out[18]}}                | 5'd0                       | above an output
      garbage above an output    | 7'd0, result_out[19]               | 7'd1, result_out[19]       | above an output
      an input from its padding  | .buffer(s_axis_tdata[8])           | .buffer(s_axis_tdata[9])   | expected
      fields in another order    | .core(s_axis_tdata[7:0])           | .core(s_axis_tdata[23:16]) | expected
      reset of the wrong sign    | reset = ~aresetn                   | reset = aresetn            | reset
      """;

  private WrapperFaults() {}

  static Datapath circuit() {
    return DatapathText.parse(CIRCUIT).verify();
  }

  /** {@return what is wrong, the text that is replaced in a wrapper of ready and valid, by what} */
  static List<Arguments> ofBuffers() {
    return rows(BUFFERS);
  }

  /** {@return the same for AXI4-Stream, and a word of what a simulation says} */
  static List<Arguments> ofAxiStream() {
    return rows(AXI_STREAM);
  }

  private static List<Arguments> rows(String table) {
    return table
        .lines()
        .map(line -> line.replace("\\n", "\n"))
        .map(
            line -> Arguments.of(Stream.of(line.split("\\|(?=[^|])")).map(String::strip).toArray()))
        .toList();
  }
}
