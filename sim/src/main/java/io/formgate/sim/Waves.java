package io.formgate.sim;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the signals of some cycles of a run into a file. The run is made once more from its
 * beginning, in a simulator of its own, so that registers hold what they held.
 *
 * @param name of the run, for people
 * @param state it begins in
 * @param cycles its inputs
 * @param latency with which results are due
 * @param isResultWrong whether it is shown because a result is wrong, which may depend on the state
 */
record Waves(
    String name, InitialState state, Supplier<Cycles> cycles, int latency, boolean isResultWrong) {
  /** Cycles around the one that is wrong, besides those that its vector takes to it. */
  private static final int AROUND_CYCLES = 16;

  /** So many, that one bit is the same in all of them once in 2^16. */
  private static final int STATES_TRIED = 16;

  /** Cycles shown of a run in which nothing is wrong, besides its latency. */
  private static final int SHOWN_CYCLES = 200;

  /**
   * Writes what leads to a cycle and what follows.
   *
   * @param cycle from 0 after reset; none for the beginning of the run
   * @throws DiagnosticException if a tool fails or is missing
   */
  WaveFile write(
      ToolRunner tools,
      ModelBuilder builder,
      Duration timeLimit,
      Circuit circuit,
      Datapath datapath,
      OptionalLong cycle,
      Path file) {
    long first = -InputPacker.RESET_CYCLES;
    long last = (long) SHOWN_CYCLES + latency;
    if (cycle.isPresent()) {
      first = Math.max(first, cycle.getAsLong() - latency - AROUND_CYCLES);
      last = cycle.getAsLong() + AROUND_CYCLES;
    }
    Path whole = file.toAbsolutePath();
    try {
      // Before anything is built, and with a message of its own.
      Files.write(whole, new byte[0]);
    } catch (IOException e) {
      throw unwritable(whole, e);
    }
    WaveBench.Golden golden = new WaveBench.Golden(datapath);
    boolean isShown = false;
    try {
      Model model = builder.build(WaveBench.circuit(circuit), Optimisation.SOME, Instrument.WAVES);
      // Another build may begin with other bits in another register: they are drawn until the
      // result is wrong here too.
      for (InitialState tried : isResultWrong ? statesToTry() : List.of(state)) {
        Window window = new Window(golden, first, last, cycle);
        Simulation.run(
            tools,
            model.with(
                whole.toString(),
                Long.toString(WaveFile.timeNs(first)),
                Long.toString(WaveFile.timeNs(last))),
            timeLimit,
            tried,
            window,
            window::accept);
        if (!isResultWrong || window.isWrong) {
          isShown = true;
          return new WaveFile(file, name, first, window.lastCycle, cycle);
        }
      }
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.TOOL_FAILED,
              "the simulator with waves does not show in cycle "
                  + cycle.orElseThrow()
                  + " what the one without them did, from any of "
                  + STATES_TRIED
                  + " initial states",
              "look at the registers that keep what they hold at the start"));
    } catch (DiagnosticException e) {
      throw withoutZlib(e);
    } finally {
      if (!isShown) {
        delete(whole);
      }
    }
  }

  private static DiagnosticException unwritable(Path file, IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "there is no folder " + file.getParent();
          case AccessDeniedException _ -> "its rights forbid it";
          case FileSystemException f when f.getReason() != null -> f.getReason();
          default -> Objects.requireNonNullElse(e.getMessage(), "the system gives no reason");
        };
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.OUTPUT_UNWRITABLE,
            "the waves cannot be written into " + file + ": " + reason,
            "make the folder writable, or give it room"));
  }

  /** An empty file, or half of one, would be taken for waves. */
  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What failed before says more.
    }
  }

  /** Verilator's own text for the format needs a library of the system. */
  private static DiagnosticException withoutZlib(DiagnosticException failure) {
    String message = failure.diagnostics().getFirst().message();
    return message.contains("zlib.h") || message.contains("-lz")
        ? new DiagnosticException(
            Diagnostic.of(
                DiagnosticCode.TOOL_MISSING,
                "zlib, with which waves are packed, was not found by g++",
                "install it, on Debian or Ubuntu with: apt-get install zlib1g-dev"))
        : failure;
  }

  private List<InitialState> statesToTry() {
    return Stream.concat(
            Stream.of(state),
            IntStream.rangeClosed(1, STATES_TRIED - 1)
                .mapToObj(i -> new InitialState(state.seed() + i)))
        .toList();
  }

  /** The golden model is asked in the window alone: all that is before it has to be quick. */
  private final class Window implements Simulation.Source {
    private final WaveBench.Golden golden;
    private final DatapathInterpreter interpreter;
    private final InputPacker packer;
    private final Cycles inputs = cycles.get();
    private final long first;
    private final long last;
    private final OptionalLong wrongCycle;
    private final long[][] vectors;
    private final boolean[] valid;
    private long cycle = -InputPacker.RESET_CYCLES;
    private long answered = -InputPacker.RESET_CYCLES;
    private volatile long @Nullable [] dueThere;
    private long lastCycle;
    private boolean isWrong;

    Window(WaveBench.Golden golden, long first, long last, OptionalLong wrongCycle) {
      this.golden = golden;
      this.interpreter = new DatapathInterpreter(golden.datapath());
      this.packer = new InputPacker(golden.datapath());
      this.first = first;
      this.last = last;
      this.wrongCycle = wrongCycle;
      this.vectors = new long[latency + 1][golden.datapath().inputs().size()];
      this.valid = new boolean[latency + 1];
    }

    @Override
    public boolean next(long[] record) {
      int here = Math.floorMod(cycle, latency + 1);
      long flags = inputs.next(vectors[here]);
      if (flags == Cycles.END || cycle > last) {
        return false;
      }
      valid[here] = Bench.isVector(flags);
      packer.pack(flags, vectors[here], record);
      int then = Math.floorMod(cycle - latency, latency + 1);
      if (cycle >= first && valid[then]) {
        long[] result = interpreter.evaluate(vectors[then]);
        golden.due(record, cycle, result);
        if (wrongCycle.equals(OptionalLong.of(cycle))) {
          dueThere = result;
        }
      } else {
        golden.none(record, cycle);
      }
      cycle++;
      return true;
    }

    /** Looks whether the cycle is wrong here too. */
    void accept(long[] record) {
      lastCycle = answered;
      if (wrongCycle.equals(OptionalLong.of(answered))) {
        long[] due = dueThere;
        isWrong = (record[0] != 0) != (due != null) || (due != null && !golden.isDue(record, due));
      }
      answered++;
    }
  }
}
