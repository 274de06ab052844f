package io.formgate.sim;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * Starts every tool: with a time limit, bounded memory for what the tool prints, and no process
 * left behind, even when formgate itself is ended by a signal.
 *
 * <p>A tool that fails or takes too long ends in a {@link DiagnosticException} that shows its last
 * lines. A thread that is interrupted while it waits kills the tool and its children and gets a
 * {@link CancellationException}.
 */
public final class ToolRunner {
  /** Stands in a message before the last lines that a tool printed. */
  static final String PRINTED_LAST = "; it printed last: ";

  private final Map<String, String> environment;

  /** Writes the standard input of a tool, on a thread of its own. */
  @FunctionalInterface
  public interface InputWriter {
    /**
     * Writes everything; the stream is closed afterwards.
     *
     * @param stdin standard input of the tool
     * @throws IOException when the tool stops reading
     */
    void write(OutputStream stdin) throws IOException;
  }

  /** Reads the standard output of a tool, on a thread of its own. */
  @FunctionalInterface
  public interface OutputReader {
    /**
     * Reads to the end; an exception that is thrown here kills the tool and reaches the caller.
     *
     * @param stdout standard output of the tool
     * @throws IOException when the stream breaks
     */
    void read(InputStream stdout) throws IOException;
  }

  /**
   * Makes a runner.
   *
   * @param environment all the environment variables that tools get; {@code PATH} is where they are
   *     looked for
   */
  public ToolRunner(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** {@return the environment variables that tools get} */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * {@return the first program of a name on the PATH}
   *
   * @param tool file name
   */
  public Optional<Path> find(String tool) {
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, tool);
      if (!folder.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate.toAbsolutePath());
      }
    }
    return Optional.empty();
  }

  /**
   * {@return the last of what a tool printed to its standard output, at most 16 KiB}
   *
   * @param command what to run; its standard input is empty
   * @throws DiagnosticException if the tool cannot be started, fails or takes too long
   */
  public String run(ToolCommand command) {
    OutputTail output = new OutputTail();
    stream(command, _ -> {}, output::drain, output);
    return output.text();
  }

  /**
   * Runs a tool while one thread writes its input and another reads its output.
   *
   * @param command what to run
   * @param writer writes the standard input
   * @param reader reads the standard output
   * @throws DiagnosticException if the tool cannot be started, fails or takes too long
   */
  public void stream(ToolCommand command, InputWriter writer, OutputReader reader) {
    stream(command, writer, reader, new OutputTail());
  }

  private void stream(
      ToolCommand command, InputWriter writer, OutputReader reader, OutputTail printed) {
    Process process = start(command);
    OutputTail errors = new OutputTail();
    List<ProcessPump> pumps =
        List.of(
            new ProcessPump(process, () -> errors.drain(process.getErrorStream())),
            new ProcessPump(process, () -> reader.read(process.getInputStream())),
            new ProcessPump(
                process,
                () -> {
                  try (OutputStream stdin = process.getOutputStream()) {
                    writer.write(stdin);
                  }
                }));
    boolean ended;
    Thread killer = new Thread(() -> ProcessPump.killTree(process));
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      ended = await(process, pumps, command.timeLimit());
    } catch (InterruptedException e) {
      ProcessPump.killTree(process);
      Thread.currentThread().interrupt();
      throw new CancellationException(command.tool() + " was interrupted");
    } finally {
      forget(killer);
    }
    String tail = errors.text().isBlank() ? printed.lastLines() : errors.lastLines();
    if (!ended) {
      ProcessPump.killTree(process);
      throw timedOut(command, tail);
    }
    for (ProcessPump pump : pumps) {
      pump.rethrow();
    }
    if (process.exitValue() != 0) {
      throw failed(command, "ended with status " + process.exitValue(), tail);
    }
    for (ProcessPump pump : pumps) {
      IOException broken = pump.broken();
      if (broken != null) {
        throw failed(command, "broke its pipe (" + broken.getMessage() + ")", tail);
      }
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook runs or has run.
    }
  }

  private Process start(ToolCommand command) {
    ProcessBuilder builder = new ProcessBuilder(command.words());
    builder.directory(command.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("LC_ALL", "C");
    try {
      return builder.start();
    } catch (IOException e) {
      throw failed(command, "cannot be started", String.valueOf(e.getMessage()));
    }
  }

  /** Waits for the tool and then for its pipes; false if the time limit passes first. */
  private static boolean await(Process process, List<ProcessPump> pumps, Duration limit)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    for (ProcessPump pump : pumps) {
      if (!pump.join(Duration.ofNanos(deadlineNanos - System.nanoTime()))) {
        return false;
      }
    }
    return true;
  }

  private static DiagnosticException failed(ToolCommand command, String what, String tail) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.TOOL_FAILED,
            command.tool() + " " + what + printedLast(tail),
            "mend what its last lines name; the command was: "
                + String.join(" ", command.words())));
  }

  private static DiagnosticException timedOut(ToolCommand command, String tail) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.TOOL_TIMEOUT,
            command.tool()
                + " did not end in "
                + command.timeLimit().toMillis() / 1000.0
                + " s and was killed"
                + printedLast(tail),
            "allow it more time, or give it a smaller design or fewer vectors"));
  }

  private static String printedLast(String tail) {
    return tail.isEmpty() ? "; it printed nothing" : PRINTED_LAST + tail;
  }
}
