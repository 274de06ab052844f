package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  private static final List<String> RESULTS =
      List.of("spec.fg", "hall_of_fame.csv", "front.csv", "run.json");

  private static Formgate.Ran compile(Path spec, Path run, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("compile", spec.toString(), "--out", run.toString(), "--vectors", "10"));
    arguments.addAll(List.of(more));
    return Formgate.run(arguments.toArray(String[]::new));
  }

  private static Process start(Path spec, Path run) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.formgate.cli.Main",
            "compile",
            spec.toString(),
            "--out",
            run.toString(),
            "--vectors",
            "10",
            "--iterations",
            "100000")
        .redirectErrorStream(true)
        .redirectOutput(run.resolveSibling("output.txt").toFile())
        .start();
  }

  private static void waitFor(Path file, Process process) throws InterruptedException {
    for (int i = 0; i < 600 && process.isAlive() && !Files.exists(file); i++) {
      Thread.sleep(100);
    }
    assertThat(file).exists();
  }

  @Test
  void aFinishedRunGoesOnForMoreEpochsToTheSameBytes(@TempDir Path folder) throws IOException {
    Path spec = SmallSpec.write(folder);
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    assertThat(compile(spec, whole, "--iterations", "4").code()).isEqualTo(ExitCode.DONE);
    assertThat(compile(spec, parts, "--iterations", "2").code()).isEqualTo(ExitCode.DONE);

    Formgate.Ran resumed = Formgate.run("resume", parts.toString(), "--iterations", "4");

    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.code()).isEqualTo(ExitCode.DONE);
    for (String file : RESULTS) {
      assertThat(parts.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(parts.resolve("checkpoint/y.checkpoint"))
        .hasSameBinaryContentAs(whole.resolve("checkpoint/y.checkpoint"));
    assertThat(Formgate.names(folder))
        .containsExactly("parts", "product.csv", "product.fg", "whole");
  }

  @Test
  void whatEndedByItsLimitOfTimeIsBuiltWithoutSearchingOn(@TempDir Path folder) throws IOException {
    Path spec = SmallSpec.write(folder);
    Path run = folder.resolve("run");
    Formgate.Ran searched =
        Formgate.run(
            "search",
            spec.toString(),
            "--out",
            run.toString(),
            "--iterations",
            "100000",
            "--seconds",
            "1");
    assertThat(searched.out())
        .contains("'formgate resume " + run + "' builds the formula marked '>'")
        .contains(" of 100000 epochs; 'formgate resume " + run + " --iterations 100000' goes on");
    String epochs = epochs(run);
    String front = Formgate.text(run.resolve("hall_of_fame.csv"));

    assertThat(Formgate.run("resume", run.toString()).code()).isEqualTo(ExitCode.DONE);

    assertThat(epochs(run)).isEqualTo(epochs);
    Path whole = folder.resolve("whole");
    assertThat(
            Formgate.run(
                    "compile", spec.toString(), "--out", whole.toString(), "--iterations", epochs)
                .code())
        .isEqualTo(ExitCode.DONE);
    for (String file : RESULTS) {
      assertThat(run.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(Formgate.run("resume", run.toString(), "--candidate", "1").code())
        .isEqualTo(ExitCode.DONE);
    assertThat(epochs(run)).isEqualTo(epochs);
    assertThat(Formgate.text(run.resolve("hall_of_fame.csv"))).isEqualTo(front);
    assertThat(Formgate.text(run.resolve("report-data.json"))).contains("--candidate 1");

    assertThat(Formgate.run("resume", run.toString(), "--candidate", "99").err()).contains("99");
    assertThat(SearchState.beside(run)).doesNotExist();
  }

  private static String epochs(Path run) {
    return Formgate.text(run.resolve("run.json")).replaceAll("(?s).*\"epochs\" : (\\d+).*", "$1");
  }

  @Test
  void whatGoesOnPastTheLimitsOfTheSpecStaysPastThem(@TempDir Path folder) throws IOException {
    Path spec =
        SmallSpec.write(
            folder, SmallSpec.SPEC.replace("search ", "search evaluations 1, "), SmallSpec.csv());
    Path run = folder.resolve("run");
    assertThat(Formgate.run("search", spec.toString(), "--out", run.toString()).code())
        .isEqualTo(ExitCode.DONE);
    assertThat(Formgate.text(run.resolve("run.json"))).contains("\"epochs\" : 1");

    // As 'resume --iterations 3' leaves it that ends before its first epoch does.
    SearchState state = SearchState.goOn(run);
    state.with(state.settings().pastLimits(3));
    Formgate.Ran resumed = Formgate.run("resume", run.toString());

    assertThat(resumed.code()).as(resumed.err()).isEqualTo(ExitCode.DONE);
    assertThat(Formgate.text(run.resolve("run.json"))).contains("\"epochs\" : 3");
    assertThat(SearchState.goOn(run).settings().isPastLimits()).isTrue();
  }

  @Test
  void whatIsKilledOrStoppedGoesOn(@TempDir Path folder) throws Exception {
    Path spec = SmallSpec.write(folder);
    Path run = folder.resolve("run");
    Path state = folder.resolve("run.search");
    Process killed = start(spec, run);
    waitFor(state.resolve("y.checkpoint"), killed);
    killed.destroyForcibly().waitFor();

    assertThat(Formgate.text(state.resolve("y.hall_of_fame.csv")))
        .startsWith("Complexity,Loss,Equation,");
    assertThat(run).doesNotExist();

    Files.delete(state.resolve("y.hall_of_fame.csv"));
    Process stopped = start(spec, run);
    waitFor(state.resolve("y.hall_of_fame.csv"), stopped);
    stopped.destroy();
    assertThat(stopped.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Formgate.text(folder.resolve("output.txt")))
        .contains("interrupted: 'y' has had ")
        .contains("'formgate resume " + run + "' goes on");

    Formgate.Ran resumed = Formgate.run("resume", run.toString(), "--seconds", "1");
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.code()).isEqualTo(ExitCode.DONE);
    assertThat(state).doesNotExist();
    String epochs = epochs(run);
    Path whole = folder.resolve("whole");
    assertThat(compile(spec, whole, "--iterations", epochs).code()).isEqualTo(ExitCode.DONE);
    for (String file : RESULTS) {
      assertThat(run.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
  }

  @Test
  void whatCannotGoOnIsSaid(@TempDir Path folder) throws IOException {
    Formgate.Ran nothing = Formgate.run("resume", folder.resolve("run").toString());
    assertThat(nothing.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(nothing.err())
        .contains("FG103")
        .contains("there is no search of")
        .contains("formgate search");

    Path spec = SmallSpec.write(folder);
    Path run = folder.resolve("run");
    assertThat(compile(spec, run).code()).isEqualTo(ExitCode.DONE);
    Path csv = folder.resolve("product.csv");
    String data = Files.readString(csv);
    Files.writeString(csv, data + "1,1,7\n");
    assertThat(Formgate.run("resume", run.toString()).err())
        .contains("FG103")
        .contains("the data or the search of 'y' are not those of");

    Files.writeString(csv, data);
    Files.writeString(spec, SmallSpec.SPEC + "\n// another\n");
    assertThat(Formgate.run("resume", run.toString()).err())
        .contains("FG103")
        .contains("has changed since its search began");

    Files.writeString(spec, SmallSpec.SPEC);
    Files.write(folder.resolve("run.search/y.checkpoint"), new byte[] {1, 2, 3});
    assertThat(Formgate.run("resume", run.toString()).err())
        .contains("FG103")
        .contains("is damaged or another version's");
  }
}
