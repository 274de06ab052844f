package io.formgate.sim;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One run of a simulator; cycles stream through it in bounded memory. */
final class Simulation {
  /** Cycles that are written or read at a time. */
  static final int BLOCK_CYCLES = 1024;

  /** Gives blocks of input records, on a thread of its own. */
  @FunctionalInterface
  interface BlockSource {
    /**
     * {@return for how many more cycles there are records, 0 at the end}
     *
     * @param records gets the flags and the input bits, cycle by cycle; has room for {@value
     *     #BLOCK_CYCLES} cycles
     */
    int fill(long[] records);
  }

  /** Takes blocks of output records, on a thread of its own. */
  @FunctionalInterface
  interface BlockSink {
    /**
     * Takes some cycles.
     *
     * @param records valid_out and the output bits just before each cycle's rising edge
     * @param cycles number of cycles
     */
    void accept(long[] records, int cycles);
  }

  /** Gives the input records, on a thread of its own. */
  @FunctionalInterface
  interface Source {
    /**
     * {@return whether there is another cycle}
     *
     * @param record gets the flags and the input bits
     */
    boolean next(long[] record);
  }

  /** Takes the output records, on a thread of its own. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes a cycle.
     *
     * @param record valid_out and the output bits just before the cycle's rising edge
     */
    void accept(long[] record);
  }

  private Simulation() {}

  /**
   * Simulates until the source ends.
   *
   * @param state what the registers hold at the start
   * @throws DiagnosticException if the simulator fails or takes too long
   */
  static void run(
      ToolRunner tools,
      Model model,
      Duration timeLimit,
      InitialState state,
      Source source,
      Sink sink) {
    long[] in = new long[model.inputs() + 1];
    long[] out = new long[model.outputs() + 1];
    runBlocks(
        tools,
        model,
        timeLimit,
        state,
        records -> {
          int cycles = 0;
          while (cycles < BLOCK_CYCLES && source.next(in)) {
            System.arraycopy(in, 0, records, cycles++ * in.length, in.length);
          }
          return cycles;
        },
        (records, cycles) -> {
          for (int cycle = 0; cycle < cycles; cycle++) {
            System.arraycopy(records, cycle * out.length, out, 0, out.length);
            sink.accept(out);
          }
        });
  }

  /**
   * Simulates until the source ends, many cycles at a time.
   *
   * @param state what the registers hold at the start
   * @throws DiagnosticException if the simulator fails or takes too long
   */
  static void runBlocks(
      ToolRunner tools,
      Model model,
      Duration timeLimit,
      InitialState state,
      BlockSource source,
      BlockSink sink) {
    List<String> words = new ArrayList<>(List.of(model.executable().toString(), state.argument()));
    words.addAll(model.arguments());
    ToolCommand command = new ToolCommand("the simulator", words, model.folder(), timeLimit);
    long[] cycles = new long[2];
    tools.stream(
        command,
        stdin -> cycles[0] = write(stdin, model.inputs() + 1, source),
        stdout -> cycles[1] = read(stdout, model.outputs() + 1, sink));
    if (cycles[0] != cycles[1]) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.TOOL_FAILED,
              "the simulator answered " + cycles[1] + " of " + cycles[0] + " cycles",
              "delete the build cache and try again"));
    }
  }

  private static long write(OutputStream to, int words, BlockSource source) throws IOException {
    long[] records = new long[words * BLOCK_CYCLES];
    byte[] bytes = new byte[records.length * Long.BYTES];
    LongBuffer longs = longs(bytes);
    long all = 0;
    for (int cycles = source.fill(records); cycles > 0; cycles = source.fill(records)) {
      longs.clear().put(records, 0, cycles * words);
      to.write(bytes, 0, cycles * words * Long.BYTES);
      all += cycles;
    }
    return all;
  }

  private static long read(InputStream from, int words, BlockSink sink) throws IOException {
    long[] records = new long[words * BLOCK_CYCLES];
    byte[] bytes = new byte[records.length * Long.BYTES];
    LongBuffer longs = longs(bytes);
    long all = 0;
    int length;
    do {
      length = from.readNBytes(bytes, 0, bytes.length);
      int cycles = length / (words * Long.BYTES);
      longs.clear().get(records, 0, cycles * words);
      sink.accept(records, cycles);
      all += cycles;
    } while (length == bytes.length);
    return all;
  }

  private static LongBuffer longs(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
  }
}
