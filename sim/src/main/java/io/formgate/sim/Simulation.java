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
  private static final int CHUNK_BYTES = 1 << 16;

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

  private static long write(OutputStream to, int words, Source source) throws IOException {
    byte[] bytes = buffer(words);
    LongBuffer longs = longs(bytes);
    long[] record = new long[words];
    long cycles = 0;
    while (source.next(record)) {
      longs.put(record);
      cycles++;
      if (!longs.hasRemaining()) {
        to.write(bytes);
        longs.clear();
      }
    }
    to.write(bytes, 0, longs.position() * Long.BYTES);
    return cycles;
  }

  private static long read(InputStream from, int words, Sink sink) throws IOException {
    byte[] bytes = buffer(words);
    LongBuffer longs = longs(bytes);
    long[] record = new long[words];
    long cycles = 0;
    int length;
    do {
      length = from.readNBytes(bytes, 0, bytes.length);
      longs.clear().limit(length / Long.BYTES);
      while (longs.remaining() >= words) {
        longs.get(record);
        sink.accept(record);
        cycles++;
      }
    } while (length == bytes.length);
    return cycles;
  }

  /** {@return room for a whole number of records} */
  private static byte[] buffer(int words) {
    int record = words * Long.BYTES;
    return new byte[Math.max(1, CHUNK_BYTES / record) * record];
  }

  private static LongBuffer longs(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
  }
}
