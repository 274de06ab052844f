package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolRunnerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final ToolRunner tools = TestTools.runner();

  private ToolCommand shell(String script, Duration limit) {
    return new ToolCommand("the script", List.of("/bin/sh", "-c", script), folder, limit);
  }

  private static DiagnosticCode codeOf(Throwable thrown) {
    return ((DiagnosticException) thrown).diagnostics().getFirst().code();
  }

  @Test
  void keepsOnlyTheEndOfALongOutput() {
    String out = tools.run(shell("seq 1 200000", PATIENCE));
    assertThat(out).hasSize(1 << 14).endsWith("199999\n200000\n");
  }

  @Test
  void aFailureShowsTheLastLines() {
    assertThatThrownBy(() -> tools.run(shell("echo one; echo two >&2; exit 3", PATIENCE)))
        .satisfies(t -> assertThat(codeOf(t)).isEqualTo(DiagnosticCode.TOOL_FAILED))
        .hasMessageContaining("the script ended with status 3; it printed last: two");
  }

  @Test
  void aProgramThatCannotStartIsAFailure() {
    ToolCommand command =
        new ToolCommand("nothing", List.of(folder.resolve("no").toString()), folder, PATIENCE);
    assertThatThrownBy(() -> tools.run(command))
        .satisfies(t -> assertThat(codeOf(t)).isEqualTo(DiagnosticCode.TOOL_FAILED))
        .hasMessageContaining("nothing cannot be started");
  }

  @Test
  void aTimeOutKillsTheChildrenToo() throws IOException {
    String script = "sleep 300 & echo $! > child; echo waiting >&2; wait";
    assertThatThrownBy(() -> tools.run(shell(script, Duration.ofSeconds(1))))
        .satisfies(t -> assertThat(codeOf(t)).isEqualTo(DiagnosticCode.TOOL_TIMEOUT))
        .hasMessageContaining("did not end in 1.0 s")
        .hasMessageContaining("waiting");
    assertChildEnds();
  }

  @Test
  void anInterruptKillsTheChildrenToo() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                tools.run(
                    shell("sleep 300 & echo $! > child.part; mv child.part child; wait", PATIENCE));
              } catch (CancellationException e) {
                thrown.set(e);
              }
            });
    while (!Files.exists(folder.resolve("child"))) {
      Thread.sleep(10);
    }
    caller.interrupt();
    assertThat(caller.join(PATIENCE)).isTrue();
    assertThat(thrown.get()).hasMessageContaining("the script was interrupted");
    assertChildEnds();
  }

  private void assertChildEnds() throws IOException {
    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    assertThat(ProcessHandle.of(child).map(h -> h.onExit().orTimeout(10, TimeUnit.SECONDS).join()))
        .satisfies(h -> assertThat(h.map(ProcessHandle::isAlive).orElse(false)).isFalse());
  }

  @Test
  void whatTheReaderThrowsReachesTheCaller() {
    assertThatThrownBy(() ->
            tools.stream(
                shell("yes", PATIENCE),
                _ -> {},
                _ -> {
                  throw new IllegalStateException("seen enough");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("seen enough");
  }

  @Test
  void inputAndOutputStreamAtTheSameTime() {
    byte[] block = new byte[1 << 20];
    long[] length = new long[1];
    tools.stream(
        shell("cat", PATIENCE),
        stdin -> {
          for (int i = 0; i < 8; i++) {
            stdin.write(block);
          }
        },
        stdout -> length[0] = stdout.transferTo(OutputStream.nullOutputStream()));
    assertThat(length[0]).isEqualTo(8L << 20);
  }

  @Test
  void missingToolsAreNamedWithThePath() {
    ToolRunner nowhere = new ToolRunner(Map.of("PATH", folder.toString()));
    assertThatThrownBy(() -> VerilatorToolchain.find(nowhere))
        .isInstanceOfSatisfying(
            DiagnosticException.class,
            e ->
                assertThat(e.diagnostics())
                    .hasSize(2)
                    .allMatch(d -> d.code() == DiagnosticCode.TOOL_MISSING)
                    .allMatch(d -> d.message().contains(folder.toString())))
        .hasMessageContaining("apt-get install verilator")
        .hasMessageContaining("apt-get install g++");
    assertThatThrownBy(() -> VerilatorToolchain.find(new ToolRunner(Map.of())))
        .hasMessageContaining("FG800");
  }

  @Test
  void anOldVerilatorIsRefused() throws IOException {
    for (String name : List.of("verilator", "g++")) {
      Path program = folder.resolve(name);
      Files.writeString(program, "#!/bin/sh\necho 'Verilator 4.228 2022-10-01'\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    assertThatThrownBy(
            () -> VerilatorToolchain.find(new ToolRunner(Map.of("PATH", folder.toString()))))
        .hasMessageContaining("FG800")
        .hasMessageContaining("older than 5.006");
    assertThat(VerilatorToolchain.isSupported("Verilator 5.006 2023-01-22 rev")).isTrue();
    assertThat(VerilatorToolchain.isSupported("Verilator 5.005 devel")).isFalse();
    assertThat(VerilatorToolchain.isSupported("Verilator 6.001")).isTrue();
    assertThat(VerilatorToolchain.isSupported("something else")).isFalse();
  }
}
