package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the folder of a run when others write there, or the run is ended. */
class RunFolderTest {
  private @TempDir Path folder;

  @Test
  void ofRunsThatEndAtTheSameTimeOneIsThereAndWhole() throws Exception {
    Path target = folder.resolve("run");
    int runs = 6;
    CyclicBarrier start = new CyclicBarrier(runs);
    try (ExecutorService pool = Executors.newFixedThreadPool(runs)) {
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        String own = "run " + i;
        tasks.add(() -> {
          try (RunFolder run = RunFolder.open(target, "compile x.fg", false)) {
            run.write("one", own);
            run.write("two", own);
            start.await();
            run.publish("compile x.fg", List.of());
            return own;
          }
        });
      }
      for (Future<String> done : pool.invokeAll(tasks)) {
        assertThat(done.get()).startsWith("run ");
      }
    }
    assertThat(Formgate.names(folder)).containsExactly("run");
    assertThat(Formgate.names(target)).containsExactlyInAnyOrder("one", "two", RunFolder.MARKER);
    assertThat(Formgate.text(target.resolve("one")))
        .startsWith("run ")
        .isEqualTo(Formgate.text(target.resolve("two")));
  }

  private Path script(String name, String body) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A Verilator that hangs is at work when the user has enough. */
  @Test
  void aRunThatIsEndedByASignalLeavesNoProcessAndNoFolder() throws Exception {
    Path child = folder.resolve("child");
    script(
        "verilator",
        """
        case $1 in
        --version) echo Verilator 5.006; exit;;
        --getenv) echo /nowhere; exit;;
        esac
        echo $$ > '%1$s.part'
        mv '%1$s.part' '%1$s'
        exec sleep 300\
        """
            .formatted(child));
    script("g++", "echo g++ 12");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.formgate.cli.Main",
                "emit",
                "x",
                "--input=x:fixed<8,4>",
                "--output=z:fixed<8,4>",
                "--vectors=10",
                "--out=" + folder.resolve("run"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile());
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Process process = builder.start();
    for (int i = 0; i < 600 && process.isAlive() && !Files.exists(child); i++) {
      Thread.sleep(100);
    }
    assertThat(child).as(Formgate.text(folder.resolve("output.txt"))).exists();
    ProcessHandle tool =
        ProcessHandle.of(Long.parseLong(Formgate.text(child).strip())).orElseThrow();
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(tool.onExit().orTimeout(10, TimeUnit.SECONDS).join().isAlive()).isFalse();
    assertThat(Formgate.names(folder))
        .containsExactlyInAnyOrder("bin", "cache", "child", "output.txt");
    assertThat(Formgate.text(folder.resolve("output.txt")))
        .doesNotContain("Exception")
        .doesNotContain("verified");
  }
}
