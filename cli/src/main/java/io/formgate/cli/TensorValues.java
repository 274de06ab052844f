package io.formgate.cli;

import io.formgate.distill.OnnxTeacher;
import io.formgate.expression.Dataset;
import io.formgate.expression.DatasetReader;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.RowSelection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a tensor of a network is on rows of its inputs, as a table that other commands read. */
final class TensorValues {
  private TensorValues() {}

  /**
   * Writes a CSV file: the columns that the network takes, then one for each component of the
   * tensor, named after it.
   *
   * @param request network, rows and tensor
   * @param file to write
   * @param force whether a file of this name may be replaced
   * @return a line that says what was written
   * @throws DiagnosticException if there is such a file, or it is a folder or what is read
   */
  static String write(TeacherSpec.Request request, Path file, boolean force) {
    refuseTaken(request, file, force);
    OnnxTeacher network = TeacherSpec.network(request);
    List<String> names = TeacherSpec.columnNames(request, network);
    Dataset rows =
        DatasetReader.read(
                request.inputs(),
                TeacherSpec.option("--inputs", request.inputs().toString()),
                names.stream()
                    .map(n -> new DatasetReader.Wanted(n, TeacherSpec.option("--columns", n)))
                    .toList(),
                RowSelection.ALL)
            .data();
    double[][] columns = names.stream().map(rows::column).toArray(double[][]::new);
    double[][] values = network.run(names, columns);
    List<String> all = new ArrayList<>(names);
    all.addAll(components(request.tensor().orElse("y"), values[0].length, names));
    StringBuilder out =
        new StringBuilder(all.stream().map(CsvCell::of).collect(Collectors.joining(",")))
            .append('\n');
    for (int row = 0; row < values.length; row++) {
      int r = row;
      out.append(
          IntStream.range(0, columns.length)
              .mapToObj(i -> Double.toString(columns[i][r]))
              .collect(Collectors.joining(",")));
      for (double v : values[row]) {
        out.append(',').append(v);
      }
      out.append('\n');
    }
    RunFolder.write(file, out.toString());
    return file
        + ": "
        + Numbers.count(values.length)
        + " rows of "
        + names.size()
        + " inputs and "
        + String.join(", ", all.subList(names.size(), Math.min(all.size(), names.size() + 3)))
        + (values[0].length > 3 ? ", ... (" + values[0].length + ")" : "");
  }

  private static void refuseTaken(TeacherSpec.Request request, Path file, boolean force) {
    if (Files.isDirectory(file)) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.OUTPUT_FOLDER_TAKEN,
              file + " is a folder",
              "name a file with --values"));
    }
    for (Path read : List.of(request.inputs(), request.teacher())) {
      if (Files.exists(file) && Files.exists(read) && isSame(file, read)) {
        throw new DiagnosticException(
            Diagnostic.of(
                DiagnosticCode.OUTPUT_FOLDER_TAKEN,
                file + " is what is read",
                "name another file with --values"));
      }
    }
    if (Files.exists(file) && !force) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.OUTPUT_FOLDER_TAKEN,
              "the file " + file + " exists already",
              "name another with --values, or replace it with --force"));
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of ports, though tensors may be called anything. */
  private static List<String> components(String tensor, int count, List<String> taken) {
    String letters =
        tensor.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^[^A-Za-z]+", "").replaceAll("_$", "");
    String base = letters.isEmpty() ? "y" : letters;
    while (taken.contains(base) || taken.contains(base + "_0")) {
      base += "y";
    }
    String name = base;
    return count == 1
        ? List.of(name)
        : IntStream.range(0, count).mapToObj(i -> name + "_" + i).toList();
  }
}
