package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bug of formgate: said in two lines, with the trace in a file. */
class InternalErrorTest {
  private static final Pattern TRACE = Pattern.compile("with the file (\\S+)");

  /** Stands for a bug anywhere behind the command: the first line that is printed throws. */
  private static final class Faulty extends PrintStream {
    private final Supplier<Throwable> fault;

    Faulty(Supplier<Throwable> fault) {
      super(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
      this.fault = fault;
    }

    @Override
    public void println(String line) {
      Throwable thrown = fault.get();
      if (thrown instanceof Error e) {
        throw e;
      }
      throw (RuntimeException) thrown;
    }
  }

  private static void assertTraceInAFile(Supplier<Throwable> fault, Path folder)
      throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new Faulty(fault),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            100,
            Formgate.environment());
    int code = Main.run(terminal, "check", SmallSpec.write(folder).toString());
    String text = err.toString(StandardCharsets.UTF_8);
    assertThat(code).isEqualTo(ExitCode.INTERNAL);
    assertThat(text).startsWith("error FG999: a bug in formgate: ").doesNotContain("\tat ");
    assertThat(text.lines()).hasSize(2);
    Matcher trace = TRACE.matcher(text);
    assertThat(trace.find()).isTrue();
    Path file = Path.of(trace.group(1));
    assertThat(file).content().contains("\tat io.formgate.cli.");
    Files.delete(file);
  }

  @Test
  void exceptionIsNamedWithoutItsTrace(@TempDir Path folder) throws IOException {
    assertTraceInAFile(() -> new IllegalStateException("an invariant\nis broken"), folder);
  }

  @Test
  void errorIsNamedWithoutItsTrace(@TempDir Path folder) throws IOException {
    assertTraceInAFile(() -> new StackOverflowError("too deep"), folder);
  }
}
