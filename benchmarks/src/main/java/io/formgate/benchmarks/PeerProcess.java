package io.formgate.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A peer's program that answers line by line. */
final class PeerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;

  /**
   * Starts a script.
   *
   * @param python interpreter with the peers' packages
   * @param script what it runs
   */
  PeerProcess(Path python, Path script) throws IOException {
    process =
        new ProcessBuilder(List.of(python.toString(), script.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader();
    questions = process.outputWriter();
  }

  /** {@return the answer to a question of some words} */
  String ask(Object... words) throws IOException {
    questions.write(String.join(" ", Arrays.stream(words).map(String::valueOf).toList()) + "\n");
    questions.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the peer ended at: " + Arrays.toString(words));
    }
    return answer;
  }

  /** {@return the numbers of an answer} */
  double[] numbers(Object... words) throws IOException {
    return Arrays.stream(ask(words).split(" ")).mapToDouble(PeerProcess::number).toArray();
  }

  /** {@return a number as Java or Python writes it} */
  static double number(String text) {
    return switch (text) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  @Override
  public void close() throws IOException {
    questions.close();
    process.destroy();
  }
}
