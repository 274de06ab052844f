package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Runs a program that reads what formgate prints. */
final class ForeignProgram {
  private static final long LIMIT_S = 120;

  private ForeignProgram() {}

  /** The system's Python, to which its package manager adds modules; others on PATH lack them. */
  static String python() {
    Path system = Path.of("/usr/bin/python3");
    return Files.isExecutable(system) ? system.toString() : "python3";
  }

  /** {@return the path of a script among the test resources} */
  static String script(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(ForeignProgram.class.getResource(name), name).toURI())
        .toString();
  }

  /**
   * {@return the lines of standard output}
   *
   * @param folder for its files
   * @param input lines of standard input
   * @param command program and arguments
   */
  static List<String> run(Path folder, List<String> input, String... command)
      throws IOException, InterruptedException {
    Path stdin = Files.write(folder.resolve("stdin"), input);
    Path stdout = folder.resolve("stdout");
    Path stderr = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(stdin.toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile())
            .start();
    try {
      assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as("%s", Files.readString(stderr)).isZero();
    return Files.readAllLines(stdout);
  }
}
