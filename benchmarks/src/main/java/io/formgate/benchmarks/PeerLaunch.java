package io.formgate.benchmarks;

import io.formgate.search.RandomSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a search of formgate starts: from jars, with what the JVM has loaded and learnt in a search
 * of random rows before.
 *
 * @param jar of the benchmarks
 * @param cache of classes and profiles
 */
record PeerLaunch(Path jar, Path cache) {
  /** Those of {@code ./formgate}. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:+UseParallelGC",
          "-XX:-PrintWarnings",
          "-Xlog:disable",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final int TRAINING_ROWS = 300;
  private static final int TRAINING_COLUMNS = 5;
  private static final int TRAINING_SECONDS = 5;

  /**
   * {@return a launch whose cache has been made anew}
   *
   * @param jar of the benchmarks
   * @throws IOException if the training fails
   * @throws InterruptedException if this thread is interrupted
   */
  static PeerLaunch trained(Path jar) throws IOException, InterruptedException {
    PeerLaunch launch = new PeerLaunch(jar, jar.resolveSibling("peer-search.aot"));
    Files.deleteIfExists(launch.cache);
    Path folder = Files.createTempDirectory("formgate-training");
    Path log = jar.resolveSibling("peer-search.log");
    List<String> parts = List.of("train", "validation", "test");
    try {
      RandomSource random = new RandomSource(1);
      for (String part : parts) {
        RegressionSet.write(columns(random), folder.resolve(part));
      }
      List<String> command = launch.java("-XX:AOTCacheOutput=" + launch.cache);
      for (Object word :
          List.of(
              folder,
              TRAINING_ROWS,
              TRAINING_ROWS,
              TRAINING_ROWS,
              TRAINING_COLUMNS,
              TRAINING_SECONDS,
              1,
              Runtime.getRuntime().availableProcessors())) {
        command.add(word.toString());
      }
      int exit =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (exit != 0 || !Files.exists(launch.cache)) {
        throw new IOException("the training of the JVM ended with " + exit + ": see " + log);
      }
    } finally {
      for (String part : parts) {
        Files.deleteIfExists(folder.resolve(part));
      }
      Files.delete(folder);
    }
    return launch;
  }

  /** {@return a command to which the arguments of {@link PeerSearch} are still to be added} */
  List<String> command() {
    // A cache that does not fit is an error, not a slow start.
    return java("-XX:AOTCache=" + cache, "-XX:AOTMode=on");
  }

  private List<String> java(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(List.of(options));
    // The cache knows jars only.
    command.addAll(
        List.of(
            "-cp",
            Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                .map(entry -> Files.isDirectory(Path.of(entry)) ? jar.toString() : entry)
                .collect(Collectors.joining(":")),
            PeerSearch.class.getName()));
    return command;
  }

  /** A product, a sine and noise, which no formula fits for long. */
  private static double[][] columns(RandomSource random) {
    double[][] columns = new double[TRAINING_COLUMNS][TRAINING_ROWS];
    for (int r = 0; r < TRAINING_ROWS; r++) {
      for (int c = 0; c < TRAINING_COLUMNS - 1; c++) {
        columns[c][r] = random.nextDouble();
      }
      columns[TRAINING_COLUMNS - 1][r] =
          columns[0][r] * columns[1][r] + StrictMath.sin(columns[2][r]) + random.nextDouble();
    }
    return columns;
  }
}
