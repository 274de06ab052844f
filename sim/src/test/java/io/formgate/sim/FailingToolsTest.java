package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts in the place of Verilator, g++ and the simulator hang and crash. */
class FailingToolsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SHORT_LIMIT = Duration.ofSeconds(2);

  private static final String TRANSLATES = "mkdir -p obj; touch obj/Vdut.h obj/Vdut.cpp";
  private static final String CRASHES = "echo about to crash >&2; kill -SEGV $$";
  private static final String HANGS = "echo waiting >&2; sleep 300";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private void script(String name, String body) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Answers what is asked at the start, and then does what is wanted. */
  private void verilator(String then) throws IOException {
    script(
        "verilator",
        "case $1 in\n--version) echo Verilator 5.006; exit;;\n--getenv) echo /nowhere; exit;;\nesac\n"
            + then);
  }

  /** Makes whatever file is asked for; a simulator is a script. */
  private void compiler(String simulator) throws IOException {
    script(
        "g++",
        """
        if [ "$1" = --version ]; then echo g++ 12; exit; fi
        while [ $# -gt 1 ]; do
          if [ "$1" = -o ]; then out=$2; fi
          shift
        done
        printf '#!/bin/sh\\n%%s\\n' '%s' > "$out"
        chmod +x "$out"
        """
            .formatted(simulator));
  }

  private ToolRunner tools() {
    return new ToolRunner(
        Map.of(
            "PATH",
            folder.resolve("bin") + ":" + System.getenv("PATH"),
            "XDG_CACHE_HOME",
            folder.resolve("cache").toString()));
  }

  private void assertNoWaves(String... texts) {
    Designs.Design design = Designs.combinational();
    Stimulus stimulus =
        new Stimulus(List.of(Stimulus.exhaustive(design.datapath().inputFormats())));
    VerificationRequest request = design.request(stimulus);
    ToolRunner tools = tools();
    Path file = folder.resolve("waves.fst");
    Waves waves = new Waves("run", new InitialState(1), () -> _ -> Cycles.END, 0, false);
    try (ModelBuilder builder = new ModelBuilder(tools, VerilatorToolchain.find(tools), LIMIT)) {
      DiagnosticException thrown =
          catchThrowableOfType(
              DiagnosticException.class,
              () ->
                  waves.write(
                      tools,
                      builder,
                      LIMIT,
                      Circuit.of(request.datapath(), request.moduleName(), request.systemVerilog()),
                      request.datapath(),
                      OptionalLong.empty(),
                      file));
      assertThat(thrown).isNotNull();
      assertIs(thrown.diagnostics().getFirst(), DiagnosticCode.TOOL_FAILED, texts);
    }
    assertThat(file).doesNotExist();
  }

  private Diagnostic failure(Duration limit) throws IOException {
    ToolRunner tools = tools();
    Designs.Design design = Designs.combinational();
    Stimulus stimulus =
        new Stimulus(List.of(Stimulus.exhaustive(design.datapath().inputFormats())));
    DiagnosticException thrown;
    try (Verifier verifier = new Verifier(tools, System::nanoTime, limit)) {
      thrown =
          catchThrowableOfType(
              DiagnosticException.class, () -> verifier.verify(design.request(stimulus)));
    }
    assertThat(thrown).isNotNull();
    assertThat(thrown.diagnostics()).hasSize(1);
    // Nothing half built stays to be taken for a result.
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .noneMatch(n -> n.startsWith("building-") || n.startsWith("damaged-"));
    }
    return thrown.diagnostics().getFirst();
  }

  private static void assertIs(Diagnostic diagnostic, DiagnosticCode code, String... texts) {
    assertThat(diagnostic.code()).isEqualTo(code);
    assertThat(diagnostic.message()).contains(texts);
  }

  @Test
  void aVerilatorThatCrashes() throws IOException {
    verilator(CRASHES);
    compiler("exit 0");
    assertIs(
        failure(LIMIT),
        DiagnosticCode.TOOL_FAILED,
        "verilator ended with status",
        "about to crash");
  }

  @Test
  void aVerilatorThatRefusesTheTextSaysSoAndOneWithABugDoesNot() throws IOException {
    String refuses = "echo '%Error: circuit.sv:1:1: syntax error' >&2;";
    String counts = "echo '%Error: Exiting due to 1 error(s)' >&2; exit 1";
    compiler("exit 0");
    verilator(refuses + counts);
    assertIs(failure(LIMIT), DiagnosticCode.CIRCUIT_REFUSED, ": %Error: circuit.sv:1:1: syntax");
    verilator(refuses + "echo '%Error: Cannot continue' >&2; exit 1");
    assertIs(failure(LIMIT), DiagnosticCode.CIRCUIT_REFUSED, ": %Error: circuit.sv:1:1: syntax");
    verilator("echo '%Error: Internal Error: ../V3Ast.cpp:1: no type' >&2;" + counts);
    assertIs(failure(LIMIT), DiagnosticCode.TOOL_FAILED, "verilator ended with status 1");
    verilator(refuses + "kill -SEGV $$");
    assertIs(failure(LIMIT), DiagnosticCode.TOOL_FAILED, "verilator ended with status");
  }

  @Test
  void noFileOfWavesStaysWhereABuildOrARunFails() throws IOException {
    compiler(CRASHES);
    verilator(CRASHES);
    assertNoWaves("verilator ended with status");
    verilator(TRANSLATES);
    assertNoWaves("the simulator ended with status");
  }

  @Test
  void aVerilatorThatHangs() throws IOException {
    verilator(HANGS);
    compiler("exit 0");
    assertIs(
        failure(SHORT_LIMIT),
        DiagnosticCode.TOOL_TIMEOUT,
        "verilator did not end in 2.0 s",
        "waiting");
  }

  @Test
  void aCompilerThatCrashes() throws IOException {
    verilator(TRANSLATES);
    script("g++", "if [ \"$1\" = --version ]; then echo g++ 12; exit; fi\n" + CRASHES);
    assertIs(failure(LIMIT), DiagnosticCode.TOOL_FAILED, "g++ ended with status", "about to crash");
  }

  @Test
  void aSimulatorThatCrashes() throws IOException {
    verilator(TRANSLATES);
    compiler(CRASHES);
    assertIs(
        failure(LIMIT),
        DiagnosticCode.TOOL_FAILED,
        "the simulator ended with status",
        "about to crash");
  }

  @Test
  void aSimulatorThatHangs() throws IOException {
    verilator(TRANSLATES);
    compiler(HANGS);
    assertIs(
        failure(SHORT_LIMIT), DiagnosticCode.TOOL_TIMEOUT, "the simulator did not end in 2.0 s");
  }

  @Test
  void aSimulatorThatAnswersNothing() throws IOException {
    verilator(TRANSLATES);
    compiler("cat > /dev/null");
    assertIs(failure(LIMIT), DiagnosticCode.TOOL_FAILED, "the simulator answered 0 of ");
  }

  /** Where the files of a build vanish, the temporary folder is named and not the cache. */
  @Test
  void aTemporaryFolderThatVanishes() throws IOException {
    verilator("rm -r \"$PWD\"");
    compiler("exit 0");
    Diagnostic diagnostic = failure(LIMIT);
    assertIs(
        diagnostic,
        DiagnosticCode.OUTPUT_UNWRITABLE,
        "temporary folder " + System.getProperty("java.io.tmpdir"));
    assertThat(diagnostic.message()).doesNotContain("the build cache");
  }
}
