package io.formgate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random rows of the sixteen inputs of the jets' network, and specs of it. */
final class JetRows {
  /** The network. */
  static final Path NETWORK =
      Formgate.repository().resolve("examples/jets/teacher.onnx").toAbsolutePath();

  private static final int INPUTS = 16;

  private JetRows() {}

  private static String names(int inputs, String between) {
    return IntStream.range(0, inputs).mapToObj(i -> "x" + i).collect(Collectors.joining(between));
  }

  /**
   * {@return the file rows.csv of a folder}
   *
   * @param folder gets it
   * @param rows how many
   * @param more names of further columns, each with a comma before it
   * @param moreCell their cells, each with a comma before it
   */
  static Path write(Path folder, int rows, String more, String moreCell) throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    String text =
        IntStream.range(0, rows)
            .mapToObj(_ ->
                random
                        .doubles(INPUTS, -2, 2)
                        .mapToObj(Double::toString)
                        .collect(Collectors.joining(","))
                    + moreCell
                    + "\n")
            .collect(Collectors.joining("", names(INPUTS, ",") + more + "\n", ""));
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  /**
   * {@return a spec of net.onnx and such rows, all labelled as the first class}
   *
   * @param folder gets spec and rows
   * @param rows how many
   * @param teacher what stands behind the name of the network
   * @param inputs how many of them
   * @param formats of inputs and scores
   * @param more statements
   */
  static Path spec(Path folder, int rows, String teacher, int inputs, String[] formats, String more)
      throws IOException {
    write(folder, rows, ",kind", ",g");
    return Files.writeString(
        folder.resolve("net.fg"),
        """
        data "rows.csv"
        teacher "net.onnx"%s
        input %s as %s
        classes g, q, t, w, z from kind as %s
        hardware xcvu9p-2 clock 5 ns
        %s
        """
            .formatted(teacher, names(inputs, ", "), formats[0], formats[1], more));
  }
}
